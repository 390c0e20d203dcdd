"""OpenAI Chat Completions."""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.api_errors import OPENAI
from migrate_check.dialects.dialect import UNREAD, Parsed
from migrate_check.dialects.json_fields import as_array, as_object
from migrate_check.dialects.openai_chat_reply import read_reply
from migrate_check.dialects.openai_chat_request import build_next, read_asked
from migrate_check.dialects.openai_chat_stream import ChatStream
from migrate_check.dialects.openai_chat_words import foreign_object
from migrate_check.dialects.reading import Reading, read_document, read_stream
from migrate_check.domain.exchange import Headers
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked, StreamEvent, ToolCall
from migrate_check.domain.scenario import NextTurn, Route

_READING = Reading(OPENAI, foreign_object, read_reply)


class OpenAIChat:
    """`POST /v1/chat/completions`."""

    route = Route.OPENAI_CHAT
    path = "/v1/chat/completions"
    stream_path = path
    method = "POST"
    stream_field: str | None = "stream"
    fixed_headers: Headers = ()
    opaque_paths = frozenset(
        # Strings by contract; where a gateway sends objects, the keys are the caller's.
        f"{place}.{call}.arguments"
        for place in ("choices[].message", "chunk.choices[].delta")
        for call in ("tool_calls[].function", "function_call")
    ) | {"metadata"}

    def key_headers(self, key: str) -> Headers:
        """Bearer token."""
        return (("Authorization", f"Bearer {key}"),)

    def asked(self, body: Json, url: str = "") -> Asked:
        """What a request demands. Tolerates any JSON."""
        return read_asked(body)

    def parse_document(self, document: Json, status: int, asked: Asked) -> Parsed:
        """An unstreamed body that is JSON, of any status."""
        return read_document(document, status, asked, _READING)

    def parse_bytes(self, data: bytes, content_type: str, asked: Asked) -> Parsed:
        """This format has no such answers."""
        return UNREAD

    def parse_stream(self, events: tuple[StreamEvent, ...], asked: Asked) -> Parsed:
        """A whole stream, run through the automaton."""
        log = AnomalyLog()
        return read_stream(events, ChatStream(asked, log), log)

    def next_body(
        self, sent: dict[str, Json], answer: Json | tuple[StreamEvent, ...], turn: NextTurn
    ) -> dict[str, Json] | None:
        """The next turn's request body; None when the answer has no message to go on from."""
        message = _streamed_message(answer) if isinstance(answer, tuple) else _message(answer)
        return build_next(sent, message, turn) if message else None


def _message(document: Json) -> dict[str, Json]:
    choices = as_array(as_object(document).get("choices"))
    return as_object(as_object(choices[0]).get("message")) if choices else {}


def _streamed_message(events: tuple[StreamEvent, ...]) -> dict[str, Json]:
    stream = ChatStream(read_asked(None), AnomalyLog())
    for position, event in enumerate(events):
        stream.take(position, event)
    reply = stream.finish()
    if reply is None or not stream.choices:
        return {}
    message: dict[str, Json] = {"role": reply.role or "assistant", "content": reply.text or None}
    freeform = stream.first().calls.freeform()
    if reply.tool_calls:
        message["tool_calls"] = [_call_entry(call, freeform) for call in reply.tool_calls]
    elif not reply.text:
        message["content"] = ""
    return message


def _call_entry(call: ToolCall, freeform: frozenset[str]) -> Json:
    if call.name in freeform:
        custom: Json = {"name": call.name, "input": call.arguments}
        return {"id": call.id, "type": "custom", "custom": custom}
    function: Json = {"name": call.name, "arguments": call.arguments}
    return {"id": call.id, "type": "function", "function": function}
