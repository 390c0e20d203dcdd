from __future__ import annotations

import base64
from typing import Any

import pytest
from lab_client import GEMINI, GEMINI_ARRAY, GEMINI_STREAM, GOOGLE, KEY, Heard, ask
from lab_probes import GOOGLE_TOOL, WEATHER, contents

from migrate_check.lab.site import Lab

COUNT = GEMINI.replace("generateContent", "countTokens")
ASK_TWO = [{"role": "user", "parts": [{"text": WEATHER}]}]


@pytest.fixture
def say(lab: Lab) -> Any:
    def post(path: str = GEMINI, **body: Any) -> Heard:
        return ask(lab.provider_url, path, body, GOOGLE)

    return post


def model(name: str, path: str = GEMINI) -> str:
    return path.replace("gemini-3-flash-preview", name)


def parts(heard: Heard) -> list[Any]:
    found: list[Any] = heard.json["candidates"][0]["content"]["parts"]
    return found


def test_a_plain_answer_has_the_documented_fields(say: Any) -> None:
    answer = say(**contents()).json
    assert answer.keys() == {"candidates", "usageMetadata", "modelVersion", "responseId"}
    (candidate,) = answer["candidates"]
    assert candidate.keys() == {"content", "finishReason", "index"}
    assert (candidate["finishReason"], candidate["content"]["role"]) == ("STOP", "model")
    assert "Paris" in candidate["content"]["parts"][0]["text"]
    usage = answer["usageMetadata"]
    counted = ("promptTokenCount", "candidatesTokenCount", "thoughtsTokenCount")
    assert usage["totalTokenCount"] == sum(usage[name] for name in counted)


def test_headers_and_layout_are_googles(say: Any) -> None:
    plain = say(**contents())
    assert plain.header["content-type"] == "application/json; charset=UTF-8"
    assert plain.header["server"] == "scaffolding on HTTPServer2"
    assert plain.header["server-timing"].startswith("gfet4t7; dur=")
    assert plain.body.startswith(b'{\n  "candidates": [\n')
    streamed = say(GEMINI_STREAM, **contents())
    assert streamed.header["content-type"] == "text/event-stream"
    assert streamed.header["content-disposition"] == "attachment"


def test_events_and_the_array_hold_chunks_whose_counts_grow(say: Any) -> None:
    body = contents("Count from 1 to 40.")
    chunks = say(GEMINI_STREAM, **body).chunk_documents
    counts = [chunk["usageMetadata"]["candidatesTokenCount"] for chunk in chunks]
    assert counts == sorted(counts)
    assert len(counts) > 3
    finishes = [chunk["candidates"][0].get("finishReason") for chunk in chunks]
    assert finishes == [None] * (len(chunks) - 1) + ["STOP"]
    assert len({chunk["responseId"] for chunk in chunks}) == 1
    array = say(GEMINI_ARRAY, **body)
    assert array.header["content-type"].startswith("application/json")
    assert len(array.json) == len(chunks)


@pytest.mark.parametrize(
    ("headers", "query", "status", "word"),
    [
        (GOOGLE, "", 200, None),
        ((("authorization", f"Bearer {KEY}"),), "", 401, "UNAUTHENTICATED"),
        ((), f"?key={KEY}", 200, None),
        ((("x-goog-api-key", "wrong"),), "", 400, "INVALID_ARGUMENT"),
        ((), "?key=wrong", 400, "INVALID_ARGUMENT"),
        ((), "", 403, "PERMISSION_DENIED"),
    ],
)
def test_keys(lab: Lab, headers: Any, query: str, status: int, word: str | None) -> None:
    heard = ask(lab.provider_url, GEMINI + query, contents(), headers)
    assert heard.status == status
    assert heard.json.get("error", {}).get("status") == word


def test_both_versions_of_the_path_are_served(say: Any) -> None:
    assert say(GEMINI.replace("v1beta", "v1"), **contents()).status == 200


def test_models_and_counts(lab: Lab, say: Any) -> None:
    for path in ("/v1beta/models", "/v1/models"):
        listed = ask(lab.provider_url, path, None, GOOGLE).json["models"]
        assert "models/gemini-3-flash-preview" in [each["name"] for each in listed]
    plain = say(**contents()).json["usageMetadata"]["promptTokenCount"]
    assert say(COUNT, **contents()).json["totalTokens"] == plain
    wrapped = {"generateContentRequest": {"model": "models/x", **contents()}}
    assert say(COUNT, **wrapped).json["totalTokens"] == plain
    assert ask(lab.provider_url, "/v1beta/models", {}, GOOGLE).status == 404
    assert ask(lab.provider_url, GEMINI, None, GOOGLE).status == 404


ERRORS = [
    ({"no_such": 1}, "Unknown name \"noSuch\""),
    ({}, "contents is not specified"),
    ({"contents": "hi"}, "Invalid value at 'contents'"),
    ({"contents": [{"role": "assistant", "parts": [{"text": "x"}]}]}, "valid role"),
    ({"contents": [{"parts": []}]}, "must not be empty"),
    ({"contents": [{"parts": [{"txt": "x"}]}]}, "Unknown name \"txt\" at 'contents[0].parts[0]'"),
    ({"generationConfig": {"max_tokens": 1}}, "Unknown name \"maxTokens\""),
    ({"generationConfig": {"temperature": 9}}, "temperature must be in the range"),
    ({"generationConfig": {"temperature": "hot"}}, "TYPE_FLOAT"),
    ({"generationConfig": {"maxOutputTokens": -1}}, "max_output_tokens must be positive"),
    ({"generationConfig": {"candidateCount": 99}}, "candidate_count must be in the range"),
    ({"tools": [{"functions": []}]}, "Unknown name \"functions\" at 'tools[0]'"),
    ({"tools": [{"functionDeclarations": [{"name": "1x"}]}]}, "Invalid function name"),
    ({"tools": [{"functionDeclarations": [{"name": "f", "strict": True}]}]}, "\"strict\""),
    ({"toolConfig": {"functionCallingConfig": {"mode": "any"}}}, "TYPE_ENUM"),
    ({"toolConfig": {"functionCallingConfig": {"mode": "ANY"}}}, "no function declarations"),
    (
        {"toolConfig": {"functionCallingConfig": {"allowedFunctionNames": ["f"]}}},
        "allowed_function_names",
    ),
    ({"contents": [{"parts": [{"text": "word " * 17_000}]}]}, "exceeds the maximum number"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "message"), ERRORS)
def test_refusals(say: Any, body: Any, message: str) -> None:
    whole = body if "contents" in body or not body else {**contents(), **body}
    heard = say(**whole)
    assert heard.status == 400
    error = heard.json["error"]
    assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
    assert message in error["message"]


@pytest.mark.parametrize(
    ("place", "schema"),
    [
        ("", {"propertyNames": {}}),
        (".properties[0].value", {"properties": {"a": {"const": 1}}}),
        (".properties[0].value.items", {"properties": {"a": {"items": {"const": 1}}}}),
        (".any_of[1]", {"anyOf": [{"type": "STRING"}, {"const": 1}]}),
    ],
)
def test_schemas_have_googles_keywords_only(say: Any, place: str, schema: Any) -> None:
    declared = {"name": "f", "parameters": schema}
    heard = say(**contents(), tools=[{"functionDeclarations": [declared]}])
    field = heard.json["error"]["details"][0]["fieldViolations"][0]["field"]
    assert field == f"tools[0].function_declarations[0].parameters{place}"
    free = {"name": "f", "parametersJsonSchema": schema}
    assert say(**contents(), tools=[{"functionDeclarations": [free]}]).status == 200


def test_errors_that_have_other_statuses(say: Any) -> None:
    unknown = say(model("nope"), **contents())
    assert (unknown.status, unknown.json["error"]["status"]) == (404, "NOT_FOUND")
    limited = say(model("lab-rate-limited"), **contents())
    assert (limited.status, limited.json["error"]["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert limited.json["error"]["details"][0]["retryDelay"] == "1s"


def test_broken_bodies(lab: Lab) -> None:
    cut = ask(lab.provider_url, GEMINI, b'{"contents": [', GOOGLE)
    assert "Invalid JSON payload" in cut.json["error"]["message"]
    empty = ask(lab.provider_url, GEMINI, b"", GOOGLE)
    assert "not specified" in empty.json["error"]["message"]


def test_errors_of_an_array_come_in_a_list(say: Any) -> None:
    assert say(GEMINI_ARRAY).json[0]["error"]["code"] == 400
    assert say(GEMINI_STREAM).json["error"]["code"] == 400


def test_either_case_of_keys_is_taken(say: Any) -> None:
    config = {"max_output_tokens": 80, "stop_sequences": ["5"], "temperature": 0}
    heard = say(contents=contents("Count from 1 to 20.")["contents"], generation_config=config)
    assert parts(heard)[0]["text"].strip() == "1, 2, 3, 4,"


def test_thoughts_count_against_the_limit(say: Any) -> None:
    heard = say(**contents(generationConfig={"maxOutputTokens": 4}))
    assert heard.json["candidates"][0]["content"] == {"role": "model"}
    assert heard.json["candidates"][0]["finishReason"] == "MAX_TOKENS"
    assert heard.json["usageMetadata"]["thoughtsTokenCount"] == 4
    streamed = say(GEMINI_STREAM, **contents(generationConfig={"maxOutputTokens": 4}))
    (chunk,) = streamed.chunk_documents
    assert chunk["candidates"][0]["finishReason"] == "MAX_TOKENS"


@pytest.mark.parametrize(
    ("name", "config", "thinks"),
    [
        ("gemini-3-flash-preview", {}, True),
        ("gemini-2.5-flash", {}, True),
        ("gemini-2.5-flash", {"thinkingBudget": 0}, False),
        ("gemini-2.5-flash-lite", {}, False),
        ("gemini-2.5-flash-lite", {"thinkingBudget": 8}, True),
        ("gemini-2.0-flash", {}, False),
    ],
)
def test_who_thinks(say: Any, name: str, config: Any, thinks: bool) -> None:
    shown = {"thinkingConfig": {**config, "includeThoughts": True}}
    heard = say(model(name), **contents(generationConfig=shown))
    assert ("thoughtsTokenCount" in heard.json["usageMetadata"]) is thinks
    assert parts(heard)[0].get("thought", False) is thinks


def test_a_blocked_prompt(say: Any) -> None:
    for path in (GEMINI, GEMINI_STREAM):
        heard = say(path, **contents("lab-blocked-prompt"))
        (document,) = heard.chunk_documents if path is GEMINI_STREAM else [heard.json]
        assert document["promptFeedback"]["blockReason"] == "PROHIBITED_CONTENT"
        assert "candidates" not in document


def test_several_candidates(say: Any) -> None:
    heard = say(**contents(generationConfig={"candidateCount": 3}))
    assert [each["index"] for each in heard.json["candidates"]] == [0, 1, 2]


@pytest.mark.parametrize("key", ["responseSchema", "responseJsonSchema", None])
def test_json_is_written_where_it_is_asked_for(say: Any, key: str | None) -> None:
    capitals = key == "responseSchema"
    kind = "OBJECT" if capitals else "object"
    text = "STRING" if capitals else "string"
    schema = {"type": kind, "properties": {"size": {"type": text, "enum": ["big"]}}}
    schema["required"] = ["size"]
    config = {"responseMimeType": "application/json"} | ({key: schema} if key else {})
    heard = say(**contents(generationConfig=config))
    expected = '{"size":"big"}' if key else "{}"
    assert parts(heard)[0]["text"] == expected


def test_results_answer_calls_that_are_signed(say: Any) -> None:
    called = parts(say(contents=ASK_TWO, tools=[GOOGLE_TOOL]))
    assert [part["functionCall"]["args"]["city"] for part in called] == ["Paris", "London"]
    assert len({part["functionCall"]["id"] for part in called}) == 2
    assert ["thoughtSignature" in part for part in called] == [True, False]
    answered = say(contents=followed(called), tools=[GOOGLE_TOOL])
    assert answered.status == 200
    assert "18" in parts(answered)[0]["text"]


def followed(called: list[Any]) -> list[Any]:
    results = [
        {"functionResponse": {"name": "get_weather", "response": {"result": "18"}}} for _ in called
    ]
    own = {"role": "model", "parts": called}
    return [*ASK_TWO, own, {"role": "user", "parts": results}]


def test_signatures_are_checked(say: Any) -> None:
    called = parts(say(contents=ASK_TWO, tools=[GOOGLE_TOOL]))
    forged = base64.b64encode(b"0" * 108).decode()
    for signature, message in (
        (None, "missing a thought_signature"),
        (forged, "not valid"),
        ("ü", "not valid"),
    ):
        unsigned = {k: v for k, v in called[0].items() if k != "thoughtSignature"}
        tampered = unsigned if signature is None else {**unsigned, "thoughtSignature": signature}
        heard = say(contents=followed([tampered, called[1]]), tools=[GOOGLE_TOOL])
        assert heard.status == 400
        assert message in heard.json["error"]["message"]
    skipped = {**called[0], "thoughtSignature": "skip_thought_signature_validator"}
    assert say(contents=followed([skipped]), tools=[GOOGLE_TOOL]).status == 200
    # Calls of earlier turns, and of models that do not insist, may be unsigned.
    unsigned = {"functionCall": called[0]["functionCall"]}
    later = [*followed([unsigned]), {"role": "model", "parts": [{"text": "18"}]}]
    asked = {"role": "user", "parts": [{"text": "Thanks."}]}
    assert say(contents=[*later, asked], tools=[GOOGLE_TOOL]).status == 200
    lenient = say(model("gemini-2.5-flash"), contents=followed([unsigned]), tools=[GOOGLE_TOOL])
    assert lenient.status == 200


@pytest.mark.parametrize(
    ("calling", "called"),
    [
        ({"mode": "NONE"}, False),
        ({"mode": "ANY"}, True),
        ({"mode": "ANY", "allowedFunctionNames": ["get_weather"]}, True),
        ({"mode": "AUTO"}, False),
        ({"mode": "VALIDATED"}, False),
    ],
)
def test_calls_are_forced_and_forbidden(say: Any, calling: Any, called: bool) -> None:
    config = {"functionCallingConfig": calling}
    heard = say(**contents("Say something kind."), tools=[GOOGLE_TOOL], toolConfig=config)
    assert ("functionCall" in parts(heard)[0]) is called
