"""A result to the files that the user asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from migrate_check.domain.finding import Severity
from migrate_check.domain.result import Result
from migrate_check.rules.catalogue import RULES
from migrate_check.workflows.output_files import (
    STDOUT,
    refuse_two_on_stdout,
    refuse_unwritable,
    write_text,
)


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where reports go; None is not wanted, except `html`, which has a default.

    One of them may be `-`, standard output. ConfigError for a second one.
    """

    html: Path | None = None
    json: Path | None = None
    junit: Path | None = None
    markdown: Path | None = None
    show_prompts: bool = False

    def __post_init__(self) -> None:
        refuse_two_on_stdout(self._files)

    @property
    def takes_stdout(self) -> bool:
        """A report is written there, so nothing else may be."""
        return STDOUT in self._files

    def refuse_unwritable(self) -> None:
        """Make the folders. CannotRunError now is better than after a run that cost money."""
        refuse_unwritable(self._files)

    @property
    def _files(self) -> tuple[Path | None, ...]:
        return (self.html, self.json, self.junit, self.markdown)


def write_reports(
    result: Result, outputs: Outputs, folder: Path, fail_on: Severity
) -> tuple[tuple[str, Path], ...]:
    """Write and return (label, path) of each file. CannotRunError where a path is not writable."""
    from migrate_check.report.html import render_html
    from migrate_check.report.junit import junit_xml
    from migrate_check.report.markdown import markdown
    from migrate_check.report.result_json import result_json

    explanations = {rule.id: rule.explanation for rule in RULES}
    html = outputs.html or folder / f"{result.run.run_id}.html"
    texts: tuple[tuple[str, Path | None, Callable[[], str]], ...] = (
        (
            "report",
            html,
            lambda: render_html(result, explanations, show_prompts=outputs.show_prompts),
        ),
        ("json", outputs.json, lambda: result_json(result)),
        ("junit", outputs.junit, lambda: junit_xml(result, fail_on)),
        ("markdown", outputs.markdown, lambda: markdown(result)),
    )
    wanted = [(label, path, text) for label, path, text in texts if path is not None]
    for _, path, text in wanted:
        write_text(path, text())
    return tuple((label, path) for label, path, _ in wanted if path != STDOUT)
