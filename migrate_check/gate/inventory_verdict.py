"""A judged inventory and a policy → the decision on phase 1, with its evidence."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from migrate_check.domain.call_site import (
    OTHER_ENDPOINTS,
    UNKNOWN_ROUTE,
    CallSite,
    Certainty,
    Inventory,
    JudgedInventory,
    JudgedSite,
    Proof,
    Rollback,
    Setting,
    SettingKind,
    SiteFinding,
    Skipped,
)
from migrate_check.domain.finding import Severity
from migrate_check.domain.inventory_result import InventoryPolicy, InventoryVerdict
from migrate_check.domain.verdict import Decision, ExitCode, Outcome, PhaseVerdict, Policy
from migrate_check.gate.decide import exit_code

NAME = "Inventory"
_RANK = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.ERROR: 2}
_DECISIONS = {
    Outcome.FAIL: Decision.NO_GO,
    Outcome.INCONCLUSIVE: Decision.HOLD,
    Outcome.PASS: Decision.GO,
}
_WITHOUT_MODEL = OTHER_ENDPOINTS & {
    "anthropic-batches",
    "anthropic-files",
    "gemini-files",
    "openai-batches",
    "openai-containers",
    "openai-conversations",
    "openai-evals",
    "openai-files",
    "openai-responses-stored",
    "openai-threads",
    "openai-uploads",
    "openai-vector-stores",
} | {"models"}
"""Endpoints whose requests name no model, so that a model which was not seen is not missing."""
_LOST = ("could not be analysed", "not readable")
"""Why a file is missing that was to be read; what is left out on purpose is only told."""
_NAMED = 6


def weigh(judged: JudgedInventory, policy: InventoryPolicy) -> JudgedInventory:
    """The same, with findings in tests and examples as notes unless the policy counts them."""
    if policy.tests:
        return judged
    sites = tuple(_softened(one) if one.site.in_test else one for one in judged.sites)
    return replace(judged, sites=sites)


def unknown_parts(site: CallSite) -> tuple[str, ...]:
    """Which of route, model and fields the scan could not name."""
    parts = []
    if site.route == UNKNOWN_ROUTE:
        parts.append("route")
    model = site.model
    if model.certainty is Certainty.UNKNOWN and not model.env and site.route not in _WITHOUT_MODEL:
        parts.append("model")
    if not site.fields_known:
        parts.append("fields")
    return tuple(parts)


def decide_inventory(
    judged: JudgedInventory, policy: InventoryPolicy, to: str | None = None
) -> InventoryVerdict:
    """GO, HOLD or NO-GO with exit code. `judged` is weighed already. Missing data is never a GO.

    `to` names the gateway in the next command, where that is not its profile's name.
    """
    again = f"{_again(judged.inventory)} --to {shlex.quote(to or judged.gateway or 'NAME')}"
    counted = [one for one in judged.sites if policy.tests or not one.site.in_test]
    failing = _failing(judged, counted, policy)
    orphans = [one.site for one in counted if unknown_parts(one.site) and not one.site.owner]
    against = [one for one in counted if one.proof and one.proof.proof is Proof.CONTRADICTED]
    lost = [one for one in judged.inventory.skipped if one.reason.startswith(_LOST)]
    open_reasons = [
        *_lost_reasons(lost),
        *_orphan_reasons(orphans),
        *_against_reasons(against),
    ]
    if failing and (judged.gateway or policy.asked):
        reasons = (*_finding_reasons(failing), *(open_reasons if judged.gateway else ()))
        explain = f"migrate-check rules explain {failing[0].rule}"
        return _verdict(judged, policy, Outcome.FAIL, reasons, explain)
    loose = [one for one in judged.inventory.settings if _is_loose(one)]
    if not counted and loose and judged.gateway:
        return _verdict(judged, policy, Outcome.INCONCLUSIVE, (_loose_reason(loose),), _ADDRESSES)
    if not counted:
        return _nothing(judged, tuple(_lost_reasons(lost)))
    if judged.gateway is None:
        return _listed(judged)
    if open_reasons:
        closer = f"{again} {'--owners FILE' if orphans else '--html inventory.html'}"
        return _verdict(judged, policy, Outcome.INCONCLUSIVE, tuple(open_reasons), closer)
    passed = (_pass_reason(judged, counted, policy),)
    return _verdict(judged, policy, Outcome.PASS, passed, f"{again} --scenarios drafts")


def _softened(one: JudgedSite) -> JudgedSite:
    findings = tuple(replace(finding, severity=Severity.NOTE) for finding in one.findings)
    return replace(one, findings=findings)


def _failing(
    judged: JudgedInventory, counted: Sequence[JudgedSite], policy: InventoryPolicy
) -> list[SiteFinding]:
    """Worst first."""
    if policy.fail_on is None:
        return []
    least = _RANK[policy.fail_on]
    findings = [finding for one in counted for finding in one.findings]
    failing = [
        finding
        for finding in (*findings, *judged.setting_findings)
        if finding.suppressed is None and _RANK[finding.severity] >= least
    ]
    return sorted(failing, key=lambda finding: -_RANK[finding.severity])


def _verdict(
    judged: JudgedInventory,
    policy: InventoryPolicy,
    outcome: Outcome,
    reasons: tuple[str, ...],
    next_command: str,
) -> InventoryVerdict:
    decision = _DECISIONS[outcome]
    missing = list(reasons) if outcome is not Outcome.PASS else []
    partial = judged.inventory.changed_since
    if partial is not None:
        missing.append(f"the files that did not change since {partial}")
        decision = Decision.HOLD if decision is Decision.GO else decision
    phase = PhaseVerdict(1, NAME, decision, evidence(judged), tuple(missing), next_command)
    code = exit_code(outcome, Policy(inconclusive_as=policy.inconclusive_as))
    return InventoryVerdict(outcome, code, reasons, phase)


def _listed(judged: JudgedInventory) -> InventoryVerdict:
    missing = "a gateway to judge the call sites for"
    command = f"{_again(judged.inventory)} --to NAME  # see migrate-check profiles list"
    phase = PhaseVerdict(1, NAME, Decision.HOLD, evidence(judged), (missing,), command)
    return InventoryVerdict(None, ExitCode.PASS, ("not judged: name a gateway with --to",), phase)


_WHERE = "the folders in which your code calls an LLM"


_ADDRESSES = "migrate-check rules explain address-without-call"


def _is_loose(setting: Setting) -> bool:
    excused = {"*", "address-without-call"} & set(setting.ignored)
    return setting.kind is SettingKind.ADDRESS and not excused


def _loose_reason(loose: Sequence[Setting]) -> str:
    first = loose[0]
    more = f" and {_count(len(loose) - 1, 'more place')}" if len(loose) > 1 else ""
    return (
        "no call of an LLM was recognised, and the code names addresses of some: "
        f"{first.path}:{first.line}{more}"
    )


def _nothing(judged: JudgedInventory, lost: tuple[str, ...]) -> InventoryVerdict:
    inventory = judged.inventory
    outside = " outside tests and examples" if judged.sites else ""
    since = inventory.changed_since
    changed = f" that changed since {since}" if since else ""
    reason = (
        f"no call of an LLM was found{outside} in {_count(inventory.files_parsed, 'file')} read"
        f"{changed} of {inventory.files_seen:,} seen; that is no proof that there is none"
    )
    missing = f"the files that did not change since {since}" if since else _WHERE
    phase = PhaseVerdict(
        1,
        NAME,
        Decision.INCONCLUSIVE,
        evidence(judged),
        (*lost, missing),
        _again(inventory) if since else "migrate-check inventory PATH",
    )
    return InventoryVerdict(None, ExitCode.PASS, (reason,), phase)


def evidence(judged: JudgedInventory) -> tuple[str, ...]:
    """What phase 1 stands on, with its numbers."""
    inventory = judged.inventory
    sites = inventory.sites
    files = len({site.path for site in sites})
    read = f"{_count(inventory.files_parsed, 'file')} read of {inventory.files_seen:,} seen"
    not_read = f", {len(inventory.skipped):,} not read whole" if inventory.skipped else ""
    since = f" (changed since {inventory.changed_since})" if inventory.changed_since else ""
    found = f"{_count(len(sites), 'call site')} in {_count(files, 'file')}; {read}{not_read}{since}"
    lines = [found]
    if sites:
        lines.append("routes: " + _tally(site.route for site in sites))
        classes = Counter(site.client.rollback for site in sites)
        told = ", ".join(f"{one} {classes[one]}" for one in Rollback if classes[one])
        lines.append(f"rollback classes: {told}")
        lines.append("owners: " + _tally(site.owner or "none" for site in sites))
        unknown = sum(bool(unknown_parts(site)) for site in sites)
        lines.append(f"not fully known: {unknown} of {_count(len(sites), 'site')}")
    if judged.gateway:
        lines.append(f"judged for {judged.gateway}")
    return (*lines, *_proof_evidence(judged.sites))


def _proof_evidence(sites: Iterable[JudgedSite]) -> tuple[str, ...]:
    proofs = [one.proof for one in sites if one.proof]
    if not proofs:
        return ()
    runs = ", ".join(sorted({proof.run_id for proof in proofs if proof.run_id}))
    told = _tally(proof.proof.value for proof in proofs)
    return (f"beside run {runs}: {told}" if runs else f"beside no run: {told}",)


def _finding_reasons(failing: Sequence[SiteFinding]) -> tuple[str, ...]:
    rules = list(dict.fromkeys(finding.rule for finding in failing))
    more = f" and {len(rules) - _NAMED} more" if len(rules) > _NAMED else ""
    counts = Counter(finding.severity for finding in failing)
    told = " and ".join(_count(counts[one], one.value) for one in Severity if counts[one])
    return (f"{told} of {_count(len(rules), 'rule')}: {', '.join(rules[:_NAMED])}{more}",)


def _lost_reasons(skipped: Sequence[Skipped]) -> list[str]:
    if not skipped:
        return []
    first = skipped[0]
    more = f" and {_count(len(skipped) - 1, 'more file')}" if len(skipped) > 1 else ""
    return [f"{_count(len(skipped), 'file')} lost: {first.path}: {first.reason}{more}"]


def _orphan_reasons(sites: Sequence[CallSite]) -> list[str]:
    if not sites:
        return []
    parts = _tally(part for site in sites for part in unknown_parts(site))
    first = sites[0]
    more = f" and {_count(len(sites) - 1, 'more site')}" if len(sites) > 1 else ""
    return [
        f"{_count(len(sites), 'call site')} not fully known ({parts}) without an owner: "
        f"{first.path}:{first.line}{more}"
    ]


def _against_reasons(sites: Sequence[JudgedSite]) -> list[str]:
    if not sites:
        return []
    first = sites[0]
    run = first.proof.run_id if first.proof else None
    more = f" and {_count(len(sites) - 1, 'more site')}" if len(sites) > 1 else ""
    return [f"contradicted by run {run}: {first.site.path}:{first.site.line}{more}"]


def _pass_reason(
    judged: JudgedInventory, counted: Sequence[JudgedSite], policy: InventoryPolicy
) -> str:
    findings = [f for one in judged.sites for f in one.findings if f.suppressed is None]
    below = f"; {_count(len(findings), 'finding')} below it" if findings else ""
    what = (
        "findings do not count (--fail-on never)"
        if policy.fail_on is None
        else f"no finding of severity {policy.fail_on.value}"
    )
    return f"{what} in {_count(len(counted), 'call site')} judged for {judged.gateway}{below}"


def _again(inventory: Inventory) -> str:
    return " ".join(("migrate-check inventory", *(shlex.quote(root) for root in inventory.roots)))


def _tally(names: Iterable[str]) -> str:
    """`openai-chat 8, gemini 2`, most frequent first."""
    counts = sorted(Counter(names).items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{name} {count:,}" for name, count in counts[:_NAMED])
    more = len(counts) - _NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
