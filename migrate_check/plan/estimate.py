"""What a plan can cost at most, before anything is sent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from migrate_check.domain.errors import ConfigError
from migrate_check.domain.observation import Usage
from migrate_check.domain.plan import Endpoint, Plan, Trial
from migrate_check.domain.scenario import Case
from migrate_check.plan.config import Config
from migrate_check.plan.price_provider import price_provider
from migrate_check.plan.request_body import model_for, request_body
from migrate_check.pricing.free_routes import FREE_ROUTES
from migrate_check.pricing.price_book import PriceBook
from migrate_check.pricing.price_of import Priced, price_of

_BYTES_PER_TOKEN = 3
"""Low on purpose: English text has about four, so the estimate is rather too high."""
_UNLIMITED_OUTPUT = 4096
"""Tokens assumed where a request sets no limit."""
_LIMITS = ("max_tokens", "max_completion_tokens")


class UnpricedModel(NamedTuple):
    """A model whose dollars cannot be estimated."""

    side: str
    model: str
    reason: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """Upper estimate for both sides together."""

    requests: int
    usd: Decimal | None
    """Sum over what has a price; None when nothing has."""
    unpriced: tuple[UnpricedModel, ...]
    sources: tuple[str, ...]
    """Prices that were used, each once."""


def estimate(plan: Plan, config: Config, at: datetime) -> Estimate:
    """Requests and dollars. `at` (timezone-aware) selects among dated prices."""
    known: dict[tuple[str, str], Priced | UnpricedModel] = {}
    costs = []
    for trial in plan.trials:
        for endpoint in _asked(trial, config):
            key = (trial.case.case_id, endpoint.side.value)
            if key not in known:
                known[key] = _case_cost(trial, endpoint, config, at)
            costs.append(known[key])
    priced = [cost for cost in costs if isinstance(cost, Priced)]
    return Estimate(
        requests=plan.requests,
        usd=sum((cost.usd for cost in priced), Decimal(0)) if priced else None,
        unpriced=tuple(dict.fromkeys(cost for cost in costs if isinstance(cost, UnpricedModel))),
        sources=tuple(dict.fromkeys(cost.source for cost in priced)),
    )


def _asked(trial: Trial, config: Config) -> tuple[Endpoint, Endpoint]:
    """Who answers the two requests of a turn."""
    return (config.baseline, config.baseline) if trial.control else config.endpoints


def refuse_unpriced_budget(estimate: Estimate, config: Config) -> None:
    """Raises ConfigError when dollars are capped but some price is unknown."""
    if config.budget.usd is None or not estimate.unpriced:
        return
    side, model, reason = estimate.unpriced[0]
    raise ConfigError(
        f"{config.place('budget.usd')}: budget.usd cannot be kept: {reason}; add {side}.prices: "
        f"{{{json.dumps(model)}: {{input_usd_per_mtok: …, output_usd_per_mtok: …}}}}, "
        "or cap budget.requests instead"
    )


def budget_warnings(estimate: Estimate, config: Config) -> tuple[str, ...]:
    """One sentence for each cap that the plan may reach, so that a run would stop early."""
    warnings = []
    requests, usd = config.budget.requests, config.budget.usd
    if requests is not None and estimate.requests > requests:
        warnings.append(
            f"{config.place('budget.requests')}: the plan has up to {estimate.requests:,} requests "
            f"and budget.requests is {requests:,}; the run may stop early"
        )
    if usd is not None and estimate.usd is not None and estimate.usd > usd:
        warnings.append(
            f"{config.place('budget.usd')}: the plan may cost up to ${estimate.usd:.2f} "
            f"and budget.usd is ${usd}; the run may stop early"
        )
    return tuple(warnings)


def _case_cost(
    trial: Trial, endpoint: Endpoint, config: Config, at: datetime
) -> Priced | UnpricedModel:
    if trial.case.route in FREE_ROUTES:
        return Priced(Decimal(0), f"{trial.case.route.value} is free of charge")
    model = _model(trial.case, endpoint)
    provider = price_provider(endpoint)
    book = PriceBook(at=at, own=endpoint.prices)
    priced = price_of(_usage(trial, endpoint, config), model, provider, book)
    if isinstance(priced, Priced):
        return priced
    return UnpricedModel(endpoint.side.value, model, priced.reason)


def _model(case: Case, endpoint: Endpoint) -> str:
    """Model whose price counts. An error case may name a model that does not exist on purpose."""
    configured = model_for(case.route, endpoint)
    asked = (case.body or {}).get("model")
    if case.expects_error or not isinstance(asked, str) or "${" in asked:
        return configured
    return asked


def _usage(trial: Trial, endpoint: Endpoint, config: Config) -> Usage:
    """Tokens of all turns: each later turn sends again what was said before it."""
    case = trial.case
    body = json.dumps(request_body(trial, endpoint, config), ensure_ascii=False)
    prompt = len(body.encode()) // _BYTES_PER_TOKEN + 1
    limit = 0 if case.expects_error else _output_limit(case)
    total_input, total_output = prompt, limit
    for turn in case.turns:
        if turn.again:
            total_input += prompt
            total_output += limit
            continue
        added = turn.user or "".join((turn.tool_results or {}).values())
        prompt += limit + len(added.encode()) // _BYTES_PER_TOKEN + 1
        total_input += prompt
        total_output += limit
    return Usage(
        input_tokens=total_input,
        output_tokens=total_output,
        total_tokens=None,
        cached_tokens=None,
        cache_write_tokens=None,
        reasoning_tokens=None,
    )


def _output_limit(case: Case) -> int:
    body = case.body or {}
    config = body.get("generationConfig")
    if isinstance(config, dict):
        count = config.get("candidateCount")
        body = {"max_tokens": config.get("maxOutputTokens"), "n": count}
    limits = [value for key in _LIMITS if isinstance(value := body.get(key), int) and value > 0]
    choices = body.get("n")
    return max(limits, default=_UNLIMITED_OUTPUT) * (choices if isinstance(choices, int) else 1)
