"""Real providers' recordings: each is observed, and no vendor is accused by its own format.

The recordings lie outside the project; without them these specs are skipped.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from migrate_check.dialects.registry import DIALECTS
from migrate_check.domain.exchange import Side
from migrate_check.domain.observation import BodyKind, Observation, StreamEvent
from migrate_check.domain.scenario import NextTurn, Route
from migrate_check.observe import answer_of, observe_exchange
from tests.corpus.recordings import Recording, corpus_file, recordings

pytestmark = pytest.mark.skipif(
    not corpus_file().exists(),
    reason="no recordings: set MIGRATE_CHECK_CORPUS to the folder of exchanges.jsonl.gz",
)


class Observed(NamedTuple):
    recording: Recording
    observation: Observation


@pytest.fixture(scope="module")
def observed() -> list[Observed]:
    return [
        Observed(recording, observe_exchange(recording.exchange, recording.route, Side.BASELINE))
        for recording in recordings()
    ]


def test_every_recording_is_observed(observed: list[Observed]) -> None:
    assert len(observed) > 3000
    assert {one.recording.route for one in observed} == set(Route)


def test_bodies_are_of_the_recorded_kind(observed: list[Observed]) -> None:
    wrong = [
        (recording.id, recording.kind, observation.body_kind)
        for recording, observation in observed
        if observation.body_kind.value != recording.kind
    ]
    assert wrong == []


NO_CLIENT_CAN_READ = {
    "738df64a5b86e4fe": "an echo service that stands in for a provider on purpose",
}


def test_every_success_is_a_reply_or_an_error(observed: list[Observed]) -> None:
    unread = {
        recording.id
        for recording, observation in observed
        if observation.body_kind in (BodyKind.JSON, BodyKind.SSE)
        and observation.status in range(200, 300)
        and observation.reply is None
        and observation.error is None
    }
    assert unread == set(NO_CLIENT_CAN_READ)


def test_every_http_error_is_an_error(observed: list[Observed]) -> None:
    for recording, observation in observed:
        if observation.status not in range(200, 300):
            assert observation.error is not None, recording.id
            assert observation.error.message, recording.id


# (kind, location) → count. Almost all of it is the recorders' doing: edited answers, dropped
# headers, another provider behind the vendor's address.
EXPLAINED = {
    "openai": {
        # Recorders dropped the header, or a test's author wrote another.
        ("stream-content-type", "header content-type"): 12,
        # Recorded without bodies.
        ("body-empty", "body"): 3,
        # Edited by hand: an answer to another request than the one recorded with it.
        ("usage-unasked", "usage"): 2,
        ("tool-name-unknown", "choices[].delta.tool_calls[].function.name"): 1,
        # A preview model of 2023 sent `finish_details` instead.
        ("finish-missing", "choices[].finish_reason"): 1,
        # The model wrote 3.8 where the schema says integer.
        ("tool-arguments-off-schema", "choices[].message.tool_calls[].function.arguments"): 2,
        # OpenRouter's variants of tool streams, edited and served under OpenAI's address.
        ("leak-routing", "provider"): 7,
        ("stream-start-repeated", "choices[].delta.role"): 7,
        ("stream-finish-missing", "choices[].finish_reason"): 2,
        ("event-unknown", "line"): 1,
        ("tool-arguments-not-json", "choices[].delta.tool_calls[].function.arguments"): 1,
        ("tool-id-duplicate", "choices[].delta.tool_calls[].id"): 1,
        ("tool-index-shared", "choices[].delta.tool_calls[].function.name"): 1,
    },
    "azure-openai": {
        # Azure's first chunk: filter results of the prompt, everything else empty.
        ("stream-choices-empty-early", "choices"): 65,
        ("stream-id-empty", "id"): 65,
        ("enum-unknown", "object"): 65,
        # Filter results without a delta or message.
        ("field-required-missing", "choices[].delta"): 1,
        ("field-required-missing", "choices[].message"): 1,
        # An author wrote the status into the body instead of answering with it.
        ("error-in-2xx", "error"): 1,
        # DeepSeek and others behind Azure: `tool_call`, validation errors of their own.
        ("enum-unknown", "choices[].finish_reason"): 6,
        ("finish-not-tool", "choices[].finish_reason"): 6,
        ("stream-finish-repeated", "choices[].finish_reason"): 1,
        ("error-envelope-foreign", "error"): 2,
        ("error-field-missing", "error.param"): 1,
        # The chunk that should bring the role holds filter results only.
        ("stream-role-missing", "choices[].delta.role"): 1,
    },
    "anthropic": {
        # Recorders dropped the header.
        ("stream-content-type", "header content-type"): 22,
        # The model called a tool without the symbol it needs.
        ("tool-arguments-off-schema", "content[].input"): 1,
    },
}


@pytest.mark.parametrize("provider", EXPLAINED)
def test_vendors_keep_their_own_format(observed: list[Observed], provider: str) -> None:
    counts = Counter(
        (anomaly.kind.value, anomaly.location)
        for recording, observation in observed
        if recording.provider == provider
        for anomaly in observation.anomalies
    )
    assert counts == EXPLAINED[provider]


def test_every_call_can_be_answered(observed: list[Observed]) -> None:
    """The next turn answers each call by its id."""
    answered = 0
    for recording, observation in observed:
        reply = observation.reply
        if reply is None or not observation.ok or not reply.tool_calls:
            continue
        answer = answer_of(recording.exchange, recording.route)
        sent: dict[str, Any] = {"model": "m", "messages": []}
        dialect = DIALECTS[recording.route]
        body = dialect.next_body(sent, answer, NextTurn({"any": "fine"}, None))
        ids = [call.id for call in reply.tool_calls]
        if ids != [None]:
            answered += 1
            assert answered_ids(body) == ids, recording.id
    assert answered > 300


def answered_ids(body: Any) -> list[str]:
    _, *following = body["messages"]
    if following[0]["role"] == "tool":
        return [message["tool_call_id"] for message in following]
    return [block["tool_use_id"] for block in following[0]["content"]]


def clean_streams(observed: list[Observed]) -> list[Observed]:
    """Vendors' streams without any anomaly."""
    return [
        one
        for one in observed
        if one.recording.provider in EXPLAINED
        and one.observation.body_kind is BodyKind.SSE
        and not one.observation.anomalies
    ]


ENDS = {
    Route.OPENAI_CHAT: "stream-done-missing",
    Route.ANTHROPIC_MESSAGES: "stream-terminal-missing",
}


def anomalies_of(one: Observed, events: tuple[StreamEvent, ...]) -> set[str]:
    parsed = DIALECTS[one.recording.route].parse_stream(events, one.observation.asked)
    return {anomaly.kind.value for anomaly in parsed.anomalies}


def test_a_vendors_stream_without_its_end_is_noticed(observed: list[Observed]) -> None:
    streams = clean_streams(observed)
    assert len(streams) > 250
    for one in streams:
        events = one.observation.events
        assert ENDS[one.recording.route] in anomalies_of(one, events[:-1]), one.recording.id


def test_a_vendors_stream_without_its_start_is_noticed(observed: list[Observed]) -> None:
    starts = {"stream-role-missing", "stream-start-missing"}
    for one in clean_streams(observed):
        found = anomalies_of(one, one.observation.events[1:])
        assert found & starts, one.recording.id


def test_a_vendors_stream_said_twice_is_noticed(observed: list[Observed]) -> None:
    for one in clean_streams(observed):
        body = one.observation.events[:-1]
        found = anomalies_of(one, body + one.observation.events)
        assert {"stream-start-repeated", "stream-finish-repeated"} <= found, one.recording.id


def test_line_ends_change_the_framing_only(observed: list[Observed]) -> None:
    for recording, before in clean_streams(observed):
        response = recording.exchange.response
        assert response is not None
        body = response.body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        exchange = replace(recording.exchange, response=replace(response, body=body))
        after = observe_exchange(exchange, recording.route, Side.CANDIDATE)
        assert after.reply == before.reply
        assert after.shape == before.shape
        assert after.anomalies == ()
        assert "crlf" in after.framing
