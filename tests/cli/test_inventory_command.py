"""`migrate-check inventory` from outside, on small trees."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from migrate_check.report.inventory_json import inventory_schema
from tests.functional.program import Said, say

ROOT = Path(__file__).parents[2]
GATEWAY = """\
title: A gateway of ours
kind: gateway
sources:
  DOC: https://gateway.example/docs
mark: seen_doc
src: DOC

base_urls:
  openai-sdk: {url: "https://gateway.example/v1"}

routes:
  openai-chat:
    path: /v1/chat/completions
    streams: true
    fields:
      supported: [model, messages, max_tokens, stream]
      dropped:
        - {name: seed, instead: "Do not rely on answers that repeat"}
"""
CLEAN = """\
from openai import OpenAI

client = OpenAI()


def ask(turns):
    return client.chat.completions.create(model="gpt-4o-mini", messages=turns, max_tokens=300)
"""
SEEDED = CLEAN.replace("max_tokens=300", "seed=7")
SPREAD = CLEAN.replace("def ask(turns)", "def ask(turns, **more)").replace(
    "max_tokens=300", "**more"
)
TO = ("--to", "./gateway.yaml")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a gateway's profile, and code in src."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    Path("gateway.yaml").write_text(GATEWAY, encoding="utf-8")
    Path("src").mkdir()
    return tmp_path


def code(text: str, path: str = "src/ask.py") -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def committed(text: str, path: str = "src/ask.py") -> None:
    """A repository with one commit."""
    code(text, path)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@a.example"]
    for verb in (["init", "-q", "."], ["add", "."], ["commit", "-q", "-m", "one"]):
        subprocess.run([*git, *verb], check=True)


def inventory(*args: str) -> Said:
    return say("inventory", *args)


def document(*args: str) -> dict:
    said = inventory(*args, "--json", "-")
    found = json.loads(said.out)
    jsonschema.validate(found, inventory_schema())
    assert found["exit_code"] == said.code
    return found


def rules(found: dict) -> set[str]:
    return {finding["rule"] for one in found["sites"] for finding in one["findings"]}


def test_without_a_gateway_it_lists_and_passes() -> None:
    code(SEEDED)
    said = inventory()
    assert said.code == 0
    assert re.search(
        r"^src/ask\.py  no owner\n +7  openai-chat  gpt-4o-mini  A$", said.out, re.MULTILINE
    )
    assert "openai: seed" in said.out
    assert "not judged: name a gateway with --to" in said.out
    assert all(len(line) <= 80 for line in said.out.splitlines())


def test_what_the_gateway_drops_fails_with_its_source() -> None:
    code(SEEDED)
    said = inventory("src", *TO)
    assert said.code == 1
    assert "field-dropped-by-gateway" in said.out
    assert "src/ask.py:7" in said.out
    assert "https://gateway.example/docs" in said.out
    assert "phase 1, Inventory: NO-GO" in said.out
    assert "migrate-check rules explain field-dropped-by-gateway" in said.out
    assert say("rules", "explain", "field-dropped-by-gateway").code == 0


def test_code_that_the_gateway_carries_is_a_go() -> None:
    code(CLEAN)
    said = inventory(".", *TO)
    assert (said.code, "Inventory: GO" in said.out) == (0, True)


def test_a_comment_suppresses_with_its_reason() -> None:
    mark = "    # migrate-check: ignore[field-dropped-by-gateway] the seed is only logged\n"
    code(SEEDED.replace("    return", mark + "    return"))
    found = document(".", *TO)
    assert found["exit_code"] == 0
    (finding,) = [
        one for one in found["sites"][0]["findings"] if one["rule"] == "field-dropped-by-gateway"
    ]
    assert finding["suppressed"] == "the seed is only logged"


def test_the_severity_that_fails_is_the_user_s_choice() -> None:
    code(SEEDED)
    assert inventory(".", *TO, "--fail-on", "never").code == 0
    code(CLEAN)
    assert inventory(".", *TO, "--fail-on", "note").code in (0, 1)
    assert inventory(".", *TO, "--fail-on", "nonsense").code == 2


def test_what_is_not_fully_known_needs_an_owner() -> None:
    code(SPREAD)
    said = inventory(".", *TO)
    assert said.code == 3
    assert "fields not fully known" in said.out
    assert "Inventory: HOLD" in said.out
    assert inventory(".", *TO, "--inconclusive-as", "pass").code == 0
    assert inventory(".", *TO, "--inconclusive-as", "fail").code == 1
    Path("owners").write_text("* team-llm\n", encoding="utf-8")
    owned = inventory(".", *TO, "--owners", "owners")
    assert (owned.code, "owner team-llm" in owned.out) == (0, True)


def test_tests_are_listed_counted_or_left_out() -> None:
    code(SEEDED, "tests/test_ask.py")
    code(CLEAN)
    found = document(".", *TO)
    assert (found["exit_code"], found["counts"]["in_tests"]) == (0, 1)
    severities = {
        finding["severity"]
        for one in found["sites"]
        if one["in_test"]
        for finding in one["findings"]
    }
    assert severities == {"note"}
    assert document(".", *TO, "--tests")["exit_code"] == 1
    without = document(".", *TO, "--no-tests")
    assert [one["path"] for one in without["sites"]] == ["src/ask.py"]


def test_the_configuration_s_candidate_is_the_gateway() -> None:
    code(CLEAN)
    Path("migrate-check.yaml").write_text("candidate: {profile: tokenlab}\n", encoding="utf-8")
    said = inventory()
    assert "note: judged for tokenlab, the candidate's profile in migrate-check.yaml;" in said.out
    assert "tokenlab" in (document()["gateway"] or "")
    assert document(*TO)["gateway"] == "gateway"
    text = "candidate: {base_url: https://api.tokenlab.sh/v1}\n"
    Path("migrate-check.yaml").write_text(text, encoding="utf-8")
    assert "note: judged for tokenlab" in inventory().out


def test_every_output_is_written_and_named() -> None:
    code(SEEDED)
    files = ("i.json", "out/i.html", "i.sarif", "bom.json")
    options = ("--json", "--html", "--sarif", "--cyclonedx")
    said = inventory(
        ".", *TO, *(part for pair in zip(options, files, strict=True) for part in pair)
    )
    for label, name in zip(("json", "html", "sarif", "cyclonedx"), files, strict=True):
        assert f"{label:<10}{name}\n" in said.out
    results = json.loads(Path("i.sarif").read_text("utf-8"))["runs"][0]["results"]
    (dropped,) = [one for one in results if one["ruleId"] == "field-dropped-by-gateway"]
    place = dropped["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "src/ask.py"
    assert place["region"]["startLine"] == 7
    models = json.loads(Path("bom.json").read_text("utf-8"))["components"]
    assert [one["name"] for one in models] == ["gpt-4o-mini"]
    assert "<h1" in Path("out/i.html").read_text("utf-8")


def test_places_are_the_same_from_the_current_folder_whatever_is_named() -> None:
    code(SEEDED)
    code(CLEAN, "lib/other.py")
    for paths in ((".",), ("src",), ("src/ask.py",), ("src", "lib")):
        places = {(one["path"], one["line"]) for one in document(*paths)["sites"]}
        assert ("src/ask.py", 7) in places


def test_a_folder_elsewhere_is_named_from_its_own_top(tmp_path: Path) -> None:
    code(SEEDED)
    Path("away").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir("away")
        (site,) = document(str(tmp_path / "src"))["sites"]
    assert (site["path"], site["client"]["made_at"]) == ("ask.py", "ask.py:3")


def test_standard_output_holds_the_document_alone() -> None:
    code(CLEAN)
    said = inventory(".", "--json", "-")
    assert json.loads(said.out)["schema"] == "migrate-check/inventory/v1"
    assert "verdict" in said.err
    assert inventory(".", "--json", "-", "--sarif", "-").error.endswith("for one of them")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("nowhere",), "nowhere: no such file or folder"),
        ((".", "--to", "tokenruter"), "closest: 'tokenrouter'"),
        ((".", "--to", "./none.yaml"), "none.yaml: "),
        ((".", "--owners", "none"), "none"),
        ((".", "--changed", "origin/none"), "origin/none: "),
        ((".", "--run", "latest"), "runs.sqlite: no such store"),
    ],
)
def test_a_mistake_is_one_line(args: tuple[str, ...], told: str) -> None:
    code(CLEAN)
    subprocess.run(["git", "init", "-q", "."], check=True)
    said = inventory(*args)
    assert told in said.error
    assert said.code == (4 if "--run" in args else 2)


def test_an_output_that_cannot_be_written_is_told_before_the_scan() -> None:
    said = inventory(".", "--html", "src")
    assert (said.code, said.error) == (
        4,
        "migrate-check: src: is a folder; give the path of a file",
    )


def test_only_changed_files_are_judged_and_the_phase_says_so() -> None:
    committed(SEEDED, "src/before.py")
    code(CLEAN, "src/after.py")
    said = inventory(".", *TO, "--changed", "HEAD")
    assert (said.code, "before.py" in said.out) == (0, False)
    assert "src/after.py" in said.out
    assert "Inventory: HOLD" in said.out
    assert "missing   the files that did not change since HEAD" in said.out


def test_the_pre_commit_hook_is_a_command_that_works() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    program, *entry = hook["entry"].split()
    assert (program, hook["pass_filenames"]) == ("migrate-check", False)
    committed(SEEDED)
    assert say(*entry, *hook["args"], *TO).code == 0
    code(SEEDED.replace("seed=7", "seed=8"))
    assert say(*entry, *hook["args"], *TO).code == 1


def test_nothing_found_is_told_and_no_proof() -> None:
    said = inventory(".", *TO)
    assert said.code == 0
    assert "nothing found" in said.out
    assert "looked at Python, TypeScript" in said.out
    assert "that is no proof that there is none" in " ".join(said.out.split())


@pytest.mark.parametrize(
    ("show", "seen", "unseen"),
    [("sites", "openai: seed", "claim:"), ("findings", "claim:", "openai: seed")],
)
def test_what_is_printed_can_be_chosen(show: str, seen: str, unseen: str) -> None:
    code(SEEDED)
    said = inventory(".", *TO, "--show", show)
    assert (seen in said.out, unseen in said.out) == (True, False)


def test_scenarios_are_written_for_what_the_code_sends() -> None:
    code(SEEDED)
    said = inventory(".", *TO, "--scenarios", "drafts")
    drafts = sorted(Path("drafts").rglob("*.yaml"))
    assert drafts
    assert f"scenarios {len(drafts)} draft" in said.out
    assert "migrate-check run --scenario ./drafts\n" in said.out
    code("print(1)\n")
    assert "scenarios no draft: " in inventory(".", *TO, "--scenarios", "none").out


def test_no_secret_of_the_code_is_in_any_output() -> None:
    address = "https://me:hunter2@gw.example/v1?key=TOPSECRET1"
    code(SEEDED.replace("OpenAI()", f'OpenAI(base_url="{address}", api_key="sk-TOPSECRET2abcdef")'))
    code(f'curl "{address}/chat/completions" -d \'{{"model": "gpt-4o"}}\'\n', "src/ask.sh")
    Path(".env").write_text(f"OPENAI_BASE_URL={address}\n", encoding="utf-8")
    names = ("i.json", "i.html", "i.sarif", "i.cdx")
    files = zip(("--json", "--html", "--sarif", "--cyclonedx"), names, strict=True)
    said = inventory(".", *TO, *(part for pair in files for part in pair))
    texts = [said.out, said.err, *(Path(name).read_text("utf-8") for name in names)]
    assert "gw.example" in texts[2]
    for text in texts:
        assert not re.search("hunter2|TOPSECRET", text)


def test_hostile_code_steers_neither_terminal_nor_page() -> None:
    code(
        CLEAN.replace("gpt-4o-mini", "<script>alert(1)</script>\\x1b[2J\u202e").replace(
            "max_tokens=300", "**{'<img src=x>': 1}"
        ),
        "src/\u202e<b>.py",
    )
    said = inventory(".", *TO, "--html", "page.html")
    page = Path("page.html").read_text("utf-8")
    assert not {"\x1b", "\u202e"} & {*said.out, *page}
    assert not re.search("<(script|img)", page)
    assert "&lt;b&gt;.py" in page


def test_a_later_run_refuses_what_is_no_inventory() -> None:
    Path("other.json").write_text("{}", encoding="utf-8")
    said = say("recheck", "latest", "--inventory", "other.json")
    assert said.code == 2
    assert "other.json: is no inventory" in said.error


def test_the_help_loads_no_scanner_and_no_template() -> None:
    heavy = ("jinja2", "tree_sitter", "yaml", "migrate_check.workflows.take_inventory")
    program = (
        "import sys; sys.argv = ['migrate-check', 'inventory', '--help']\n"
        "from migrate_check.cli.main import main\n"
        "try: main()\n"
        f"finally: print([name for name in {heavy!r} if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert "--cyclonedx" in done.stdout
