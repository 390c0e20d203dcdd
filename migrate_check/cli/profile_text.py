"""Profiles as a terminal shows them. Fits 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console

from migrate_check.cli.layout import line, paragraph
from migrate_check.domain.profile import Profile
from migrate_check.profiles.differ import Differing
from migrate_check.workflows.show_profiles import ListedProfile, ShownClaim, claims_by_section


def print_list(on: Console, profiles: Sequence[ListedProfile]) -> None:
    """One paragraph each."""
    width = max(len(one.name) for one in profiles)
    for one in profiles:
        paragraph(on, f"{one.name:<{width}}  ", _summary(one))
    line(on, f"\n{len(profiles)} profiles. migrate-check profiles show NAME prints every claim.")


def _summary(one: ListedProfile) -> str:
    counts = ", ".join(f"{count} {mark}" for mark, count in one.claims.items())
    verified = "" if one.verified else ", not verified: give the base URL"
    head = f"{one.title} ({one.kind}{verified}): {sum(one.claims.values())} claims: {counts}"
    if not one.generations:
        return head
    return f"{head}; generations {', '.join(one.generations)}, the first by default"


def print_profile(
    on: Console, profile: Profile, claims: Sequence[ShownClaim], *, whole: bool
) -> None:
    """Claims by section, then what is unknown, then the sources that the numbers stand for."""
    _print_head(on, profile)
    named = dict.fromkeys(claim.source for claim in claims if claim.source)
    numbers = {source: f" [{number}]" for number, source in enumerate(named, 1)}
    for heading, under in claims_by_section(claims):
        line(on, f"\n{heading}")
        for group in _alike(under):
            _print_claims(on, group, numbers)
    if profile.unknown and whole:
        line(on, "\nlooked for and not found")
        for text in profile.unknown:
            paragraph(on, "  ? ", text)
    if numbers:
        line(on, "\nsources")
    for source, shown in numbers.items():
        paragraph(on, f" {shown} ", source)


def _print_head(on: Console, profile: Profile) -> None:
    generation = f", generation {profile.generation}" if profile.generation else ""
    line(on, f"{profile.title} ({profile.kind}{generation})")
    if not profile.verified:
        paragraph(on, "", "not verified: hardly anything first-hand is known; give the base URL")
    others = [one for one in profile.generations if one != profile.generation]
    if others:
        choose = f"migrate-check profiles show {profile.name}@{others[0]}"
        paragraph(on, "", f"other generations of its documents: {', '.join(others)} ({choose})")
    if profile.key_env:
        line(on, f"key from {profile.key_env}")


def _alike(claims: Iterable[ShownClaim]) -> Iterable[list[ShownClaim]]:
    """Fields of one fate and one basis together; every other claim alone."""
    groups: dict[object, list[ShownClaim]] = {}
    for claim in claims:
        shared = (claim.fate, claim.mark, claim.source, claim.note, claim.instead)
        groups.setdefault(shared if claim.fate else claim.id, []).append(claim)
    return groups.values()


def _print_claims(on: Console, claims: Sequence[ShownClaim], numbers: dict[str, str]) -> None:
    first = claims[0]
    basis = f"{first.mark}{numbers.get(first.source or '', '')}"
    paragraph(on, "  ", f"{first.fate or first.text} ({basis})")
    if first.fate:
        paragraph(on, "      ", ", ".join(claim.field or "" for claim in claims))
    for label, text in (("note", first.note), ("instead", first.instead)):
        if text:
            paragraph(on, f"      {label}: ", text, "dim")


def print_differences(on: Console, first: str, second: str, found: Sequence[Differing]) -> None:
    """What is lost, what is unclear, what is gained; the same change of many names once."""
    headings = {
        "lost": f"lost: {first} has it and {second} has not",
        "unclear": f"unclear: {first} has it, {second} says nothing or not for all",
        "gained": f"gained: only {second} has it, so using it makes going back harder",
    }
    for kind, heading in headings.items():
        own = [one for one in found if one.kind == kind]
        if own:
            line(on, f"{heading} ({len(own)})")
            for group in _changed_alike(own):
                _print_difference(on, group)
            line(on)
    if not found:
        line(on, f"{second} claims nothing otherwise than {first}.")
    line(on, f"migrate-check profiles show {second} prints every claim with its source.")


def _changed_alike(found: Iterable[Differing]) -> Iterable[list[Differing]]:
    groups: dict[object, list[Differing]] = {}
    for one in found:
        where = one.route if one.about == "field" else None
        shared = (one.about, where, one.first, one.second, one.instead, one.mark)
        groups.setdefault(shared, []).append(one)
    return groups.values()


def _print_difference(on: Console, group: Sequence[Differing]) -> None:
    one = group[0]
    where = f" on {one.route}" if one.about == "field" else ""
    change = " → ".join(text for text in (one.first, one.second) if text)
    mark = f" ({one.mark})" if one.mark else ""
    names = ", ".join(each.name for each in group)
    paragraph(on, "  ", f"{one.about}{where}: {names}")
    paragraph(on, "      ", f"{change}{mark}")
    if one.instead:
        paragraph(on, "      instead: ", one.instead, "dim")
