"""A run and a recheck that rest phase 1 of their report on an inventory."""

from __future__ import annotations

from pathlib import Path

from migrate_check.lab.site import Lab
from migrate_check.report.inventory_json import inventory_json
from tests import inventory_results
from tests.functional.program import QUICK, result, run, say

CODE = """\
from openai import OpenAI

client = OpenAI()
client.chat.completions.create(model="gpt-4o-mini", messages=[{"role": "user", "content": "Hi"}])
client.responses.create(model="gpt-5.2", input="Hi", previous_response_id="resp_1")
"""


def written(name: str) -> str:
    taken = inventory_results.result(inventory_results.ALL[name])
    Path("inventory.json").write_text(inventory_json(taken), encoding="utf-8")
    return "inventory.json"


def test_phase_one_of_a_run_and_of_its_recheck_rests_on_the_inventory(lab: Lab) -> None:
    named = ("--inventory", written("failed"), "--html", "report.html")
    said = run(lab, *QUICK, "--route", "openai-chat", *named)
    assert said.code == 0
    document = result()
    first = document["phases"][0]
    assert (first["number"], first["decision"]) == (1, "NO-GO")
    assert "4 call sites in 4 files" in first["evidence"][0]
    assert any("your code names model" in one for one in document["not_tested"])
    page = Path("report.html").read_text("utf-8")
    assert "Phase 1: inventory" in page
    assert "src/app/wrap.py:31" in page
    again = say("recheck", "latest", "--inventory", written("clean"), "--json", "again.json")
    assert again.code == 0
    phases = result("again.json")["phases"]
    assert phases[0]["decision"] == "GO"
    assert phases[1:] == document["phases"][1:]


def test_call_sites_are_told_beside_a_stored_run(lab: Lab) -> None:
    assert run(lab, *QUICK, "--route", "openai-chat").code == 0
    Path("ask.py").write_text(CODE, encoding="utf-8")
    said = say("inventory", "ask.py", "--run", "latest")
    run_id = result()["run_id"]
    assert said.code == 0
    told = f"run       {run_id}: "
    (line,) = [line for line in said.out.splitlines() if line.startswith(told)]
    assert line.removeprefix(told) == "proved 1, untested 1"
    missing = say("inventory", "ask.py", "--run", "no-such-run")
    assert (missing.code, "no-such-run" in missing.error) == (4, True)


def test_an_unreadable_inventory_stops_a_run_before_anything_is_sent(lab: Lab) -> None:
    said = run(lab, *QUICK, "--inventory", "none.json")
    assert said.code == 2
    assert "none.json: cannot be read" in said.error
    assert not Path(".migrate-check").exists()
