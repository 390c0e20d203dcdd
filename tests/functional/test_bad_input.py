"""Whatever is wrong: one line that says where and what to do, the right code, nothing lost."""

from __future__ import annotations

import errno
import os
import sqlite3
import ssl
import subprocess
from pathlib import Path
from typing import Any

import pytest

from migrate_check.lab.site import Lab
from tests.functional.program import KEYS, QUICK, loud, result, run, say
from tests.functional.wire import Answer, counting_server, fixed

CONFIG = """\
baseline:
  base_url: http://127.0.0.1:9/v1
  api_key: ${LAB_KEY}
candidate:
  base_url: http://127.0.0.1:9/v1
  api_key: ${LAB_KEY}
model: {openai-chat: gpt-4o-mini}
"""
SCENARIO = """\
route: openai-chat
about: Mine.
cases:
  - case: hello
    about: Greets.
    request:
      model: "${model}"
      messages: [{role: user, content: Hi}]
"""
CHAT = ("--model", "openai-chat=gpt-4o-mini", "--route", "openai-chat", *QUICK)


def bomb() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for depth in range(1, 12):
        lines.append(f"a{depth}: &a{depth} [{', '.join([f'*a{depth - 1}'] * 9)}]")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (CONFIG + "repaet: 3\n", (":8", "repaet", "repeat")),
        (CONFIG + "repeat: many\n", (":8", "repeat")),
        (CONFIG + "repeat: 0\n", (":8", "repeat")),
        (CONFIG + "budget: {usd: -1}\n", (":8", "usd")),
        (CONFIG + "routes: [openai-chta]\n", (":8", "openai-chat")),
        (CONFIG + "policy: {severities: {secret-expose: note}}\n", (":8", "secret-exposed")),
        (CONFIG.replace("${LAB_KEY}", "sk-proj-0123456789abcdefgh", 1), (":3", "${")),
        (CONFIG.replace("LAB_KEY", "NOT_SET_ANYWHERE", 1), (":3", "NOT_SET_ANYWHERE")),
        (CONFIG.replace("http://", "ftp://", 1), (":2", "http")),
        (CONFIG + "\trepeat: 3\n", (":8", "tab")),
        (CONFIG + "model: {openai-chat: gpt-4o}\n", (":8", "model")),
        ("- a list\n", (":1",)),
        ("", ("model",)),
        (CONFIG + "x: [\n", (":",)),
        (bomb(), (":",)),
        ("baseline: &a {headers: *a}\n", (":1",)),
    ],
)
def test_a_wrong_configuration(text: str, named: tuple[str, ...]) -> None:
    Path("migrate-check.yaml").write_text(text)
    said = say("run")
    assert said.code == 2
    assert all(part in said.error for part in named), said.error
    assert "sk-proj" not in said.error
    assert len(said.error) < 400
    assert not Path(".migrate-check").exists()


def test_a_configuration_that_is_no_text() -> None:
    Path("migrate-check.yaml").write_bytes(b"model: \xff\xfe\n")
    said = say("run")
    assert said.code == 2
    assert "migrate-check.yaml" in said.error
    assert "UTF-8" in said.error


def test_a_configuration_that_is_not_there() -> None:
    said = say("run", "--config", "other.yaml")
    assert said.code == 2
    assert "other.yaml: no such file" in said.error
    assert "init" in said.error


def test_nothing_given_at_all() -> None:
    said = say("run")
    assert said.code == 2
    assert "migrate-check init" in said.error
    assert "--baseline-url" in said.error


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (("--repeat", "0"), "--repeat"),
        (("--max-usd", "lots"), "--max-usd"),
        (("--fail-on", "errors"), "--fail-on"),
        (("--require", "speed"), "--require"),
        (("--scenario", "toolz"), "tools"),
        (("--scenario", "./mine.yaml"), "mine.yaml: no such file"),
        (("--candidate-header", "no-colon"), "NAME: VALUE"),
        (("--baseline-key-env", "sk-proj-0123456789abcdefgh"), "--baseline-key-env"),
        (("--set", "repeat"), "KEY=VALUE"),
        (("--json", "-", "--junit", "-"), "standard output"),
    ],
)
def test_a_wrong_option(lab: Lab, args: tuple[str, ...], named: str) -> None:
    said = run(lab, *args) if "--json" not in args else say("run", *args)
    assert said.code == 2
    assert named in said.error
    assert "sk-proj" not in said.error


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (SCENARIO + "\tx: 1\n", (":9", "tab")),
        (SCENARIO + "    about: Twice.\n", (":9", "about")),
        (SCENARIO.replace("request", "reqest"), (":6", "request")),
        (SCENARIO.replace("openai-chat", "openai-chats"), (":1", "openai-chat")),
        (SCENARIO.replace("${model}", "${modle}"), (":7", "modle")),
        (bomb(), (":",)),
        ("", ("mine.yaml",)),
    ],
)
def test_a_wrong_scenario(lab: Lab, text: str, named: tuple[str, ...]) -> None:
    Path("mine.yaml").write_text(text)
    said = run(lab, "--scenario", "mine.yaml")
    assert said.code == 2
    assert "mine.yaml" in said.error
    assert all(part in said.error for part in named), said.error


def compare(lab: Lab, candidate: str, *args: str) -> tuple[int, str]:
    """Exit code and standard output on one line."""
    urls = ("--baseline-url", lab.provider_url, "--candidate-url", candidate)
    said = say("run", *urls, *KEYS, *CHAT, "--total-timeout", "2", "--json", "result.json", *args)
    return said.code, " ".join(said.out.split())


def endless(connection: object) -> None:
    send = connection.sendall  # type: ignore[attr-defined]  # a socket
    send(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
    while True:
        send(b": still here\n\n" * 5000)


@pytest.mark.parametrize(
    ("answer", "rule"),
    [
        (fixed(b"<h1>Hi</h1>", b"Content-Type: text/html\r\n"), "body-not-json"),
        (fixed(b"not json"), "body-not-json"),
        (fixed(b""), "body-empty"),
        (fixed(b"[" * 100_000), "body-not-json"),
        (fixed(b'{"choices":[{"message":{"content":"\xff"}}]}'), "invalid-utf8"),
    ],
)
def test_a_gateway_that_answers_nonsense_fails(lab: Lab, answer: Answer, rule: str) -> None:
    with counting_server(answer) as server:
        code, out = compare(lab, server.url)
    assert code == 1, out
    assert rule in loud(result())


@pytest.mark.parametrize(
    "answer",
    [
        endless,
        lambda connection: None,
        lambda connection: connection.sendall(b"SSH-2.0-OpenSSH_9.6\r\n"),
        fixed(b"oops", status=b"500 Internal Server Error"),
        fixed(b"{}", b"Retry-After: 1\r\n", b"429 Too Many Requests"),
    ],
    ids=["endless", "hangs-up", "no-http", "500", "429"],
)
def test_a_gateway_that_gives_no_answer_is_never_a_pass(lab: Lab, answer: Answer) -> None:
    with counting_server(answer) as server:
        code, out = compare(lab, server.url)
    assert code == 3, out
    assert "candidate-unavailable" in out


@pytest.mark.parametrize(
    "answer",
    [
        fixed(b"<h1>Hi</h1>", b"Content-Type: text/html\r\n"),
        fixed(b"{}"),
        fixed(b""),
        fixed(b"", b"Location: https://login.example/\r\n", b"302 Found"),
        fixed(b'{"error": {"message": "no such model"}}', status=b"404 Not Found"),
    ],
    ids=["html", "other-json", "empty", "redirect", "404"],
)
def test_two_sides_that_are_wrong_alike_are_never_a_pass(answer: Answer) -> None:
    with counting_server(answer) as server:
        urls = ("--baseline-url", server.url, "--candidate-url", server.url)
        said = say("run", *urls, *KEYS, *CHAT)
    assert said.code == 4, said.out
    assert "the baseline has no usable answer" in said.out
    assert "doctor" in said.out


def test_a_model_that_neither_side_has_is_never_a_pass(lab: Lab) -> None:
    code, out = compare(lab, lab.gateway_url, "--model", "openai-chat=gpt-4o-minni")
    assert code == 4
    assert "gpt-4o-minni" in out


def test_tls_where_there_is_none(lab: Lab) -> None:
    code, out = compare(lab, lab.gateway_url.replace("http://", "https://"))
    assert code == 4
    assert "TLS with 127.0.0.1" in out


def test_a_certificate_that_nobody_signed(lab: Lab, here: Path) -> None:
    files = ("-keyout", "key.pem", "-out", "cert.pem", "-days", "2", "-subj", "/CN=127.0.0.1")
    made = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *files)
    subprocess.run(made, check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain("cert.pem", "key.pem")
    with counting_server(fixed(b"{}"), tls) as server:
        code, out = compare(lab, server.url.replace("http://", "https://"))
    assert code == 4
    assert "self-signed certificate" in out or "self signed certificate" in out
    assert "doctor" in out


def test_a_store_that_is_no_database(lab: Lab) -> None:
    Path("notes.txt").write_text("These are my notes, and they stay.\n" * 100)
    before = Path("notes.txt").read_bytes()
    said = run(lab, *QUICK, "--store", "notes.txt")
    assert said.code == 4
    assert "notes.txt is not a database" in said.error
    assert Path("notes.txt").read_bytes() == before


def test_a_store_of_another_program(lab: Lab) -> None:
    other = sqlite3.connect("other.sqlite")
    other.execute("create table bookmarks (url text)")
    other.commit()
    other.close()
    said = run(lab, *QUICK, "--store", "other.sqlite")
    assert said.code == 4
    assert "another program" in said.error
    other = sqlite3.connect("other.sqlite")
    assert other.execute("select count(*) from bookmarks").fetchone() == (0,)
    other.close()


def test_a_store_of_a_newer_version(failed_run: Path) -> None:
    path = Path(".migrate-check/runs.sqlite")
    store = sqlite3.connect(path)
    later = ("migrate-check", "m999_of_the_future", "2099-01-01")
    store.execute(
        "insert into _sqlite_migrations (migration_set, name, applied_at) values (?, ?, ?)", later
    )
    store.commit()
    store.close()
    said = say("recheck")
    assert said.code == 4
    assert "newer" in said.error
    assert "upgrade" in said.error


def test_a_disk_that_is_full(
    failed_run: Path, broken: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(".migrate-check/runs.sqlite")
    connect = sqlite3.connect

    def nearly_full(*args: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*args, **options)
        (pages,) = connection.execute("pragma page_count").fetchone()
        connection.execute(f"pragma max_page_count = {pages + 10}")
        return connection

    with monkeypatch.context() as full:
        full.setattr(sqlite3, "connect", nearly_full)
        said = run(broken, "--repeat", "3", "--set", "seed=7", json_file="other.json")
    assert said.code == 4
    assert f"{path} cannot grow: the disk or the quota is full" in said.error
    # What was there before is still there, and what was added before the disk was full.
    assert say("recheck", result()["run_id"]).code == 1
    assert say("recheck", "latest", "--json", "partial.json").code in (1, 3)
    assert result("partial.json")["run_id"] != result()["run_id"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission(failed_run: Path) -> None:
    Path("locked").mkdir(mode=0o555)
    said = say("recheck", "--json", "locked/result.json")
    assert said.code == 4
    assert "locked/result.json" in said.error


@pytest.mark.parametrize("option", ["--html", "--json", "--junit", "--markdown", "--record"])
def test_an_output_that_cannot_be_written_costs_no_request(lab: Lab, option: str) -> None:
    Path("file").write_text("")
    with counting_server() as server:
        urls = ("--baseline-url", server.url, "--candidate-url", server.url)
        said = say("run", *urls, *KEYS, *CHAT, option, "file/below")
        assert server.requests == 0
    assert said.code == 4
    assert "file/below" in said.error


def test_a_report_that_fails_after_all_loses_no_run(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as later:
        later.setattr("migrate_check.report.files._replace", full)
        said = run(lab, *CHAT)
    assert said.code == 4
    assert "No space left on device" in said.error
    assert "migrate-check recheck 2" in said.error
    assert say("recheck").code == 0
