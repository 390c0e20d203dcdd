"""The rule embedding-encoding-ignored."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.EMBEDDING_ENCODING_WRONG)
def embedding_encoding_ignored(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The vectors are not encoded as `encoding_format` asked.

    ## Why it matters
    The official SDKs ask for base64 by themselves and decode what comes; callers of the plain API
    ask for lists.

    ## Who breaks
    The Node SDK decodes a list of numbers as if it were base64 and gives garbage without an error;
    code that expects a list gets a string.

    ## Example
    `"embedding": [0.01, …]` where base64 was asked for.

    ## When to accept it
    Nothing but clients that look at the type before they read.

    ## Source
    https://github.com/ai-forever/gpt2giga/pull/108
    https://github.com/runpod-workers/worker-infinity-embedding/issues/30
    """
    yield Difference(
        anomaly.location,
        "The vectors are not in the encoding that was asked for.",
        None,
        anomaly.detail,
    )
