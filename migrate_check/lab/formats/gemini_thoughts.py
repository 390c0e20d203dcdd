"""Thinking models: how much they think, and signatures that are checked when they come back."""

from __future__ import annotations

import base64
import hashlib

from migrate_check.domain.json_value import Json
from migrate_check.lab.chance import Chance
from migrate_check.lab.formats import gemini_errors as errors
from migrate_check.lab.formats.format import as_object, objects
from migrate_check.lab.sse import JsonObject, dump

_SECRET = "lab-thoughts"
_NONCE, _LENGTH = 12, 96
_SKIPS = ("skip_thought_signature_validator", "context_engineering_is_the_way_to_go")
"""Google's documents offer these for calls that come from elsewhere."""
_LEAST, _SPREAD = 18, 24


def thinks(model: str) -> bool:
    """Whether a model thinks unless it is told not to."""
    return model.startswith(("gemini-2.5-flash", "gemini-2.5-pro", "gemini-3")) and (
        "lite" not in model
    )


def demands_signatures(model: str) -> bool:
    """Whether calls must go back signed."""
    return model.startswith("gemini-3")


def thought_tokens(model: str, config: JsonObject, prompt: str) -> int:
    """Tokens of thought; the same for the same prompt, so that runs can be compared."""
    thinking = as_object(config.get("thinkingConfig"))
    budget = thinking.get("thinkingBudget")
    if budget == 0 or not (thinks(model) or budget):
        return 0
    tokens = _LEAST + Chance("thoughts", prompt).below(_SPREAD)
    return min(tokens, budget) if isinstance(budget, int) and budget > 0 else tokens


def sign(payload: Json, chance: Chance) -> str:
    """A signature that only fits this payload."""
    nonce = chance.hexadecimal(_NONCE)
    return base64.b64encode((nonce + _digest(nonce, payload)).encode()).decode()


def _digest(nonce: str, payload: Json) -> str:
    text = f"{_SECRET}{nonce}{dump(payload)}".encode()
    return hashlib.sha512(text).hexdigest()[:_LENGTH]


def check_signatures(model: str, contents: list[JsonObject]) -> None:
    """Raises Refused where a call of the current turn lacks its signature or has another one."""
    if not demands_signatures(model):
        return
    start = max((n for n, content in enumerate(contents) if _is_question(content)), default=-1)
    for position, content in enumerate(contents):
        calls = [p for p in objects(content.get("parts")) if "functionCall" in p]
        for number, part in enumerate(calls):
            signature = part.get("thoughtSignature")
            if signature is None:
                # Of parallel calls only the first is signed.
                if number == 0 and position > start:
                    name = as_object(part["functionCall"]).get("name")
                    raise errors.signature_missing(str(name), position)
            elif signature not in _SKIPS and not _fits(str(signature), payload_of(part)):
                raise errors.signature_wrong()


def payload_of(part: JsonObject) -> Json:
    """What a call's signature is of."""
    call = as_object(part.get("functionCall"))
    return [call.get("name"), call.get("args", {})]


def _is_question(content: JsonObject) -> bool:
    parts = objects(content.get("parts"))
    return content.get("role") != "model" and any("functionResponse" not in p for p in parts)


def _fits(signature: str, payload: Json) -> bool:
    try:
        text = base64.b64decode(signature).decode()
    except ValueError:
        return False
    return text[_NONCE:] == _digest(text[:_NONCE], payload)
