"""Configuration and cases to trials: order, alternation, bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.errors import ConfigError, ScenarioError
from migrate_check.domain.exchange import Side
from migrate_check.domain.scenario import Case
from migrate_check.plan.config import Config
from migrate_check.plan.expand import Skipped, expand, requests_of
from migrate_check.plan.load_config import load_config
from migrate_check.plan.parse_scenario import parse_scenario
from migrate_check.plan.placeholders import fill, overflow
from migrate_check.plan.request_body import request_body

THREE = """\
  - {case: wrong, expects: error, request: {model: none}}
  - {case: plain, stream: [false, true], request: {model: "${model}", temperature: 0}}
"""


def config(**options: object) -> Config:
    sides = {
        "baseline.base_url": "https://api.openai.com/v1",
        "candidate.base_url": "https://gateway.example/v1",
        "candidate.model_map": ["gpt-4o=their-gpt"],
        "model": "gpt-4o",
    }
    return load_config(None, {**sides, **options}, {})


def cases(text: str = THREE, route: str = "openai-chat") -> tuple[Case, ...]:
    return parse_scenario(f"route: {route}\ncases:\n{text}", "x.yaml")


def test_warm_up_first_then_all_cases_once_then_again() -> None:
    plan, skipped = expand(config(repeat=2), cases())
    order = [
        (trial.case.name, trial.case.stream, trial.repeat, trial.warmup) for trial in plan.trials
    ]
    assert order == [
        ("plain", False, 1, True),
        ("wrong", False, 1, False),
        ("plain", False, 1, False),
        ("plain", True, 1, False),
        ("wrong", False, 2, False),
        ("plain", False, 2, False),
        ("plain", True, 2, False),
    ]
    assert skipped == ()
    assert plan.requests == 14


def test_each_route_is_warmed_up_unless_all_its_cases_are_errors() -> None:
    both = config(model=["openai-chat=a", "anthropic-messages=b"], warmup=2)
    error = "  - {case: e, expects: error, request: {}}\n"
    plan, _ = expand(both, (*cases(), *cases(error, "anthropic-messages")))
    warm = [trial for trial in plan.trials if trial.warmup]
    assert [(trial.case.name, trial.repeat) for trial in warm] == [("plain", 1), ("plain", 2)]


@given(st.integers(1, 6), st.integers(1, 7), st.integers(0, 3))
def test_the_first_side_alternates_over_cases_and_over_repeats(
    repeat: int, count: int, seed: int
) -> None:
    text = "".join(f"  - {{case: c{n}, request: {{}}}}\n" for n in range(count))
    plan, _ = expand(config(repeat=repeat, seed=seed, warmup=0), cases(text))
    first = {(trial.case.name, trial.repeat): trial.first for trial in plan.trials}
    assert len(first) == repeat * count
    for (name, number), side in first.items():
        number_of_case = int(name[1:])
        assert first.get((name, number + 1)) is not side
        assert first.get((f"c{number_of_case + 1}", number)) is not side


def test_the_seed_decides_who_starts() -> None:
    one, _ = expand(config(seed=0), cases())
    other, _ = expand(config(seed=1), cases())
    assert {one.trials[1].first, other.trials[1].first} == {Side.BASELINE, Side.CANDIDATE}


def test_requests_count_both_sides_and_all_turns() -> None:
    (case,) = cases("  - {case: a, request: {}, then: [{user: b}, {user: c}]}\n")
    assert requests_of(case) == 6
    plan, _ = expand(config(repeat=2, warmup=1), (case,))
    assert plan.requests == 18


def test_a_case_that_cannot_run_is_skipped_with_the_reason() -> None:
    messages = cases("  - {case: m, request: {}}\n", "anthropic-messages")
    plan, skipped = expand(config(), (*cases(), *messages))
    assert {trial.case.route for trial in plan.trials} == {"openai-chat"}
    assert skipped == (
        Skipped("anthropic-messages/x/m", "route anthropic-messages is not among `routes`"),
    )
    options = {"routes": ["openai-chat", "anthropic-messages"], "model": ["openai-chat=a"]}
    _, skipped = expand(config(**options), (*cases(), *messages))
    assert skipped[0].reason == (
        "no model for route anthropic-messages; add it under `model` or give "
        "--model anthropic-messages=NAME"
    )


def test_a_run_without_trials_is_an_error() -> None:
    with pytest.raises(ConfigError) as caught:
        expand(config(), cases("  - {case: m, request: {}}\n", "anthropic-messages"))
    assert str(caught.value) == (
        "options: no case is left to run: route anthropic-messages is not among `routes`"
    )
    with pytest.raises(ConfigError, match="no case is left to run: no scenario given"):
        expand(config(), ())


def test_fields_are_renamed_or_left_out() -> None:
    text = "  - {case: a, request: {m: 1, temperature: 0, max_tokens: 5, n: null}}\n"
    raw = "  - {case: b, raw_body: '{'}\n"
    rename = {"openai-chat": {"max_tokens": "max_completion_tokens", "temperature": None}}
    plan, _ = expand(config(rename_fields=rename, repeat=1, warmup=0), cases(text + raw))
    assert plan.trials[0].case.body == {"m": 1, "max_completion_tokens": 5, "n": None}
    assert plan.trials[1].case.raw_body == "{"


def test_the_body_is_filled_per_side() -> None:
    text = '  - {case: a, request: {model: "${model}", m: [{c: "<${nonce}>"}], k: "$${x}", i: 1}}\n'
    setting = config(repeat=2)
    plan, _ = expand(setting, cases(text))
    warm, one, two = plan.trials
    baseline = request_body(one, setting.baseline, setting)
    candidate = request_body(one, setting.candidate, setting)
    assert isinstance(baseline, dict)
    assert isinstance(candidate, dict)
    assert (baseline["model"], candidate["model"]) == ("gpt-4o", "their-gpt")
    assert (baseline["k"], baseline["i"]) == ("${x}", 1)
    assert baseline["m"] == candidate["m"]
    others = [request_body(trial, setting.baseline, setting)["m"] for trial in (warm, two)]  # type: ignore[index]
    assert baseline["m"] not in others
    assert others[0] != others[1]


def test_a_raw_body_is_never_filled() -> None:
    setting = config(repeat=1, warmup=0)
    for raw in ("{${model}", ""):
        plan, _ = expand(setting, cases(f"  - {{case: a, raw_body: '{raw}'}}\n"))
        assert request_body(plan.trials[0], setting.baseline, setting) == raw


@pytest.mark.parametrize("window", [1, 7, 8192])
def test_overflow_has_more_words_than_the_window_has_tokens(window: int) -> None:
    assert len(overflow(window).split()) == int(window * 1.2)


def test_a_placeholder_without_a_value_is_an_error() -> None:
    with pytest.raises(ScenarioError) as caught:
        fill({"a": ["${modle}"]}, {"model": "m"})
    assert str(caught.value) == (
        "unknown placeholder ${modle}; closest: '${model}'; a literal ${ is written $${"
    )


@given(st.text())
def test_escaped_text_reaches_the_model_as_it_was(text: str) -> None:
    assert fill(text.replace("${", "$${"), {}) == text or "$${" in text


def test_a_burst_is_one_number_and_each_trial_has_its_own_nonce() -> None:
    text = "  - {case: b, burst: 3, request: {}}\n  - {case: a, request: {}}\n"
    plan, _ = expand(config(repeat=2, warmup=1), cases(text))
    order = [(trial.case.name, trial.repeat, trial.burst, trial.warmup) for trial in plan.trials]
    assert order == [
        ("b", 1, None, True),
        ("b", 1, 1, False),
        ("b", 2, 1, False),
        ("b", 3, 1, False),
        ("a", 1, None, False),
        ("b", 4, 2, False),
        ("b", 5, 2, False),
        ("b", 6, 2, False),
        ("a", 2, None, False),
    ]
    assert len({trial.nonce for trial in plan.trials}) == len(plan.trials)
    assert plan.requests == 18


def test_nobody_warms_up_with_a_hang_up() -> None:
    text = "  - {case: cut, cancel_after_events: 1, request: {}}\n  - {case: a, request: {}}\n"
    plan, _ = expand(config(), cases(text))
    assert [trial.case.name for trial in plan.trials if trial.warmup] == ["a"]


@given(st.integers(1, 7), st.integers(0, 12))
def test_control_trials_lie_evenly_among_the_others(repeat: int, control: int) -> None:
    plan, _ = expand(config(repeat=repeat, control=control, warmup=0), cases())
    for name in ("wrong", "plain"):
        own = [t for t in plan.trials if t.case.name == name and not t.case.stream]
        numbers = [trial.repeat for trial in own if trial.control]
        assert numbers == list(range(1, control + 1))
        assert [trial.repeat for trial in own if not trial.control] == list(range(1, repeat + 1))
        for place, trial in enumerate(own):
            done = sum(not before.control for before in own[: place + 1])
            assert not trial.control or trial.repeat * repeat <= done * control


def test_the_control_of_a_burst_asks_no_more_of_the_baseline_at_once() -> None:
    plan, _ = expand(
        config(repeat=1, control=2, warmup=0), cases("  - {case: b, burst: 5, request: {}}\n")
    )
    controls = [(trial.repeat, trial.burst) for trial in plan.trials if trial.control]
    assert controls == [(1, 2), (2, 2), (3, 2), (4, 3), (5, 3), (6, 3)]
    assert plan.requests == 22
