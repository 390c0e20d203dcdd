"""Claimed against observed, in words and in the order in which it matters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from migrate_check.domain.profile import Basis, ClaimCheck, Observed
from migrate_check.domain.result import Result
from migrate_check.report.prose import Span, spans
from migrate_check.report.text import plural

_ORDER = (Observed.CONTRADICTED, Observed.CONFIRMED, Observed.UNTESTED)
_MARKS = {
    "seen_doc": "in the vendor's documents",
    "seen_code": "in the vendor's code",
    "seen_run": "seen in a run of the vendor's code",
    "seen_wire": "seen in recorded traffic",
    "third_party": "said by others",
    "inferred": "inferred",
    "unknown": "unknown",
}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim."""

    id: str
    text: tuple[Span, ...]
    basis: tuple[Span, ...]
    evidence: str
    case: str


@dataclass(frozen=True, slots=True)
class ClaimsView:
    """The section of a page."""

    profile: str
    contradicted: tuple[ClaimRow, ...]
    confirmed: tuple[ClaimRow, ...]
    untested: tuple[ClaimRow, ...]


def claims_view(result: Result) -> ClaimsView | None:
    """None where the candidate's profile claims nothing that a run could show."""
    if not result.claims:
        return None
    return ClaimsView(
        result.run.candidate.profile,
        *(tuple(_row(one) for one in result.claims if one.observed is kind) for kind in _ORDER),
    )


def basis_text(basis: Basis) -> str:
    """How a claim is known, where from, and what else is to be said of it."""
    parts = [_MARKS[basis.mark.value], *((basis.source,) if basis.source else ())]
    note = f" ({basis.note})" if basis.note else ""
    return f"{': '.join(parts)}{note}"


def claims_line(checks: Sequence[ClaimCheck]) -> str:
    """`2 contradicted, 14 confirmed, 80 untested`."""
    counts = Counter(check.observed for check in checks)
    return ", ".join(f"{counts[kind]:,} {kind.value}" for kind in _ORDER)


def contradicted_line(checks: Iterable[ClaimCheck], most: int = 3) -> str | None:
    """The first ids that the run contradicts; None where there are none."""
    ids = [check.claim for check in checks if check.observed is Observed.CONTRADICTED]
    more = f" and {plural(len(ids) - most, 'more claim')}" if len(ids) > most else ""
    return ", ".join(ids[:most]) + more if ids else None


def _row(check: ClaimCheck) -> ClaimRow:
    return ClaimRow(
        check.claim,
        spans(check.text),
        spans(basis_text(check.basis)),
        check.evidence or "",
        check.case or "",
    )
