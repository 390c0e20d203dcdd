"""Extended thinking: its limits, the thoughts themselves, and their signatures."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

from migrate_check.domain.json_value import Json
from migrate_check.lab.formats.anthropic_errors import refused
from migrate_check.lab.formats.format import as_object, objects
from migrate_check.lab.sse import JsonObject

FEWEST_TOKENS = 1024
REDACTION_TRIGGER = "ANTHROPIC_MAGIC_STRING_TRIGGER_REDACTED_THINKING"
"""A prompt with the vendor's documented test string gets its thoughts sealed."""
_KINDS = ("adaptive", "disabled", "enabled")
_THOUGHTS = frozenset({"thinking", "redacted_thinking"})
_DOCUMENTATION = "https://docs.claude.com/en/docs/build-with-claude/extended-thinking"
_SECRET = b"lab thoughts"


def thinks(body: JsonObject) -> bool:
    """Whether the request switches thinking on."""
    return as_object(body.get("thinking")).get("type") in {"adaptive", "enabled"}


def require_thinking(body: JsonObject) -> None:
    """Raises Refused for settings that do not go together, and for thoughts that were altered."""
    thinking = body.get("thinking")
    if thinking is not None:
        _require_settings(as_object(thinking), body)
    messages = objects(body.get("messages"))
    for index, message in enumerate(messages):
        for place, block in enumerate(objects(message.get("content"))):
            _require_unaltered(block, f"messages.{index}.content.{place}")
    if thinks(body):
        _require_thought_before_tools(messages)


def _require_settings(thinking: JsonObject, body: JsonObject) -> None:
    kind, budget = thinking.get("type"), thinking.get("budget_tokens")
    if kind not in _KINDS:
        raise refused(
            f"thinking: Input tag '{kind}' found using 'type' does not match any of the expected"
            " tags: 'adaptive', 'disabled', 'enabled'"
        )
    if kind == "enabled":
        _require_budget(budget, body.get("max_tokens"))
    if kind == "disabled":
        return
    if body.get("temperature") not in {None, 1}:
        raise refused(
            "`temperature` may only be set to 1 when thinking is enabled. Please consult our"
            f" documentation at {_DOCUMENTATION}"
        )
    if as_object(body.get("tool_choice")).get("type") in {"any", "tool"}:
        raise refused("Thinking may not be enabled when tool_choice forces tool use.")


def _require_budget(budget: Json, limit: Json) -> None:
    if budget is None:
        raise refused("thinking.enabled.budget_tokens: Field required")
    if not isinstance(budget, int) or budget < FEWEST_TOKENS:
        raise refused(
            "thinking.enabled.budget_tokens: Input should be greater than or equal to"
            f" {FEWEST_TOKENS}"
        )
    if isinstance(limit, int) and limit <= budget:
        raise refused(
            "`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our"
            f" documentation at {_DOCUMENTATION}#max-tokens-and-context-window-size"
        )


def _require_unaltered(block: JsonObject, place: str) -> None:
    kind = block.get("type")
    if kind == "thinking" and block.get("signature") != signature_of(str(block.get("thinking"))):
        raise refused(f"{place}: Invalid `signature` in `thinking` block")
    if kind == "redacted_thinking" and not _opens(block.get("data")):
        raise refused(f"{place}: Invalid `data` in `redacted_thinking` block")


def _require_thought_before_tools(messages: list[JsonObject]) -> None:
    """Of the tool calls that are being answered; earlier turns may have lost their thoughts."""
    for index, calling in _open_calls(messages):
        blocks = objects(calling.get("content"))
        first = blocks[0].get("type")
        if first not in _THOUGHTS:
            raise refused(
                f"messages.{index}.content.0.type: Expected `thinking` or `redacted_thinking`, but"
                f" found `{first}`. When `thinking` is enabled, a final `assistant` message must"
                " start with a thinking block (preceeding the lastmost set of `tool_use` and"
                " `tool_result` blocks). To avoid this requirement, disable `thinking`. Please"
                f" consult our documentation at {_DOCUMENTATION}"
            )


def _open_calls(messages: list[JsonObject]) -> Iterator[tuple[int, JsonObject]]:
    last = len(messages) - 1
    if last < 1:
        return
    results = {block.get("type") for block in objects(messages[last].get("content"))}
    calls = {block.get("type") for block in objects(messages[last - 1].get("content"))}
    if "tool_result" in results and "tool_use" in calls:
        yield last - 1, messages[last - 1]


def thought_about(prompt: str, results: bool) -> JsonObject:
    """The block that comes before the answer: a signed thought, or a sealed one."""
    topic = " ".join(prompt.split()[:8]).rstrip(".,:;!?")
    step = "The tool has answered, so I can reply" if results else "I should answer that directly"
    text = f"The user says: '{topic}'. {step}, and keep it short."
    if REDACTION_TRIGGER in prompt:
        sealed = base64.b64encode(text[::-1].encode()).decode()
        return {"type": "redacted_thinking", "data": f"{_mark(sealed)}{sealed}"}
    return {"type": "thinking", "thinking": text, "signature": signature_of(text)}


def signature_of(thought: str) -> str:
    """What proves that a thought comes back as it was thought."""
    digest = hashlib.sha512(_SECRET + thought.encode()).digest()
    return "Er" + base64.b64encode(digest + digest[::-1]).decode()


def _mark(sealed: str) -> str:
    return "Eq" + hashlib.sha256(_SECRET + sealed.encode()).hexdigest()


def _opens(data: Json) -> bool:
    text = data if isinstance(data, str) else ""
    length = len(_mark(""))
    return text[:length] == _mark(text[length:])
