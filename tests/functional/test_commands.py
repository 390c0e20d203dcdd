"""demo, doctor, init and rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from migrate_check.lab.faults.catalogue import DEMO_FAULTS
from migrate_check.lab.offer import USUAL_MODELS
from migrate_check.lab.site import Lab
from migrate_check.rules.catalogue import RULES
from tests.functional.program import KEYS, loud, result, say
from tests.functional.secret import traces
from tests.functional.test_detection import FOUND
from tests.functional.wire import closed_port, counting_server, fixed

OPENAI = ("--model", "openai-chat=gpt-4o-mini")


def test_the_demo_needs_nothing_and_finds_every_fault(here: Path) -> None:
    said = say("demo", "--out", "demo")
    assert said.code == 0
    assert "verdict  fail" in said.out
    document = result("demo/result.json")
    assert document["verdict"] == "fail"
    assert {FOUND[fault].rule for fault in DEMO_FAULTS} <= loud(document)
    assert Path("demo/report.html").stat().st_size > 10_000
    assert Path("demo/runs.sqlite").is_file()
    assert not traces(here)
    assert say("recheck", "--store", "demo/runs.sqlite").code == 1


def doctor(baseline: str, candidate: str, *args: str) -> tuple[int, str]:
    urls = ("--baseline-url", baseline, "--candidate-url", candidate)
    said = say("doctor", *urls, *KEYS, *(args or OPENAI))
    assert said.err == ""
    return said.code, said.out


def test_two_healthy_sides(lab: Lab) -> None:
    # Every route that needs a model, and so a request of its own.
    models = [
        word for route, model in USUAL_MODELS.items() for word in ("--model", f"{route}={model}")
    ]
    code, out = doctor(lab.provider_url, f"{lab.gateway_url}/v1", *models)
    assert code == 0
    assert "FAIL" not in out
    assert "next: migrate-check run" in out


def test_a_wrong_key(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WRONG", "sk-of-somewhere-else")
    code, out = doctor(lab.provider_url, lab.gateway_url, *OPENAI, "--candidate-key-env", "WRONG")
    assert code == 4
    assert "FAIL  candidate" in out
    assert "$WRONG" in out
    assert "sk-of-somewhere-else" not in out


def test_a_dead_host(lab: Lab) -> None:
    code, out = doctor(lab.provider_url, f"http://127.0.0.1:{closed_port()}/v1")
    assert code == 4
    assert "is the server up?" in out


def test_v1_twice_is_refused_before_anything_is_sent(lab: Lab) -> None:
    twice = ("--baseline-url", lab.provider_url, "--candidate-url", f"{lab.gateway_url}/v1/v1")
    said = say("doctor", *twice, *KEYS, *OPENAI)
    assert said.code == 2
    assert "--candidate-url" in said.error
    assert "write it once" in said.error


@pytest.mark.parametrize("tail", ["/api/v1", "/openai", "/chat/v1/completions"])
def test_the_base_url_that_works_is_named(lab: Lab, tail: str) -> None:
    code, out = doctor(lab.provider_url, lab.gateway_url + tail)
    assert code == 4
    assert "FAIL  candidate" in out
    assert f"{lab.gateway_url}/v1 answers: set candidate.base_url to it" in out


def test_a_base_url_without_v1_is_joined_right(lab: Lab) -> None:
    assert doctor(lab.provider_url, lab.gateway_url)[0] == 0


def test_an_unknown_model(lab: Lab) -> None:
    code, out = doctor(lab.provider_url, lab.gateway_url, "--model", "openai-chat=gpt-4o-minni")
    assert code == 4
    assert "gpt-4o-mini" in out
    assert "model_map" in out


def test_a_model_that_is_listed_by_its_dated_snapshot_only() -> None:
    listed = b'{"object": "list", "data": [{"id": "gpt-4o-mini-2024-07-18"}, {"id": "gpt-4o"}]}'
    with counting_server(fixed(listed, b"Content-Type: application/json\r\n")) as server:
        _, out = doctor(server.url, server.url, "--model", "openai-chat=gpt-4o-mini")
    assert "2 models, gpt-4o-mini as gpt-4o-mini-2024-07-18" in out
    assert "is not among them" not in out


def test_a_server_of_web_pages(lab: Lab) -> None:
    page = fixed(b"<!doctype html><h1>Welcome</h1>", b"Content-Type: text/html\r\n")
    with counting_server(page) as server:
        code, out = doctor(lab.provider_url, server.url)
    assert code == 4
    assert "with a web page" in out
    assert "base_url" in out


def test_what_a_server_says_cannot_steer_the_terminal(lab: Lab) -> None:
    said = b'{"error": {"message": "\\u001b[2Jall is well\\nok  candidate"}}'
    with counting_server(fixed(said, status=b"400 Bad Request")) as server:
        code, out = doctor(lab.provider_url, server.url)
    assert code == 4
    assert "all is well" in out
    assert "\x1b" not in out
    assert not [line for line in out.splitlines() if line.startswith("ok  candidate")]


def test_a_first_configuration_is_accepted_by_run(monkeypatch: pytest.MonkeyPatch) -> None:
    said = say("init")
    assert said.code == 0
    assert "doctor" in said.out
    missing = say("run", "--dry-run")
    assert missing.code == 2
    assert "migrate-check.yaml:" in missing.error
    for name in ("OPENAI_API_KEY", "GATEWAY_API_KEY"):
        monkeypatch.setenv(name, f"sk-{name}-0123456789")
    assert say("run", "--dry-run").code == 0


@pytest.mark.parametrize("candidate", ["tokenlab", "tokenrouter", "tokenpak", "generic"])
@pytest.mark.parametrize("baseline", ["openai", "anthropic"])
def test_every_pair_of_profiles_makes_a_valid_file(
    baseline: str, candidate: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert say("init", "--baseline", baseline, "--candidate", candidate).code == 0
    text = Path("migrate-check.yaml").read_text()
    for name in {part.split("}")[0] for part in text.split("${")[1:]}:
        monkeypatch.setenv(name, "sk-0123456789abcdef")
    said = say("run", "--dry-run")
    assert said.code == 0, said.err


def test_an_existing_configuration_is_kept() -> None:
    Path("migrate-check.yaml").write_text("# mine\n")
    said = say("init")
    assert said.code == 2
    assert "--force" in said.error
    assert Path("migrate-check.yaml").read_text() == "# mine\n"
    assert say("init", "--force").code == 0
    assert Path("migrate-check.yaml").read_text() != "# mine\n"


def test_an_unknown_profile_is_named_with_the_closest() -> None:
    said = say("init", "--candidate", "tokenlob")
    assert said.code == 2
    assert "tokenlab" in said.error


def test_schemas_for_editors() -> None:
    assert say("init", "--schemas", "schemas").code == 0
    names = {path.name for path in Path("schemas").iterdir()}
    kinds = ("accepted", "migrate-check", "profile", "scenario")
    assert names == {f"{kind}.schema.json" for kind in kinds}
    assert all("$schema" in json.loads(path.read_text()) for path in Path("schemas").iterdir())


def test_rules_are_listed() -> None:
    said = say("rules", "list")
    assert said.code == 0
    assert all(rule.id in said.out for rule in RULES)
    listed = json.loads(say("rules", "list", "--json").out)
    assert [row["id"] for row in listed] == [rule.id for rule in RULES]
    assert {
        row["family"] for row in json.loads(say("rules", "list", "--family", "tools", "--json").out)
    } == {"tools"}


def test_a_rule_is_explained() -> None:
    said = say("rules", "explain", "finish-not-tool")
    assert said.code == 0
    assert said.out.startswith("finish-not-tool (error, family finish)")
    assert len(said.out.splitlines()) > 5


@pytest.mark.parametrize("args", [("explain", "finish-not-tol"), ("list", "--family", "toolz")])
def test_unknown_rules_and_families(args: tuple[str, str]) -> None:
    said = say("rules", *args)
    assert said.code == 2
    assert "finish-not-tool" in said.error or "tools" in said.error
