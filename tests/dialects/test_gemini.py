"""Gemini: requests, unstreamed answers, and the next turn."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from migrate_check.domain.observation import ApiError, Media, ToolCall, Usage
from migrate_check.domain.scenario import NextTurn
from tests.dialects.gemini_wire import (
    ARRAY,
    EVENTS,
    GEMINI,
    HOME,
    PLAIN,
    TEXT,
    TOOLS,
    USAGE,
    answer,
    asked,
    call,
    chunk,
    read,
)
from tests.dialects.wire import CITY_SCHEMA, kinds

PART = "candidates[].content.parts[]."


def test_how_requests_are_sent() -> None:
    assert GEMINI.key_headers("k") == (("x-goog-api-key", "k"),)
    assert GEMINI.path.replace("{model}", "m") == "/v1beta/models/m:generateContent"
    assert GEMINI.stream_path.endswith(":streamGenerateContent?alt=sse")
    assert GEMINI.stream_field is None
    assert GEMINI.parse_bytes(b"x", "audio/wav", asked()).reply is None


@pytest.mark.parametrize(
    ("url", "model", "stream", "array"),
    [
        (PLAIN, "gemini-x", False, False),
        (EVENTS, "gemini-x", True, False),
        (ARRAY, "gemini-x", False, True),
        (f"{HOME}%3AstreamGenerateContent?key=k&alt=sse", "gemini-x", True, False),
        (f"{HOME}:streamGenerateContent?%24alt=json", "gemini-x", False, True),
        ("https://h/v1/projects/p/publishers/google/models/g:generateContent", "g", False, False),
        ("https://h/elsewhere", None, False, False),
        ("", None, False, False),
        ("https://[", None, False, False),
    ],
)
def test_what_the_url_demands(url: str, model: str | None, stream: bool, array: bool) -> None:
    found = GEMINI.asked({}, url)
    assert (found.stream, found.array) == (stream, array)
    assert found.model == model


@pytest.mark.parametrize(
    ("config", "names", "forced", "forbidden"),
    [
        (None, ["get_weather", "get_time"], False, False),
        ({"mode": "AUTO"}, ["get_weather", "get_time"], False, False),
        ({"mode": "ANY"}, ["get_weather", "get_time"], True, False),
        ({"mode": "ANY", "allowedFunctionNames": ["get_time"]}, ["get_time"], True, False),
        ({"mode": "ANY", "allowed_function_names": ["get_time"]}, ["get_time"], True, False),
        ({"mode": "NONE"}, ["get_weather", "get_time"], False, True),
    ],
)
@pytest.mark.parametrize("camel", [True, False])
def test_what_a_request_demands(
    config: Any, names: list[str], forced: bool, forbidden: bool, camel: bool
) -> None:
    calling = {"functionCallingConfig" if camel else "function_calling_config": config}
    body: dict[str, Any] = {
        "tools": [*TOOLS, {"googleSearch": {}}, None],
        "toolConfig" if camel else "tool_config": calling,
        "generationConfig" if camel else "generation_config": {
            "candidateCount" if camel else "candidate_count": 2
        },
    }
    found = GEMINI.asked(body, PLAIN)
    assert list(found.tools) == names
    assert found.tools["get_time"] == CITY_SCHEMA
    assert (found.forced_tool, found.forbids_tools) == (forced, forbidden)
    assert (found.choices, found.include_usage, found.body) == (2, None, body)


def test_googles_own_schemas_become_json_schema() -> None:
    own = {
        "type": "OBJECT",
        "properties": {
            "type": {"type": "STRING", "enum": ["a"], "nullable": True, "format": "enum"},
            "list": {"type": "ARRAY", "items": {"type": "INTEGER"}, "minItems": "2"},
            "any": {"anyOf": [{"type": "NUMBER"}, {"type": "TYPE_UNSPECIFIED"}], "title": "x"},
            "map": {"type": "OBJECT", "additionalProperties": {"type": "BOOLEAN"}, "nullable": 1},
            "odd": "x",
        },
        "maxProperties": "many",
        "required": ["type"],
    }
    tools = {"function_declarations": [{"name": "f", "parameters": own}, {"name": 1}]}
    assert GEMINI.asked({"tools": tools}, PLAIN).tools == {
        "f": {
            "type": "object",
            "properties": {
                "type": {"type": ["string", "null"], "enum": ["a", None]},
                "list": {"type": "array", "items": {"type": "integer"}, "minItems": 2},
                "any": {"anyOf": [{"type": "number"}, {}], "title": "x"},
                "map": {"type": "object", "additionalProperties": {"type": "boolean"}},
                "odd": "x",
            },
            "maxProperties": "many",
            "required": ["type"],
        }
    }


def test_a_plain_answer() -> None:
    usage = {**USAGE, "thoughtsTokenCount": 20, "totalTokenCount": 32, "cachedContentTokenCount": 4}
    parsed = read(answer({"text": "Hm.", "thought": True}, TEXT, usageMetadata=usage))
    assert parsed.anomalies == ()
    reply = parsed.reply
    assert reply is not None
    assert (reply.id, reply.model, reply.role) == ("r1", "gemini-x-001", "model")
    assert (reply.text, reply.reasoning, reply.refusal) == ("Hello", "Hm.", None)
    assert (reply.finish_reason, reply.choices, reply.tool_calls) == ("STOP", 1, ())
    assert reply.usage == Usage(9, 23, 32, 4, None, 20)


def test_calls_and_their_signatures() -> None:
    signed = {**call(id="c1"), "thoughtSignature": "c2ln"}
    bare = {"functionCall": {"name": "get_time"}}
    parsed = read(answer(signed, call(id="c2")), tools=True)
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert parsed.reply.tool_calls == (
        ToolCall("c1", "get_weather", '{"city":"Oslo"}'),
        ToolCall("c2", "get_weather", '{"city":"Oslo"}'),
    )
    assert parsed.reply.signatures == ("c2ln",)
    assert kinds(read(answer(bare), tools=True)) == {
        ("tool-arguments-off-schema", PART + "functionCall.args")
    }
    # Without a schema, no arguments are fine.
    free = [{"functionDeclarations": [{"name": "get_time"}]}]
    assert read(answer(bare), tools=free).anomalies == ()


@pytest.mark.parametrize(
    ("part", "kind", "place"),
    [
        (call(args='{"city":"Oslo"}'), "tool-arguments-not-object", "functionCall.args"),
        (call(name="other"), "tool-name-unknown", "functionCall.name"),
        (call(name=None), "tool-name-missing", "functionCall.name"),
        (call(id=7), "field-wrong-type", "functionCall.id"),
        ({"functionCall": "x"}, "field-wrong-type", "functionCall"),
        ({"text": 7}, "field-wrong-type", "text"),
        ({"function_call": {"name": "get_weather"}}, "field-snake-case", "function_call"),
    ],
)
def test_calls_that_are_wrong(part: Any, kind: str, place: str) -> None:
    assert (kind, PART + place) in kinds(read(answer(part), tools=True))


def test_two_calls_of_one_id() -> None:
    found = kinds(read(answer(call(id="c"), call(id="c")), tools=True))
    assert found == {("tool-id-duplicate", PART + "functionCall.id")}


def test_forced_and_forbidden_calls() -> None:
    def demand(mode: str) -> dict[str, Any]:
        return {"tools": True, "toolConfig": {"functionCallingConfig": {"mode": mode}}}

    place = PART + "functionCall"
    assert kinds(read(answer(TEXT), **demand("ANY"))) == {("tool-forced-missing", place)}
    assert kinds(read(answer(call()), **demand("NONE"))) == {("tool-forbidden-called", place)}
    # Cut, or refused: nothing can be demanded.
    for finish in ("MAX_TOKENS", "SAFETY", "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL"):
        assert kinds(read(answer(TEXT, finish=finish), **demand("ANY"))) == set()


def test_arguments_that_come_in_pieces_are_left_to_the_client() -> None:
    """Vertex AI streams them where the request asks for it."""
    first = {"functionCall": {"name": "get_weather", "willContinue": True}}
    piece = {"partialArgs": [{"jsonPath": "$.city", "stringValue": "Oslo"}], "willContinue": True}
    parsed = read(answer(first, {"functionCall": piece}, {"functionCall": {}}), tools=True)
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert [call.name for call in parsed.reply.tool_calls] == ["get_weather"]


@pytest.mark.parametrize(
    ("finish", "kind", "word"),
    [
        ("stop", "enum-unknown", "stop"),
        (1, "field-wrong-type", "STOP"),
        (99, "field-wrong-type", "OTHER"),
        (["STOP"], "field-wrong-type", None),
        (None, "finish-missing", None),
    ],
)
def test_finish_reasons_that_are_wrong(finish: Any, kind: str, word: str | None) -> None:
    parsed = read(answer(TEXT, finish=finish))
    assert (kind, "candidates[].finishReason") in kinds(parsed)
    assert parsed.reply is not None
    assert parsed.reply.finish_reason == word


def test_a_blocked_prompt_is_a_success() -> None:
    feedback = {"blockReason": "SAFETY", "safetyRatings": []}
    usage = {"promptTokenCount": 9, "totalTokenCount": 9}
    parsed = read(answer(candidates=..., promptFeedback=feedback, usageMetadata=usage))
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert (parsed.reply.refusal, parsed.reply.choices) == ("SAFETY", 0)
    told = {**feedback, "blockReasonMessage": "Not this."}
    parsed = read(answer(candidates=[], promptFeedback=told, usageMetadata=usage))
    assert parsed.reply is not None
    assert parsed.reply.refusal == "Not this."


def test_a_filtered_answer() -> None:
    document = answer(finish="SAFETY", usageMetadata={"promptTokenCount": 9, "totalTokenCount": 9})
    document["candidates"][0] |= {"content": {}, "finishMessage": "Filtered."}
    parsed = read(document)
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert parsed.reply.refusal == "Filtered."


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (answer(candidates=...), {("required-field-missing", "candidates")}),
        (answer(candidates=[]), {("required-field-missing", "candidates")}),
        (answer(candidates={}), {
            ("field-wrong-type", "candidates"), ("required-field-missing", "candidates")
        }),
        ([], {("field-wrong-type", "body")}),
        ("x", {("field-wrong-type", "body")}),
        ({"choices": []}, {("object-foreign", "body")}),
        ({"object": "response"}, {("object-foreign", "body")}),
        ({"type": "message"}, {("object-foreign", "body")}),
        ({"response": answer(TEXT)}, {("object-foreign", "body")}),
    ],
)  # fmt: skip
def test_what_is_no_answer(document: Any, expected: set[tuple[str, str]]) -> None:
    parsed = read(document)
    assert parsed.reply is None
    renamed = {(kind.replace("field-required", "required-field"), at) for kind, at in kinds(parsed)}
    assert expected <= renamed


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        (..., {("usage-missing", "usageMetadata")}),
        ({}, {("usage-missing", "usageMetadata")}),
        ({**USAGE, "totalTokenCount": 15}, {
            ("usage-total-wrong", "usageMetadata.totalTokenCount")
        }),
        ({**USAGE, "promptTokenCount": 0, "totalTokenCount": 3}, {
            ("usage-zero", "usageMetadata.promptTokenCount")
        }),
        ({**USAGE, "candidatesTokenCount": 0, "totalTokenCount": 9}, {
            ("usage-zero", "usageMetadata.candidatesTokenCount")
        }),
        ({**USAGE, "candidatesTokenCount": -3, "totalTokenCount": 6}, {
            ("usage-negative", "usageMetadata.candidatesTokenCount")
        }),
        ({**USAGE, "cachedContentTokenCount": 10}, {
            ("usage-total-wrong", "usageMetadata.cachedContentTokenCount")
        }),
        ({**USAGE, "promptTokenCount": "9"}, {
            ("field-wrong-type", "usageMetadata.promptTokenCount")
        }),
        ({**USAGE, "total_token_count": 12}, {
            ("field-snake-case", "usageMetadata.total_token_count")
        }),
        ({**USAGE, "toolUsePromptTokenCount": 8, "totalTokenCount": 20}, set()),
        ({"candidatesTokenCount": 3}, set()),
        ({"trafficType": "ON_DEMAND"}, set()),
    ],
)  # fmt: skip
def test_counts(usage: Any, expected: set[tuple[str, str]]) -> None:
    assert kinds(read(answer(TEXT, usageMetadata=usage))) == expected


def test_results_of_googles_tools_are_prompt_tokens() -> None:
    usage = {**USAGE, "toolUsePromptTokenCount": 8, "totalTokenCount": 20}
    reply = read(answer(TEXT, usageMetadata=usage)).reply
    assert reply is not None
    assert reply.usage == Usage(17, 3, 20, None, None, None)
    bare = read(answer(TEXT, usageMetadata={"trafficType": "ON_DEMAND"})).reply
    assert bare is not None
    assert bare.usage is None


def test_roles_and_parts() -> None:
    document = answer(TEXT)
    document["candidates"][0]["content"] = {"role": "assistant", "parts": {}}
    assert kinds(read(document)) == {
        ("role-invalid", "candidates[].content.role"),
        ("field-wrong-type", "candidates[].content.parts"),
    }


def test_pictures_and_sounds() -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + (3).to_bytes(4, "big") + (2).to_bytes(4, "big")
    packed = base64.b64encode(png).decode()
    good = {"inlineData": {"mimeType": "image/png", "data": packed}}
    parsed = read(answer(TEXT, good))
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert parsed.reply.media == (Media("base64", "png", 24, (3, 2), None),)
    for broken in ("x", "ü"):
        parsed = read(answer({"inlineData": {"mimeType": "image/png", "data": broken}}))
        assert kinds(parsed) == {("field-wrong-type", PART + "inlineData.data")}
        assert parsed.reply is not None
        assert parsed.reply.media == (Media("base64", None, None, None, None),)
    assert kinds(read(answer({"inlineData": {"data": packed}}))) == {
        ("field-required-missing", PART + "inlineData.mimeType")
    }


def test_several_candidates_are_counted_and_the_first_is_read() -> None:
    document = answer(TEXT)
    other = {"content": {"parts": [{"text": "Hi"}]}, "finishReason": "STOP"}
    document["candidates"].append(other)
    parsed = read(document)
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert (parsed.reply.choices, parsed.reply.text) == (2, "Hello")


ERROR = {"error": {"code": 400, "message": "no", "status": "INVALID_ARGUMENT"}}


@pytest.mark.parametrize("document", [ERROR, [ERROR]])
def test_errors(document: Any) -> None:
    parsed = read(document, status=400)
    assert parsed.anomalies == ()
    expected = ApiError("gemini", "INVALID_ARGUMENT", "400", "no", None, False)
    assert parsed.error == expected
    in_success = read(document)
    assert in_success.error == expected
    assert kinds(in_success) == {("error-in-2xx", "error")}


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ({"message": "no", "type": "x", "param": None, "code": None}, {
            ("error-envelope-foreign", "error")
        }),
        ({"message": "", "status": "X"}, {
            ("error-field-missing", "error.message"), ("error-field-missing", "error.code")
        }),
        ({"code": "400", "message": "no", "status": "X"}, {("field-wrong-type", "error.code")}),
    ],
)  # fmt: skip
def test_errors_that_are_wrong(error: Any, expected: set[tuple[str, str]]) -> None:
    assert kinds(read({"error": error}, status=400)) == expected


def test_arrays_where_they_were_asked_for_and_where_not() -> None:
    chunks = [answer({"text": "Hel"}, finish=None), answer({"text": "lo"})]
    for url in (ARRAY, EVENTS):
        parsed = read(chunks, url=url)
        assert parsed.anomalies == ()
        assert parsed.reply is not None
        assert parsed.reply.text == "Hello"
    assert kinds(read(chunks)) == {("field-wrong-type", "body")}
    assert kinds(read(answer(TEXT), url=ARRAY)) == {("field-wrong-type", "body")}
    assert read(answer(TEXT), url=ARRAY).reply is not None
    assert kinds(read([], url=ARRAY)) == {("stream-empty", "stream")}
    assert kinds(read([*chunks, ERROR], url=ARRAY)) == {("stream-error-event", "error")}
    assert read(ERROR, 400, ARRAY).error is not None


def turn(results: dict[str, str] | None = None, user: str | None = None) -> NextTurn:
    return NextTurn(results, user)


SENT = {"contents": [{"role": "user", "parts": [{"text": "Weather?"}]}], "tools": TOOLS}


def test_the_next_turn_with_results() -> None:
    signed = {**call(id="c1"), "thoughtSignature": "c2ln"}
    content = answer(signed, call(), {"functionCall": {"name": "get_time"}})
    results = {"get_weather": '{"temp_c": 18}', "get_time": "noon"}
    body = GEMINI.next_body(dict(SENT), content, turn(results))
    assert body is not None
    asked_before, own, following = body["contents"]
    assert asked_before == SENT["contents"][0]
    assert own == content["candidates"][0]["content"]
    weather = {"name": "get_weather", "response": {"temp_c": 18}}
    assert following == {
        "role": "user",
        "parts": [
            {"functionResponse": {"id": "c1", **weather}},
            {"functionResponse": weather},
            {"functionResponse": {"name": "get_time", "response": {"result": "noon"}}},
        ],
    }
    numbers = GEMINI.next_body(dict(SENT), answer(call()), turn({"get_weather": "18"}))
    assert numbers is not None
    (part,) = numbers["contents"][-1]["parts"]
    assert part["functionResponse"]["response"] == {"result": 18}


def test_the_next_turn_of_a_user() -> None:
    one = {"contents": {"parts": [{"text": "Hi"}]}}
    body = GEMINI.next_body(one, answer(TEXT), turn(user="Go on."))
    assert body is not None
    assert [content.get("role") for content in body["contents"]] == [None, "model", "user"]
    assert body["contents"][-1]["parts"] == [{"text": "Go on."}]
    bare = GEMINI.next_body({}, answer(TEXT), turn(user="Go on."))
    assert bare is not None
    assert len(bare["contents"]) == 2


def test_no_next_turn() -> None:
    results = {"a": "x", "b": "y"}
    assert GEMINI.next_body(dict(SENT), answer(TEXT), turn({"get_weather": "x"})) is None
    assert GEMINI.next_body(dict(SENT), answer(call()), turn(results)) is None
    assert GEMINI.next_body(dict(SENT), answer(), turn(user="x")) is None
    for nothing in (None, "x", {}, {"candidates": []}, []):
        assert GEMINI.next_body(dict(SENT), nothing, turn(user="x")) is None


def test_the_next_turn_joins_the_pieces_of_a_stream() -> None:
    events = (
        chunk({"text": "Let me ", "thought": True}),
        chunk({"text": "think.", "thought": True}),
        chunk({"text": "I "}, {"text": "look."}),
        chunk({"text": "", "thoughtSignature": "b25l"}),
        chunk({**call(), "thoughtSignature": "dHdv"}, finish="STOP"),
    )
    body = GEMINI.next_body(dict(SENT), events, turn({"get_weather": "18"}))
    assert body is not None
    assert body["contents"][1] == {
        "role": "model",
        "parts": [
            {"text": "Let me think.", "thought": True},
            {"text": "I look."},
            {"text": "", "thoughtSignature": "b25l"},
            {**call(), "thoughtSignature": "dHdv"},
        ],
    }
    array = [event.document for event in events]
    assert GEMINI.next_body(dict(SENT), array, turn({"get_weather": "18"})) == body
