"""`run`: where its settings come from, what it sends, and its exit codes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from migrate_check.lab.running import running_lab
from migrate_check.lab.site import Lab
from tests.functional.program import CORE_PACKS, KEYS, MODELS, QUICK, loud, result, run, say, sides
from tests.functional.wire import closed_port, counting_server, fixed

CHAT = ("--route", "openai-chat")
REPLY = b"""{"id": "c-1", "object": "chat.completion", "created": 1, "model": "gpt-4o-mini",
"choices": [{"index": 0, "message": {"role": "assistant", "content": "Hi."},
"finish_reason": "stop"}], "usage": {"prompt_tokens": 1, "completion_tokens": 1,
"total_tokens": 2}}"""
CONFIG = """\
baseline: {{base_url: {provider}, api_key: "${{LAB_KEY}}"}}
candidate: {{base_url: {gateway}, api_key: "${{LAB_KEY}}"}}
model: {{openai-chat: gpt-4o-mini, anthropic-messages: claude-haiku-4-5}}
routes: [openai-chat]
scenarios: [minimal]
repeat: 1
warmup: 0
"""


def config(lab: Lab, extra: str = "") -> Path:
    path = Path("migrate-check.yaml")
    text = CONFIG.format(provider=lab.provider_url, gateway=lab.gateway_url)
    path.write_text(text + extra, encoding="utf-8")
    return path


def test_a_gateway_without_faults_passes_on_both_routes(lab: Lab) -> None:
    both = ("--route", "openai-chat", "--route", "anthropic-messages")
    said = run(lab, *both, "--repeat", "3", "--scenario", "minimal", "--scenario", "tools")
    assert said.code == 0, said.out
    assert "verdict  pass" in said.out
    assert {route["route"] for route in result()["routes"]} == {"openai-chat", "anthropic-messages"}


def test_the_provider_against_itself_has_no_finding_at_all(lab: Lab) -> None:
    urls = ("--baseline-url", lab.provider_url, "--candidate-url", lab.provider_url)
    window = ("--context-window", str(lab.context_window))
    said = say(
        "run",
        *(*urls, *KEYS, *MODELS, *window, *CORE_PACKS),
        *("--repeat", "5", "--json", "result.json"),
    )
    assert said.code == 0, said.out
    assert result()["findings"] == []


def test_options_alone_are_enough(lab: Lab) -> None:
    assert run(lab, *CHAT, *QUICK).code == 0
    assert Path(".migrate-check/runs.sqlite").is_file()
    assert list(Path(".migrate-check/reports").glob("*.html"))


def test_the_file_in_the_current_folder_is_enough(lab: Lab) -> None:
    config(lab)
    said = say("run", "--json", "result.json")
    assert said.code == 0, said.err
    assert result()["baseline"]["base_url"] == lab.provider_url


def test_options_beat_the_file(lab: Lab) -> None:
    config(lab, "concurrency: 2\n")
    said = say("run", "--repeat", "2", "--scenario", "streaming", "--json", "result.json")
    assert said.code == 0
    once = say("run", "--dry-run").out
    twice = say("run", "--dry-run", "--repeat", "2").out
    assert 2 * trials(once) == trials(twice)


def trials(out: str) -> int:
    found = re.search(r"(\d+) trials", out)
    assert found, out
    return int(found[1])


def test_any_key_can_be_set(lab: Lab) -> None:
    config(lab)
    assert trials(say("run", "--dry-run", "--set", "repeat=4").out) == 4 * trials(
        say("run", "--dry-run").out
    )
    error = say("run", "--dry-run", "--set", "repaet=4").error
    assert "repaet" in error
    assert "repeat" in error


def test_a_dry_run_prints_the_estimate_and_sends_nothing() -> None:
    with counting_server() as server:
        urls = ("--baseline-url", server.url, "--candidate-url", server.url)
        said = say("run", *urls, *KEYS, "--model", "openai-chat=gpt-4o-mini", "--dry-run")
        assert said.code == 0
        assert re.search(r"\d+ trials, at most \d+ requests, at most \$\d", said.out)
        assert server.requests == 0
    assert not Path(".migrate-check").exists()


def test_one_fault_fails(broken: Lab) -> None:
    said = run(broken, *CHAT, *QUICK)
    assert said.code == 1
    assert "secret-exposed" in loud(result())


def test_warnings_fail_only_where_they_shall() -> None:
    with running_lab(faults=("sse-crlf",), pace=0) as lab:
        streaming = (*CHAT, "--scenario", "streaming", "--repeat", "1", "--warmup", "0")
        assert run(lab, *streaming).code == 0
        strict = run(lab, *streaming, "--fail-on", "warning")
        assert strict.code == 1
        assert "sse-line-endings-changed" in strict.out


@pytest.mark.parametrize(("mapped", "code"), [(None, 3), ("pass", 0), ("fail", 1)])
def test_a_required_answer_that_lacks_pairs_is_inconclusive(
    lab: Lab, mapped: str | None, code: int
) -> None:
    as_ = ("--inconclusive-as", mapped) if mapped else ()
    said = run(lab, *CHAT, *QUICK, "--require", "latency", *as_)
    assert said.code == code
    assert "verdict  inconclusive" in said.out
    assert "the policy requires it" in " ".join(said.out.split())


def test_the_cap_on_requests_is_never_passed() -> None:
    with counting_server(fixed(REPLY)) as server:
        urls = ("--baseline-url", server.url, "--candidate-url", server.url)
        said = say(
            *("run", *urls, *KEYS, "--model", "openai-chat=gpt-4o-mini"),
            *("--max-requests", "9", "--json", "result.json"),
        )
        assert 0 < server.requests <= 9
    assert "budget" in said.out
    assert said.code == 3


def test_the_cap_on_dollars_stops_the_run(lab: Lab) -> None:
    said = run(lab, *CHAT, "--max-usd", "0.0002")
    assert said.code == 3
    assert "stopped" in said.out
    assert 0 < float(result()["cost"]["baseline"]["usd"]) < 0.0002


def test_a_cap_on_dollars_needs_a_known_price(lab: Lab) -> None:
    model = ("--model", "openai-chat=lab-small", "--route", "openai-chat")
    urls = ("--baseline-url", lab.provider_url, "--candidate-url", lab.gateway_url)
    said = say("run", *urls, *KEYS, *model, "--max-usd", "1")
    assert said.code == 2
    assert "prices" in said.error


def test_a_dead_host_could_not_be_compared(lab: Lab) -> None:
    urls = (
        "--baseline-url",
        lab.provider_url,
        "--candidate-url",
        f"http://127.0.0.1:{closed_port()}",
    )
    said = say("run", *urls, *KEYS, *MODELS, *CHAT, *QUICK)
    assert said.code == 4
    assert "verdict  error" in said.out
    assert "the candidate cannot be reached" in said.out
    assert "doctor" in said.out


def test_a_refused_key_could_not_be_compared(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTHER_KEY", "sk-not-the-labs-key")
    wrong = ("--candidate-key-env", "OTHER_KEY")
    said = say("run", *sides(lab), *wrong, *CHAT, *QUICK)
    assert said.code == 4
    assert "the candidate refuses the key" in " ".join(said.out.split())
    assert "sk-not-the-labs-key" not in said.out
