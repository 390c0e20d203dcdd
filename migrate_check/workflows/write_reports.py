"""A result to the files that the user asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from migrate_check.domain.finding import Severity
from migrate_check.domain.result import Result
from migrate_check.rules.catalogue import RULES


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where reports go; None is not wanted, except `html`, which has a default."""

    html: Path | None = None
    json: Path | None = None
    junit: Path | None = None
    markdown: Path | None = None
    show_prompts: bool = False


def write_reports(
    result: Result, outputs: Outputs, folder: Path, fail_on: Severity
) -> tuple[tuple[str, Path], ...]:
    """Write and return (label, path) of each file. CannotRunError where a path is not writable."""
    from migrate_check.report.files import write
    from migrate_check.report.html import render_html
    from migrate_check.report.junit import junit_xml
    from migrate_check.report.markdown import markdown
    from migrate_check.report.result_json import result_json

    explanations = {rule.id: rule.explanation for rule in RULES}
    html = outputs.html or folder / f"{result.run.run_id}.html"
    write(html, render_html(result, explanations, show_prompts=outputs.show_prompts))
    written = [("report", html)]
    if outputs.json:
        write(outputs.json, result_json(result))
        written.append(("json", outputs.json))
    if outputs.junit:
        write(outputs.junit, junit_xml(result, fail_on))
        written.append(("junit", outputs.junit))
    if outputs.markdown:
        write(outputs.markdown, markdown(result))
        written.append(("markdown", outputs.markdown))
    return tuple(written)
