"""What a plan can cost, before anything is sent."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from migrate_check.domain.errors import ConfigError
from migrate_check.domain.plan import Plan
from migrate_check.plan.config import Config
from migrate_check.plan.estimate import (
    UnpricedModel,
    budget_warnings,
    estimate,
    refuse_unpriced_budget,
)
from migrate_check.plan.expand import expand
from migrate_check.plan.load_config import load_config
from migrate_check.plan.parse_scenario import parse_scenario

AT = datetime(2026, 6, 1, tzinfo=UTC)
ONE_DOLLAR = {"input_usd_per_mtok": 1, "output_usd_per_mtok": 1}


def plan_of(text: str, **options: object) -> tuple[Plan, Config]:
    sides = {
        "baseline.base_url": "http://localhost:1",
        "candidate.base_url": "http://localhost:2",
        "baseline.prices": {"m": ONE_DOLLAR},
        "candidate.prices": {"m": ONE_DOLLAR},
        "model": "m",
        "repeat": 1,
        "warmup": 0,
        "context_window": 1000,
    }
    config = load_config(None, {**sides, **options}, {})
    plan, _ = expand(config, parse_scenario(f"route: openai-chat\ncases:\n{text}", "x.yaml"))
    return plan, config


def tokens(text: str) -> int:
    """Estimated tokens of one side: at a dollar per million, dollars are millions of tokens."""
    guess = estimate(*plan_of(text), AT)
    assert guess.usd is not None
    return int(guess.usd * 1_000_000 / 2)


def test_bytes_of_the_prompt_and_the_output_limit_count() -> None:
    body = '{"m": "x"}'
    assert tokens("  - {case: a, request: {m: x, max_tokens: 100}}\n") == (
        len(body + ', "max_tokens": 100') // 3 + 1 + 100
    )


def test_several_choices_and_the_newer_limit_count() -> None:
    one = tokens("  - {case: a, request: {max_completion_tokens: 100}}\n")
    three = tokens("  - {case: a, request: {max_completion_tokens: 100, n: 3}}\n")
    assert three - one >= 200


def test_each_repeat_and_warm_up_counts() -> None:
    text = "  - {case: a, request: {max_tokens: 100}}\n"
    once, thrice = plan_of(text), plan_of(text, repeat=2, warmup=1)
    one, three = estimate(*once, AT).usd, estimate(*thrice, AT).usd
    assert one is not None
    assert three == 3 * one


def test_a_request_without_a_limit_is_assumed_long() -> None:
    assert tokens("  - {case: a, request: {}}\n") > 4096


def test_later_turns_send_everything_again() -> None:
    text = "  - {case: a, request: {max_tokens: 100}, then: [{user: aaa}, {user: bbb}]}\n"
    assert tokens(text) > 3 * 100 + 100 + 200


def test_tool_results_count() -> None:
    text = (
        "  - {case: a, request: {max_tokens: 9, tools: [{function: {name: f}}]},"
        " then: [{tool_results: {f: %s}}]}\n"
    )
    assert tokens(text % ("x" * 300)) - tokens(text % "x") >= 99


def test_a_case_that_expects_an_error_counts_as_input_only() -> None:
    assert tokens("  - {case: a, expects: error, request: {max_tokens: 100}}\n") < 20
    assert tokens('  - {case: a, expects: error, request: {m: "${overflow}"}}\n') > 1200
    assert tokens("  - {case: a, expects: error, raw_body: '{'}\n") > 0


def test_the_price_book_is_used_and_named() -> None:
    plan, config = plan_of(
        '  - {case: a, request: {model: "${model}", max_tokens: 1000000}}\n',
        **{"baseline.profile": "openai", "model": "gpt-4o", "candidate.prices": {"x": ONE_DOLLAR}},
    )
    guess = estimate(plan, config, AT)
    assert guess.usd is not None
    assert guess.usd > Decimal(20)
    assert guess.requests == 2
    assert guess.unpriced == ()
    (source,) = guess.sources
    assert source.startswith("genai-prices ")
    assert source.endswith(": openai/gpt-4o on 2026-06-01")


def test_a_model_that_a_case_names_itself_is_the_one_that_is_priced() -> None:
    plan, config = plan_of("  - {case: a, request: {model: other}}\n")
    guess = estimate(plan, config, AT)
    assert guess.usd is None
    assert [(entry.side, entry.model) for entry in guess.unpriced] == [
        ("baseline", "other"),
        ("candidate", "other"),
    ]


def test_the_unknown_model_of_an_error_case_does_not_matter() -> None:
    plan, config = plan_of("  - {case: a, expects: error, request: {model: no-such}}\n")
    assert estimate(plan, config, AT).unpriced == ()


def test_dollars_cannot_be_capped_without_prices() -> None:
    text = '  - {case: a, request: {model: "${model}"}}\n'
    options = {"candidate.model_map": ["m=theirs"], "budget.usd": 1}
    plan, config = plan_of(text, **options)
    guess = estimate(plan, config, AT)
    (unpriced,) = guess.unpriced
    assert isinstance(unpriced, UnpricedModel)
    with pytest.raises(ConfigError) as caught:
        refuse_unpriced_budget(guess, config)
    assert str(caught.value) == (
        f"option --max-usd: budget.usd cannot be kept: {unpriced.reason}; add "
        'candidate.prices: {"theirs": {input_usd_per_mtok: …, output_usd_per_mtok: …}}, '
        "or cap budget.requests instead"
    )


def test_caps_that_may_be_reached_are_told_before_sending() -> None:
    text = "  - {case: a, request: {m: 1, max_tokens: 1000000}}\n"
    plan, config = plan_of(text, repeat=2, **{"budget.usd": "0.50", "budget.requests": 3})
    assert budget_warnings(estimate(plan, config, AT), config) == (
        "option --max-requests: the plan has up to 4 requests and budget.requests is 3; "
        "the run may stop early",
        "option --max-usd: the plan may cost up to $4.00 and budget.usd is $0.50; "
        "the run may stop early",
    )
    plan, config = plan_of(text, **{"budget.usd": 5, "budget.requests": 2})
    assert budget_warnings(estimate(plan, config, AT), config) == ()
    plan, config = plan_of(text)
    assert budget_warnings(estimate(plan, config, AT), config) == ()


def test_unknown_prices_are_no_obstacle_without_a_cap_on_dollars() -> None:
    plan, config = plan_of("  - {case: a, request: {model: other}}\n")
    refuse_unpriced_budget(estimate(plan, config, AT), config)
    plan, config = plan_of('  - {case: a, request: {model: "${model}"}}\n', **{"budget.usd": 1})
    refuse_unpriced_budget(estimate(plan, config, AT), config)


def test_the_same_request_again_is_no_longer_than_the_first() -> None:
    once = tokens("  - {case: a, request: {max_tokens: 10}}\n")
    thrice = tokens(
        "  - {case: a, request: {max_tokens: 10}, then: [{again: true}, {again: true}]}\n"
    )
    assert thrice == 3 * once


def test_control_is_priced_at_the_baseline_twice() -> None:
    dear = {"input_usd_per_mtok": 100, "output_usd_per_mtok": 100}
    case = "  - {case: a, request: {max_tokens: 10}}\n"
    plain, controlled = (
        estimate(*plan_of(case, control=control, **{"candidate.prices": {"m": dear}}), AT)
        for control in (0, 1)
    )
    assert plain.usd is not None
    assert controlled.usd == plain.usd + 2 * plain.usd / 101
    assert (plain.requests, controlled.requests) == (2, 4)
