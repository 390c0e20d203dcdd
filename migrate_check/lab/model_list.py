"""`GET /v1/models`, as both vendors give it."""

from __future__ import annotations

import json

from migrate_check.domain.json_value import Json
from migrate_check.lab import media_offer, offer
from migrate_check.lab.formats import anthropic_errors, openai_errors
from migrate_check.lab.sse import JsonObject, dump
from migrate_check.lab.wire import LabRequest

_PATH = "/v1/models"
_CREATED = 1_721_172_741
_CREATED_AT = "2024-07-16T22:32:21Z"


def list_models(request: LabRequest, *, anthropic: bool) -> bytes | None:
    """The list, or one model; None for another path. Raises Refused for an unknown model."""
    if request.method != "GET" or not f"{request.path}/".startswith(f"{_PATH}/"):
        return None
    wanted = request.path.removeprefix(_PATH).removeprefix("/")
    body = _anthropic(wanted) if anthropic else _openai(wanted)
    return body.encode()


def _openai(wanted: str) -> str:
    models = offer.OPENAI_MODELS + media_offer.MEDIA_MODELS
    if wanted:
        found = offer.find(models, wanted)
        if found is None:
            raise openai_errors.model_unknown(wanted)
        return json.dumps(_openai_model(wanted), indent=2) + "\n"
    data: list[Json] = [_openai_model(name) for m in models for name in _names(m)]
    return json.dumps({"object": "list", "data": data}, indent=2) + "\n"


def _anthropic(wanted: str) -> str:
    models = offer.ANTHROPIC_MODELS
    if wanted:
        found = offer.find(models, wanted)
        if found is None:
            raise anthropic_errors.model_unknown(wanted)
        return dump(_anthropic_model(found))
    data: list[Json] = [_anthropic_model(model) for model in models]
    page: JsonObject = {
        "data": data,
        "has_more": False,
        "first_id": models[0].snapshot,
        "last_id": models[-1].snapshot,
    }
    return dump(page)


def _names(model: offer.Model) -> tuple[str, ...]:
    return tuple(dict.fromkeys((model.id, model.snapshot)))


def _openai_model(name: str) -> JsonObject:
    return {"id": name, "object": "model", "created": _CREATED, "owned_by": "system"}


def _anthropic_model(model: offer.Model) -> JsonObject:
    return {
        "type": "model",
        "id": model.snapshot,
        "display_name": model.id,
        "created_at": _CREATED_AT,
    }
