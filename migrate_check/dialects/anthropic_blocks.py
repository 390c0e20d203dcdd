"""The content blocks of a Messages stream: one open at a time, counted from 0, deltas that fit."""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.anthropic_words import RAW_INPUT, block_fields, check_block
from migrate_check.dialects.json_fields import as_object, as_text, check_fields, required
from migrate_check.dialects.json_text import parse_json
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json

_PLACE = "content_block_start.content_block."
_FIELDS = block_fields(_PLACE)
_CALL_TYPES = frozenset(("tool_use", "server_tool_use", "mcp_tool_use"))
_DELTA = "content_block_delta.delta."
_DELTA_KEYS = {
    "text_delta": "text",
    "thinking_delta": "thinking",
    "signature_delta": "signature",
    "input_json_delta": "partial_json",
    "citations_delta": "citation",
    "compaction_delta": "content",
}
_DELTA_FIELDS = {
    kind: (required(_DELTA, _DELTA_KEYS[kind], str),)
    for kind in ("text_delta", "thinking_delta", "signature_delta", "input_json_delta")
}
_FITTING = {
    "text": frozenset(("text_delta", "citations_delta")),
    "thinking": frozenset(("thinking_delta", "signature_delta")),
    "tool_use": frozenset(("input_json_delta",)),
    "server_tool_use": frozenset(("input_json_delta",)),
    "mcp_tool_use": frozenset(("input_json_delta",)),
    "redacted_thinking": frozenset[str](),
    "compaction": frozenset(("compaction_delta",)),
}


class _Block:
    """One block in the making."""

    __slots__ = ("announced", "kind", "open", "parts")

    def __init__(self, announced: dict[str, Json]) -> None:
        self.announced = announced
        self.kind = as_text(announced.get("type")) or ""
        self.open = True
        self.parts: dict[str, list[Json]] = {}
        """Delta key → the pieces that came."""

    def assembled(self) -> dict[str, Json]:
        """The block as an unstreamed answer would have it."""
        block = dict(self.announced)
        for key, pieces in self.parts.items():
            text = "".join(piece for piece in pieces if isinstance(piece, str))
            if key == "citation":
                known = block.get("citations")
                block["citations"] = [*(known if isinstance(known, list) else []), *pieces]
            elif key == RAW_INPUT:
                self._set_input(block, text)
            else:
                block[key] = (as_text(block.get(key)) or "") + text
        return block

    def _set_input(self, block: dict[str, Json], text: str) -> None:
        if not text:
            # One empty piece is how a call without arguments is streamed.
            return
        try:
            block["input"] = parse_json(text)
        except ValueError:
            block[RAW_INPUT] = text


class StreamedBlocks:
    """Joins the pieces and notes what breaks the order of blocks."""

    __slots__ = ("_blocks", "_log")

    def __init__(self, log: AnomalyLog) -> None:
        self._log = log
        self._blocks: dict[int, _Block] = {}

    def take(self, kind: str, event: dict[str, Json]) -> bool:
        """A content_block_* event; whether it carried content."""
        index = event.get("index")
        if type(index) is not int:
            self._log.add(AnomalyKind.FIELD_REQUIRED_MISSING, f"{kind}.index", "no integer")
            # Go on with the block that is open, or the next one.
            index = self._guess(kind)
        if kind == "content_block_start":
            return self._start(index, as_object(event.get("content_block")))
        block = self._blocks.get(index)
        if block is None:
            detail = f"{index} was never started"
            self._log.add(AnomalyKind.BLOCK_NOT_STARTED, f"{kind}.index", detail)
            # A client that goes on shows such text all the same.
            block = self._blocks[index] = _Block({})
        elif not block.open:
            place = f"{kind}.index of a stopped block"
            self._log.add(AnomalyKind.BLOCK_NOT_STARTED, place, f"{index} was stopped before")
        if kind == "content_block_stop":
            block.open = False
            return False
        return self._delta(block, as_object(event.get("delta")))

    def check_all_stopped(self, before: str) -> None:
        """No block may be open here. Says so once per block."""
        for index, block in self._blocks.items():
            if block.open:
                detail = f"block {index} is open at {before}"
                self._log.add(AnomalyKind.BLOCK_NOT_STOPPED, "content_block_stop", detail)

    def assembled(self) -> list[dict[str, Json]]:
        """All blocks by index, as an unstreamed answer would have them."""
        return [self._blocks[index].assembled() for index in sorted(self._blocks)]

    def _guess(self, kind: str) -> int:
        last = max(self._blocks, default=-1)
        return last + 1 if kind == "content_block_start" else max(last, 0)

    def _start(self, index: int, announced: dict[str, Json]) -> bool:
        place = "content_block_start.index"
        if index in self._blocks:
            self._log.add(AnomalyKind.BLOCK_RESTARTED, place, f"{index} again")
            return False
        if index != len(self._blocks):
            detail = f"{index} where {len(self._blocks)} was due"
            self._log.add(AnomalyKind.BLOCK_INDEX_GAP, place, detail)
        if any(block.open for block in self._blocks.values()):
            self._log.add(AnomalyKind.BLOCK_OVERLAP, place, f"{index} while another is open")
        check_block(announced, _FIELDS, _PLACE, self._log)
        block = self._blocks[index] = _Block(announced)
        caller = as_object(announced.get("caller")).get("type", "direct")
        # A call that Anthropic's code execution makes comes whole.
        if block.kind == "tool_use" and announced.get("input") and caller == "direct":
            detail = "input at the start, where deltas bring it"
            self._log.add(AnomalyKind.BLOCK_DELTA_MISMATCH, _PLACE + "input", detail)
        return block.kind in _CALL_TYPES or bool(announced.get("text") or announced.get("thinking"))

    def _delta(self, block: _Block, delta: dict[str, Json]) -> bool:
        kind = as_text(delta.get("type"))
        key = _DELTA_KEYS.get(kind or "")
        if kind is None:
            self._log.add(AnomalyKind.FIELD_REQUIRED_MISSING, _DELTA + "type", "absent")
            return False
        if key is None:
            self._log.add(AnomalyKind.ENUM_UNKNOWN, _DELTA + "type", f'"{kind}"')
            return False
        if kind in _DELTA_FIELDS:
            check_fields(delta, _DELTA_FIELDS[kind], self._log)
        fitting = _FITTING.get(block.kind)
        if fitting is not None and kind not in fitting:
            detail = f"{kind} in a {block.kind} block"
            self._log.add(AnomalyKind.BLOCK_DELTA_MISMATCH, _DELTA + "type", detail)
        value = delta.get(key)
        block.parts.setdefault(key, []).append(value)
        return bool(value) and key in ("text", "thinking", "partial_json")
