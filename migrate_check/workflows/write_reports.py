"""A result to the files that the user asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

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


def write_reports(result: Result, outputs: Outputs, folder: Path) -> tuple[tuple[str, Path], ...]:
    """Write and return (label, path) of each file. CannotRunError where a path is not writable."""
    from migrate_check.report.files import write
    from migrate_check.report.html import render_html
    from migrate_check.report.junit import render_junit
    from migrate_check.report.markdown import render_markdown
    from migrate_check.report.result_json import result_document

    explanations = {rule.id: rule.explanation for rule in RULES}
    html = outputs.html or folder / f"{result.run.run_id}.html"
    write(html, render_html(result, explanations, show_prompts=outputs.show_prompts))
    written = [("report", html)]
    if outputs.json:
        write(outputs.json, json.dumps(result_document(result), indent=2, ensure_ascii=False) + "\n")
        written.append(("json", outputs.json))
    if outputs.junit:
        write(outputs.junit, render_junit(result))
        written.append(("junit", outputs.junit))
    if outputs.markdown:
        write(outputs.markdown, render_markdown(result))
        written.append(("markdown", outputs.markdown))
    return tuple(written)
