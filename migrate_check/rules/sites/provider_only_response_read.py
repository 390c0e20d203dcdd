"""The rule provider-only-response-read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from migrate_check.domain.call_site import CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.profile import Basis, Profile
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.claims import told


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
    if profile is None or not target.moves(site.client):
        return
    for read in site.reads:
        if _claimed(read.path, {**profile.response_fields, **profile.own_response_fields}):
            continue
        owner = _owner(site, read.path, target)
        if owner is not None:
            source, basis = owner
            yield SiteAnswer(
                f"The code reads `{read.path}`, which {source.title} sends and {profile.title} "
                "does not document.",
                "Read it only where it is there, and prove it: migrate-check run --scenario "
                f"{site.route}/minimal.",
                read.path,
                line=read.line,
                claim=told(f"{read.path}: of {source.title}", basis),
            )


def _owner(site: CallSite, path: str, target: Target) -> tuple[Profile, Basis] | None:
    """Who sends the field: the provider that the code speaks to, or else any that is known."""
    gateway = target.profile.name if target.profile else None
    sources = [known for known in target.known if known.name != gateway]
    own = [known for known in sources if known.name == site.client.provider]
    for source in own or sources:
        basis = _claimed(path, source.own_response_fields)
        if basis is not None:
            return source, basis
    return None


def _claimed(path: str, claims: Mapping[str, Basis]) -> Basis | None:
    """The claim about the field or about one around it."""
    return next(
        (
            basis
            for name, basis in claims.items()
            if path == name or path.startswith((f"{name}.", f"{name}["))
        ),
        None,
    )
