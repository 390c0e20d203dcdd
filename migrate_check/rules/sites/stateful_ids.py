"""The rule stateful-ids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, RequestField, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.profile import Fate, Profile
from migrate_check.domain.site_requests import fields_of
from migrate_check.domain.wire_fields import STATEFUL
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.claims import claim_of, told
from migrate_check.rules.sites.route_not_offered import refusal

_ROUTES = {
    "anthropic-batches": "batches",
    "anthropic-files": "files",
    "gemini-batches": "batches",
    "gemini-caches": "cached contents",
    "gemini-files": "files",
    "gemini-tunings": "tuned models",
    "openai-assistants": "assistants",
    "openai-batches": "batches",
    "openai-containers": "containers",
    "openai-conversations": "conversations",
    "openai-files": "files",
    "openai-fine-tuning": "fine-tuned models",
    "openai-responses-stored": "stored responses",
    "openai-threads": "threads",
    "openai-uploads": "uploads",
    "openai-vector-stores": "vector stores",
}
_IDS = re.compile(
    r"\b(resp|conv|file|asst|thread|vs|pmpt|batch|cntr|msgbatch)[-_][A-Za-z0-9]{6,}|cachedContents/"
)


@site_rule(Severity.ERROR)
def stateful_ids(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The code uses ids of things that the old provider keeps.

    ## Why it matters
    Stored responses, conversations, files, vector stores, caches, batches and prompts live with
    the provider that made them. Their ids mean nothing to another one, neither on the way there
    nor on the way back. Where the gateway claims to keep such things itself, this is a warning:
    what exists today is not moved.

    ## Who breaks
    Conversations under way at the moment of the move, and again at a rollback; everything that
    was stored before.

    ## Example
    `client.responses.create(previous_response_id=last.id, ...)`.

    ## When to accept it
    Old ids are drained before the move, and the code can start afresh without them.

    ## Source
    https://developers.openai.com/api/docs/guides/conversation-state
    """
    profile = target.profile
    if profile is None or not target.moves(site.client):
        return
    kept = _ROUTES.get(site.route)
    if kept and refusal(site.route, profile) is None:
        yield _of_route(site.route, kept, profile)
    for field in fields_of(site):
        what = _what(site, field)
        if what:
            yield _of_field(site, profile, field, what)


def _of_route(route: str, kept: str, profile: Profile) -> SiteAnswer:
    claim = profile.routes.get(route)
    offered = claim is not None and claim.offered is True
    return SiteAnswer(
        f"The {kept} behind this call belong to the old provider: {profile.title} does not know "
        "their ids.",
        "Create them anew at the gateway, or keep this call at the old provider.",
        route,
        severity=Severity.WARNING if offered else Severity.ERROR,
        claim=told(f"{route}: offered", claim.basis) if claim and offered else None,
    )


def _what(site: CallSite, field: RequestField) -> str | None:
    if field.name == "prompt" and site.route != "openai-responses":
        return None
    if field.name == "container" and site.route != "anthropic-messages":
        return None
    if field.value is not None and _IDS.search(field.value):
        return STATEFUL.get(field.name, "what an id names")
    return STATEFUL.get(field.name) if field.value != "null" else None


def _of_field(site: CallSite, profile: Profile, field: RequestField, what: str) -> SiteAnswer:
    literal = field.value is not None and _IDS.search(field.value) is not None
    claim = claim_of(site, field, profile)
    carried = claim is not None and claim.fate in (Fate.SUPPORTED, Fate.MODEL_DEPENDENT)
    where = "is written in the code and " if literal else ""
    return SiteAnswer(
        f"`{field.name}` names {what}; the id {where}belongs to the old provider.",
        "Send the whole conversation or content instead, or start afresh at the move.",
        field.name,
        line=field.line,
        severity=Severity.WARNING if carried and not literal else Severity.ERROR,
        claim=told(f"{claim.name}: {claim.fate.value}", claim.basis) if claim else None,
    )
