"""Answers of the imitated model as Gemini words them: whole, and in chunks."""

from __future__ import annotations

import json
from collections.abc import Iterator

from migrate_check.domain.json_value import Json
from migrate_check.lab import tokens
from migrate_check.lab.demand import Demand, Finish, Spoken
from migrate_check.lab.formats.format import Turn, as_object
from migrate_check.lab.formats.gemini_demand import generation
from migrate_check.lab.formats.gemini_requests import camel
from migrate_check.lab.formats.gemini_thoughts import (
    demands_signatures,
    payload_of,
    sign,
    thought_tokens,
)
from migrate_check.lab.sse import JsonObject

BLOCKED = "lab-blocked-prompt"
"""A prompt with this word is blocked, as one would be that breaks the vendor's policy."""
_TOKENS_PER_CHUNK = 8
_FINISH = {
    Finish.STOP: "STOP",
    Finish.SEQUENCE: "STOP",
    Finish.LENGTH: "MAX_TOKENS",
    Finish.CALLS: "STOP",
}
_THOUGHT = "**Considering the request**\n\nI am looking at what is asked and how to answer it.\n\n"
_HARMS = ("HATE_SPEECH", "DANGEROUS_CONTENT", "HARASSMENT", "SEXUALLY_EXPLICIT")


def is_blocked(demand: Demand) -> bool:
    """Whether the prompt is refused by the filter."""
    return BLOCKED in demand.prompt


def count(prompt_tokens: int) -> JsonObject:
    """The answer of `countTokens`."""
    return {"totalTokens": prompt_tokens, "promptTokensDetails": _details(prompt_tokens)}


def whole(turn: Turn) -> JsonObject:
    """An unstreamed answer."""
    if is_blocked(turn.demand):
        return _blocked(turn)
    candidates: list[Json] = [
        _candidate(_parts(turn, spoken), _FINISH[spoken.finish], number)
        for number, spoken in enumerate(turn.spoken)
    ]
    written = sum(spoken.tokens for spoken in turn.spoken if spoken.text or spoken.calls)
    return {"candidates": candidates} | _head(turn, written)


def chunks(turn: Turn) -> Iterator[JsonObject]:
    """A streamed answer: each chunk repeats and corrects the counts."""
    if is_blocked(turn.demand):
        yield _blocked(turn)
        return
    spoken = turn.spoken[0]
    pieces = [*_pieces(_parts(turn, spoken), spoken)]
    done = 0
    for number, (parts, written) in enumerate(pieces, start=1):
        done += written
        finish = _FINISH[spoken.finish] if number == len(pieces) else None
        candidates: list[Json] = [_candidate(parts, finish, 0)]
        chunk: JsonObject = {"candidates": candidates}
        yield chunk | _head(turn, done)


def _pieces(parts: list[JsonObject], spoken: Spoken) -> Iterator[tuple[list[JsonObject], int]]:
    """The parts of each chunk, and how many tokens they are."""
    for position, part in enumerate(parts):
        text = part.get("text")
        if not isinstance(text, str) or "thought" in part:
            last = position == len(parts) - 1
            yield [part], spoken.tokens if last else 0
            continue
        split = tokens.split(text)
        for start in range(0, len(split), _TOKENS_PER_CHUNK):
            piece = split[start : start + _TOKENS_PER_CHUNK]
            yield [{"text": "".join(piece)}], len(piece)
        if "thoughtSignature" in part:
            # The signature of a text comes behind it.
            yield [{"text": "", "thoughtSignature": part["thoughtSignature"]}], 0
    if not parts:
        yield [], 0


def _parts(turn: Turn, spoken: Spoken) -> list[JsonObject]:
    parts: list[JsonObject] = []
    thoughts, model = _thoughts(turn), turn.demand.model
    config = as_object(_config(turn).get("thinkingConfig"))
    if thoughts and config.get("includeThoughts") is True:
        parts.append({"text": _THOUGHT, "thought": True})
    for position, call in enumerate(spoken.calls):
        called: JsonObject = {"name": call.name, "args": _loaded(call.arguments)}
        if demands_signatures(model):
            called["id"] = turn.chance.of("call", position).letters(8).lower()
        part: JsonObject = {"functionCall": called}
        if thoughts and position == 0:
            part["thoughtSignature"] = sign(payload_of(part), turn.chance.of("signature"))
        parts.append(part)
    if spoken.text:
        said: JsonObject = {"text": spoken.text}
        if demands_signatures(model):
            said["thoughtSignature"] = sign(None, turn.chance.of("signature"))
        parts.append(said)
    return parts


def _config(turn: Turn) -> JsonObject:
    return generation(as_object(camel(turn.body)))


def _thoughts(turn: Turn) -> int:
    config, demand = _config(turn), turn.demand
    limit = config.get("maxOutputTokens")
    thoughts = thought_tokens(demand.model, config, demand.prompt)
    return min(thoughts, limit) if isinstance(limit, int) else thoughts


def _candidate(parts: list[JsonObject], finish: str | None, index: int) -> JsonObject:
    listed: list[Json] = [*parts]
    content: JsonObject = {"parts": listed, "role": "model"} if parts else {"role": "model"}
    ended: JsonObject = {} if finish is None else {"finishReason": finish}
    return {"content": content} | ended | {"index": index}


def _head(turn: Turn, written: int) -> JsonObject:
    prompt, thoughts = turn.demand.prompt_tokens, _thoughts(turn)
    usage: JsonObject = {"promptTokenCount": prompt}
    if written:
        usage["candidatesTokenCount"] = written
    usage["totalTokenCount"] = prompt + written + thoughts
    if turn.cached_tokens:
        usage["cachedContentTokenCount"] = turn.cached_tokens
    usage["promptTokensDetails"] = _details(prompt)
    if thoughts:
        usage["thoughtsTokenCount"] = thoughts
    return {"usageMetadata": usage} | _identity(turn)


def _blocked(turn: Turn) -> JsonObject:
    prompt = turn.demand.prompt_tokens
    ratings: list[Json] = [
        {"category": f"HARM_CATEGORY_{harm}", "probability": "NEGLIGIBLE"} for harm in _HARMS
    ]
    feedback: JsonObject = {"blockReason": "PROHIBITED_CONTENT", "safetyRatings": ratings}
    usage: JsonObject = {
        "promptTokenCount": prompt,
        "totalTokenCount": prompt,
        "promptTokensDetails": _details(prompt),
    }
    return {"promptFeedback": feedback, "usageMetadata": usage} | _identity(turn)


def _details(prompt_tokens: int) -> list[Json]:
    return [{"modality": "TEXT", "tokenCount": prompt_tokens}]


def _identity(turn: Turn) -> JsonObject:
    return {"modelVersion": turn.demand.served, "responseId": turn.chance.of("id").letters(22)}


def _loaded(arguments: str) -> JsonObject:
    """The arguments, or {} where the token limit cut the JSON off."""
    try:
        return as_object(json.loads(arguments))
    except ValueError:
        return {}
