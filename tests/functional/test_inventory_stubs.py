"""What the code sends, drafted as scenarios, run against the lab, and proved by that run."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from migrate_check.domain.call_site import JudgedInventory, Proof
from migrate_check.domain.errors import CannotRunError, StoreError
from migrate_check.lab.faults.catalogue import DEMO_FAULTS
from migrate_check.lab.running import running_lab
from migrate_check.lab.site import Lab
from migrate_check.plan.packs import load_scenarios
from migrate_check.plan.site_stubs import MARKER
from migrate_check.rules.sites import judge_sites
from migrate_check.workflows.inventory_join import prove
from migrate_check.workflows.inventory_stubs import write_stubs
from tests.functional.program import loud, result, run, say
from tests.rules.site_spec import TODAY, inventory_of, site_of

STORE = Path(".migrate-check/runs.sqlite")
ONCE = ("--repeat", "1", "--warmup", "0")
TOOL_CHOICE = {"type": "function", "function": {"name": "find"}}
SITES: list[dict[str, Any]] = [
    {"model": "gpt-4o-mini", "fields": {"messages": None, "temperature": 0.2, "seed": 7}},
    {
        "path": "app/stream.py",
        "streaming": "true",
        "model": "gpt-4o-mini-2024-07-18",
        "fields": {"max_tokens": 80, "stream_options.include_usage": True},
    },
    {
        "path": "app/tools.py",
        "model": "gpt-4o-mini",
        "fields": {"tools": None, "tool_choice": TOOL_CHOICE, "parallel_tool_calls": False},
    },
    {
        "path": "app/json.py",
        "model": "gpt-4o-mini",
        "streaming": "true",
        "fields": {"response_format": {"type": "json_object"}, "user": "u", "n": 2},
    },
    {
        "path": "app/claude.py",
        "route": "anthropic-messages",
        "streaming": "true",
        "model": "claude-haiku-4-5",
        "fields": {"max_tokens": 90, "system": None},
    },
    {
        "path": "app/think.py",
        "route": "anthropic-messages",
        "model": "claude-haiku-4-5",
        "fields": {
            "max_tokens": 4096,
            "thinking.type": "enabled",
            "thinking.budget_tokens": 1024,
            "cache_control": None,
        },
    },
    {
        "path": "app/answer.py",
        "route": "openai-responses",
        "model": "gpt-5.2",
        "fields": {"input": None, "instructions": None, "previous_response_id": None},
    },
    {
        "path": "app/gemini.py",
        "route": "gemini",
        "model": "gemini-3-flash-preview",
        "fields": {"generationConfig.temperature": 0.1, "tools": None},
        "streaming": {"certainty": "unknown"},
    },
    {"path": "app/jobs.py", "route": "openai-batches", "call": "client.batches.create"},
]
ROUTES = ("openai-chat", "anthropic-messages", "openai-responses", "gemini")


@pytest.fixture(autouse=True)
def without_sdks(here: Path) -> None:
    """Official SDKs take seconds to import, and have tests of their own."""
    Path("migrate-check.yaml").write_text("sdk_replay: off\n", encoding="utf-8")


def judged(*sites: dict[str, Any]) -> JudgedInventory:
    return judge_sites(inventory_of([site_of(site) for site in sites or SITES]), None, today=TODAY)


def proofs(inventory: JudgedInventory) -> dict[str, Proof | None]:
    return {one.site.path: one.proof and one.proof.proof for one in inventory.sites}


def test_drafts_run_at_once_and_prove_their_calls(lab: Lab) -> None:
    inventory = judged()
    written = write_stubs(inventory, Path("drafts"))
    assert len(written) == 9
    routes = [part for route in ROUTES for part in ("--route", route)]
    said = run(lab, *routes, "--scenario", "./drafts", *ONCE)
    assert said.code == 0, said.out
    document = result()
    assert loud(document) == set()
    refused = [line for line in document["not_tested"] if "does not answer" in line]
    assert refused == []
    seen = prove(inventory, STORE)
    untested = {path for path, proof in proofs(seen).items() if proof is not Proof.PROVED}
    assert untested == {"app/jobs.py"}, [one.proof for one in seen.sites]
    reasons = {one.site.path: one.proof and one.proof.reasons for one in seen.sites}
    assert reasons["app/jobs.py"] == ("no scenario tests openai-batches",)
    assert "`previous_response_id` by " in "; ".join(reasons["app/answer.py"] or ())


def test_a_run_with_faults_contradicts_the_calls_that_they_hit(here: Path) -> None:
    inventory = judged(
        {"model": "gpt-4o-mini", "fields": {"tools": None, "tool_choice": TOOL_CHOICE}}
    )
    write_stubs(inventory, Path("drafts"))
    with running_lab(faults=DEMO_FAULTS, pace=0) as broken, pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAB_KEY", broken.key)
        said = run(broken, "--route", "openai-chat", "--scenario", "./drafts", *ONCE)
    assert said.code == 1, said.out
    (one,) = prove(inventory, STORE).sites
    assert one.proof is not None
    assert one.proof.proof is Proof.CONTRADICTED
    fingerprints = {found["fingerprint"] for found in result()["findings"]}
    assert any(f"({mark})" in one.proof.reasons[0] for mark in fingerprints)


def test_a_run_by_its_id_and_a_run_that_is_not_there(lab: Lab) -> None:
    inventory = judged(SITES[0])
    with pytest.raises(StoreError, match="no such store"):
        prove(inventory, STORE)
    write_stubs(inventory, Path("drafts"))
    run(lab, "--route", "openai-chat", "--scenario", "./drafts", *ONCE)
    named = prove(inventory, STORE, result()["run_id"])
    assert proofs(named) == {"app/ask.py": Proof.PROVED}
    assert named.sites[0].proof == prove(inventory, STORE, None).sites[0].proof
    with pytest.raises(StoreError, match="closest"):
        prove(inventory, STORE, "20200101-000000-0000")


class TestWriting:
    def test_the_same_again_changes_nothing(self, here: Path) -> None:
        first = write_stubs(judged(), Path("drafts"))
        texts = {path: path.read_bytes() for path in first}
        assert write_stubs(judged(), Path("drafts")) == first
        assert {path: path.read_bytes() for path in first} == texts

    def test_every_draft_loads(self, here: Path) -> None:
        write_stubs(judged(), Path("drafts"))
        cases = load_scenarios(["./drafts"], [])
        assert Counter(case.route.value for case in cases).keys() == set(ROUTES)

    def test_a_changed_file_is_kept(self, here: Path) -> None:
        mine, *_ = write_stubs(judged(), Path("drafts"))
        changed = mine.read_text(encoding="utf-8").replace(f"# {MARKER}\n", "# My own\n")
        mine.write_text(changed, encoding="utf-8")
        assert mine not in write_stubs(judged(), Path("drafts"))
        assert mine.read_text(encoding="utf-8") == changed

    def test_a_draft_that_still_has_its_marker_is_written_again(self, here: Path) -> None:
        draft, *_ = write_stubs(judged(), Path("drafts"))
        text = draft.read_text(encoding="utf-8")
        draft.write_text(f"# {MARKER}\nold: true\n", encoding="utf-8")
        assert draft in write_stubs(judged(), Path("drafts"))
        assert draft.read_text(encoding="utf-8") == text

    def test_what_is_no_text_and_what_leads_elsewhere_is_kept(self, here: Path) -> None:
        first, second, *_ = write_stubs(judged(), Path("drafts"))
        first.write_bytes(b"\xff\xfe")
        second.unlink()
        elsewhere = here / "elsewhere"
        elsewhere.write_text(MARKER, encoding="utf-8")
        second.symlink_to(elsewhere)
        assert not {first, second} & set(write_stubs(judged(), Path("drafts")))
        assert elsewhere.read_text(encoding="utf-8") == MARKER

    def test_secrets_of_the_code_are_not_written(self, here: Path) -> None:
        key = "sk-proj-" + "Ab3dEf6h" * 6
        fields = {"suffix": key, "header:x-note": key, "stop": [key]}
        written = write_stubs(judged({"fields": fields}), Path("drafts"))
        assert not any(key in path.read_text(encoding="utf-8") for path in written)

    def test_a_folder_that_cannot_be_made(self, here: Path) -> None:
        Path("drafts").write_text("", encoding="utf-8")
        with pytest.raises(CannotRunError, match="choose another folder with --scenarios"):
            write_stubs(judged(), Path("drafts"))


PROGRAM = """\
from openai import OpenAI

client = OpenAI(max_retries=0)


def ask(question: str) -> str:
    answer = client.chat.completions.create(
        model="gpt-4o-mini",
        messages=[{"role": "user", "content": question}],
        max_tokens=64,
        stop=["END"],
    )
    return answer.choices[0].message.content
"""


def test_from_the_code_to_its_proof_by_commands_alone(lab: Lab) -> None:
    Path("app").mkdir()
    Path("app/ask.py").write_text(PROGRAM, encoding="utf-8")
    listed = say("inventory", "app", "--scenarios", "drafts", "--json", "before.json")
    assert listed.code == 0, listed.err
    assert result("before.json")["sites"][0]["proof"] is None
    assert run(lab, "--route", "openai-chat", "--scenario", "./drafts", *ONCE).code == 0
    joined = say("inventory", "app", "--run", "latest", "--json", "after.json")
    assert joined.code == 0, joined.err
    (site,) = result("after.json")["sites"]
    assert site["proof"]["proof"] == "proved"
    assert site["proof"]["run_id"] == result()["run_id"]
