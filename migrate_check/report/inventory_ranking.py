"""Which findings and sites of an inventory a reader sees first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from migrate_check.domain.call_site import JudgedInventory, JudgedSite, SiteFinding
from migrate_check.domain.finding import Severity
from migrate_check.domain.wire_fields import is_content
from migrate_check.gate.inventory_verdict import unknown_parts
from migrate_check.report.ranking import ORDER


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings that differ in their place only."""

    first: SiteFinding
    all: tuple[SiteFinding, ...]

    @property
    def routes(self) -> tuple[str, ...]:
        """Routes of all its places, each once."""
        return tuple(dict.fromkeys(one.route for one in self.all))


def all_findings(judged: JudgedInventory) -> list[SiteFinding]:
    """Those of sites and settings, suppressed ones included, worst first, then by place."""
    findings = [finding for one in judged.sites for finding in one.findings]
    return sorted((*findings, *judged.setting_findings), key=_rank)


def open_findings(judged: JudgedInventory) -> list[SiteFinding]:
    """Those that no comment covers, worst first."""
    return [one for one in all_findings(judged) if one.suppressed is None]


def grouped(findings: Iterable[SiteFinding]) -> list[FindingGroup]:
    """One group for all that says the same of several places, in the order of the first ones."""
    groups: dict[tuple[str, ...], list[SiteFinding]] = {}
    for one in findings:
        key = (one.rule, one.severity.value, one.subject, one.message, one.advice, one.claim or "")
        groups.setdefault(key, []).append(one)
    return [FindingGroup(members[0], tuple(members)) for members in groups.values()]


def worst_first(sites: Iterable[JudgedSite]) -> list[JudgedSite]:
    """Sites with errors, then with warnings, then not fully known ones, then the rest."""
    return sorted(sites, key=lambda one: (_worst(one), not unknown_parts(one.site)))


def telling_fields(one: JudgedSite) -> list[str]:
    """Names of fields, those with an open finding first, without the content itself."""
    named = {finding.subject for finding in one.findings if finding.suppressed is None}
    route = one.site.route
    names = [field.name for field in one.site.fields if not is_content(route, field.name)]
    return sorted(names, key=lambda name: name not in named)


def _worst(one: JudgedSite) -> int:
    ranks = [ORDER.index(f.severity) for f in one.findings if f.suppressed is None]
    quiet = ORDER.index(Severity.NOTE)
    return min([*ranks, quiet])


def _rank(one: SiteFinding) -> tuple[int, str, str, int, str]:
    return (ORDER.index(one.severity), one.rule, one.path, one.line, one.subject)
