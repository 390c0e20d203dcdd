"""The program as a user starts it, in this process."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from migrate_check.cli.main import main
from migrate_check.lab.site import Lab

CORE = ("minimal", "streaming", "tools", "errors")
"""The packs that everybody relies on; all packs together take their time."""
CORE_PACKS = tuple(part for pack in CORE for part in ("--scenario", pack))
QUICK = ("--scenario", "minimal", "--repeat", "1", "--warmup", "0")
"""The fewest requests that still give a verdict."""
KEYS = ("--baseline-key-env", "LAB_KEY", "--candidate-key-env", "LAB_KEY")
MODELS = (
    *("--model", "openai-chat=gpt-4o-mini"),
    *("--model", "anthropic-messages=claude-haiku-4-5"),
    *("--model", "openai-responses=gpt-5.2"),
    *("--model", "gemini=gemini-3-flash-preview"),
    *("--model", "openai-responses=gpt-5.2"),
)


@dataclass(frozen=True)
class Said:
    """What one call of the program left behind."""

    code: int
    out: str
    err: str

    @property
    def error(self) -> str:
        """The one line on standard error that explains an exit; no traceback, nothing else."""
        lines = [line for line in self.err.splitlines() if line and not line.startswith("running")]
        assert len(lines) == 1, self.err
        assert lines[0].startswith("migrate-check: "), self.err
        return lines[0]


def say(*args: str | Path) -> Said:
    """Call `migrate-check` with these arguments. A bug is an exception here, not a result."""
    out, err = StringIO(), StringIO()
    argv = ["migrate-check", *map(str, args)]
    with patch.object(sys, "argv", argv), redirect_stdout(out), redirect_stderr(err):
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
    return Said(code, out.getvalue(), err.getvalue())


def sides(lab: Lab) -> tuple[str, ...]:
    """Options that compare the lab's provider with its gateway."""
    return (
        *("--baseline-url", lab.provider_url, "--candidate-url", lab.gateway_url),
        *("--context-window", str(lab.context_window), "--concurrency", "8"),
        *(*KEYS, *MODELS),
    )


def run(lab: Lab, *args: str | Path, json_file: Path | str = "result.json") -> Said:
    """`migrate-check run` between the lab's provider and its gateway."""
    return say("run", *sides(lab), *args, "--json", json_file)


def result(path: Path | str = "result.json") -> dict[str, Any]:
    """The result document."""
    document: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    return document


def loud(document: dict[str, Any]) -> set[str]:
    """Rules with an error or a warning."""
    return {f["rule"] for f in document["findings"] if f["severity"] != "note"}


def judged(document: dict[str, Any]) -> tuple[Any, ...]:
    """The part of a result that a second judgement of the same exchanges must repeat."""
    parts: Sequence[str] = ("verdict", "exit_code", "findings", "undecided", "routes")
    return tuple(document[part] for part in parts)
