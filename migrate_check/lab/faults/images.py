"""Images in another form, size or format than asked for, or not at all."""

from __future__ import annotations

import base64
from urllib.parse import urlsplit

from migrate_check.domain.json_value import Json
from migrate_check.domain.scenario import Route
from migrate_check.lab.faults.fault import (
    Forward,
    GatewayCall,
    edits_replies,
    edits_requests,
    with_document_edited,
    wraps_calls,
)
from migrate_check.lab.formats.format import as_object, objects
from migrate_check.lab.formats.openai_images import file_of
from migrate_check.lab.sse import JsonObject, dump
from migrate_check.lab.wire import Answer

_IMAGES = Route.IMAGES
_SIZE = "1024x1024"


@edits_replies(_IMAGES, finds={"media", "shape"})
def images_response_format(reply: JsonObject) -> None:
    """`response_format` is not honoured: base64 comes where a URL was asked for."""
    for entry in objects(reply.get("data")):
        found = file_of(str(entry.get("url", "")).partition("?")[0])
        if found is not None:
            del entry["url"]
            entry["b64_json"] = base64.b64encode(found[1]).decode()


@edits_requests(_IMAGES, finds={"media"})
def images_size_format_ignored(body: JsonObject) -> None:
    """Size and output format are rewritten to the gateway's own."""
    if "size" in body:
        body["size"] = _SIZE
    body.pop("output_format", None)


@edits_replies(_IMAGES, finds={"usage"})
def images_usage_zero(reply: JsonObject) -> None:
    """The tokens of images are counted as 0."""
    usage = as_object(reply.get("usage"))
    if usage:
        usage["output_tokens"] = 0
        usage["total_tokens"] = usage.get("input_tokens")
        as_object(usage.get("output_tokens_details"))["image_tokens"] = 0


@wraps_calls(_IMAGES, finds={"errors", "behaviour"})
async def images_charged_no_image(call: GatewayCall, forward: Forward) -> Answer:
    """An image is made and charged; the gateway expects no URL, and answers 500."""
    answer = await forward(call)
    if isinstance(answer.body, bytes) and b'"url"' in answer.body:
        error: Json = {"message": "Failed to parse the data: URI of the image", "type": "api_error"}
        kind = (("content-type", "application/json"),)
        return Answer(500, kind, dump({"error": error}).encode())
    return answer


@edits_replies(_IMAGES, finds={"media"})
def async_asset_url_localhost(reply: JsonObject) -> None:
    """The URL of an image is rewritten to the gateway's own host, as it sees itself."""
    for entry in objects(reply.get("data")):
        if isinstance(entry.get("url"), str):
            path = urlsplit(str(entry["url"])).path
            entry["url"] = f"http://localhost:3000{path}"


@edits_replies(_IMAGES, finds={"media"})
def images_empty(reply: JsonObject) -> None:
    """A success without any image."""
    if "data" in reply:
        reply["data"] = []


@wraps_calls(_IMAGES, finds={"media"})
async def images_data_url_in_base64(call: GatewayCall, forward: Forward) -> Answer:
    """`b64_json` holds a data: URL in place of base64."""

    def prefix(reply: JsonObject) -> None:
        for entry in objects(reply.get("data")):
            if isinstance(entry.get("b64_json"), str):
                entry["b64_json"] = f"data:image/png;base64,{entry['b64_json']}"

    return with_document_edited(await forward(call), prefix)
