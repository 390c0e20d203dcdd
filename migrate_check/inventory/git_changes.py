"""Which files git says were changed since a revision."""

from __future__ import annotations

import subprocess
from pathlib import Path

from migrate_check.domain.errors import UsageError

_PATIENCE_S = 60


def changed_files(folder: Path, base: str) -> frozenset[Path]:
    """Absolute paths of files changed since the work tree left `base`, untracked ones included.

    Raises UsageError: no git, no repository, no such revision.
    """
    if base.startswith("-"):
        raise UsageError(f"--changed {base}: not a revision")
    top = Path(_git(folder, base, "rev-parse", "--show-toplevel").removesuffix("\n"))
    # Asked first, for a message that names the revision and not an option of `diff`.
    _git(folder, base, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}")
    wanted = ("--name-only", "-z", "--no-ext-diff", "--diff-filter=d", "--merge-base")
    changed = _git(top, base, "diff", *wanted, base, "--")
    untracked = _git(top, base, "ls-files", "-z", "--others", "--exclude-standard")
    names = {name for name in (changed + untracked).split("\0") if name}
    return frozenset(top / name for name in names)


def _git(folder: Path, base: str, *arguments: str) -> str:
    command = ["git", "-C", str(folder), "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE_S, check=False)
    except FileNotFoundError:
        raise UsageError("--changed needs git: install it, or scan without --changed") from None
    except subprocess.TimeoutExpired:
        raise UsageError(f"--changed {base}: git did not answer in {_PATIENCE_S} s") from None
    if done.returncode:
        raise UsageError(f"--changed {base}: {_reason(done.stderr, folder)}")
    return done.stdout.decode("utf-8", "surrogateescape")


def _reason(stderr: bytes, folder: Path) -> str:
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    if not lines:
        return "git knows no such revision; fetch it, or name another"
    if "not a git repository" in lines[0]:
        return f"{folder} is in no git repository; scan without --changed"
    return lines[0].removeprefix("fatal: ")
