"""The rule field-in-snake-case."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.FIELD_SNAKE_CASE)
def field_in_snake_case(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A field has its name in snake_case where the format has camelCase.

    ## Why it matters
    Gemini's REST answers are camelCase throughout. Snake_case keys come from a gateway that
    serialised its own Python objects instead of passing the answer on.

    ## Who breaks
    Everybody who reads the JSON: `candidates[0].finishReason` and `usageMetadata` are undefined.
    The official SDKs look for the camelCase names and give None, without an exception.

    ## Example
    `"finish_reason": "STOP"` and `"usage_metadata": {"prompt_token_count": 8}`.

    ## When to accept it
    No caller reads the field.

    ## Source
    https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse
    """
    yield Difference(
        anomaly.location,
        f"The field `{anomaly.location}` has its name in snake_case.",
        None,
        anomaly.detail,
    )
