"""Sound in another format or wrapping, transcripts in another form."""

from __future__ import annotations

import base64
import re
from dataclasses import replace

from migrate_check.domain.scenario import Route
from migrate_check.lab.faults.fault import (
    Forward,
    GatewayCall,
    edits_requests,
    with_document_edited,
    wraps_calls,
)
from migrate_check.lab.sse import JsonObject, dump
from migrate_check.lab.wire import Answer

_SPEECH = Route.AUDIO_SPEECH
_TRANSCRIPTION = Route.AUDIO_TRANSCRIPTION
_KEPT = ("text", "usage")
_FORM_ASKED = re.compile(rb'name="response_format"\r\n\r\n(verbose_json|srt|vtt|text)\r\n')


@edits_requests(_SPEECH, finds={"media"})
def speech_format_ignored(body: JsonObject) -> None:
    """`response_format` of speech is dropped: MP3 comes, whatever was asked for."""
    body.pop("response_format", None)


@wraps_calls(_SPEECH, finds={"media"})
async def speech_body_base64_json(call: GatewayCall, forward: Forward) -> Answer:
    """The sound comes as base64 in JSON, not as its bytes."""
    answer = await forward(call)
    body = answer.body
    if answer.status >= 400 or not isinstance(body, bytes):
        return answer
    packed = dump({"audio": base64.b64encode(body).decode(), "format": "mp3"}).encode()
    plain = replace(answer, body=packed)
    return plain.with_headers(("content-type", "application/json"))


@wraps_calls(_TRANSCRIPTION, finds={"media", "shape"})
async def audio_verbose_json_dropped(call: GatewayCall, forward: Forward) -> Answer:
    """`response_format` of transcriptions is forced to `json`: segments and words are lost."""
    body = call.request.body
    found = _FORM_ASKED.search(body)
    if found is None:
        return await forward(call)
    plain = body[: found.start(1)] + b"json" + body[found.end(1) :]
    return await forward(replace(call, request=replace(call.request, body=plain)))


@wraps_calls(_TRANSCRIPTION, finds={"media", "shape"})
async def transcript_times_dropped(call: GatewayCall, forward: Forward) -> Answer:
    """Verbose transcripts keep the text and lose everything else."""

    def strip(reply: JsonObject) -> None:
        if "segments" in reply or "words" in reply:
            for name in [name for name in reply if name not in _KEPT]:
                del reply[name]

    return with_document_edited(await forward(call), strip)
