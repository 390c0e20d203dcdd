"""A failing run: its verdict, its files, and what they must not contain."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import jsonschema

import migrate_check
from tests.functional.program import result, say
from tests.functional.secret import traces


def test_a_faulty_gateway_fails_for_stated_reasons(failed_run: Path) -> None:
    out = Path("stdout.txt").read_text()
    assert Path("exit_code.txt").read_text() == "1"
    assert "verdict  fail" in out
    assert "secret-exposed" in out


def test_progress_is_not_mixed_into_the_answer(failed_run: Path) -> None:
    assert Path("stderr.txt").read_text().startswith("running ")
    assert "running" not in Path("stdout.txt").read_text()


def test_the_output_fits_eighty_columns(failed_run: Path) -> None:
    lines = Path("stdout.txt").read_text().splitlines()
    wide = [line for line in lines if len(line) > 80 and not line.startswith(("report", "json"))]
    assert not wide


def test_no_line_ends_in_blanks(failed_run: Path) -> None:
    lines = Path("stdout.txt").read_text().splitlines()
    assert not [line for line in lines if line != line.rstrip()]


def test_rows_of_the_findings_table_differ(failed_run: Path) -> None:
    out = Path("stdout.txt").read_text()
    for route in out.split("\n\n"):
        rows = [row for row in route.splitlines() if row.startswith(("  error ", "  warning "))]
        assert len(rows) == len(set(rows))
    assert "stop_reason" in out  # where two findings of one rule differ


def test_the_result_document_is_what_its_schema_says(failed_run: Path) -> None:
    folder = Path(migrate_check.__file__).parent / "report" / "schemas"
    schema = json.loads((folder / "result-v1.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(result())
    assert result()["verdict"] == "fail"
    assert result()["exit_code"] == 1
    assert result()["not_tested"]


def test_junit_names_every_failing_rule(failed_run: Path) -> None:
    root = ElementTree.parse("junit.xml").getroot()
    suites = root.iter("testsuite")
    assert sum(int(suite.get("failures", 0)) for suite in suites) > 0
    text = Path("junit.xml").read_text()
    errors = {f["rule"] for f in result()["findings"] if f["severity"] == "error"}
    assert errors
    assert all(rule in text for rule in errors)


def test_markdown_states_verdict_and_findings(failed_run: Path) -> None:
    text = Path("comment.md").read_text()
    assert "fail" in text.lower()
    assert all(f["rule"] in text for f in result()["findings"] if f["severity"] == "error")


def test_the_report_stands_alone(failed_run: Path) -> None:
    text = Path("report.html").read_text()
    assert all(f["fingerprint"] in text for f in result()["findings"])
    assert 'src="http' not in text
    assert "<link" not in text


def test_the_key_is_nowhere(failed_run: Path) -> None:
    assert not traces(failed_run)


def test_json_goes_to_standard_output_on_request(failed_run: Path) -> None:
    said = say("recheck", "--json", "-")
    assert json.loads(said.out)["verdict"] == "fail"
    assert "verdict  fail" in said.err
    assert said.code == 1
