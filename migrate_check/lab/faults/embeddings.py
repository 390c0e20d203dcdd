"""Vectors that are others than asked for, in other order, or packed otherwise."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable

from migrate_check.domain.json_value import Json
from migrate_check.domain.scenario import Route
from migrate_check.lab import media_offer
from migrate_check.lab.faults.fault import (
    Forward,
    GatewayCall,
    edits_replies,
    edits_requests,
    with_document_edited,
    wraps_calls,
)
from migrate_check.lab.formats.format import objects
from migrate_check.lab.sse import JsonObject
from migrate_check.lab.wire import Answer

_EMBEDDINGS = Route.EMBEDDINGS
_OTHER_MODEL = "text-embedding-3-large"
_SCALE = 3.0


@edits_requests(_EMBEDDINGS, finds={"embeddings", "shape"})
def emb_base64_ignored(body: JsonObject) -> None:
    """`encoding_format` is dropped: lists of numbers come where base64 was asked for."""
    body.pop("encoding_format", None)


@edits_requests(_EMBEDDINGS, finds={"embeddings"})
def emb_dimensions_ignored(body: JsonObject) -> None:
    """`dimensions` is dropped: vectors have their full length."""
    body.pop("dimensions", None)


@edits_replies(_EMBEDDINGS, finds={"embeddings"})
def emb_order_shuffled(reply: JsonObject) -> None:
    """The vectors of a batch come in the order in which they were done, and are counted anew."""
    data = objects(reply.get("data"))[::-1]
    for index, entry in enumerate(data):
        entry["index"] = index
    if data:
        reply["data"] = [*data]


@wraps_calls(_EMBEDDINGS, finds={"embeddings"})
async def emb_vectors_of_other_model(call: GatewayCall, forward: Forward) -> Answer:
    """Another model embeds, cut to the same length, and `model` says what was asked for."""
    body = call.body or {}
    asked = body.get("model")
    if not isinstance(asked, str) or asked not in media_offer.DIMENSIONS:
        return await forward(call)
    usual: Json = body.get("dimensions", media_offer.DIMENSIONS[asked])
    answer = await forward(call.with_body({**body, "model": _OTHER_MODEL, "dimensions": usual}))

    def rename(reply: JsonObject) -> None:
        if "model" in reply:
            reply["model"] = asked

    return with_document_edited(answer, rename)


@edits_replies(_EMBEDDINGS, finds={"embeddings"})
def emb_not_normalised(reply: JsonObject) -> None:
    """The vectors have not the unit length that the model's own have."""
    for entry in objects(reply.get("data")):
        entry["embedding"] = _mapped(entry.get("embedding"), lambda number: number * _SCALE)


@edits_replies(_EMBEDDINGS, finds={"usage"})
def emb_usage_missing(reply: JsonObject) -> None:
    """No token counts."""
    if "data" in reply:
        reply.pop("usage", None)


def _mapped(value: Json, change: Callable[[float], float]) -> Json:
    if isinstance(value, str):
        data = base64.b64decode(value)
        numbers = struct.unpack(f"<{len(data) // 4}f", data)
        changed = [change(number) for number in numbers]
        return base64.b64encode(struct.pack(f"<{len(changed)}f", *changed)).decode()
    items = value if isinstance(value, list) else []
    return [change(item) for item in items if isinstance(item, int | float)]
