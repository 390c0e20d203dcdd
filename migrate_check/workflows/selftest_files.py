"""A self-test to the files that the user asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from migrate_check.domain.selftest import SelfTest
from migrate_check.gate.grade import Grade
from migrate_check.workflows.output_files import write_text
from migrate_check.workflows.write_reports import Outputs


@dataclass(frozen=True, slots=True)
class SelfTestFiles:
    """Where it goes; None is not wanted, `-` is standard output."""

    json: Path | None = None
    html: Path | None = None

    @property
    def outputs(self) -> Outputs:
        """The same as a run's outputs, which know what to refuse."""
        return Outputs(html=self.html, json=self.json)


def write_selftest(
    tested: SelfTest, graded: Grade, wanted: SelfTestFiles
) -> tuple[tuple[str, Path], ...]:
    """Write; returns (label, path) of each file. CannotRunError where a path is not writable."""
    from migrate_check.report.selftest_json import selftest_json
    from migrate_check.report.selftest_page import selftest_html

    written = []
    for label, path, text in (
        ("json", wanted.json, selftest_json),
        ("report", wanted.html, selftest_html),
    ):
        if path is not None:
            write_text(path, text(tested, graded))
            written.append((label, path))
    return tuple(written)
