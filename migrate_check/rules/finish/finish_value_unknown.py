"""The rule finish-value-unknown."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.finish.words import is_finish_word, is_of_some_vendor
from migrate_check.rules.rule import Answer, Nature, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.ENUM_UNKNOWN, nature=Nature.SAMPLED)
def finish_value_unknown(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The finish reason is a word that no known vendor uses.

    ## Why it matters
    Vendors add words, and a model may stop for a rare reason on one side only. A word that the
    candidate gives again and again, and the baseline never, is the gateway's own.

    ## Who breaks
    Typed SDKs with a closed list, and `switch` statements without a default branch.

    ## Example
    `"finish_reason": "relay_done"`

    ## When to accept it
    All callers treat unknown words as `stop`, or the vendor has announced the word.

    ## Source
    https://platform.openai.com/docs/api-reference/chat/object
    """
    if is_finish_word(anomaly) and not is_of_some_vendor(anomaly):
        yield Difference(
            anomaly.location,
            "The finish reason is a word that no known format has.",
            None,
            anomaly.detail,
        )
