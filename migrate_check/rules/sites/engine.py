"""Asking the site rules, and putting their answers together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from migrate_check.domain.call_site import (
    CallSite,
    Inventory,
    JudgedInventory,
    JudgedSite,
    Setting,
    SiteAnswer,
    SiteFinding,
)
from migrate_check.domain.finding import Severity
from migrate_check.domain.profile import Profile
from migrate_check.rules.rule import ClientUse, Rule, Target
from migrate_check.rules.sites.advice import advice
from migrate_check.rules.sites.clients import client_uses
from migrate_check.rules.sites.fates import fates_of

SETTING_ROUTE = "setting"
"""Stands for the route in findings about configuration files."""

_RANK = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.ERROR: 2}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an answer belongs."""

    path: str
    line: int
    route: str
    call: str
    ignored: dict[str, str]
    most: Severity


def judge(
    inventory: Inventory, target: Target, rules: Sequence[Rule], tests_count: bool
) -> JudgedInventory:
    """The inventory with all that the rules say. Deterministic; worst findings first per site."""
    asked = [rule for rule in rules if target.profile is not None or not rule.needs_profile]
    name = _Fingerprints()
    sites = inventory.sites
    answers: dict[int, list[SiteFinding]] = defaultdict(list)
    for number, site in enumerate(sites):
        for rule in asked:
            if rule.site is not None:
                place = _of_site(site, tests_count)
                answers[number] += _found(rule, place, rule.site(site, target), name)
    for use, number in client_uses(sites):
        for rule in asked:
            if rule.client is not None:
                place = _of_client(use, tests_count)
                answers[number] += _found(rule, place, rule.client(use, target), name)
    judged = tuple(
        JudgedSite(site, tuple(sorted(answers[number], key=_order)), fates=fates_of(site, target))
        for number, site in enumerate(sites)
    )
    return JudgedInventory(
        inventory=inventory,
        gateway=_title(target.profile),
        sites=judged,
        setting_findings=tuple(_of_settings(inventory.settings, target, asked, name)),
        advice=advice(target, judged),
        stale_suppressions=tuple(_stale(judged, asked, rules)),
    )


def _title(profile: Profile | None) -> str | None:
    if profile is None or profile.generation is None:
        return profile.name if profile else None
    return f"{profile.name}@{profile.generation}"


def _of_site(site: CallSite, tests_count: bool) -> _Place:
    most = Severity.NOTE if site.in_test and not tests_count else Severity.ERROR
    return _Place(site.path, site.line, site.route, site.call, dict(site.ignored), most)


def _of_client(use: ClientUse, tests_count: bool) -> _Place:
    """At the constructor, where that is known; a comment at any of its calls covers it."""
    first = use.sites[0]
    ignored = {rule: why for site in reversed(use.sites) for rule, why in site.ignored.items()}
    only_tests = all(site.in_test for site in use.sites)
    most = Severity.NOTE if only_tests and not tests_count else Severity.ERROR
    path, _, line = (use.client.made_at or "").rpartition(":")
    if not path or not line.isdigit():
        return _Place(first.path, first.line, first.route, first.call, ignored, most)
    made = use.client.constructor or first.call
    return _Place(path, int(line), first.route, made, ignored, most)


def _of_settings(
    settings: Iterable[Setting], target: Target, rules: Sequence[Rule], name: _Fingerprints
) -> Iterator[SiteFinding]:
    for setting in settings:
        for rule in rules:
            if rule.setting is not None:
                ignored = dict(setting.ignored)
                place = _Place(
                    setting.path, setting.line, SETTING_ROUTE, setting.name, ignored, Severity.ERROR
                )
                yield from _found(rule, place, rule.setting(setting, target), name)


def _found(
    rule: Rule, place: _Place, answers: Iterable[SiteAnswer], name: _Fingerprints
) -> Iterator[SiteFinding]:
    for answer in answers:
        yield SiteFinding(
            rule=rule.id,
            severity=weakest(rule.severity, answer.severity or rule.severity, place.most),
            path=place.path,
            line=answer.line or place.line,
            route=place.route,
            subject=answer.subject,
            message=answer.message,
            advice=answer.advice,
            claim=answer.claim,
            fingerprint=name.of(rule.id, place.path, place.route, answer.subject, place.call),
            suppressed=place.ignored.get(rule.id, place.ignored.get("*")),
        )


def weakest(*severities: Severity) -> Severity:
    """The mildest of them."""
    return min(severities, key=_RANK.__getitem__)


def _order(finding: SiteFinding) -> tuple[int, str, str]:
    return (-_RANK[finding.severity], finding.rule, finding.subject)


class _Fingerprints:
    """12 hex digits without line numbers; the second of two that are alike is told apart."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = defaultdict(int)

    def of(self, *parts: str) -> str:
        text = "|".join(parts)
        self._seen[text] += 1
        ordinal = self._seen[text]
        text = text if ordinal == 1 else f"{text}|{ordinal}"
        return sha256(text.encode()).hexdigest()[:12]


def _stale(judged: Sequence[JudgedSite], asked: Sequence[Rule], rules: Sequence[Rule]) -> list[str]:
    """Comments that cover nothing. A rule that was not asked leaves its comments alone."""
    of_client = _covered_by_clients(judged)
    can_fire = {rule.id for rule in asked}
    all_ids = {rule.id for rule in rules}
    lines = []
    for one in judged:
        site = one.site
        found = {finding.rule for finding in one.findings} | of_client.get(_made(site), set())
        for rule in site.ignored:
            stale = (
                not found and can_fire == all_ids
                if rule == "*"
                else rule not in found and (rule in can_fire or rule not in all_ids)
            )
            if stale:
                unknown = "" if rule == "*" or rule in all_ids else " (there is no such rule)"
                lines.append(f"{site.path}:{site.line}: {rule}{unknown}")
    return lines


def _covered_by_clients(judged: Sequence[JudgedSite]) -> dict[str, set[str]]:
    """Constructor → rules that spoke of it: a comment at any of its calls covers them."""
    covered: dict[str, set[str]] = defaultdict(set)
    for one in judged:
        covered[_made(one.site)] |= {
            finding.rule for finding in one.findings if one.site.client.made_at
        }
    covered.pop("", None)
    return covered


def _made(site: CallSite) -> str:
    return site.client.made_at or ""
