"""The older completions, answered as if they were chat."""

from __future__ import annotations

from migrate_check.domain.json_value import Json
from migrate_check.domain.scenario import Route
from migrate_check.lab.faults.bodies import choices_of
from migrate_check.lab.faults.fault import (
    Forward,
    GatewayCall,
    edits_chunks,
    with_document_edited,
    wraps_calls,
)
from migrate_check.lab.sse import JsonObject
from migrate_check.lab.wire import Answer

_COMPLETIONS = Route.OPENAI_COMPLETIONS


@wraps_calls(_COMPLETIONS, finds={"shape"})
async def completions_chat_shape(call: GatewayCall, forward: Forward) -> Answer:
    """An unstreamed completion comes as an object of Chat Completions."""
    answer = await forward(call)
    if answer.status >= 400:
        return answer
    return with_document_edited(answer, _as_chat)


@edits_chunks(_COMPLETIONS, finds={"shape", "stream"})
def completions_stream_chat_chunks(chunk: JsonObject) -> None:
    """A streamed completion comes as chunks of Chat Completions."""
    if "choices" in chunk:
        chunk["object"] = "chat.completion.chunk"
        for choice in choices_of(chunk):
            choice["delta"] = {"content": choice.pop("text", "")}


def _as_chat(reply: JsonObject) -> None:
    if "choices" not in reply:
        return
    reply["object"] = "chat.completion"
    for choice in choices_of(reply):
        message: Json = {"role": "assistant", "content": choice.pop("text", "")}
        choice["message"] = message
