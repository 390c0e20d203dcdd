"""The rule provider-only-response-read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from migrate_check.domain.call_site import CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.profile import Basis, Profile
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.claims import told as told_of
from migrate_check.rules.sites.route_not_offered import refusal


@site_rule(Severity.WARNING)
def provider_only_response_read(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The code reads a field of answers that only its provider sends.

    ## Why it matters
    The field is no part of the format, so that a gateway need not have it, and this one does not
    document it.

    ## Who breaks
    The code that reads it: an AttributeError, a KeyError, or a cost of nothing.

    ## Example
    `response.usage.prompt_cache_hit_tokens`, which DeepSeek alone sends.

    ## When to accept it
    The code does without it where it is absent.

    ## Source
    https://api-docs.deepseek.com/guides/kv_cache
    """
    profile = target.profile
    if profile is None or not target.moves(site.client) or refusal(site.route, profile):
        return
    documented = {**profile.response_fields, **profile.own_response_fields}
    told: set[str] = set()
    for read in site.reads:
        owner = None if _claimed(read.path, documented) else _owner(site, read.path, target)
        if owner is None or owner[1] in told:
            continue
        source, name = owner
        told.add(name)
        yield SiteAnswer(
            f"The code reads `{name}`, which {source.title} sends and {profile.title} does not "
            "document.",
            "Read it only where it is there, and prove it: migrate-check run --scenario "
            f"{site.route}/minimal.",
            name,
            line=read.line,
            claim=told_of(f"{name}: of {source.title}", source.own_response_fields[name]),
        )


def _owner(site: CallSite, path: str, target: Target) -> tuple[Profile, str] | None:
    """Who sends the field: the provider that the code speaks to, or else any that is known."""
    gateway = target.profile.name if target.profile else None
    sources = [known for known in target.known if known.name != gateway]
    own = [known for known in sources if known.name == site.client.provider]
    found = ((source, _claimed(path, source.own_response_fields)) for source in own or sources)
    return next(((source, name) for source, name in found if name), None)


def _claimed(path: str, claims: Mapping[str, Basis]) -> str | None:
    """The name of the claim about the field, or about one around it."""
    return next(
        (name for name in claims if path == name or path.startswith((f"{name}.", f"{name}["))),
        None,
    )
