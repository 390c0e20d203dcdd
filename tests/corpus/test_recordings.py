"""Real providers' recordings: each is observed, and what is broken on purpose is noticed.

The recordings lie outside the project; without them these specs are skipped.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from migrate_check.dialects.json_fields import as_array
from migrate_check.dialects.registry import DIALECTS
from migrate_check.domain.exchange import Side
from migrate_check.domain.observation import BodyKind, StreamEvent
from migrate_check.domain.scenario import NextTurn, Route
from migrate_check.observe import answer_of, observe_exchange
from tests.corpus import judging
from tests.corpus.judging import Seen
from tests.corpus.recordings import corpus_file

pytestmark = pytest.mark.skipif(
    not corpus_file().exists(),
    reason="no recordings: set MIGRATE_CHECK_CORPUS to the folder of exchanges.jsonl.gz",
)


@pytest.fixture(scope="module")
def observed() -> tuple[Seen, ...]:
    return judging.observed()


NOT_RECORDED = {Route.AUDIO_SPEECH, Route.AUDIO_TRANSCRIPTION}


def test_every_recording_is_observed(observed: tuple[Seen, ...]) -> None:
    assert len(observed) > 3000
    assert {one.recording.route for one in observed} == set(Route) - NOT_RECORDED


def test_bodies_are_of_the_recorded_kind(observed: tuple[Seen, ...]) -> None:
    wrong = [
        (recording.id, recording.kind, observation.body_kind)
        for recording, observation in observed
        if observation.body_kind.value != recording.kind
    ]
    assert wrong == []


NO_CLIENT_CAN_READ = {
    "738df64a5b86e4fe": "an echo service that stands in for a provider on purpose",
    "2e0f846c40699b12": "a router's stored prompts, filed under completions, answer as chat",
    "4b9ecc6b184e5a02": "as above",
}


def test_every_success_is_a_reply_or_an_error(observed: tuple[Seen, ...]) -> None:
    unread = {
        recording.id
        for recording, observation in observed
        if observation.body_kind in (BodyKind.JSON, BodyKind.SSE)
        and observation.status in range(200, 300)
        and observation.reply is None
        and observation.error is None
    }
    assert unread == set(NO_CLIENT_CAN_READ)


def test_every_http_error_is_an_error(observed: tuple[Seen, ...]) -> None:
    for recording, observation in observed:
        if observation.status not in range(200, 300):
            assert observation.error is not None, recording.id
            assert observation.error.message, recording.id


def test_every_call_can_be_answered(observed: tuple[Seen, ...]) -> None:
    """The next turn answers each call by its id."""
    answered = 0
    for recording, observation in observed:
        reply = observation.reply
        if reply is None or not observation.ok or not reply.tool_calls:
            continue
        answer = answer_of(recording.exchange, recording.route)
        sent: dict[str, Any] = {"model": "m", "messages": [], "input": []}
        dialect = DIALECTS[recording.route]
        body = dialect.next_body(sent, answer, NextTurn({"any": "fine"}, None))
        ids = [call.id for call in reply.tool_calls]
        if ids != [None] or recording.route is Route.GEMINI:
            answered += 1
            assert answered_ids(body) == ids, recording.id
    assert answered > 300


RESULTS = ("function_call_output", "custom_tool_call_output")


def answered_ids(body: Any) -> list[str | None]:
    if "contents" in body:
        parts = body["contents"][-1]["parts"]
        return [part["functionResponse"].get("id") for part in parts]
    results = [item for item in body.get("input", []) if item["type"] in RESULTS]
    if results:
        return [item["call_id"] for item in results]
    _, *following = body["messages"]
    if following[0]["role"] == "tool":
        return [message["tool_call_id"] for message in following]
    return [block["tool_use_id"] for block in following[0]["content"]]


def clean_streams(observed: tuple[Seen, ...]) -> list[Seen]:
    """Vendors' streams without any anomaly."""
    return [
        one
        for one in observed
        if one.recording.first_party
        and one.observation.body_kind is BodyKind.SSE
        and not one.observation.anomalies
    ]


ENDS = {
    Route.OPENAI_CHAT: "stream-done-missing",
    Route.ANTHROPIC_MESSAGES: "stream-terminal-missing",
    Route.OPENAI_RESPONSES: "stream-terminal-missing",
    Route.OPENAI_COMPLETIONS: "stream-done-missing",
}


UNANNOUNCED = {Route.OPENAI_COMPLETIONS}
"""Routes whose first event is like any other."""


def anomalies_of(one: Seen, events: tuple[StreamEvent, ...]) -> set[str]:
    parsed = DIALECTS[one.recording.route].parse_stream(events, one.observation.asked)
    return {anomaly.kind.value for anomaly in parsed.anomalies}


def test_a_vendors_stream_without_its_end_is_noticed(observed: tuple[Seen, ...]) -> None:
    streams = clean_streams(observed)
    assert len(streams) > 250
    for one in streams:
        events = one.observation.events
        assert ENDS[one.recording.route] in anomalies_of(one, events[:-1]), one.recording.id


def test_a_vendors_stream_without_its_start_is_noticed(observed: tuple[Seen, ...]) -> None:
    starts = {"stream-role-missing", "stream-start-missing"}
    for one in clean_streams(observed):
        if one.recording.route in UNANNOUNCED:
            continue
        found = anomalies_of(one, one.observation.events[1:])
        assert found & starts, one.recording.id


def test_a_vendors_stream_said_twice_is_noticed(observed: tuple[Seen, ...]) -> None:
    for one in clean_streams(observed):
        body = one.observation.events[:-1]
        found = anomalies_of(one, body + one.observation.events)
        if one.recording.route in UNANNOUNCED:
            assert "stream-content-after-finish" in found, one.recording.id
            continue
        assert "stream-start-repeated" in found, one.recording.id
        assert found & {"stream-finish-repeated", "item-index-shared"}, one.recording.id


def test_line_ends_change_the_framing_only(observed: tuple[Seen, ...]) -> None:
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


def gemini_streams(observed: tuple[Seen, ...]) -> list[Seen]:
    """Google's streams, as events or as one array."""
    return [
        one
        for one in observed
        if one.recording.route is Route.GEMINI
        and one.recording.provider in ("google-gemini", "google-vertex")
        and (one.observation.events or isinstance(one.observation.document, list))
    ]


def documents(one: Seen) -> list[Any]:
    seen = one.observation
    return [event.document for event in seen.events] or list(as_array(seen.document))


def test_gemini_streams_without_their_end_or_beginning_are_noticed(
    observed: tuple[Seen, ...],
) -> None:
    streams = gemini_streams(observed)
    assert len(streams) > 110
    for one in streams:
        before = one.observation.asked
        kept = documents(one)
        parsed = DIALECTS[Route.GEMINI].parse_document(kept[:-1], 200, before)
        kinds = {anomaly.kind.value for anomaly in parsed.anomalies}
        assert kinds & {"stream-finish-missing", "stream-empty"}, one.recording.id
        twice = DIALECTS[Route.GEMINI].parse_document(kept + kept, 200, before)
        kinds = {anomaly.kind.value for anomaly in twice.anomalies}
        assert {"stream-finish-repeated", "stream-content-after-finish"} <= kinds, one.recording.id


def test_events_and_an_array_of_the_same_chunks_say_the_same(observed: tuple[Seen, ...]) -> None:
    for one in gemini_streams(observed):
        asked = replace(one.observation.asked, stream=False, array=True)
        array = DIALECTS[Route.GEMINI].parse_document(documents(one), 200, asked)
        assert array.reply == one.observation.reply
        assert not array.error
