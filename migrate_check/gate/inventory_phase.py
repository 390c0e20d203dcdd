"""A run beside an inventory: phase 1 of the run's verdict, and what the run left untested of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from migrate_check.domain.call_site import ROUTES, CallSite
from migrate_check.domain.inventory_result import InventoryResult
from migrate_check.domain.result import Result
from migrate_check.domain.verdict import Decision, PhaseVerdict

_NAMED = 5


def with_inventory(result: Result, taken: InventoryResult) -> Result:
    """The result with the inventory's phase 1, and with what the code sends and no trial did."""
    phase = _phase(result, taken)
    others = tuple(one for one in result.verdict.phases if one.number != phase.number)
    sites = [one.site for one in taken.judged.sites if taken.policy.tests or not one.site.in_test]
    return replace(
        result,
        verdict=replace(result.verdict, phases=(phase, *others)),
        not_tested=(
            *_untested_routes(result, sites),
            *_untested_models(result, sites),
            *result.not_tested,
        ),
        inventory=taken,
    )


def _phase(result: Result, taken: InventoryResult) -> PhaseVerdict:
    phase, judged_for = taken.verdict.phase, taken.judged.gateway
    phase = replace(phase, evidence=(*phase.evidence, f"taken at {taken.taken_at}"))
    candidate = _profile_name(result.run.candidate.profile)
    known = candidate not in ("", "generic")
    if judged_for is None or not known or _profile_name(judged_for) == candidate:
        return phase
    missing = f"call sites judged for {candidate}: these were judged for {judged_for}"
    weakened = Decision.HOLD if phase.decision is Decision.GO else phase.decision
    return replace(phase, decision=weakened, missing=(missing, *phase.missing))


def _profile_name(reference: str) -> str:
    """`tokenrouter` of `tokenrouter@d`, `mine` of `profiles/mine.yaml`."""
    file = reference.partition("@")[0].rpartition("/")[2]
    return file.removesuffix(".yaml").removesuffix(".yml")


def _untested_routes(result: Result, sites: Iterable[CallSite]) -> Iterable[str]:
    tested = {route.route for route in result.verdict.routes if route.trials}
    counts: dict[str, list[CallSite]] = {}
    for site in sites:
        if site.route not in tested:
            counts.setdefault(site.route, []).append(site)
    for route, own in sorted(counts.items()):
        how = "no trial in this run" if route in ROUTES else "no scenarios yet"
        yield f"{route}: your code calls it at {_places(own)}; {how}"


def _untested_models(result: Result, sites: Iterable[CallSite]) -> Iterable[str]:
    sent = result.run.baseline.models
    named: dict[tuple[str, str], list[CallSite]] = {}
    for site in sites:
        model = site.model.value
        if site.route in sent and model is not None and model != sent[site.route]:
            named.setdefault((site.route, model), []).append(site)
    for (route, model), own in sorted(named.items()):
        yield (
            f"{route}: your code names model {model} at {_places(own)}; this run sent {sent[route]}"
        )


def _places(sites: list[CallSite]) -> str:
    shown = ", ".join(f"{site.path}:{site.line}" for site in sites[:_NAMED])
    more = len(sites) - _NAMED
    return f"{shown} and {more:,} more" if more > 0 else shown
