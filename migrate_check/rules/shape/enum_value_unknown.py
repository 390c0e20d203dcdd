"""The rule enum-value-unknown."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.finish.words import is_finish_word
from migrate_check.rules.rule import Answer, Nature, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.ENUM_UNKNOWN, nature=Nature.SAMPLED)
def enum_value_unknown(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A field has a word that the format does not know.

    ## Why it matters
    Such fields are read with a switch whose cases are the documented words. Vendors add words, and
    a model may use a new one on one side only by chance; so it counts where the candidate does it
    again and again and the baseline never.

    ## Who breaks
    Typed clients refuse unknown members; others fall through to a default.

    ## Example
    `"object": "chat.answer"` instead of `chat.completion`.

    ## When to accept it
    All callers treat unknown words like the usual one.

    ## Source
    https://github.com/BerriAI/litellm/issues/12481
    """
    # Finish reasons are judged by the family finish.
    if not is_finish_word(anomaly):
        yield Difference(
            anomaly.location,
            "A field has a word that the format does not know.",
            None,
            anomaly.detail,
        )
