"""What a scenario can ask for beyond one request: over real HTTP, from the command line."""

from __future__ import annotations

import re
import sqlite3
import threading
from pathlib import Path
from socket import socket
from typing import Any

import pytest

from migrate_check.lab.running import running_lab
from migrate_check.lab.site import Lab
from tests.functional.program import Said, judged, loud, result, run, say
from tests.functional.secret import traces
from tests.functional.wire import Answer, Counting, counting_server, fixed

ONCE = ("--repeat", "1", "--warmup", "0", "--route", "openai-chat")
REPLY = b"""{"id": "c-1", "object": "chat.completion", "created": 1, "model": "gpt-4o-mini",
"choices": [{"index": 0, "message": {"role": "assistant", "content": "Hi."},
"finish_reason": "stop"}], "usage": {"prompt_tokens": 1, "completion_tokens": 1,
"total_tokens": 2}}"""
REQUEST = '{model: "${model}", messages: [{role: user, content: "Say hi to ${nonce}."}]}'
STREAM = b"Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n"


def scenario(case: str) -> str:
    path = Path("words.yaml")
    path.write_text(f"route: openai-chat\ncases:\n  - {case}\n", encoding="utf-8")
    return f"./{path}"


def compare(baseline: Counting, candidate: Counting, case: str, *args: str) -> Said:
    urls = ("--baseline-url", baseline.url, "--candidate-url", candidate.url)
    keys = ("--baseline-key-env", "LAB_KEY", "--candidate-key-env", "LAB_KEY")
    model = ("--model", "gpt-4o-mini", "--scenario", scenario(case))
    return say("run", *urls, *keys, *model, *ONCE, *args, "--json", "result.json")


def body_of(request: bytes) -> bytes:
    return request.partition(b"\r\n\r\n")[2]


def test_again_sends_the_same_bytes_even_after_an_error() -> None:
    error = fixed(b'{"error": {"message": "no", "type": "x", "code": null}}', status=b"400 No")
    with counting_server(error) as server:
        case = f"{{case: a, expects: error, request: {REQUEST}, then: [{{again: true}}]}}"
        said = compare(server, server, case)
        assert len(server.heard) == 4, said.err
        assert len({body_of(request) for request in server.heard}) == 1


def test_a_raw_body_can_be_sent_again() -> None:
    with counting_server(fixed(REPLY)) as server:
        compare(server, server, "{case: a, raw_body: '{', then: [{again: true}]}")
        assert [body_of(request) for request in server.heard] == [b"{"] * 4


def test_headers_of_a_case_are_sent_and_filled() -> None:
    with counting_server(fixed(REPLY)) as server:
        case = f'{{case: a, request: {REQUEST}, headers: {{X-Beta: "b-${{nonce}}"}}}}'
        assert compare(server, server, case).code == 0
        names = {
            re.findall(rb"X-Beta: (b-[0-9a-f]{12})\r\n", request)[0] for request in server.heard
        }
        assert len(names) == 1


@pytest.mark.parametrize(
    ("auth", "place"),
    [
        ("bearer", b"Authorization: Bearer %s\r\n"),
        ("x-api-key", b"x-api-key: %s\r\n"),
        ("x-goog-api-key", b"x-goog-api-key: %s\r\n"),
        ("key-in-query", b"?key=%s HTTP/1.1\r\n"),
    ],
)
def test_the_valid_key_goes_where_the_case_says(auth: str, place: bytes, lab: Lab) -> None:
    with counting_server(fixed(REPLY)) as server:
        assert compare(server, server, f"{{case: a, request: {REQUEST}, auth: {auth}}}").code == 0
        for request in server.heard:
            assert place % lab.key.encode() in request
            assert request.count(lab.key.encode()) == 1


@pytest.mark.parametrize("broken", [False, True], ids=["answered", "refused"])
def test_a_key_in_the_query_is_left_nowhere(broken: bool, here: Path, lab: Lab) -> None:
    """Not in the store, cassettes, reports, errors or on the screen, however the side answers."""
    echo: Answer = lambda connection: connection.sendall(  # noqa: E731
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nLocation: /v1/x?key=%s&a=1\r\n\r\n"
        % lab.key.encode()
    )
    with counting_server(fixed(REPLY)) as baseline, counting_server(echo) as other:
        case = f"{{case: a, request: {REQUEST}, auth: key-in-query}}"
        outputs = ("--record", "cassettes", "--junit", "j.xml", "--markdown", "m.md")
        said = compare(baseline, other if broken else baseline, case, *outputs)
    assert said.code == (1 if broken else 0), said.out + said.err
    assert lab.key not in said.out + said.err
    assert not traces(here)


def test_a_dead_side_does_not_quote_the_key_in_the_query(here: Path, lab: Lab) -> None:
    def hang_up(connection: socket) -> None:
        connection.close()

    with counting_server(hang_up) as server:
        said = compare(server, server, f"{{case: a, request: {REQUEST}, auth: key-in-query}}")
    assert lab.key not in said.out + said.err
    assert not traces(here)


def test_a_burst_arrives_at_one_moment_whatever_the_concurrency() -> None:
    """The server answers nobody before all are there."""
    everybody = threading.Barrier(16, timeout=30)

    def together(connection: socket) -> None:
        everybody.wait()
        fixed(REPLY)(connection)

    with counting_server(together) as server:
        case = f"{{case: a, request: {REQUEST}, burst: 8}}"
        said = compare(server, server, case, "--concurrency", "1")
        nonces = {re.findall(rb"hi to ([0-9a-f]+)", request)[0] for request in server.heard}
    assert "8 trials, at most 16 requests" in said.out
    assert len(server.heard) == 16
    assert len(nonces) == 8
    assert result()["run"]["done_trials"] == 8


def test_a_burst_that_the_budget_does_not_allow_is_not_begun() -> None:
    with counting_server(fixed(REPLY)) as server:
        case = f"{{case: a, request: {REQUEST}, burst: 8}}"
        said = compare(server, server, case, "--max-requests", "15")
        assert server.requests == 0
    assert "the next burst of 8 needs up to 16" in " ".join(said.out.split())


def streaming(pieces: int) -> Answer:
    """A stream of so many events, each a chunk; then silence until the client is gone."""

    def answer(connection: socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + STREAM + b"\r\n")
        for number in range(pieces):
            event = b'data: {"choices": [{"index": 0, "delta": {"content": "%d"}}]}\n\n' % number
            connection.sendall(b"%x\r\n%s\r\n" % (len(event), event))
        connection.settimeout(20)
        while connection.recv(1024):
            pass

    return answer


EVENT = (
    b'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":'
    b'[{"index":0,"delta":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}\n\n'
)
WHOLE = fixed(EVENT + b"data: [DONE]\n\n", head=b"Content-Type: text/event-stream\r\n")
CANCELLED = f"{{case: a, stream: true, request: {REQUEST}, cancel_after_events: 2}}"


def test_hanging_up_is_nobodys_failure() -> None:
    with counting_server(streaming(3)) as server:
        said = compare(server, server, CANCELLED)
    document = result()
    assert said.code == 0, said.out
    assert document["findings"] == []
    assert document["undecided"] == []
    assert [count["failures"] for count in document["transport"]] == [{}, {}]
    assert not any("a+stream" in line for line in document["not_tested"])


@pytest.mark.parametrize(
    ("candidate", "rule"),
    [
        (fixed(b'{"error": {"message": "no"}}', status=b"400 No"), "success-became-error"),
        (fixed(b'{"error": {"message": "no"}}', status=b"502 No"), "candidate-unavailable"),
        (lambda connection: connection.close(), "candidate-unavailable"),
    ],
    ids=["400", "502", "reset"],
)
def test_what_fails_before_the_hang_up_is_judged_as_usual(candidate: Answer, rule: str) -> None:
    with counting_server(streaming(3)) as baseline, counting_server(candidate) as other:
        said = compare(baseline, other, CANCELLED, "--repeat", "3")
    assert said.code == 1, said.out
    assert rule in loud(result())


def test_a_hang_up_that_the_baseline_refuses_is_judged_as_usual() -> None:
    refused = fixed(b'{"error": {"message": "no", "type": "x"}}', status=b"400 No")
    with counting_server(refused) as baseline, counting_server(streaming(3)) as other:
        said = compare(baseline, other, CANCELLED, "--set", "scenarios=[./words.yaml]")
    assert "error-hidden-as-success" in loud(result()), said.out


def test_the_request_after_a_hang_up_must_work() -> None:
    """A gateway that keeps the slot of a client that is gone has none for the next request."""
    case = CANCELLED[:-1] + ", then: [{again: true}]}"
    busy = fixed(b'{"error": {"message": "busy"}}', status=b"503 Busy")
    with (
        counting_server(_alternating(streaming(3), WHOLE)) as fine,
        counting_server(_alternating(streaming(3), busy)) as stuck,
    ):
        said = compare(fine, stuck, case, "--repeat", "3", "--concurrency", "1")
    found = [f for f in result()["findings"] if f["rule"] == "candidate-unavailable"]
    assert found, said.out
    assert found[0]["cases"] == ["openai-chat/words/a+stream#2"]


def sse(_: bytes) -> Answer:
    event = b'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":'
    event += (
        b'[{"index":0,"delta":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}\n\n'
    )
    return fixed(event + b"data: [DONE]\n\n", head=b"Content-Type: text/event-stream\r\n")


def _alternating(*answers: Answer) -> Answer:
    number = 0
    lock = threading.Lock()

    def answer(connection: socket) -> None:
        nonlocal number
        with lock:
            mine = answers[number % len(answers)]
            number += 1
        mine(connection)

    return answer


def test_all_words_together_are_replayed_as_they_were(lab: Lab) -> None:
    """Bursts, repeated requests and hang-ups from a recording: the same findings, no network."""
    plain = '{model: "${model}", messages: [{role: user, content: Hi}]}'
    again, more = "{again: true}", '{user: "And now?"}'
    cut = f"stream: true, cancel_after_events: 2, then: [{again}]"
    cases = (
        f"{{case: same, request: {plain}, burst: 4}}",
        f"{{case: again, request: {REQUEST}, then: [{again}, {more}]}}",
        f"{{case: cut, request: {REQUEST}, {cut}}}",
        f"{{case: placed, request: {plain}, auth: x-api-key}}",
    )
    scenario("\n  - ".join(cases))
    args = ("--scenario", "./words.yaml", "--repeat", "2", "--control", "1", "--warmup", "0")
    with running_lab(faults=("oai-finish-empty-string",), pace=0.1) as broken:
        said = run(broken, "--route", "openai-chat", *args, "--record", "cassettes")
        assert said.code == 1, said.out
        live = result()
        again = run(broken, "--route", "openai-chat", *args, "--replay", "cassettes")
    assert again.code == 1, again.out + again.err
    parts = ("rule", "fingerprint", "occurrences", "trials")

    def found(document: dict[str, Any]) -> list[list[object]]:
        """Cases stand in the order in which they were done, which is another one."""
        return [[*(f[part] for part in parts), sorted(f["cases"])] for f in document["findings"]]

    assert found(result()) == found(live)
    said = say("recheck", "--json", "rechecked.json")
    assert judged(result("rechecked.json")) == judged(result())


def test_trials_know_their_burst_in_the_store(lab: Lab) -> None:
    case = scenario(f"{{case: a, request: {REQUEST}, burst: 3}}")
    run(lab, "--scenario", case, *ONCE, "--control", "1")
    with sqlite3.connect(".migrate-check/runs.sqlite") as connection:
        rows = connection.execute(
            "select burst, control, count(*), count(distinct nonce) from exchanges group by 1, 2"
        ).fetchall()
    assert rows == [(1, 0, 3, 3), (2, 1, 2, 2)]


def numbered(answers: list[bytes], rest: bytes) -> Answer:
    """These answers by order of arrival, then one for all that follow."""
    left = list(answers)
    lock = threading.Lock()

    def answer(connection: socket) -> None:
        with lock:
            body = left.pop(0) if left else rest
        fixed(body)(connection)

    return answer


def test_control_shows_what_the_baseline_does_by_itself() -> None:
    """The baseline loses the id as often as the candidate: only the control tells."""
    without = REPLY.replace(b'"id": "c-1", ', b"")
    case = f"{{case: a, request: {REQUEST}}}"
    one = ("--concurrency", "1", "--repeat", "1", "--warmup", "0")
    with counting_server(fixed(without)) as candidate:
        with counting_server(fixed(REPLY)) as baseline:
            said = compare(baseline, candidate, case, *one)
            assert said.code == 1
            assert "required-field-missing" in loud(result())
            assert result()["dropped_by_control"] == []
        with counting_server(numbered([REPLY], without)) as baseline:
            outputs = ("--control", "5", "--markdown", "m.md", "--html", "r.html")
            said = compare(baseline, candidate, case, *one, *outputs)
            assert baseline.requests == 11
    document = result()
    assert said.code == 0, said.out
    assert "6 trials (5 of them control), at most 12 requests" in said.out
    assert "baseline against baseline shows too: required-field-missing" in " ".join(
        said.out.split()
    )
    assert document["dropped_by_control"] == [
        {
            "rule": "required-field-missing",
            "route": "openai-chat",
            "location": "id",
            "subject": "",
            "count": 1,
        }
    ]
    assert document["run"]["planned_trials"] == document["run"]["done_trials"] == 1
    assert document["run"]["control_trials"] == document["run"]["planned_control_trials"] == 5
    assert all(row["control_n"] in (0, 5) for row in document["latency"])
    assert "Dropped by the control" in Path("m.md").read_text(encoding="utf-8")
    assert "Dropped by the control" in Path("r.html").read_text(encoding="utf-8")
    again = say("recheck", "--json", "again.json")
    assert again.code == 0
    assert judged(result("again.json")) == judged(document)
    assert result("again.json")["dropped_by_control"] == document["dropped_by_control"]


def test_control_counts_against_the_budget() -> None:
    with counting_server(fixed(REPLY)) as server:
        case = f"{{case: a, request: {REQUEST}}}"
        said = compare(server, server, case, "--control", "4", "--max-requests", "6")
        assert server.requests == 6
    assert said.code == 3
    assert result()["run"]["control_trials"] == 2
