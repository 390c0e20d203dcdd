"""The rule tool-call-as-text."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, Nature, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.TOOL_CALL_AS_TEXT, nature=Nature.SAMPLED)
def tool_call_as_text(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    r"""A tool call is written into the text instead of being one.

    ## Why it matters
    The model's own notation for calls was not translated into the format's.

    ## Who breaks
    The tool never runs, and users see JSON or markup.

    ## Example
    `"content": "<tool_call>{\"name\": \"get_weather\", …}</tool_call>"`.

    ## When to accept it
    The prompt asks for JSON that happens to look like a call.

    ## Source
    https://github.com/BerriAI/litellm/issues/12481
    """
    yield Difference(anomaly.location, "A tool call comes as text.", None, anomaly.detail)
