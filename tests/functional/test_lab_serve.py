"""`lab serve` and `lab faults`, as programs."""

from __future__ import annotations

import json
import re
import signal
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from migrate_check.lab.fault_rate import parse_fault_rate
from migrate_check.lab.faults.catalogue import FAULTS
from tests.functional.program import loud, result, say
from tests.functional.test_process import start

FREE = ("--provider-port", "0", "--gateway-port", "0")


@contextmanager
def serving(*args: str) -> Iterator[list[str]]:
    """Lines that it prints; it is interrupted at the end, which must be clean."""
    process = start("lab", "serve", *FREE, *args, PYTHONUNBUFFERED="1")
    assert process.stdout
    lines = []
    for text in process.stdout:
        lines.append(text.rstrip("\n"))
        if "Ctrl-C" in text:
            break
    try:
        yield lines
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    assert out.strip() == "stopped"


def ask(lines: list[str], side: str = "gateway") -> str:
    """The bytes of one stream from that side."""
    told = dict(
        line.split(None, 1) for line in lines if line.startswith(("provider", "gateway", "key"))
    )
    body = {"model": "gpt-4o-mini", "stream": True, "messages": [{"role": "user", "content": "Hi"}]}
    request = urllib.request.Request(
        f"{told[side]}/v1/chat/completions",
        json.dumps(body).encode(),
        {"authorization": f"Bearer {told['key']}", "content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        text: str = answer.read().decode()
    return text


def test_what_it_prints_can_be_pasted(lab: object) -> None:
    with serving("--fault", "sse-crlf,oai-done-missing", "--pace", "0") as lines:
        assert all(len(line) <= 80 for line in lines)
        text = "\n".join(lines)
        for name in ("OPENAI_BASE_URL", "ANTHROPIC_BASE_URL", "GOOGLE_GEMINI_BASE_URL"):
            assert re.search(rf"^  export {name}=http://127\.0\.0\.1:\d+", text, re.MULTILINE)
        assert "\r\n" in ask(lines)
        assert "[DONE]" not in ask(lines)
        assert "[DONE]" in ask(lines, "provider")
        command = text[text.index("migrate-check run") : text.index("\n\nCtrl-C")]
        args = command.replace("\\\n", " ").split()[1:]
        said = say(*args, "--scenario", "streaming", "--repeat", "1", "--json", "result.json")
    assert said.code in (0, 1, 3), said.err
    assert {"sse-line-endings-changed", "stream-done-missing"} <= loud(result())


def test_the_same_seed_gives_the_same_answers() -> None:
    def shown(seed: str) -> str:
        with serving("--seed", seed, "--pace", "0") as lines:
            texts = re.findall(r'"content":"([^"]*)"', ask(lines))
            ids = re.findall(r'"id":"([^"]*)"', ask(lines))
        return "".join(texts) + ids[0]

    assert shown("1") == shown("1")
    assert shown("1") != shown("2")


def test_a_taken_port_is_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = say("lab", "serve", "--provider-port", "0", "--gateway-port", port)
    assert said.code == 2
    assert f"127.0.0.1:{port}: cannot listen" in said.error


@pytest.mark.parametrize(("text", "rate"), [("5%", 0.05), ("0.05", 0.05), ("100 %", 1), ("0", 0)])
def test_a_share_is_written_both_ways(text: str, rate: float) -> None:
    assert parse_fault_rate(text) == pytest.approx(rate)


@pytest.mark.parametrize("text", ["2", "101%", "-1", "many", "nan", "%"])
def test_what_is_no_share_is_refused(text: str) -> None:
    said = say("lab", "serve", *FREE, f"--fault-rate={text}")
    assert said.code == 2
    assert "write 5% or 0.05" in said.error


def test_an_unknown_fault_is_refused_with_the_closest() -> None:
    said = say("lab", "serve", *FREE, "--fault", "sse-crlf,sse-comment")
    assert said.code == 2
    assert "sse-comments-injected" in said.error


@pytest.mark.parametrize("args", [("lab", "faults"), ("lab", "serve", "--list-faults")])
def test_every_defect_is_listed(args: tuple[str, ...]) -> None:
    said = say(*args)
    assert said.code == 0
    assert all(len(line) <= 80 for line in said.out.splitlines())
    listed = [line.split()[0] for line in said.out.splitlines() if re.match(r"  \w", line)]
    assert sorted(listed) == sorted(FAULTS)


def test_programs_get_the_list_as_json() -> None:
    said = say("lab", "faults", "--json")
    rows = json.loads(said.out)
    assert sorted(row["id"] for row in rows) == sorted(FAULTS)
    assert {row["harm"] for row in rows} == {"breaking", "degraded", "cosmetic"}
