"""Record once with keys; replay in CI without keys, server or network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from migrate_check.lab.faults.catalogue import DEMO_FAULTS
from migrate_check.lab.running import running_lab
from migrate_check.lab.site import Lab
from tests.functional.program import loud, result, run, say
from tests.functional.secret import traces

PLAN = ("--repeat", "1", "--warmup", "0")
CONFIG = """\
baseline: {{base_url: "{provider}", api_key: "${{LAB_KEY}}"}}
candidate: {{base_url: "{gateway}", api_key: "${{LAB_KEY}}", headers: {{x-org: "${{LAB_ORG}}"}}}}
model: {{openai-chat: gpt-4o-mini}}
context_window: {window}
scenarios: [minimal, streaming, tools, errors]
repeat: 2
warmup: 0
"""


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The exit code of a recorded run; then the server and the keys are gone."""
    monkeypatch.setenv("LAB_ORG", "organisation-of-mine")
    with running_lab(faults=DEMO_FAULTS, pace=0) as lab:
        text = CONFIG.format(
            provider=lab.provider_url, gateway=lab.gateway_url, window=lab.context_window
        )
        Path("migrate-check.yaml").write_text(text)
        said = say("run", "--record", "cassettes", "--json", "live.json")
        assert said.code == 1, said.out + said.err
    monkeypatch.delenv("LAB_KEY")
    monkeypatch.delenv("LAB_ORG")
    yield said.out


def test_a_replay_finds_what_the_run_found(recorded: str) -> None:
    said = say("run", "--replay", "cassettes", "--json", "replayed.json")
    assert said.code == 1
    assert "nothing is sent" in said.out

    def found(name: str) -> list[object]:
        parts = ("rule", "severity", "fingerprint", "occurrences", "trials")
        # How fast the machine was is not in a recording.
        findings = [f for f in result(name)["findings"] if f["family"] != "latency"]
        return [[f[part] for part in parts] for f in findings]

    assert found("replayed.json") == found("live.json")


def test_the_key_is_in_no_file_of_a_recorded_run(recorded: str, here: Path) -> None:
    assert {path.name for path in Path("cassettes").iterdir()} == {
        "baseline.yaml",
        "candidate.yaml",
    }
    assert not traces(here)
    cassettes = b"".join(path.read_bytes() for path in Path("cassettes").iterdir())
    assert b"organisation-of-mine" not in cassettes


def test_replayed_latency_is_not_measured(recorded: str) -> None:
    said = say("run", "--replay", "cassettes", "--json", "replayed.json")
    rows = result("replayed.json")["latency"]
    assert all(row["outcome"] != "pass" for row in rows)
    assert "not measured" in " ".join(str(result("replayed.json")["not_tested"]).split())
    assert " ms " not in said.out


def test_replayed_latency_cannot_be_required(recorded: str) -> None:
    off = ", ".join(f"{rule}: note" for rule in loud(result("live.json")))
    options = ("--require", "latency", "--set", f"policy.severities={{{off}}}")
    said = say("run", "--replay", "cassettes", *options)
    assert said.code == 3, said.out
    assert "verdict  inconclusive" in said.out
    reason = "ttft-slower on openai-chat: not measured (n = 0); the policy requires it"
    assert reason in " ".join(said.out.split())


def test_a_changed_plan_has_no_recording(recorded: str) -> None:
    said = say("run", "--replay", "cassettes", "--model", "openai-chat=gpt-4o")
    assert said.code == 4
    assert "cassettes/" in said.error
    assert "--record" in said.error


def test_more_repeats_than_were_recorded(recorded: str) -> None:
    said = say("run", "--replay", "cassettes", "--repeat", "3")
    assert said.code == 4
    assert "--repeat" in said.error or "--record" in said.error


def test_fewer_repeats_are_fine(recorded: str) -> None:
    assert say("run", "--replay", "cassettes", "--repeat", "1").code == 1


def test_a_missing_cassette_says_how_to_make_one(lab: Lab) -> None:
    said = run(lab, *PLAN, "--replay", "nowhere")
    assert said.code == 4
    assert "nowhere: no such folder" in said.error
    assert "--record" in said.error


def test_a_cassette_that_is_none(recorded: str) -> None:
    Path("cassettes/candidate.yaml").write_text("- not\n- a cassette\n")
    said = say("run", "--replay", "cassettes")
    assert said.code == 4
    assert "cassettes/candidate.yaml" in said.error


def test_recording_and_replaying_exclude_each_other(lab: Lab) -> None:
    said = run(lab, "--record", "a", "--replay", "b")
    assert said.code == 2
    assert "--replay" in said.error
