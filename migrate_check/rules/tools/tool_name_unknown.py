"""The rule tool-name-unknown."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, Nature, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.TOOL_NAME_UNKNOWN, nature=Nature.SAMPLED)
def tool_name_unknown(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A tool call names a tool that the request did not offer.

    ## Why it matters
    Names are often shortened or prefixed for another upstream and not translated back.

    ## Who breaks
    The dispatcher answers `unknown tool`, or runs the wrong one of two names that became equal.

    ## Example
    `mcp__files__read` is offered, and `files_read` is called.

    ## When to accept it
    The baseline's model makes up names at the same rate.

    ## Source
    https://github.com/kaitranntt/ccs/pull/399
    """
    yield Difference(
        anomaly.location, "A tool call names a tool that was not offered.", None, anomaly.detail
    )
