"""The rule field-unknown-to-gateway."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import ROUTES, CallSite, RequestField, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.profile import Fate, FieldClaim, Profile
from migrate_check.domain.wire_fields import STATEFUL, is_cost_only, is_plain
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.claims import claim_of, judged_fields, route_claim, told
from migrate_check.rules.sites.probes import probe


@site_rule(Severity.WARNING)
def field_unknown_to_gateway(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The code sends a field of which the gateway says nothing.

    ## Why it matters
    What is not documented may be dropped without a word. Silence is no support. Fields that
    every implementation has (`temperature`, `max_tokens`, `tools`, …) are not asked about, and
    those that only bills and logs depend on are a note.

    ## Who breaks
    Whatever relies on the field.

    ## Example
    `verbosity="low"` on a gateway whose documents do not have the word.

    ## When to accept it
    A run has shown that it takes effect; the profile can then say so.

    ## Source
    https://docs.tokenrouter.io/getting-started/openai-compatibility
    """
    profile = target.profile
    if profile is None or not target.moves(site.client) or not _speaks_of(site, target):
        return
    names = {field.name for field in judged_fields(site)}
    for field in judged_fields(site):
        claim = claim_of(site, field, profile)
        if _known(claim) or _elsewhere(site, field, names):
            continue
        yield SiteAnswer(
            f"What {profile.title} does with `{field.name}` is not known.",
            f"Verify it: {probe(site.route, field.name)}.",
            field.name,
            line=field.line,
            severity=Severity.NOTE if is_cost_only(field.name) else Severity.WARNING,
            claim=_source(claim, field, profile),
        )


def _speaks_of(site: CallSite, target: Target) -> bool:
    """Where the whole route is unknown, or cannot be tested, that is said once, by another rule."""
    claim = route_claim(site, target)
    return site.route in ROUTES and claim is not None and claim.offered is True


def _known(claim: FieldClaim | None) -> bool:
    return claim is not None and claim.fate is not Fate.UNKNOWN


def _elsewhere(site: CallSite, field: RequestField, names: set[str]) -> bool:
    """Told by another rule, with the field around it, or not worth a word."""
    above = field.name.rpartition(".")[0]
    return (
        is_plain(site.route, field.name)
        or above in names
        or field.name.startswith("tools:")
        or field.name.lower().startswith(("header:openai-organization", "header:openai-project"))
        or field.name in STATEFUL
    )


def _source(claim: FieldClaim | None, field: RequestField, profile: Profile) -> str:
    if claim is not None:
        return told(f"{field.name}: unknown", claim.basis)
    return f"{field.name}: no claim in profile {profile.name}"
