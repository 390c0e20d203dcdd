"""The rule stream-terminal-repeated."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.STREAM_TERMINAL_REPEATED)
def stream_terminal_repeated(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A stream sends its closing event more than once.

    ## Why it matters
    The closing event releases connections and triggers whatever follows the answer.

    ## Who breaks
    anthropic-sdk-typescript adds a message per `message_stop`, so its list of messages holds the
    answer twice. Clients that stop reading at the first one are safe.

    ## Example
    `event: message_stop` twice, or `data: [DONE]` twice.

    ## When to accept it
    All callers stop at the first closing event.

    ## Source
    https://github.com/farion1231/cc-switch/pull/2409
    """
    yield Difference(
        anomaly.location,
        "The closing event of the stream comes more than once.",
        None,
        anomaly.detail,
    )
