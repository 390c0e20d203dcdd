"""Requests that together show every fault."""

from __future__ import annotations

import re
from typing import Any

from lab_client import (
    ANTHROPIC,
    BEARER,
    CHAT,
    COUNT,
    GEMINI,
    GEMINI_ARRAY,
    GEMINI_STREAM,
    GOOGLE,
    MESSAGES,
    Heard,
    Wire,
)

WEATHER = "What is the weather in Paris and in London?"
UNICODE = "Repeat exactly: «你好世界» 👋 naïve café — ありがとうございます、さようなら"
SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
ABOUT = "Get the current weather in a city"
TOOL = {
    "type": "function",
    "function": {"name": "get_weather", "description": ABOUT, "parameters": SCHEMA},
}
ANTHROPIC_TOOL = {"name": "get_weather", "description": ABOUT, "input_schema": SCHEMA}
GOOGLE_TOOL = {
    "functionDeclarations": [
        {"name": "get_weather", "description": ABOUT, "parametersJsonSchema": SCHEMA}
    ]
}
NO_VERSION_NEEDED = (("anthropic-version", "2023-06-01"),)


def noon() -> float:
    """The time in all labs whose answers are compared."""
    return 1_800_000_000.0


def user(text: str) -> list[dict[str, Any]]:
    return [{"role": "user", "content": text}]


def chat(prompt: str = "What is the capital of France?", **more: Any) -> dict[str, Any]:
    return {"model": "gpt-4o-mini", "messages": user(prompt), "temperature": 0} | more


def message(prompt: str = "What is the capital of France?", **more: Any) -> dict[str, Any]:
    body = {"model": "claude-haiku-4-5", "max_tokens": 200, "messages": user(prompt)}
    return body | {"temperature": 0} | more


def contents(prompt: str = "What is the capital of France?", **more: Any) -> dict[str, Any]:
    body = {"contents": [{"role": "user", "parts": [{"text": prompt}]}]}
    return body | {"generationConfig": {"temperature": 0}} | more


_COUNT = "Count from 1 to 60."
_HI = "Please say something kind."
_TOO_LONG = "word " * 17_000
_USAGE = {"stream": True, "stream_options": {"include_usage": True}}
_TOOLS = {"tools": [TOOL]}
_OWN_TOOLS = {"tools": [ANTHROPIC_TOOL]}
_GOOGLE_TOOLS = {"tools": [GOOGLE_TOOL]}
_THOUGHTS = {"thinkingConfig": {"includeThoughts": True}, "temperature": 0}
_LEVEL = {"type": "INTEGER", "minimum": 0, "maximum": 10}
_VOLUME = {"type": "OBJECT", "properties": {"level": _LEVEL}, "required": ["level"]}
_SET_VOLUME = {"name": "set_volume", "description": "Set the volume", "parameters": _VOLUME}
_LIMITED = {"tools": [{"functionDeclarations": [_SET_VOLUME]}]}

SEALING = (
    "ANTHROPIC_MAGIC_STRING_TRIGGER_REDACTED_THINKING"
    "_46C9A13E193C177646C7398A98432ECCCE4C1253D5E2D82641AC0E52CC2876CB"
)
_THINKING = message(
    WEATHER,
    thinking={"type": "enabled", "budget_tokens": 1024},
    max_tokens=2000,
    temperature=1,
    **_OWN_TOOLS,
)
_MARKED = {"type": "text", "text": "Be brief. " * 300, "cache_control": {"type": "ephemeral"}}
_BETA = (("anthropic-beta", "context-management-2025-06-27"),)
_FIRST_SAID = f'First write: "I will look that up for you, one moment please." {WEATHER}'

PROBES: dict[str, tuple[str, Any, tuple[tuple[str, str], ...]]] = {
    "chat-text": (CHAT, chat(), BEARER),
    "chat-stream": (CHAT, chat(stream=True), BEARER),
    "chat-usage": (CHAT, chat(**_USAGE), BEARER),
    "chat-unicode": (CHAT, chat(UNICODE, stream=True), BEARER),
    "chat-stop": (CHAT, chat(_COUNT, stop=["7"]), BEARER),
    "chat-tools": (CHAT, chat(WEATHER, **_TOOLS), BEARER),
    "chat-tools-stream": (CHAT, chat(WEATHER, stream=True, **_TOOLS), BEARER),
    "chat-forced": (CHAT, chat(_HI, tool_choice="required", **_TOOLS), BEARER),
    "chat-none": (CHAT, chat(WEATHER, tool_choice="none", **_TOOLS), BEARER),
    "chat-one-call": (CHAT, chat(WEATHER, parallel_tool_calls=False, **_TOOLS), BEARER),
    "chat-long": (CHAT, chat(_TOO_LONG), BEARER),
    "chat-429": (CHAT, chat(model="lab-rate-limited"), BEARER),
    "chat-no-key": (CHAT, chat(), ()),
    "msg-text": (MESSAGES, message(), ANTHROPIC),
    "msg-stream": (MESSAGES, message(stream=True), ANTHROPIC),
    "msg-unicode": (MESSAGES, message(UNICODE), ANTHROPIC),
    "msg-stop": (MESSAGES, message(_COUNT, stop_sequences=["7"]), ANTHROPIC),
    "msg-tools": (MESSAGES, message(WEATHER, **_OWN_TOOLS), ANTHROPIC),
    "msg-tools-stream": (MESSAGES, message(WEATHER, stream=True, **_OWN_TOOLS), ANTHROPIC),
    "msg-forced": (MESSAGES, message(_HI, tool_choice={"type": "any"}, **_OWN_TOOLS), ANTHROPIC),
    "msg-none": (MESSAGES, message(WEATHER, tool_choice={"type": "none"}, **_OWN_TOOLS), ANTHROPIC),
    "msg-one-call": (
        MESSAGES,
        message(
            WEATHER,
            tool_choice={"type": "auto", "disable_parallel_tool_use": True},
            **_OWN_TOOLS,
        ),
        ANTHROPIC,
    ),
    "msg-long": (MESSAGES, message(_TOO_LONG), ANTHROPIC),
    "msg-429": (MESSAGES, message(model="lab-rate-limited"), ANTHROPIC),
    "msg-no-key": (MESSAGES, message(), NO_VERSION_NEEDED),
    "gem-text": (GEMINI, contents(), GOOGLE),
    "gem-stream": (GEMINI_STREAM, contents(_COUNT), GOOGLE),
    "gem-array": (GEMINI_ARRAY, contents("Count from 1 to 40."), GOOGLE),
    "gem-unicode": (GEMINI_STREAM, contents(UNICODE), GOOGLE),
    "gem-thoughts": (GEMINI, contents(generationConfig=_THOUGHTS), GOOGLE),
    "gem-tools": (GEMINI, contents(WEATHER, **_GOOGLE_TOOLS), GOOGLE),
    "gem-tools-stream": (GEMINI_STREAM, contents(WEATHER, **_GOOGLE_TOOLS), GOOGLE),
    "gem-limits": (GEMINI, contents("Please set_volume to 999.", **_LIMITED), GOOGLE),
    "gem-blocked": (GEMINI, contents("lab-blocked-prompt"), GOOGLE),
    "gem-long": (GEMINI, contents(_TOO_LONG), GOOGLE),
    "gem-429": (GEMINI.replace("gemini-3-flash-preview", "lab-rate-limited"), contents(), GOOGLE),
    "gem-no-key": (GEMINI, contents(), ()),
    "msg-thought": (MESSAGES, _THINKING, ANTHROPIC),
    "msg-thought-stream": (MESSAGES, _THINKING | {"stream": True}, ANTHROPIC),
    "msg-sealed": (MESSAGES, _THINKING | {"messages": user(SEALING)}, ANTHROPIC),
    "msg-marked": (MESSAGES, message(system=[_MARKED]), ANTHROPIC),
    "msg-beta": (MESSAGES, message(context_management={"edits": []}), ANTHROPIC + _BETA),
    "msg-bearer": (MESSAGES, message(), BEARER + NO_VERSION_NEEDED),
    "msg-said": (MESSAGES, message(_FIRST_SAID, **_OWN_TOOLS), ANTHROPIC),
    "msg-long-stream": (MESSAGES, message(_COUNT, stream=True), ANTHROPIC),
    "count": (COUNT, {"model": "claude-haiku-4-5", "messages": user(WEATHER)}, ANTHROPIC),
    "models": ("/v1/models", None, BEARER),
}

_ID = re.compile(r"(chatcmpl-|call_|req_|msg_|toolu_)[A-Za-z0-9]+")
_NOISE = re.compile(r',"obfuscation":"[A-Za-z0-9]*"')
_GOOGLES = re.compile(
    r'("(?:responseId|response_id|thoughtSignature)": ?)"[^"]*"|("id": ?)"[a-z0-9]{8}"'
)
_PADDING = re.compile(r" +(?=}\n)")


def said(heard: Heard) -> tuple[int, list[tuple[str, str]], str, bool]:
    """An answer without ids and padding, which depend on the bytes of the request."""
    headers = [
        (name, _ID.sub(r"\1", value))
        for name, value in heard.headers
        if name
        not in {"content-length", "x-gateway-request-id", "openai-processing-ms", "server-timing"}
    ]
    body = heard.body.decode()
    for pattern, kept in ((_ID, r"\1"), (_NOISE, ""), (_PADDING, ""), (_GOOGLES, r'\1\2""')):
        body = pattern.sub(kept, body)
    return heard.status, headers, body, heard.complete


def hear_all(url: str) -> dict[str, Heard]:
    heard = {}
    for name, (path, body, headers) in PROBES.items():
        with Wire(url) as wire:
            heard[name] = wire.send(path, body, headers)
    return heard
