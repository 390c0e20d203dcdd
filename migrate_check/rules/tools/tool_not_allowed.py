"""The rule tool-not-allowed."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, Nature, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.TOOL_NOT_ALLOWED, nature=Nature.SAMPLED)
def tool_not_allowed(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A tool is called that is offered but that `tool_choice` does not allow.

    ## Why it matters
    `allowed_tools`, or the choice of one tool by name, restricts what the model may call now,
    while all definitions stay in the prompt for the cache. The provider enforces it; here it was
    lost on the way.

    ## Who breaks
    Permissions that rest on the restriction are bypassed: a tool runs that was to wait for
    approval.

    ## Example
    `"tool_choice": {"type": "allowed_tools", "tools": [get_weather]}`, and a call of
    `delete_file`.

    ## When to accept it
    Your own code checks each call before it runs.

    ## Source
    https://github.com/maximhq/bifrost/pull/7348
    """
    yield Difference(
        anomaly.location,
        "A tool is called that `tool_choice` does not allow.",
        None,
        anomaly.detail,
    )
