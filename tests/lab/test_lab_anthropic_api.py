"""Thinking, caching, betas, citations, pictures and the token counter of the lab's provider."""

from __future__ import annotations

from typing import Any

import pytest
from lab_client import ANTHROPIC, COUNT, MESSAGES, Heard, ask
from lab_probes import ANTHROPIC_TOOL, SEALING, WEATHER, message, noon, user

from migrate_check.lab.pictures import colour_of
from migrate_check.lab.running import running_lab
from migrate_check.lab.site import Lab

THINKING = {"thinking": {"type": "enabled", "budget_tokens": 1024}}
RED = (
    "iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAAUElEQVR42u3PQQkAAAgEsAvh2/6hDGME38JgBZapfi0C"
    "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICApcF7PHg8cEzMUQAAAAASUVORK5CYII="
)
BETA = (("anthropic-beta", "context-management-2025-06-27"),)


@pytest.fixture
def say(lab: Lab) -> Any:
    def post(headers: Any = (), **body: Any) -> Heard:
        return ask(lab.provider_url, MESSAGES, body, (*ANTHROPIC, *headers))

    return post


def thinking(prompt: str = WEATHER, **more: Any) -> dict[str, Any]:
    return message(prompt, temperature=1, max_tokens=2000, **THINKING) | more


def refusal(heard: Heard) -> str:
    assert heard.status == 400
    return str(heard.json["error"]["message"])


def test_a_thought_comes_first_and_is_signed(say: Any) -> None:
    heard = say(**thinking("Say hi."))
    thought, text = heard.json["content"]
    assert (thought["type"], text["type"]) == ("thinking", "text")
    assert thought["signature"]
    counted = heard.json["usage"]
    assert 0 < counted["output_tokens_details"]["thinking_tokens"] < counted["output_tokens"]


def test_a_streamed_thought_is_the_plain_one(say: Any) -> None:
    plain = say(**thinking()).json["content"][0]
    events = [data for _, data in say(**thinking(stream=True)).events if data.get("index") == 0]
    deltas = [data["delta"] for data in events if "delta" in data]
    assert "".join(delta.get("thinking", "") for delta in deltas) == plain["thinking"]
    assert deltas[-1] == {"type": "signature_delta", "signature": plain["signature"]}


def test_a_sealed_thought_has_no_text(say: Any) -> None:
    (sealed, _) = say(**thinking(SEALING)).json["content"]
    assert sealed.keys() == {"type", "data"}


def second(say: Any, prompt: str, edit: Any) -> Heard:
    first = say(**thinking(prompt, tools=[ANTHROPIC_TOOL])).json["content"]
    results = [
        {"type": "tool_result", "tool_use_id": block["id"], "content": "20 degrees"}
        for block in first
        if block["type"] == "tool_use"
    ]
    edit(first)
    answer = {"role": "assistant", "content": first}
    messages = [*user(prompt), answer, {"role": "user", "content": results}]
    heard: Heard = say(**thinking(messages=messages, tools=[ANTHROPIC_TOOL]))
    return heard


@pytest.mark.parametrize("prompt", [WEATHER, f"{SEALING} {WEATHER}"])
def test_thoughts_are_taken_back_as_they_were(say: Any, prompt: str) -> None:
    assert second(say, prompt, lambda blocks: None).status == 200


@pytest.mark.parametrize(
    ("prompt", "edit", "words"),
    [
        (WEATHER, lambda b: b[0].update(signature="x"), "Invalid `signature` in `thinking` block"),
        (WEATHER, lambda b: b[0].update(thinking="Hm"), "Invalid `signature` in `thinking` block"),
        (WEATHER, lambda b: b.pop(0), "Expected `thinking` or `redacted_thinking`, but found"),
        (f"{SEALING} {WEATHER}", lambda b: b[0].update(data="x"), "Invalid `data`"),
        (f"{SEALING} {WEATHER}", lambda b: b.pop(0), "Expected `thinking`"),
    ],
)
def test_altered_thoughts_are_refused(say: Any, prompt: str, edit: Any, words: str) -> None:
    assert words in refusal(second(say, prompt, edit))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"thinking": {"type": "much"}}, "Input tag 'much'"),
        ({"thinking": {"type": "enabled"}}, "budget_tokens: Field required"),
        ({"thinking": {"type": "enabled", "budget_tokens": 9}}, "greater than or equal to 1024"),
        ({"max_tokens": 1024}, "`max_tokens` must be greater than `thinking.budget_tokens`"),
        ({"temperature": 0}, "`temperature` may only be set to 1"),
        (
            {"tools": [ANTHROPIC_TOOL], "tool_choice": {"type": "any"}},
            "Thinking may not be enabled when tool_choice forces tool use.",
        ),
    ],
)
def test_settings_that_thinking_forbids(say: Any, change: Any, words: str) -> None:
    assert words in refusal(say(**thinking(**change)))


def test_nothing_is_thought_where_it_is_switched_off(say: Any) -> None:
    blocks = say(**message(thinking={"type": "disabled"})).json["content"]
    assert [block["type"] for block in blocks] == ["text"]


def marked(text: str, **mark: Any) -> dict[str, Any]:
    return {"type": "text", "text": text, "cache_control": {"type": "ephemeral"} | mark}


LONG = "House one. " + "Be brief and kind. " * 200


def used(heard: Heard) -> tuple[int, int]:
    usage = heard.json["usage"]
    return usage["cache_creation_input_tokens"], usage["cache_read_input_tokens"]


def test_a_marked_prefix_is_written_once_and_then_read() -> None:
    body = message(system=[marked(LONG)])
    with running_lab(pace=0, clock=noon) as lab:
        first, second, third = (
            used(ask(lab.provider_url, MESSAGES, body, ANTHROPIC)) for _ in range(3)
        )
        behind = used(ask(lab.gateway_url, MESSAGES, body, ANTHROPIC))
        plain = ask(lab.provider_url, MESSAGES, message(system=LONG), ANTHROPIC)
    assert first[0] > 512
    assert first[1] == 0
    assert second == third == (0, first[0])
    assert behind == first, "callers do not share a cache"
    assert used(plain) == (0, 0)


def test_all_input_is_counted_once(say: Any) -> None:
    def total(heard: Heard) -> int:
        return sum(used(heard)) + int(heard.json["usage"]["input_tokens"])

    plain = total(say(**message(system="Two. " + LONG)))
    bodies = [message(system=[marked("Two. " + LONG)])] * 2
    assert [total(say(**body)) for body in bodies] == [plain, plain]


def test_a_longer_conversation_reads_the_shorter_one(say: Any) -> None:
    start = [{"role": "user", "content": [marked("Three. " + LONG)]}]
    written, _ = used(say(**message(messages=start)))
    later = [*start, {"role": "assistant", "content": "Yes."}, *user("Go on.")]
    assert used(say(**message(messages=later))) == (0, written)
    more = [*start, {"role": "assistant", "content": "Yes."}]
    more.append({"role": "user", "content": [marked("Four. " * 100)]})
    fresh, read = used(say(**message(messages=more)))
    assert read == written
    assert 0 < fresh < written


def test_short_prefixes_and_other_lifetimes(say: Any) -> None:
    assert used(say(**message(system=[marked("Short.")]))) == (0, 0)
    created = say(**message(system=[marked("Five. " + LONG, ttl="1h")])).json["usage"]
    assert created["cache_creation"]["ephemeral_5m_input_tokens"] == 0
    assert created["cache_creation"]["ephemeral_1h_input_tokens"] > 512


def test_a_mark_on_the_request_stands_for_its_last_block(say: Any) -> None:
    body = message("Six. " + LONG, cache_control={"type": "ephemeral"})
    written, _ = used(say(**body))
    assert written > 512
    assert used(say(**body)) == (0, written)


def test_a_stream_tells_the_same_cache_use_at_both_ends(say: Any) -> None:
    body = message(system=[marked("Seven. " + LONG)], stream=True)
    events = dict(say(**body).events)
    begun, ended = events["message_start"]["message"]["usage"], events["message_delta"]["usage"]
    name = "cache_creation_input_tokens"
    assert begun[name] == ended[name] > 512


@pytest.mark.parametrize(
    ("system", "words"),
    [
        ([marked("x")] * 5, "A maximum of 4 blocks with cache_control may be provided. Found 5."),
        ([marked("x", type="for-ever")], "Input tag 'for-ever'"),
        ([marked("x", ttl="1d")], "ttl: Input should be '5m' or '1h'"),
    ],
)
def test_wrong_marks_are_refused(say: Any, system: Any, words: str) -> None:
    assert words in refusal(say(**message(system=system)))


def test_beta_fields_need_their_header(say: Any) -> None:
    body = message(context_management={"edits": []})
    assert refusal(say(**body)) == "context_management: Extra inputs are not permitted"
    assert say(BETA, **body).json["context_management"] == {"applied_edits": []}
    both = (("anthropic-beta", f"interleaved-thinking-2025-05-14, {BETA[0][1]}"),)
    assert say(both, **body).status == 200
    streamed = dict(say(BETA, **body, stream=True).events)
    assert streamed["message_delta"]["context_management"] == {"applied_edits": []}


def test_an_unknown_beta_is_named(say: Any) -> None:
    unknown = (("anthropic-beta", "relay-2025-01-01"),)
    assert "Unexpected value(s) `relay-2025-01-01`" in refusal(say(unknown, **message()))


def document(**more: Any) -> dict[str, Any]:
    text = "The boat is green. The barn is red."
    source = {"type": "text", "media_type": "text/plain", "data": text}
    return {"type": "document", "source": source, "title": "Meadow"} | more


def test_documents_are_quoted_on_request(say: Any) -> None:
    question = {"type": "text", "text": "What colour is the boat?"}
    asked = [document(citations={"enabled": True}), question]
    body = message(messages=[{"role": "user", "content": asked}])
    quoted = say(**body).json["content"][-1]
    (citation,) = quoted["citations"]
    assert quoted["text"] == citation["cited_text"] == "The boat is green."
    assert (citation["document_title"], citation["end_char_index"]) == ("Meadow", 18)
    deltas = [d["delta"] for name, d in say(**body, stream=True).events if "delta" in name]
    assert {"type": "citations_delta", "citation": citation} in deltas
    plain = say(**message(messages=[{"role": "user", "content": [document(), question]}]))
    assert all("citations" not in block for block in plain.json["content"])


def picture(**source: Any) -> list[dict[str, Any]]:
    image = {"type": "image", "source": source}
    question = {"type": "text", "text": "Which colour fills this picture? Name the colour."}
    return [{"role": "user", "content": [image, question]}]


def test_a_picture_is_seen(say: Any) -> None:
    sent = picture(type="base64", media_type="image/png", data=RED)
    assert "red" in say(**message(messages=sent)).json["content"][0]["text"].lower()
    linked = picture(type="url", url="https://example.com/red.png")
    assert "unclear" in say(**message(messages=linked)).json["content"][0]["text"].lower()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ({"type": "url", "url": "http://example.com/a.png"}, "Only HTTPS URLs are supported."),
        ({"type": "base64", "media_type": "image/bmp", "data": RED}, "media_type: Input should be"),
        ({"type": "base64", "media_type": "image/png", "data": "?"}, "should be valid base64"),
        ({"type": "base64", "media_type": "image/jpeg", "data": RED}, "Could not process image"),
    ],
)
def test_what_is_no_picture_is_refused(say: Any, source: Any, words: str) -> None:
    assert words in refusal(say(**message(messages=picture(**source))))


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n" + bytes(40)],
)
def test_other_bytes_have_no_colour(data: bytes) -> None:
    assert colour_of(data) is None


def counted(lab: Lab, **body: Any) -> Heard:
    return ask(lab.provider_url, COUNT, {"model": "claude-haiku-4-5"} | body, ANTHROPIC)


def test_the_counter_counts_what_an_answer_is_charged(lab: Lab, say: Any) -> None:
    sent = {"messages": user(WEATHER), "tools": [ANTHROPIC_TOOL], "system": [marked("Be kind.")]}
    number = counted(lab, **sent)
    assert number.json == {"input_tokens": say(**message(**sent)).json["usage"]["input_tokens"]}
    assert number.header["request-id"].startswith("req_011C")


def test_the_counter_takes_only_what_counts(lab: Lab) -> None:
    assert refusal(counted(lab, messages=user("Hi"), max_tokens=5)) == (
        "max_tokens: Extra inputs are not permitted"
    )
    assert refusal(counted(lab)) == "messages: Field required"
    assert counted(lab, model="nope", messages=user("Hi")).status == 404
    edits = {"model": "claude-haiku-4-5", "messages": user("Hi"), "context_management": {}}
    heard = ask(lab.provider_url, COUNT, edits, ANTHROPIC + BETA).json
    assert heard["context_management"] == {"original_input_tokens": heard["input_tokens"]}
