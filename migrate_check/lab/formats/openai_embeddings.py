"""OpenAI Embeddings, server side: unit vectors made from the model's name and the text."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
from math import sqrt

from migrate_check.domain.json_value import Json
from migrate_check.lab import media_offer, tokens
from migrate_check.lab.formats import openai_errors as errors
from migrate_check.lab.formats.direct import JSON_TYPE, Asked, Given, openai_headers
from migrate_check.lab.formats.openai_fields import (
    body_of,
    require_choice,
    require_model,
    require_types,
)
from migrate_check.lab.sse import JsonObject

_TYPES = {
    "model": ("a string", (str,)),
    "input": ("one of a string or array", (str, list)),
    "encoding_format": ("a string", (str,)),
    "dimensions": ("an integer", (int,)),
    "user": ("a string", (str,)),
}
_MOST_INPUTS = 2_048
_MOST_TOKENS = 8_192


class OpenAIEmbeddings:
    """`POST /v1/embeddings`."""

    path = "/v1/embeddings"

    def answer(self, asked: Asked) -> Given:
        """The vectors, as a list of numbers or as base64."""
        body = body_of(asked.request.body)
        model = require_model(body, media_offer.EMBEDDING_MODELS)
        require_types(body, _TYPES)
        require_choice(body, "encoding_format", ("float", "base64"))
        inputs = _inputs(body.get("input"))
        count = _dimensions(body, media_offer.DIMENSIONS[model.id], model.id)
        encode = _packed if body.get("encoding_format") == "base64" else _listed
        data: list[Json] = [
            {
                "object": "embedding",
                "index": index,
                "embedding": encode(vector(model.id, text, count)),
            }
            for index, (text, _) in enumerate(inputs)
        ]
        used = sum(size for _, size in inputs)
        document: JsonObject = {
            "object": "list",
            "data": data,
            "model": model.snapshot,
            "usage": {"prompt_tokens": used, "total_tokens": used},
        }
        headers = (*JSON_TYPE, ("openai-model", model.snapshot), *openai_headers(asked.chance))
        return Given(headers, (json.dumps(document, indent=2) + "\n").encode())


def vector(model: str, text: str, count: int) -> tuple[float, ...]:
    """`count` numbers of unit length. Fewer dimensions are the first ones, normalised anew."""
    digest = hashlib.shake_256(f"{model}\n{text}".encode()).digest(2 * count)
    raw = struct.unpack(f"<{count}h", digest)
    length = sqrt(sum(number * number for number in raw))
    return tuple(round(number / length, 9) for number in raw)


def _listed(values: tuple[float, ...]) -> Json:
    return list(values)


def _packed(values: tuple[float, ...]) -> Json:
    return base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()


def _inputs(value: Json) -> list[tuple[str, int]]:
    """Texts with their tokens; tokens themselves are read as the text of their numbers."""
    if value is None:
        raise errors.missing("input")
    items: list[Json] = value if isinstance(value, list) else [value]
    if items and all(type(item) is int for item in items):
        items = [items]
    if not items or len(items) > _MOST_INPUTS or not all(_is_input(item) for item in items):
        raise errors.refused(
            "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference."
        )
    inputs = [_text(item) for item in items]
    for _, size in inputs:
        if size > _MOST_TOKENS:
            raise errors.refused(
                f"This model's maximum context length is {_MOST_TOKENS} tokens, however you"
                f" requested {size} tokens ({size} in your prompt; 0 for the completion). Please"
                " reduce your prompt; or completion length."
            )
    return inputs


def _is_input(item: Json) -> bool:
    if isinstance(item, list):
        return bool(item) and all(type(number) is int for number in item)
    return isinstance(item, str) and bool(item)


def _text(item: Json) -> tuple[str, int]:
    if isinstance(item, str):
        return item, tokens.count(item)
    numbers = item if isinstance(item, list) else []
    return f"tokens {numbers}", len(numbers)


def _dimensions(body: JsonObject, most: int, model: str) -> int:
    wanted = body.get("dimensions")
    if not isinstance(wanted, int):
        return most
    if model in media_offer.FIXED_DIMENSIONS:
        raise errors.refused("This model does not support specifying dimensions.")
    if not 1 <= wanted <= most:
        raise errors.refused(
            f"Invalid value for 'dimensions' = {wanted}. Must be between 1 and {most}, both"
            " included."
        )
    return wanted
