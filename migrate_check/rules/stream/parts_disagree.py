"""The rule parts-disagree."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.PARTS_DISAGREE)
def parts_disagree(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A Responses stream gives one text in its deltas and another one afterwards.

    ## Why it matters
    The text comes three times: in deltas, in the `.done` event, and in the final response. All
    three are the same.

    ## Who breaks
    What was shown is not what is stored; arguments that were joined from deltas call a tool with
    other values than those of the final response.

    ## Example
    Deltas that give `12`, and `output_text.done` with `123`.

    ## When to accept it
    Never.

    ## Source
    https://github.com/Sophomoresty/gemini-web2api/pull/57
    """
    yield Difference(
        anomaly.location,
        "The deltas, their `.done` event and the final response do not give the same text.",
        None,
        anomaly.detail,
    )
