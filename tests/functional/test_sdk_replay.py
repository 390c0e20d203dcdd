"""The official SDKs as witnesses: what breaks a client is in the verdict, and silence is told."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from migrate_check.domain.scenario import Route
from migrate_check.lab.faults.catalogue import FAULTS
from migrate_check.lab.running import running_lab
from migrate_check.lab.site import Lab
from tests.functional.program import QUICK, judged, loud, result, run, say
from tests.sdk_replay.recorded import needs_sdks


class Proof(NamedTuple):
    """What an SDK's callers meet."""

    cause: str
    """The exact rule, beside which this is the proof."""
    packs: str
    raises: str | None = None
    """Location of the finding sdk-raises."""
    loses: str | None = None
    """An accessor, named by sdk-accessor-changed or in the detail of the cause."""


FINAL = "stream().get_final_completion()"
PROOFS = {
    "tool-arguments-object-not-string": Proof(
        "tool-arguments-not-string",
        "tools",
        "json.loads(create().choices[0].message.tool_calls[function].function.arguments)",
        "delta.tool_calls[].function.arguments",
    ),
    "tool-index-missing": Proof("tool-index-missing", "tools", FINAL, "delta.tool_calls[].index"),
    "tool-parallel-all-index-0": Proof(
        "tool-index-shared", "tools", None, f"json.loads(client.chat.completions.{FINAL}"
    ),
    "stream-chunk-message-not-delta": Proof(
        "message-instead-of-delta",
        "streaming",
        "create(stream=True)[].choices[0].delta.content",
        "create(stream=True)[].choices[0].delta`",
    ),
    "empty-choices-first-chunk": Proof(
        "empty-choices-first", "streaming", "create(stream=True)[].choices[0]"
    ),
    "stream-empty-200": Proof("stream-empty", "streaming", FINAL),
    "stream-role-missing": Proof("stream-role-missing", "streaming", None, "message.role"),
    "oai-stream-no-terminal-finish": Proof(
        "stream-finish-missing", "streaming", None, "finish_reason"
    ),
    "usage-chunk-missing-despite-include-usage": Proof(
        "usage-missing", "streaming", None, f"{FINAL}.usage"
    ),
    "errors-html-body": Proof("error-not-json", "errors", None, "error.body"),
    "errors-body-erased": Proof("error-code-lost", "errors", None, "error.code"),
    "anth-block-start-input-missing": Proof(
        "required-field-missing", "tools", None, "[tool_use].content_block.input"
    ),
    "anth-ghost-delta-parallel": Proof("block-not-started", "tools", "stream().text_stream"),
    "anth-no-message-stop": Proof(
        "stream-terminal-missing", "streaming", None, "get_final_message().stop_reason"
    ),
    "anth-tool-input-empty-stream": Proof(
        "tool-arguments-emptied", "tools", None, "content[tool_use].input"
    ),
}
"""Fault → what the SDKs prove."""


@needs_sdks
@pytest.mark.parametrize("fault", PROOFS)
def test_the_sdks_prove_that_clients_break(fault: str) -> None:
    proof = PROOFS[fault]
    route = max(FAULTS[fault].routes or {Route.OPENAI_CHAT})
    packs = ("--route", route.value, "--scenario", proof.packs, "--repeat", "3", "--warmup", "0")
    with running_lab(faults=(fault,), pace=0) as lab:
        said = run(lab, *packs)
    document = result()
    assert said.code == 1, said.out
    assert proof.cause in loud(document)
    findings = document["findings"]
    raised = [one["location"] for one in findings if one["rule"] == "sdk-raises"]
    if proof.raises is not None:
        assert proof.raises in raised
    else:
        assert not raised
    if proof.loses is not None:
        told = [f"{one['message']}\n{one['detail']}" for one in findings]
        assert any(proof.loses in text and " gives " in text for text in told), findings


@needs_sdks
def test_without_a_fault_the_sdks_say_nothing(lab: Lab) -> None:
    said = run(lab, "--scenario", "tools", "--repeat", "2", "--warmup", "0")
    document = result()
    assert not [one for one in document["findings"] if one["family"] == "sdk"], said.out
    assert not [one for one in document["undecided"] if one["rule"].startswith("sdk-")]
    replayed = {one["sdk"]: one["exchanges"] for one in document["sdk_replay"]["sdks"]}
    assert set(replayed) >= {"openai", "anthropic"}
    assert document["sdk_replay"]["left_out"] == 0
    assert "replayed through anthropic" in " ".join(said.out.split())


@needs_sdks
def test_only_the_first_repeats_are_replayed_and_that_is_said(lab: Lab) -> None:
    said = run(lab, "--route", "openai-chat", "--scenario", "minimal", "--repeat", "7")
    replay = result()["sdk_replay"]
    assert replay["left_out"] > 0
    assert replay["left_out"] / 2 * 5 == replay["sdks"][0]["exchanges"]
    assert "only the first 5 repeats of each case" in " ".join(said.out.split())


@needs_sdks
def test_a_recheck_replays_again_with_the_same_judgement(broken: Lab) -> None:
    run(broken, "--route", "openai-chat", "--scenario", "tools", "--repeat", "2", "--warmup", "0")
    say("recheck", "latest", "--json", "again.json")
    assert judged(result("again.json")) == judged(result())
    assert result("again.json")["sdk_replay"] == result()["sdk_replay"]


def without_sdks(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("migrate_check.workflows.sdk_accounts", "migrate_check.sdk_replay.replayer"):
        monkeypatch.setattr(f"{module}.installed_version", lambda sdk: None)


def test_without_the_extra_every_output_says_so(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, here: Path
) -> None:
    without_sdks(monkeypatch)
    outputs = ("--html", "report.html", "--markdown", "comment.md")
    said = run(lab, *QUICK, "--route", "openai-chat", *outputs)
    assert said.code == 0
    expected = (
        "not replayed through the official SDKs (openai>=3 not installed): "
        "pip install 'migrate-check[sdk]'"
    )
    assert expected in " ".join(said.out.split())
    assert expected in result()["not_tested"]
    assert result()["sdk_replay"]["missing"] == ["openai>=3"]
    page = (here / "report.html").read_text(encoding="utf-8")
    comment = (here / "comment.md").read_text(encoding="utf-8")
    for text in (page, comment):
        assert "not replayed through the official SDKs" in text


def test_off_is_told_as_well(lab: Lab) -> None:
    said = run(lab, *QUICK, "--set", "sdk_replay=off")
    assert said.code == 0
    assert "not replayed through the official SDKs: sdk_replay is off" in " ".join(said.out.split())
    assert result()["sdk_replay"]["sdks"] == []


def test_required_refuses_before_anything_is_sent(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, here: Path
) -> None:
    without_sdks(monkeypatch)
    said = run(lab, *QUICK, "--route", "openai-chat", "--set", "sdk_replay=required")
    assert said.code == 2
    assert "openai>=3 not installed" in said.error
    assert "pip install 'migrate-check[sdk]'" in said.error
    assert not (here / "result.json").exists()


@needs_sdks
def test_required_is_met(lab: Lab) -> None:
    assert run(lab, *QUICK, "--set", "sdk_replay=required").code == 0


@needs_sdks
def test_hashed_texts_are_replayed_by_the_run_only(lab: Lab) -> None:
    run(lab, *QUICK, "--set", "redaction.hash_only=true")
    assert result()["sdk_replay"]["sdks"]
    say("recheck", "latest", "--json", "again.json")
    again = result("again.json")["sdk_replay"]
    assert again["sdks"] == []
    assert "hashes" in again["summary"][0]
