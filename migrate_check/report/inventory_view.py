"""What the pages show of an inventory, computed before any template sees it.

`InventoryParts` stands in both reports: in the inventory's own page and as phase 1 of a run's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from migrate_check.domain.call_site import (
    CallSite,
    JudgedInventory,
    JudgedSite,
    Proof,
    Rollback,
    SiteFinding,
)
from migrate_check.domain.inventory_result import InventoryResult
from migrate_check.gate.inventory_verdict import unknown_parts
from migrate_check.report.inventory_ranking import FindingGroup, grouped, open_findings
from migrate_check.report.inventory_words import ROLLBACK, model_words
from migrate_check.report.prose import Block, Span, blocks, spans
from migrate_check.report.ranking import ORDER
from migrate_check.report.text import clipped, plural

KINDS_PER_RULE = 40
"""Findings of one rule that are shown; equal ones of several places are one."""
PLACES = 12
ROWS = 100
_TEXT_LIMIT = 600
_URL = re.compile(r"https?://[^\s\]\[<>\"'`{}|\\^]+[^\s\]\[<>\"'`{}|\\^.,;:!?)]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, with the address that it is."""

    text: str
    href: str | None = None
    code: bool = False


@dataclass(frozen=True, slots=True)
class SiteFindingView:
    """One finding with all its places."""

    severity: str
    places: tuple[str, ...]
    more_places: int
    routes: tuple[str, ...]
    subject: str
    message: tuple[Span, ...]
    advice: tuple[Span, ...]
    claim: tuple[Piece, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SiteRuleGroup:
    """All open findings of one rule with one severity."""

    anchor: str
    rule: str
    severity: str
    summary: tuple[Span, ...]
    explanation: tuple[Block, ...]
    count: str
    findings: tuple[SiteFindingView, ...]
    not_listed: int


@dataclass(frozen=True, slots=True)
class MapRow:
    """Call sites that share route, model and owner."""

    route: str
    model: str
    owner: str
    provider: str
    sites: int
    streaming: int


@dataclass(frozen=True, slots=True)
class RollbackRow:
    """A rollback class with the clients' sites in it."""

    letter: str
    meaning: str
    sites: int
    share: int
    """Hundredths of all sites."""
    example: str


@dataclass(frozen=True, slots=True)
class UnknownRow:
    """A site that the scan could not name whole."""

    place: str
    parts: str
    why: str
    owner: str


@dataclass(frozen=True, slots=True)
class ProofRow:
    """A site beside a run."""

    place: str
    proof: str
    tone: str
    run: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InventoryParts:
    """What both reports tell of an inventory."""

    groups: tuple[SiteRuleGroup, ...]
    map: tuple[MapRow, ...]
    map_more: int
    rollback: tuple[RollbackRow, ...]
    unknown: tuple[UnknownRow, ...]
    unknown_more: int
    proofs: tuple[ProofRow, ...]
    proofs_more: int
    proof_sum: str
    advice: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class InventorySection:
    """An inventory in a run's report."""

    gateway: str
    taken_at: str
    sites: str
    findings: str
    """Open ones by severity; empty without any."""
    parts: InventoryParts


def inventory_section(result: InventoryResult, explanations: Mapping[str, str]) -> InventorySection:
    """Phase 1 of a run's report."""
    count = len(result.judged.sites)
    return InventorySection(
        gateway=result.judged.gateway or "",
        taken_at=taken_at(result),
        sites=plural(count, "call site"),
        findings=", ".join(
            plural(found, severity)
            for severity, found in severity_counts(result.judged).items()
            if found
        ),
        parts=inventory_parts(result, explanations),
    )


def taken_at(result: InventoryResult) -> str:
    """`2026-03-04 05:06 UTC`."""
    return result.taken_at[:16].replace("T", " ") + " UTC"


def inventory_parts(result: InventoryResult, explanations: Mapping[str, str]) -> InventoryParts:
    """The shared view. `explanations`: rule id → docstring."""
    judged = result.judged
    sites = judged.inventory.sites
    rows = _map(sites)
    unknown = [_unknown(site, unknown_parts(site)) for site in sites if unknown_parts(site)]
    proofs = _proofs(judged.sites)
    return InventoryParts(
        groups=_groups(judged, explanations),
        map=rows[:ROWS],
        map_more=max(0, len(rows) - ROWS),
        rollback=tuple(_rollback(sites)),
        unknown=tuple(unknown[:ROWS]),
        unknown_more=max(0, len(unknown) - ROWS),
        proofs=proofs[:ROWS],
        proofs_more=max(0, len(proofs) - ROWS),
        proof_sum=_proof_sum(judged.sites),
        advice=tuple(linked(clipped(one, _TEXT_LIMIT)) for one in judged.advice),
    )


def linked(text: str) -> tuple[Piece, ...]:
    """The text with its code and its web addresses told apart."""
    return tuple(piece for span in spans(text) for piece in _pieces(span) if piece.text)


def _pieces(span: Span) -> Iterable[Piece]:
    if span.code:
        yield Piece(span.text, code=True)
        return
    end = 0
    for match in _URL.finditer(span.text):
        yield Piece(span.text[end : match.start()])
        yield Piece(match[0], match[0])
        end = match.end()
    yield Piece(span.text[end:])


def place(path: str, line: int) -> str:
    """As editors and terminals read it."""
    return f"{path}:{line}"


def _groups(judged: JudgedInventory, explanations: Mapping[str, str]) -> tuple[SiteRuleGroup, ...]:
    by_rule = groupby(open_findings(judged), key=lambda one: (one.severity, one.rule))
    return tuple(
        _group(number, list(members), explanations)
        for number, (_, members) in enumerate(by_rule, start=1)
    )


def _group(
    number: int, members: Sequence[SiteFinding], explanations: Mapping[str, str]
) -> SiteRuleGroup:
    first = members[0]
    summary, _, rest = explanations.get(first.rule, "").partition("\n")
    kinds = grouped(members)
    return SiteRuleGroup(
        anchor=f"site-rule-{number}",
        rule=first.rule,
        severity=first.severity.value,
        summary=spans(summary or clipped(first.message, _TEXT_LIMIT)),
        explanation=blocks(rest),
        count=plural(len(members), "finding"),
        findings=tuple(_finding(kind) for kind in kinds[:KINDS_PER_RULE]),
        not_listed=sum(len(kind.all) for kind in kinds[KINDS_PER_RULE:]),
    )


def _finding(kind: FindingGroup) -> SiteFindingView:
    first = kind.first
    return SiteFindingView(
        severity=first.severity.value,
        places=tuple(place(one.path, one.line) for one in kind.all[:PLACES]),
        more_places=max(0, len(kind.all) - PLACES),
        routes=kind.routes,
        subject=first.subject,
        message=spans(clipped(first.message, _TEXT_LIMIT)),
        advice=spans(clipped(first.advice, _TEXT_LIMIT)),
        claim=linked(clipped(first.claim or "", _TEXT_LIMIT)),
        fingerprint=first.fingerprint,
    )


def _map(sites: Iterable[CallSite]) -> tuple[MapRow, ...]:
    groups: dict[tuple[str, str, str, str], list[CallSite]] = {}
    for site in sites:
        provider = site.client.provider or "unknown"
        key = (site.route, model_words(site.model), site.owner or "", provider)
        groups.setdefault(key, []).append(site)
    rows = (
        MapRow(*key, len(members), sum(one.streaming.value == "true" for one in members))
        for key, members in groups.items()
    )
    return tuple(sorted(rows, key=lambda row: (-row.sites, row.route, row.model, row.owner)))


def _rollback(sites: Sequence[CallSite]) -> Iterable[RollbackRow]:
    """All four, so that a reader sees what they mean; none where nothing was found."""
    classes = Counter(site.client.rollback for site in sites)
    for one in Rollback if sites else ():
        first = next((site for site in sites if site.client.rollback is one), None)
        yield RollbackRow(
            one.value,
            ROLLBACK[one],
            classes[one],
            round(100 * classes[one] / len(sites)),
            place(first.path, first.line) if first else "",
        )


def _unknown(site: CallSite, parts: tuple[str, ...]) -> UnknownRow:
    why = [*site.not_known]
    if "model" in parts:
        why.append(f"model: {site.model.origin}")
    return UnknownRow(
        place(site.path, site.line), ", ".join(parts), "; ".join(why), site.owner or ""
    )


_TONES = {Proof.CONTRADICTED: "fail", Proof.UNTESTED: "inconclusive", Proof.PROVED: "pass"}
"""Worst first."""


def _proofs(sites: Iterable[JudgedSite]) -> tuple[ProofRow, ...]:
    order = list(_TONES)
    joined = sorted(
        ((one.site, one.proof) for one in sites if one.proof),
        key=lambda pair: order.index(pair[1].proof),
    )
    return tuple(
        ProofRow(
            place(site.path, site.line),
            proof.proof.value,
            _TONES[proof.proof],
            proof.run_id or "",
            proof.reasons,
        )
        for site, proof in joined
    )


def _proof_sum(sites: Iterable[JudgedSite]) -> str:
    counts = Counter(one.proof.proof for one in sites if one.proof)
    return ", ".join(f"{counts[one]:,} {one.value}" for one in _TONES if counts[one])


def severity_counts(judged: JudgedInventory) -> dict[str, int]:
    """Open findings by severity, worst first, zeros included."""
    counts = Counter(one.severity for one in open_findings(judged))
    return {severity.value: counts[severity] for severity in ORDER}
