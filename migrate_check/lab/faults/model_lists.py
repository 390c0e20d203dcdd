"""Lists of models that are no help, and requests that name no model."""

from __future__ import annotations

from migrate_check.domain.scenario import Route
from migrate_check.lab.faults.fault import (
    Forward,
    GatewayCall,
    edits_replies,
    wraps_calls,
)
from migrate_check.lab.sse import JsonObject
from migrate_check.lab.wire import Answer

_MODELS = Route.MODELS
_DEFAULTS = {
    Route.OPENAI_CHAT: "gpt-4o-mini",
    Route.EMBEDDINGS: "text-embedding-3-small",
}
_PAGE = b"<!doctype html><html><head><title>Console</title></head><body>Sign in</body></html>\n"


@edits_replies(_MODELS, finds={"identity"})
def models_list_empty(reply: JsonObject) -> None:
    """The list of models is there and empty."""
    if "data" in reply:
        reply["data"] = []


@wraps_calls(_MODELS, finds={"shape"})
async def models_list_html(call: GatewayCall, forward: Forward) -> Answer:
    """The console's web page comes in place of the list of models."""
    answer = await forward(call)
    if answer.status >= 400:
        return answer
    return Answer(200, (("content-type", "text/html; charset=utf-8"),), _PAGE)


@wraps_calls(*_DEFAULTS, finds={"errors"})
async def model_missing_defaulted_to_other_vendor(call: GatewayCall, forward: Forward) -> Answer:
    """A request that names no model is served by one of the gateway's choice."""
    body = call.body
    if body is None or body.get("model") or call.route is None:
        return await forward(call)
    return await forward(call.with_body({**body, "model": _DEFAULTS[call.route]}))
