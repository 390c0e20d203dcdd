"""The rule tool-arguments-not-string."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.TOOL_ARGUMENTS_NOT_STRING)
def tool_arguments_not_string(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    r"""The arguments of a function call are not a string.

    ## Why it matters
    The field holds JSON text, which every caller parses.

    ## Who breaks
    `json.loads` raises TypeError on a dict; JavaScript turns it into `[object Object]` and fails
    to parse that.

    ## Example
    `"arguments": {"city": "Paris"}` instead of `"arguments": "{\"city\": \"Paris\"}"`.

    ## When to accept it
    Never.

    ## Source
    https://github.com/BerriAI/litellm/pull/37792
    """
    yield Difference(
        anomaly.location, "The arguments of a tool call are not a string.", None, anomaly.detail
    )
