"""The program as its own process: exit codes, streams, signals, colours."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrate_check.lab.running import running_lab
from migrate_check.lab.site import Lab
from tests.functional.program import QUICK, judged, result, say, sides

PROGRAM = (sys.executable, "-W", "error", "-m", "migrate_check")
ROOT = Path(__file__).parents[2]


def environment(**more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LAB_KEY", "HOME") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **more}


def start(*args: str | Path, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        (*PROGRAM, *map(str, args)),
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def on_a_terminal(*args: str | Path, **more: str) -> tuple[int, str]:
    """Exit code and all that a terminal of 80 columns shows."""
    ours, theirs = pty.openpty()
    os.environ.get("LAB_KEY")
    process = subprocess.Popen(
        (*PROGRAM, *map(str, args)),
        env=environment(COLUMNS="80", LINES="24", **more),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b"".join(_until_closed(ours))
    os.close(ours)
    return process.wait(30), shown.decode()


def _until_closed(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # how Linux says that the other end is closed
            return
        if not part:
            return
        yield part


def test_answers_and_progress_go_to_different_streams(broken: Lab) -> None:
    process = start("run", *sides(broken), "--route", "openai-chat", *QUICK)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "verdict  fail" in out
    assert "verdict" not in err
    assert err == "running 8 trials …\n"
    assert "\x1b" not in out + err


def test_a_mistake_is_one_line_and_no_traceback() -> None:
    process = start("run", "--config", "nowhere.yaml")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert out == ""
    assert err.startswith("migrate-check: nowhere.yaml: no such file")
    assert len(err.splitlines()) == 1


def test_an_option_that_does_not_exist() -> None:
    process = start("run", "--repaet", "3")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "--repeat" in err
    assert "Traceback" not in err


def test_a_reader_that_leaves_is_no_error() -> None:
    process = start("rules", "list")
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    assert "Traceback" not in process.stderr.read()
    process.stderr.close()
    assert process.wait(30) in (0, 1)


def test_an_interrupted_run_keeps_what_was_done(lab: Lab) -> None:
    with running_lab(pace=4) as slow:
        process = start("run", *sides(slow), "--route", "openai-chat", "--json", "first.json")
        assert process.stderr
        process.stderr.readline()
        _wait_for_pairs(Path(".migrate-check/runs.sqlite"), process)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 3, err
    assert "verdict  inconclusive" in out
    assert "interrupted" in out
    assert "Traceback" not in err
    assert any(
        "planned trials were not done" in line for line in result("first.json")["not_tested"]
    )
    again = say("recheck", "--json", "again.json")
    assert again.code == 3
    assert "interrupted" in again.out
    assert judged(result("again.json")) == judged(result("first.json"))


def test_a_killed_run_keeps_what_was_done(lab: Lab) -> None:
    with running_lab(pace=4) as slow:
        process = start("run", *sides(slow), "--route", "openai-chat")
        _wait_for_pairs(Path(".migrate-check/runs.sqlite"), process)
        process.kill()
        process.communicate(timeout=60)
    again = say("recheck")
    assert again.code == 3
    assert "killed, or still under way" in again.out


def _wait_for_pairs(store: Path, process: subprocess.Popen[str]) -> None:
    import sqlite3

    while process.poll() is None:
        if store.is_file():
            connection = sqlite3.connect(store, timeout=30)
            try:
                (pairs,) = connection.execute("select count(*) from exchanges").fetchone()
            except sqlite3.OperationalError:
                pairs = 0
            connection.close()
            if pairs >= 4:
                return
    pytest.fail("the run ended before it could be interrupted")


def test_two_runs_share_a_store(broken: Lab) -> None:
    args = ("run", *sides(broken), "--route", "openai-chat", *QUICK)
    processes = [start(*args, "--json", f"{name}.json") for name in ("one", "two")]
    for process in processes:
        _, err = process.communicate(timeout=60)
        assert process.returncode == 1, err
    runs = {result(f"{name}.json")["run_id"] for name in ("one", "two")}
    assert len(runs) == 2
    for name in ("one", "two"):
        say("recheck", result(f"{name}.json")["run_id"], "--json", "again.json")
        assert judged(result("again.json")) == judged(result(f"{name}.json"))


def test_a_terminal_gets_colours_and_progress(broken: Lab) -> None:
    code, shown = on_a_terminal("run", *sides(broken), "--route", "openai-chat", *QUICK)
    assert code == 1
    assert "\x1b[1;31mfail" in shown
    assert "0:00" in shown  # time left


def test_colours_can_be_refused(broken: Lab) -> None:
    args = ("run", *sides(broken), "--route", "openai-chat", *QUICK)
    _, shown = on_a_terminal(*args, NO_COLOR="1")
    assert "verdict" in shown
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", shown)
