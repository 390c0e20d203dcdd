"""The rule realtime-session-used."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.claims import told
from migrate_check.rules.sites.route_not_offered import refusal

REALTIME = frozenset({"openai-realtime", "gemini-live"})
"""Endpoints that speak over a connection that stays open."""


@site_rule(Severity.WARNING)
def realtime_session_used(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The code holds a realtime session, which few gateways carry and no run tests.

    ## Why it matters
    Sessions run over WebSocket or WebRTC, with keys and events of their own. Even where
    the gateway claims to offer them, nothing here can prove it.

    ## Who breaks
    Voice and live features as a whole.

    ## Example
    `client.realtime.connect(model="gpt-realtime")`.

    ## When to accept it
    The sessions stay at the old provider.

    ## Source
    https://platform.openai.com/docs/guides/realtime
    """
    profile = target.profile
    if profile is None or site.route not in REALTIME or not target.moves(site.client):
        return
    if refusal(site.route, profile) is not None:
        return
    claim = profile.routes.get(site.route)
    offered = claim is not None and claim.offered is True
    said = "claims to carry it" if offered else "says nothing of it"
    yield SiteAnswer(
        f"The call holds a realtime session; {profile.title} {said}, and no run can prove it.",
        "Keep realtime sessions at the old provider until you have tried them by hand.",
        site.route,
        claim=told(f"{site.route}: offered", claim.basis) if claim and offered else None,
    )
