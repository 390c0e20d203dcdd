"""The rule provider-routing-shown."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import Target, site_rule

_ROUTING = frozenset(
    {
        "_routing",
        "delivery_tier",
        "latency_ms",
        "model_provider",
        "provider",
        "resolved_tier",
        "router",
        "routing",
        "routing_metadata",
        "routing_mode",
        "upstream_provider",
        "x_request_id",
    }
)


@site_rule(Severity.WARNING, needs_profile=False)
def provider_routing_shown(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The code reads which provider a router chose for the answer.

    ## Why it matters
    Routing details are private to the gateway: they change without notice, users and logs should
    not see them, and the old provider does not send them, so that reading them blocks the way
    back.

    ## Who breaks
    Pages and dashboards that show the provider; the same code after a rollback.

    ## Example
    `print(response.provider)`.

    ## When to accept it
    It is read for debugging only, and may be absent.

    ## Source
    https://docs.tokenlab.sh/guides/migration-guides
    """
    for read in site.reads:
        top = read.path.partition(".")[0].partition("[")[0]
        if top in _ROUTING:
            yield SiteAnswer(
                f"The code reads `{read.path}`, which tells how a router chose.",
                "Do not show or store it, and do without it where it is absent.",
                read.path,
                line=read.line,
            )
