"""An inventory as a page in the report's style: verdict, what to do, findings, map, sites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from migrate_check.domain.call_site import (
    Caller,
    CallSite,
    Client,
    Fact,
    JudgedSite,
    PartFate,
    PartKind,
    Setting,
)
from migrate_check.domain.finding import Severity
from migrate_check.domain.inventory_result import InventoryResult
from migrate_check.domain.verdict import Outcome
from migrate_check.gate.inventory_verdict import unknown_parts
from migrate_check.report.html import fill_page
from migrate_check.report.inventory_ranking import all_findings, worst_first
from migrate_check.report.inventory_view import (
    InventoryParts,
    inventory_parts,
    place,
    severity_counts,
    taken_at,
)
from migrate_check.report.inventory_words import (
    LOOKED_AT,
    flags,
    language_name,
    model_words,
    not_known_words,
    outcome_word,
    scanned_words,
    tone,
)
from migrate_check.report.phase_view import PhaseView, phase_view
from migrate_check.report.prose import Span, spans
from migrate_check.report.text import bare_url, clipped, plural
from migrate_check.report.view import Fact as Row
from migrate_check.report.view import Figure, VerdictView, exit_code_words

SITES_LISTED = 400
ROWS = 300
_CALLERS = 10
_SENTENCES = {
    Outcome.PASS: "Nothing that this code is seen to send is known to be lost at the gateway.",
    Outcome.FAIL: "Something here has to change, or to be excused, before this traffic moves.",
    Outcome.INCONCLUSIVE: "What this code sends is not known well enough to decide.",
}
_ADVICE = {
    Outcome.PASS: "Write scenarios for what the code sends, and compare both sides with them.",
    Outcome.FAIL: "Start with the first error below. Change the code, keep the call at its "
    "provider, or suppress the finding with a reason.",
    Outcome.INCONCLUSIVE: "Give each site below an owner who answers for what it sends.",
    None: "Name the gateway, so that each call site is judged for it.",
}


@dataclass(frozen=True, slots=True)
class SiteView:
    """One call site."""

    line: int
    call: str
    route: str
    model: str
    rollback: str
    flags: str
    worst: str
    """Severity of its worst open finding; empty without one."""
    unknown: str
    proof: str
    proof_tone: str
    fields: tuple[str, ...]
    facts: tuple[Row, ...]
    messages: tuple[tuple[str, tuple[Span, ...]], ...]


@dataclass(frozen=True, slots=True)
class FileView:
    """The call sites of one file."""

    path: str
    owner: str
    language: str
    in_test: bool
    sites: tuple[SiteView, ...]


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that a comment covers."""

    rule: str
    place: str
    message: tuple[Span, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class InventoryPage:
    """All that the template shows."""

    title: str
    gateway: str
    taken_at: str
    verdict: VerdictView
    figures: tuple[Figure, ...]
    phase: PhaseView
    parts: InventoryParts
    files: tuple[FileView, ...]
    sites_more: int
    settings: tuple[Setting, ...]
    settings_more: int
    suppressed: tuple[Suppressed, ...]
    stale: tuple[str, ...]
    skipped: tuple[tuple[str, str], ...]
    skipped_more: int
    looked_at: str
    facts: tuple[Row, ...]


def inventory_html(result: InventoryResult, explanations: Mapping[str, str]) -> str:
    """The page. It is complete in itself and runs no script. `explanations`: rule id → text."""
    return fill_page("inventory.html.j2", inventory_page(result, explanations))


def inventory_page(result: InventoryResult, explanations: Mapping[str, str]) -> InventoryPage:
    """Everything that is shown, computed."""
    judged, inventory = result.judged, result.judged.inventory
    chosen = worst_first(judged.sites)[:SITES_LISTED]
    settings = tuple(_without_secrets(one) for one in inventory.settings)
    covered = [one for one in all_findings(judged) if one.suppressed is not None]
    return InventoryPage(
        title=f"{outcome_word(result)}: inventory{f' for {judged.gateway}' * bool(judged.gateway)}",
        gateway=judged.gateway or "",
        taken_at=taken_at(result),
        verdict=_verdict(result),
        figures=tuple(_figures(result)),
        phase=phase_view(result.verdict.phase),
        parts=inventory_parts(result, explanations),
        files=_files(chosen),
        sites_more=len(judged.sites) - len(chosen),
        settings=settings[:ROWS],
        settings_more=max(0, len(settings) - ROWS),
        suppressed=tuple(
            Suppressed(
                one.rule, place(one.path, one.line), spans(one.message), one.suppressed or ""
            )
            for one in covered[:ROWS]
        ),
        stale=judged.stale_suppressions[:ROWS],
        skipped=tuple((one.path, one.reason) for one in inventory.skipped[:ROWS]),
        skipped_more=max(0, len(inventory.skipped) - ROWS),
        looked_at=LOOKED_AT,
        facts=tuple(_facts(result)),
    )


def _verdict(result: InventoryResult) -> VerdictView:
    verdict = result.verdict
    listed = "A list of what calls which LLM; it was judged for no gateway."
    nothing = "No call of an LLM was found, which is no proof that there is none."
    unjudged = listed if result.judged.sites else nothing
    return VerdictView(
        word=outcome_word(result).upper(),
        tone=tone(result),
        sentence=unjudged if verdict.outcome is None else _SENTENCES[verdict.outcome],
        reasons=verdict.reasons,
        exit_code=exit_code_words(verdict.exit_code, verdict.outcome or Outcome.PASS),
        advice=_ADVICE[verdict.outcome]
        if result.judged.sites
        else "Name the folders in which your code calls an LLM.",
        next_command=verdict.phase.next_command,
    )


def _figures(result: InventoryResult) -> Iterable[Figure]:
    sites = result.judged.inventory.sites
    files = plural(len({site.path for site in sites}), "file")
    yield Figure("Call sites", f"{len(sites):,}", f"in {files}", "sites")
    counts = severity_counts(result.judged)
    notes = ("to settle before moving", "may break", "harmless, or in tests")
    for (severity, count), note in zip(counts.items(), notes, strict=True):
        yield Figure(f"{severity.capitalize()}s", f"{count:,}", note, "findings")
    unknown = sum(bool(unknown_parts(site)) for site in sites)
    yield Figure("Not fully known", f"{unknown:,}", "route, model or fields", "unknown")


def _files(chosen: Sequence[JudgedSite]) -> tuple[FileView, ...]:
    ordered = sorted(chosen, key=lambda one: (one.site.path, one.site.line))
    files = []
    for path, members in groupby(ordered, lambda one: one.site.path):
        own = list(members)
        first = own[0].site
        views = tuple(_site(one) for one in own)
        language = language_name(first.language)
        files.append(FileView(path, first.owner or "", language, first.in_test, views))
    return tuple(files)


def _site(one: JudgedSite) -> SiteView:
    site = one.site
    found = [finding for finding in one.findings if finding.suppressed is None]
    severities = {finding.severity for finding in found}
    return SiteView(
        line=site.line,
        call=clipped(site.call, 120),
        route=site.route,
        model=model_words(site.model),
        rollback=site.client.rollback.value,
        flags=flags(site),
        worst=next((severity.value for severity in Severity if severity in severities), ""),
        unknown=not_known_words(site),
        proof=one.proof.proof.value if one.proof else "",
        proof_tone=_PROOF_TONES[one.proof.proof.value] if one.proof else "",
        fields=tuple(_field_words(site)),
        facts=(*_site_facts(site), *_fates(one.fates)),
        messages=tuple((finding.severity.value, spans(finding.message)) for finding in found),
    )


_PROOF_TONES = {"proved": "pass", "contradicted": "fail", "untested": "inconclusive"}


def _field_words(site: CallSite) -> Iterable[str]:
    for field in site.fields:
        value = f" = {field.value}" if field.value is not None else ""
        written = f" (written {field.written})" if field.written not in ("", field.name) else ""
        maybe = (
            f" [{field.certainty.value}]" if field.certainty.value in ("maybe", "unknown") else ""
        )
        yield f"{field.name}{value}{written}{maybe}"


def _site_facts(site: CallSite) -> Iterable[Row]:
    yield Row("Call", f"{site.call} ({site.sdk}, {language_name(site.language)})")
    yield Row("Model", f"{model_words(site.model)} ({site.model.origin})")
    yield Row("Streaming", _fact(site.streaming))
    yield from _client_facts(site.client)
    if site.reads:
        yield Row("Reads of the answer", ", ".join(f"{r.path} (line {r.line})" for r in site.reads))
    if site.wrapper is not None:
        callers = [_caller(one) for one in site.wrapper.callers[:_CALLERS]]
        more = len(site.wrapper.callers) - _CALLERS
        callers += [f"and {more} more"] if more > 0 else []
        told = f"{site.wrapper.function}(), called at {'; '.join(callers) or 'no place seen'}"
        yield Row("Wrapper", told)
    if site.not_known:
        yield Row("Not traced", "; ".join(site.not_known))


def _fates(fates: Iterable[PartFate]) -> Iterable[Row]:
    """What the gateway does with each part, like ones together."""
    by_fate: dict[str, list[str]] = {}
    for one in fates:
        if one.kind is PartKind.BASE_URL:
            yield Row("Base URL at the gateway", one.claim)
        elif one.kind is PartKind.ROUTE:
            yield Row("Route at the gateway", one.claim)
        else:
            model = "model " if one.kind is PartKind.MODEL else ""
            by_fate.setdefault(one.fate, []).append(f"{model}{one.name}")
    if by_fate:
        told = (f"{fate}: {', '.join(names)}" for fate, names in by_fate.items())
        yield Row("Parts at the gateway", "; ".join(told))


def _client_facts(client: Client) -> Iterable[Row]:
    made = f"{client.constructor or 'no SDK client'}"
    yield Row("Client", f"{made} at {client.made_at}" if client.made_at else made)
    yield Row("Provider", client.provider or "unknown")
    yield Row("Base URL", f"class {client.rollback.value}; {_fact(client.base_url)}")
    yield Row("Key", f"class {client.key_rollback.value}; {client.key.origin}")
    yield Row("Timeout", "the SDK's default" if client.timeout is None else _fact(client.timeout))
    yield Row("Retries", "the SDK's default" if client.retries is None else _fact(client.retries))
    if client.headers:
        yield Row("Headers", ", ".join(client.headers))


def _fact(fact: Fact) -> str:
    """`https://x/v1 (constant URL, settings.py:3)`; the origin alone where there is no value."""
    value = None if fact.value is None else bare_url(fact.value)
    sure = "" if fact.certainty.value != "maybe" else "maybe "
    return fact.origin if value is None else f"{sure}{value} ({fact.origin})"


def _caller(one: Caller) -> str:
    passed = [f"model {model_words(one.model)}"] if one.model else []
    passed += [", ".join(one.fields)] if one.fields else []
    return place(one.path, one.line) + (f" with {', '.join(passed)}" if passed else "")


def _without_secrets(one: Setting) -> Setting:
    return Setting(
        one.path,
        one.line,
        one.language,
        one.kind,
        one.name,
        None if one.value is None else bare_url(one.value),
        one.provider,
    )


def _facts(result: InventoryResult) -> Iterable[Row]:
    inventory, policy = result.judged.inventory, result.policy
    yield Row("Scanned", ", ".join(inventory.roots))
    yield Row("Files", scanned_words(inventory))
    yield Row("Judged for", result.judged.gateway or "no gateway")
    fails = policy.fail_on.value if policy.fail_on else "never"
    yield Row("Fails on", fails)
    yield Row("Tests and examples", "count like other code" if policy.tests else "count as notes")
    yield Row("Taken at", taken_at(result))
    yield Row("Tool", f"migrate-check {result.tool_version}")
