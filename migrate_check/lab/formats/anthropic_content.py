"""The content blocks of an answer: whole for a document, in pieces for a stream."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from migrate_check.domain.json_value import Json
from migrate_check.lab import tokens
from migrate_check.lab.demand import Finish, Spoken
from migrate_check.lab.formats.anthropic_thinking import thinks, thought_about
from migrate_check.lab.formats.format import Turn, as_object, objects
from migrate_check.lab.sse import JsonObject

_TOKENS_PER_DELTA = 4
_SENTENCE = re.compile(r".+?(?:[.!?](?=\s|$)|$)", re.DOTALL)


class Block(NamedTuple):
    """One content block."""

    whole: JsonObject
    announced: JsonObject
    """As `content_block_start` has it."""
    deltas: list[JsonObject]

    def events(self, index: int) -> Iterator[JsonObject]:
        """Its part of a stream."""
        yield {"type": "content_block_start", "index": index, "content_block": self.announced}
        for delta in self.deltas:
            yield {"type": "content_block_delta", "index": index, "delta": delta}
        yield {"type": "content_block_stop", "index": index}


def blocks_of(turn: Turn) -> list[Block]:
    """Thought, text with its citations, calls."""
    spoken = turn.spoken[0]
    blocks = [_thought(turn)] if thinks(turn.body) else []
    if spoken.text:
        blocks.append(_text(spoken.text))
    quoted = _quotation(turn, spoken)
    if quoted is not None:
        blocks.append(_cited(quoted))
    return blocks + [_call(turn, position) for position in range(len(spoken.calls))]


def output_tokens(turn: Turn) -> int:
    """All that was written, thoughts and quotations included."""
    spoken = turn.spoken[0]
    quoted = _quotation(turn, spoken)
    return (
        spoken.tokens
        + thinking_tokens(turn.body, turn.demand.prompt, bool(turn.demand.results))
        + (tokens.count(str(quoted["cited_text"])) if quoted is not None else 0)
    )


def thinking_tokens(body: JsonObject, prompt: str, results: bool) -> int:
    """Tokens of the thought before an answer; 0 where thinking is off."""
    if not thinks(body):
        return 0
    thought = thought_about(prompt, results)
    return tokens.count(str(thought.get("thinking") or thought.get("data")))


def _thought(turn: Turn) -> Block:
    whole = thought_about(turn.demand.prompt, bool(turn.demand.results))
    if whole["type"] == "redacted_thinking":
        return Block(whole, whole, [])
    deltas: list[JsonObject] = [
        {"type": "thinking_delta", "thinking": piece} for piece in _grouped(str(whole["thinking"]))
    ]
    deltas.append({"type": "signature_delta", "signature": whole["signature"]})
    return Block(whole, {"type": "thinking", "thinking": "", "signature": ""}, deltas)


def _text(text: str) -> Block:
    deltas: list[JsonObject] = [{"type": "text_delta", "text": p} for p in _grouped(text)]
    return Block({"type": "text", "text": text}, {"type": "text", "text": ""}, deltas)


def _cited(citation: JsonObject) -> Block:
    block = _text(str(citation["cited_text"]))
    return Block(
        {**block.whole, "citations": [citation]},
        {**block.announced, "citations": []},
        [{"type": "citations_delta", "citation": citation}, *block.deltas],
    )


def _quotation(turn: Turn, spoken: Spoken) -> JsonObject | None:
    """The first sentence of the first document that may be cited, after an answer in words."""
    if spoken.finish is not Finish.STOP:
        return None
    for index, document in enumerate(_documents(turn.body)):
        source = as_object(document.get("source"))
        found = _SENTENCE.match(str(source.get("data") or ""))
        allowed = as_object(document.get("citations")).get("enabled") is True
        if allowed and source.get("type") == "text" and found is not None:
            return _location(index, document.get("title"), found.group())
    return None


def _location(index: int, title: Json, quoted: str) -> JsonObject:
    return {
        "type": "char_location",
        "cited_text": quoted,
        "document_index": index,
        "document_title": title,
        "start_char_index": 0,
        "end_char_index": len(quoted),
        "file_id": None,
    }


def _documents(body: JsonObject) -> list[JsonObject]:
    blocks = [b for m in objects(body.get("messages")) for b in objects(m.get("content"))]
    return [block for block in blocks if block.get("type") == "document"]


def _call(turn: Turn, position: int) -> Block:
    arguments = turn.spoken[0].calls[position].arguments
    deltas: list[JsonObject] = [
        {"type": "input_json_delta", "partial_json": piece} for piece in ("", *_grouped(arguments))
    ]
    announced: JsonObject = {
        "type": "tool_use",
        "id": f"toolu_01{turn.chance.of('call', position).letters(22)}",
        "name": turn.spoken[0].calls[position].name,
        "input": {},
        "caller": {"type": "direct"},
    }
    return Block(announced | {"input": _loaded(arguments)}, announced, deltas)


def _loaded(arguments: str) -> JsonObject:
    """The arguments, or {} where the token limit cut the JSON off."""
    try:
        return as_object(json.loads(arguments))
    except ValueError:
        return {}


def _grouped(text: str) -> list[str]:
    pieces = tokens.split(text)
    starts = range(0, len(pieces), _TOKENS_PER_DELTA)
    return ["".join(pieces[start : start + _TOKENS_PER_DELTA]) for start in starts]
