"""The rule replacement-character."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.BODY_REPLACEMENT_CHARACTER)
def replacement_character(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The text contains the character that stands for broken bytes.

    ## Why it matters
    A character was cut at a chunk boundary on the way and replaced; the original is lost.

    ## Who breaks
    Text in Chinese, Japanese or with emoji is damaged, also in the arguments of tool calls;
    English tests pass.

    ## Example
    `你\ufffd\ufffd`

    ## When to accept it
    The prompt contains the character itself.

    ## Source
    https://github.com/farion1231/cc-switch/pull/1923
    """
    yield Difference(
        anomaly.location,
        "The text contains the character that stands for broken bytes.",
        None,
        anomaly.detail,
    )
