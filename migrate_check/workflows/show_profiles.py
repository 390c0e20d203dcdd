"""`profiles`: what providers and gateways claim, and what one claims otherwise than another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from migrate_check.documents.closest import closest
from migrate_check.domain.errors import ConfigError
from migrate_check.domain.profile import Claim, FieldClaim, Mark, Profile, Retirement
from migrate_check.profiles.differ import Differing, differences
from migrate_check.profiles.load import load_profile, profile_names
from migrate_check.profiles.words import ALL_OTHERS, all_claims, end_text, fate_text, fields_of


class ListedProfile(NamedTuple):
    """One line of `profiles list`."""

    name: str
    kind: str
    title: str
    verified: bool
    generations: list[str]
    """The default first; empty where there is one only."""
    claims: dict[str, int]
    """Mark → number of claims."""


class ShownClaim(NamedTuple):
    """A claim of `profiles show`."""

    id: str
    text: str
    mark: str
    source: str | None
    note: str | None
    field: str | None
    """Of a request field: its name; of a model that ends: its id."""
    fate: str | None
    """Of a request field or a model that ends: what becomes of it."""
    instead: str | None


def listed_profiles() -> list[ListedProfile]:
    """All shipped profiles."""
    return [_listed(load_profile(name)) for name in profile_names()]


def _listed(profile: Profile) -> ListedProfile:
    marks = Counter(claim.basis.mark for claim in all_claims(profile))
    counts = {mark.value: marks[mark] for mark in Mark if marks[mark]}
    return ListedProfile(
        profile.name,
        profile.kind,
        profile.title,
        profile.verified,
        list(profile.generations),
        counts,
    )


def shown_profile(reference: str, route: str) -> tuple[Profile, list[ShownClaim]]:
    """The profile and its claims; with `route`, those about that route only. Raises ConfigError."""
    profile = load_profile(reference)
    if route and route not in profile.routes:
        raise ConfigError(
            f"profile {reference} says nothing of route {route!r}; {closest(route, profile.routes)}"
        )
    fated: dict[str, FieldClaim | Retirement] = {
        f"field:{claim.route}:{field.name}": field
        for claim in profile.routes.values()
        for field in fields_of(claim)
    }
    fated |= {f"retirement:{end.model}": end for end in profile.retirements.values()}
    return profile, [
        _shown(claim, fated.get(claim.id))
        for claim in all_claims(profile)
        if not route or _is_about(claim, route, profile)
    ]


def _shown(claim: Claim, fated: FieldClaim | Retirement | None) -> ShownClaim:
    basis = claim.basis
    known = (claim.id, claim.text, basis.mark.value, basis.source, basis.note)
    if fated is None:
        return ShownClaim(*known, None, None, None)
    if isinstance(fated, Retirement):
        return ShownClaim(*known, fated.model, end_text(fated), fated.instead)
    name = "all others" if fated.name == ALL_OTHERS else fated.name
    return ShownClaim(*known, name, fate_text(fated), fated.instead)


def _is_about(claim: Claim, route: str, profile: Profile) -> bool:
    if claim.id.startswith("pitfall:"):
        found = next(one for one in profile.pitfalls if f"pitfall:{one.id}" == claim.id)
        return route in found.routes
    return not claim.id.startswith("retirement:") and route in claim.id.split(":")


def profile_document(profile: Profile, claims: Sequence[ShownClaim]) -> dict[str, object]:
    """`profiles show --json`."""
    return {
        "name": profile.name,
        "title": profile.title,
        "kind": profile.kind,
        "verified": profile.verified,
        "generation": profile.generation,
        "generations": profile.generations,
        "key_env": profile.key_env,
        "claims": [claim._asdict() for claim in claims],
        "unknown": profile.unknown,
    }


def profile_differences(first: str, second: str) -> list[Differing]:
    """What the second profile claims otherwise than the first, most important first."""
    return differences(load_profile(first), load_profile(second))


def claims_by_section(claims: Sequence[ShownClaim]) -> Iterator[tuple[str, list[ShownClaim]]]:
    """Claims under a heading each, in the order of the profile."""
    sections: dict[str, list[ShownClaim]] = {}
    for claim in claims:
        sections.setdefault(_section(claim.id), []).append(claim)
    yield from sections.items()


_SECTIONS = {
    "base-url": "base URLs",
    "response-field": "fields of answers",
    "extension": "only this gateway understands",
    "pitfall": "pitfalls",
    "retirement": "models that are gone, or announced to go",
}


def _section(claim: str) -> str:
    kind, _, rest = claim.partition(":")
    if kind in ("route", "streaming", "field"):
        return f"route {rest.partition(':')[0]}"
    return _SECTIONS.get(kind, "other claims")
