"""The rule start-repeated."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.STREAM_START_REPEATED)
def start_repeated(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A Messages stream begins a second time.

    ## Why it matters
    A second start means that two answers are mixed in one stream, often after a fallback to
    another upstream.

    ## Who breaks
    anthropic-sdk-typescript throws `Unexpected event order, got message_start before receiving
    "message_stop"`. anthropic-sdk-python writes the second answer's text into the first one's
    blocks.

    ## Example
    `message_start` … `content_block_delta` … `message_start`.

    ## When to accept it
    Never: one of the two answers is lost or both are mixed.

    ## Source
    https://github.com/mastra-ai/mastra/pull/9247
    """
    # A repeated role is milder, and belongs to the rule stream-role-repeated.
    if not anomaly.location.endswith("role"):
        yield Difference(
            anomaly.location, "`message_start` comes more than once.", None, anomaly.detail
        )
