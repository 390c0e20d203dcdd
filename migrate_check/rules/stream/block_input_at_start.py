"""The rule block-input-at-start."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.BLOCK_DELTA_MISMATCH)
def block_input_at_start(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A streamed tool call brings its input with the start of the block.

    ## Why it matters
    Providers start with an empty input and send it in `input_json_delta` events.

    ## Who breaks
    Clients that build the input from the deltas alone, such as Claude Code, run the tool with
    `{}`. The official SDKs keep the input of the start if no delta follows.

    ## Example
    `content_block_start` with `"input": {"path": "a"}`, then `content_block_stop`.

    ## When to accept it
    All callers use the accumulators of the official SDKs.

    ## Source
    https://github.com/BerriAI/litellm/issues/25561
    """
    if anomaly.location.endswith("input"):
        yield Difference(
            anomaly.location,
            "A tool call brings its input with the start of the block.",
            None,
            anomaly.detail,
        )
