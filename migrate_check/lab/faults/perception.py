"""Pictures and sounds in a message that are refused or dropped."""

from __future__ import annotations

from migrate_check.domain.json_value import Json
from migrate_check.domain.scenario import Route
from migrate_check.lab.faults.fault import Forward, GatewayCall, edits_requests, wraps_calls
from migrate_check.lab.formats.format import objects
from migrate_check.lab.perception import image_urls
from migrate_check.lab.sse import JsonObject, dump
from migrate_check.lab.wire import Answer

_CHAT = Route.OPENAI_CHAT
_DROPPED = frozenset(("input_audio", "file"))


@wraps_calls(_CHAT, finds={"errors"})
async def img_bare_base64_rejected(call: GatewayCall, forward: Forward) -> Answer:
    """A picture as a `data:` URL is refused; only addresses of servers are taken."""
    messages = objects((call.body or {}).get("messages"))
    urls = [url for message in messages for url in image_urls(message.get("content"))]
    if not any(url.startswith("data:") for url in urls):
        return await forward(call)
    error: Json = {
        "message": "Invalid URL in image_url",
        "type": "invalid_request_error",
        "param": None,
        "code": None,
    }
    kind = (("content-type", "application/json"),)
    return Answer(400, kind, dump({"error": error}).encode())


@edits_requests(_CHAT, finds={"parameters", "usage"})
def params_audio_input_dropped(body: JsonObject) -> None:
    """Sounds and files in a message are dropped: only its text reaches the provider."""
    for message in objects(body.get("messages")):
        content = message.get("content")
        if isinstance(content, list):
            message["content"] = [
                part
                for part in content
                if not (isinstance(part, dict) and part.get("type") in _DROPPED)
            ]
