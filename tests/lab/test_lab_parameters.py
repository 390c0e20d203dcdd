"""The imitated model obeys each parameter, and without it does otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from lab_client import BEARER, CHAT, Wire

from migrate_check.lab.running import running_lab

RANDOM = "Give me a random 12-digit number. Digits only."


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running_lab(pace=0) as lab:
        yield lab.provider_url


def ask(url: str, prompt: str | list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    messages = [{"role": "user", "content": prompt}] if isinstance(prompt, str) else prompt
    with Wire(url) as wire:
        heard = wire.send(CHAT, {"model": "gpt-4o-mini", "messages": messages} | more, BEARER)
    assert heard.status == 200, heard.body
    document: dict[str, Any] = json.loads(heard.body)
    return document


def text(answer: dict[str, Any]) -> str:
    said: str = answer["choices"][0]["message"]["content"]
    return said


def stream(url: str, prompt: str, **more: Any) -> list[dict[str, Any]]:
    body = {"model": "lab-small", "messages": [{"role": "user", "content": prompt}], "stream": True}
    with Wire(url) as wire:
        heard = wire.send(CHAT, body | more, BEARER)
    lines = heard.body.decode().split("\n\n")
    return [json.loads(line.removeprefix("data: ")) for line in lines if "{" in line]


def test_a_seed_repeats_a_free_choice(url: str) -> None:
    drawn = {text(ask(url, RANDOM, temperature=1, seed=7)) for _ in range(4)}
    assert len(drawn) == 1
    assert drawn != {text(ask(url, RANDOM, temperature=1, seed=8))}


def test_without_a_seed_choices_differ(url: str) -> None:
    assert len({text(ask(url, RANDOM, temperature=1)) for _ in range(4)}) == 4


def test_a_narrow_choice_leaves_one_text(url: str) -> None:
    assert len({text(ask(url, RANDOM, temperature=2, top_p=0.01)) for _ in range(4)}) == 1


def test_a_token_is_forced_and_forbidden(url: str) -> None:
    assert text(ask(url, "Say yes.", logit_bias={"20": 100}, max_tokens=3)) == "555"
    assert "5" not in text(ask(url, "Count from 1 to 20.", logit_bias={"20": -100}))
    assert "5" in text(ask(url, "Count from 1 to 20.", logit_bias={"20": -1, "50000": 100}))


@pytest.mark.parametrize("name", ["frequency_penalty", "presence_penalty"])
def test_penalties_end_repetition(url: str, name: str) -> None:
    prompt = 'Repeat the word "go" 30 times.'
    assert text(ask(url, prompt)).count("go") == 30
    assert text(ask(url, prompt, **{name: 2})).count("go") <= 9
    assert text(ask(url, prompt, **{name: 0.1})).count("go") == 30


def test_probabilities_of_tokens_are_those_of_the_text(url: str) -> None:
    answer = ask(url, "What is the capital of France?", logprobs=True, top_logprobs=2)
    content = answer["choices"][0]["logprobs"]["content"]
    assert "".join(each["token"] for each in content) == text(answer)
    for each in content:
        assert bytes(each["bytes"]).decode() == each["token"]
        assert each["top_logprobs"][0]["token"] == each["token"]
        assert len(each["top_logprobs"]) == 2
        assert each["logprob"] <= 0
    assert ask(url, "Hi")["choices"][0]["logprobs"] is None


def test_probabilities_in_a_stream(url: str) -> None:
    chunks = stream(url, "What is the capital of France?", logprobs=True)
    said = "".join(c["choices"][0]["delta"].get("content") or "" for c in chunks)
    tokens = [t for c in chunks for t in (c["choices"][0]["logprobs"] or {}).get("content", ())]
    assert "".join(token["token"] for token in tokens) == said
    assert all(token["top_logprobs"] == [] for token in tokens)


def test_thoughts_are_counted_by_effort(url: str) -> None:
    counts = [
        ask(url, "Hi", reasoning_effort=effort)["usage"]["completion_tokens_details"]
        for effort in ("none", "minimal", "low", "medium", "high")
    ]
    tokens = [count["reasoning_tokens"] for count in counts]
    none, minimal, low, medium, high = tokens
    assert none == minimal == 0 < low < medium < high
    usage = ask(url, "Hi", reasoning_effort="high")["usage"]
    assert usage["completion_tokens"] > high
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]


def test_some_models_show_their_thoughts_in_both_forms(url: str) -> None:
    plain = ask(url, "Hi", model="lab-small", reasoning_effort="low")
    shown = plain["choices"][0]["message"]["reasoning_content"]
    deltas = [chunk["choices"][0]["delta"] for chunk in stream(url, "Hi", reasoning_effort="low")]
    assert shown
    assert "".join(delta.get("reasoning_content", "") for delta in deltas) == shown
    secret = ask(url, "Hi", reasoning_effort="low")["choices"][0]["message"]
    assert "reasoning_content" not in secret


def test_a_long_prompt_is_read_from_the_cache_when_it_comes_again(url: str) -> None:
    def cached(start: str, length: int = 2_000) -> int:
        usage = ask(url, f"{start}: {'word ' * length}")["usage"]
        tokens: int = usage["prompt_tokens_details"]["cached_tokens"]
        assert tokens <= usage["prompt_tokens"]
        return tokens

    assert cached("Red") == 0
    assert cached("Red") >= 1_024
    assert cached("Red", 4_000) >= 1_024
    assert cached("Blue") == 0
    assert [cached("Short", 100), cached("Short", 100)] == [0, 0]


def test_callers_behind_a_proxy_have_a_cache_of_their_own() -> None:
    body = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "word " * 2_000}]}
    with running_lab(pace=0) as lab:
        counts = []
        for address in (lab.provider_url, lab.gateway_url, lab.gateway_url):
            with Wire(address) as wire:
                usage = json.loads(wire.send(CHAT, body, BEARER).body)["usage"]
            counts.append(usage["prompt_tokens_details"]["cached_tokens"])
    assert counts[:2] == [0, 0]
    assert counts[2] > 0


def test_codes_are_known_wherever_they_were_said(url: str) -> None:
    messages = [
        {"role": "system", "content": "The start code is a1-start."},
        {"role": "user", "content": "The middle code is b2-middle."},
        {"role": "assistant", "content": "Noted."},
        {"role": "user", "content": "The end code is c3-end. Repeat all codes."},
    ]
    assert text(ask(url, messages)) == "a1-start, b2-middle, c3-end"
    assert text(ask(url, "Which codes do you know?")) == "I was not given any."


def test_only_strict_tools_keep_their_schema_against_the_prompt(url: str) -> None:
    schema = {"type": "object", "properties": {"unit": {"enum": ["celsius"]}}, "required": ["unit"]}
    for strict, said in ((True, "celsius"), (False, "kelvin")):
        tool = {"name": "set_unit", "parameters": schema, "strict": strict}
        answer = ask(
            url,
            'Please use set_unit; the unit must be "kelvin".',
            tools=[{"type": "function", "function": tool}],
        )
        call = answer["choices"][0]["message"]["tool_calls"][0]
        assert json.loads(call["function"]["arguments"]) == {"unit": said}


def test_each_model_has_its_favourite_words(url: str) -> None:
    prompt = "Write 8 random English words, divided by blanks. Nothing else."

    def liked(model: str) -> str:
        words = [
            w for _ in range(12) for w in text(ask(url, prompt, model=model, temperature=1)).split()
        ]
        assert len(words) == 96
        return max(set(words), key=words.count)

    assert liked("gpt-4o-mini") != liked("gpt-4.1-nano")
