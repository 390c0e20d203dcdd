"""OpenAI image generation, server side: real pictures of one colour, of the size asked for."""

from __future__ import annotations

import base64
import json
import re

from migrate_check.domain.json_value import Json
from migrate_check.lab import media_offer, tokens
from migrate_check.lab.chance import Chance
from migrate_check.lab.formats import openai_errors as errors
from migrate_check.lab.formats.direct import JSON_TYPE, Asked, Given, openai_headers
from migrate_check.lab.formats.openai_fields import (
    body_of,
    invalid_value,
    require_choice,
    require_model,
    require_range,
    require_types,
)
from migrate_check.lab.pictures import COLOURS, picture
from migrate_check.lab.sse import JsonObject

FILES = "/files/"
"""Where the pictures of URLs are served, without any key."""
_HOST = "https://files.lab.example"
_TYPES = {
    "model": ("a string", (str,)),
    "prompt": ("a string", (str,)),
    "n": ("an integer", (int,)),
    "size": ("a string", (str,)),
    "quality": ("a string", (str,)),
    "style": ("a string", (str,)),
    "response_format": ("a string", (str,)),
    "output_format": ("a string", (str,)),
    "output_compression": ("an integer", (int,)),
    "background": ("a string", (str,)),
    "moderation": ("a string", (str,)),
    "user": ("a string", (str,)),
}
_OLD = frozenset(("response_format", "style"))
_NEW = frozenset(("output_format", "output_compression", "background", "moderation"))
_NAMED = re.compile(r"image-(\w+)-(\d+)x(\d+)\.(png|jpeg|webp)\Z")
_TOKENS_PER_PIXEL = 1 / 1_000


class OpenAIImages:
    """`POST /v1/images/generations`."""

    path = "/v1/images/generations"

    def answer(self, asked: Asked) -> Given:
        """The pictures, as URLs or in base64."""
        body = body_of(asked.request.body)
        model = require_model({"model": "dall-e-2", **body}, media_offer.IMAGE_MODELS)
        newer, older = model.id.startswith("gpt-image"), model.id.startswith("dall-e")
        _validate(body, model.id, _OLD if newer else _NEW if older else frozenset())
        size = _size(body.get("size"), model.id)
        form = str(body.get("output_format") or "png")
        count = body.get("n")
        number = count if isinstance(count, int) else 1
        colour = _colour(body)
        packed = newer or body.get("response_format") == "b64_json"
        one: JsonObject = (
            {"b64_json": base64.b64encode(picture(form, size, COLOURS[colour])).decode()}
            if packed
            else {"url": _url(asked.chance, colour, size, form)}
        )
        if model.id == "dall-e-3":
            one["revised_prompt"] = f"A detailed picture of: {body['prompt']}"
        data: list[Json] = [{**one} for _ in range(number)]
        document: JsonObject = {"created": int(asked.now_s), "data": data}
        if not older:
            document |= _described(body, size, form, number)
        headers = (*JSON_TYPE, *openai_headers(asked.chance, 500))
        return Given(headers, (json.dumps(document, indent=2) + "\n").encode())


def file_of(path: str) -> tuple[str, bytes] | None:
    """Content type and bytes of a picture's path; None for any other."""
    found = _NAMED.search(path)
    if found is None or found[1] not in COLOURS:
        return None
    size = int(found[2]), int(found[3])
    return f"image/{found[4]}", picture(found[4], size, COLOURS[found[1]])


def _validate(body: JsonObject, model: str, refused: frozenset[str]) -> None:
    if body.get("prompt") is None:
        raise errors.missing("prompt")
    require_types(body, _TYPES)
    unknown = sorted(body.keys() & refused)
    if unknown:
        raise errors.refused(
            f"Unknown parameter: '{unknown[0]}'.", param=unknown[0], code="unknown_parameter"
        )
    require_range(body, "n", 1, 1 if model == "dall-e-3" else 10)
    require_choice(body, "response_format", ("url", "b64_json"))
    require_choice(body, "output_format", ("png", "jpeg", "webp"))
    if not body["prompt"]:
        raise errors.refused("Your prompt is empty.", param="prompt", code="invalid_value")


def _size(value: Json, model: str) -> tuple[int, int]:
    sizes = media_offer.IMAGE_SIZES[model]
    if value in (None, "auto"):
        value = "1024x1024"
    if value not in sizes:
        raise invalid_value("size", value, sizes)
    width, _, height = str(value).partition("x")
    return int(width), int(height)


def _colour(body: JsonObject) -> str:
    prompt = str(body["prompt"]).lower()
    named = [name for name in COLOURS if name in prompt]
    return named[0] if named else Chance("picture", prompt).choice(sorted(COLOURS))


def _url(chance: Chance, colour: str, size: tuple[int, int], form: str) -> str:
    signature = chance.of("signature").letters(44)
    folder = chance.of("file").letters(24)
    name = f"image-{colour}-{size[0]}x{size[1]}.{form}"
    return f"{_HOST}{FILES}{folder}/{name}?st=2026-01-01&sig={signature}"


def _described(body: JsonObject, size: tuple[int, int], form: str, number: int) -> JsonObject:
    """What the newer models tell of their pictures, with the tokens that these took."""
    prompt = tokens.count(str(body["prompt"]))
    drawn = int(size[0] * size[1] * _TOKENS_PER_PIXEL) * number
    return {
        "background": body.get("background") or "opaque",
        "output_format": form,
        "quality": body.get("quality") or "low",
        "size": f"{size[0]}x{size[1]}",
        "usage": {
            "input_tokens": prompt,
            "input_tokens_details": {"image_tokens": 0, "text_tokens": prompt},
            "output_tokens": drawn,
            "output_tokens_details": {"image_tokens": drawn, "text_tokens": 0},
            "total_tokens": prompt + drawn,
        },
    }
