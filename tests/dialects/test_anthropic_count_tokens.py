"""The token counter: one number, and what other things come in its place."""

from __future__ import annotations

from typing import Any

import pytest

from migrate_check.dialects.dialect import Parsed
from migrate_check.dialects.registry import DIALECTS
from migrate_check.domain.observation import Usage
from migrate_check.domain.scenario import NextTurn, Route
from tests.dialects.wire import TEXT_BLOCK, completion, message

COUNT = DIALECTS[Route.ANTHROPIC_COUNT_TOKENS]
REQUEST = {"model": "c-1", "messages": [{"role": "user", "content": "Hi"}]}


def read(document: Any, status: int = 200, request: Any = REQUEST) -> Parsed:
    return COUNT.parse_document(document, status, COUNT.asked(request))


def seen(parsed: Parsed) -> list[tuple[str, str]]:
    return [(anomaly.kind.value, anomaly.location) for anomaly in parsed.anomalies]


def test_the_count_is_the_input_of_an_answer_never_given() -> None:
    parsed = read({"input_tokens": 2095, "context_management": {"original_input_tokens": 3000}})
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert parsed.reply.usage == Usage(2095, None, None, None, None, None)
    assert (parsed.reply.text, parsed.reply.finish_reason) == ("", None)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({}, ("field-required-missing", "input_tokens")),
        ({"input_tokens": "12"}, ("field-wrong-type", "input_tokens")),
        ({"input_tokens": True}, ("field-wrong-type", "input_tokens")),
        ({"input_tokens": 0}, ("usage-zero", "input_tokens")),
        ({"input_tokens": -1}, ("usage-negative", "input_tokens")),
        (message(), ("object-foreign", "body")),
        (completion(), ("object-foreign", "body")),
        ([1], ("field-wrong-type", "body")),
    ],
)
def test_what_is_no_count_is_noticed(document: Any, expected: tuple[str, str]) -> None:
    assert seen(read(document)) == [expected]


def test_nothing_to_count_may_be_zero() -> None:
    assert read({"input_tokens": 0}, request={"model": "c-1", "messages": []}).anomalies == ()


def test_a_missing_endpoint_is_an_error() -> None:
    error = {"type": "error", "error": {"type": "not_found_error", "message": "Not Found"}}
    parsed = read(error, 404)
    assert parsed.reply is None
    assert parsed.error is not None
    assert parsed.error.type == "not_found_error"


def test_a_stream_is_no_count() -> None:
    assert seen(COUNT.parse_stream(TEXT_BLOCK, COUNT.asked(REQUEST))) == [
        ("object-foreign", "body")
    ]


def test_a_count_has_no_next_turn() -> None:
    assert COUNT.next_body(dict(REQUEST), {"input_tokens": 1}, NextTurn(None, "And?")) is None
