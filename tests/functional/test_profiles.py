"""`profiles`, and profiles of the user's own in a run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from migrate_check.lab.site import Lab
from migrate_check.profiles.load import profile_names
from migrate_check.report.result_json import result_schema
from tests.functional.program import QUICK, result, run, say
from tests.functional.test_process import environment


def test_the_list_counts_claims_by_mark() -> None:
    said = say("profiles", "list")
    assert said.code == 0
    assert all(f"{name} " in said.out for name in profile_names())
    assert "not verified" in said.out
    rows = {row["name"]: row for row in json.loads(say("profiles", "list", "--json").out)}
    assert list(rows) == list(profile_names())
    assert rows["tokenrouter"]["generations"] == ["document", "a", "b", "c", "d"]
    assert rows["apibox"]["verified"] is False
    assert rows["tokenpak"]["claims"]["seen_run"] > 20
    assert rows["openai"]["kind"] == "provider"


@pytest.mark.parametrize("reference", [*profile_names(), "tokenrouter@d"])
def test_a_profile_is_shown_in_80_columns_with_every_mark_and_source(reference: str) -> None:
    said = say("profiles", "show", reference)
    assert said.code == 0
    assert [line for line in said.out.splitlines() if len(line) > 80] == []
    document = json.loads(say("profiles", "show", reference, "--json").out)
    assert document["claims"]
    flat = " ".join(said.out.split())
    for claim in document["claims"]:
        assert claim["mark"] in flat
        assert (claim["field"] or claim["text"].split("`")[0].strip()) in flat
        if claim["source"]:
            assert claim["source"].split()[0] in flat


def test_other_generations_are_named() -> None:
    said = " ".join(say("profiles", "show", "tokenrouter@d").out.split())
    assert "TokenRouter (gateway, generation d)" in said
    assert "other generations of its documents: document, a, b, c" in said
    assert "tokenrouter@document" in said


def test_one_route_of_a_profile() -> None:
    said = say("profiles", "show", "tokenlab", "--route", "images")
    assert "input_fidelity" in said.out
    assert "instead: Send image_url or reference_image_urls" in said.out
    assert "Send `model` on every image request" in said.out
    assert "logit_bias" not in said.out
    assert "looked for and not found" not in said.out
    assert "looked for and not found" in say("profiles", "show", "tokenlab").out
    wrong = say("profiles", "show", "tokenlab", "--route", "imags")
    assert wrong.code == 2
    assert "closest: 'images'" in wrong.error


def test_the_difference_between_two_for_who_moves() -> None:
    said = say("profiles", "diff", "openai", "tokenrouter")
    assert said.code == 0
    lost, _, rest = said.out.partition("unclear:")
    assert "accepted and silently dropped (above 1) (seen_doc)" in lost
    assert "instead: Send several requests" in lost
    assert "works only for openai" in rest
    assert [line for line in said.out.splitlines() if len(line) > 80] == []
    found = json.loads(say("profiles", "diff", "openai", "tokenrouter", "--json").out)
    assert {one["kind"] for one in found} == {"lost", "unclear", "gained"}
    assert "claims nothing otherwise" in say("profiles", "diff", "openai", "openai").out


@pytest.mark.parametrize(
    "command", [("show", "opnai"), ("diff", "openai", "opnai"), ("show", "./mine.yaml")]
)
def test_what_is_not_there_is_one_line(command: tuple[str, ...]) -> None:
    said = say("profiles", *command)
    assert said.code == 2
    assert "closest: 'openai'" in said.error or "no such profile file" in said.error


MINE = """\
title: Our gateway
routes:
  openai-chat:
    path: /v1/chat/completions
    streams: false
    fields: {supported: [model, messages, max_tokens], rejected: [temperature]}
  models: {}
request_id_headers: [x-request-id, x-ours]
claims: [{id: "stream-end:openai-chat:done", text: Ends with DONE.}]
"""


def test_a_run_judges_the_claims_of_a_profile_of_ones_own(lab: Lab, here: Path) -> None:
    (here / "mine.yaml").write_text(MINE, encoding="utf-8")
    assert say("profiles", "show", "./mine.yaml").code == 0
    quiet = ("--route", "openai-chat", "--set", "sdk_replay=off")
    mine = ("--candidate-profile", "./mine.yaml", "--html", "report.html")
    said = run(lab, *QUICK, *quiet, *mine)
    assert said.code == 0, said.err
    assert "of profile mine: 3 contradicted" in " ".join(said.out.split())
    document = result()
    assert set(document) <= set(result_schema()["properties"])  # type: ignore[arg-type]
    seen = {claim["claim"]: claim for claim in document["claims"]}
    assert {name for name, claim in seen.items() if claim["observed"] == "contradicted"} == {
        "streaming:openai-chat",
        "field:openai-chat:temperature",
        "request-id-header:x-ours",
    }
    assert seen["route:openai-chat"]["observed"] == "confirmed"
    assert seen["route:models"]["observed"] == "untested"
    assert "its effect was not probed" in seen["field:openai-chat:max_tokens"]["evidence"]
    page = Path("report.html").read_text(encoding="utf-8")
    assert "Claimed against observed" in page
    # Judged again, offline; and without its file there is nothing to compare with.
    again = say("recheck", "latest", "--json", "again.json", "--set", "sdk_replay=off")
    assert again.code == 0
    assert result("again.json")["claims"] == document["claims"]
    (here / "mine.yaml").unlink()
    assert say("recheck", "latest", "--json", "again.json", "--set", "sdk_replay=off").code == 0
    assert result("again.json")["claims"] == []
    assert (
        "claims of profile ./mine.yaml: it cannot be read" in result("again.json")["not_tested"][0]
    )


def test_a_file_is_the_candidate_of_the_configuration(here: Path) -> None:
    (here / "gateways").mkdir()
    (here / "gateways" / "mine.yaml").write_text(MINE, encoding="utf-8")
    assert say("init", "--candidate", "./gateways/mine.yaml").code == 0
    assert "profile: ./gateways/mine.yaml" in Path("migrate-check.yaml").read_text()


def test_help_and_version_read_no_profile() -> None:
    code = (
        "import sys; from migrate_check.cli.main import app; "
        "bad = [m for m in sys.modules if m.startswith(('yaml', 'pydantic', "
        "'migrate_check.profiles', 'migrate_check.documents', 'migrate_check.plan'))]; "
        "sys.exit(str(bad) if bad else 0)"
    )
    done = subprocess.run(
        (sys.executable, "-c", code), env=environment(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
