"""The rule usage-every-chunk."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.USAGE_EVERY_CHUNK)
def usage_every_chunk(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """Several chunks of a stream carry usage, not only the last one.

    ## Why it matters
    Usage marks the closing chunk of a stream.

    ## Who breaks
    Clients that add usage up count every token many times; clients that treat a chunk with usage
    as the last one drop the text in it.

    ## Example
    `"usage": {"completion_tokens": 1}`, 2, 3, … on the content chunks.

    ## When to accept it
    All callers keep the last usage they see.

    ## Source
    https://github.com/memex-lab/dart_agent_core/issues/23
    """
    yield Difference(
        anomaly.location, "Several chunks of the stream carry usage.", None, anomaly.detail
    )
