"""The rule finish-vendor-value."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.finish.words import is_finish_word, is_of_some_vendor
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.ENUM_UNKNOWN)
def finish_vendor_value(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The finish reason is a word of another vendor's format.

    ## Why it matters
    Another vendor's or engine's word was passed on without translation.

    ## Who breaks
    Typed SDKs with a closed list (Go, Rust, Kotlin, Zod schemas) fail to decode the answer;
    `switch` statements take their default branch, so tools are not run and cut answers pass as
    complete.

    ## Example
    `"finish_reason": "end_turn"` or `"STOP"` from a Chat Completions route.

    ## When to accept it
    All callers treat unknown words as `stop`.

    ## Source
    https://github.com/BerriAI/litellm/issues/12481
    """
    # A word that no vendor is known for may be new: finish-value-unknown.
    if is_finish_word(anomaly) and is_of_some_vendor(anomaly):
        yield Difference(
            anomaly.location,
            "The finish reason is a word of another format.",
            None,
            anomaly.detail,
        )
