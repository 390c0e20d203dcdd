"""What a drafted request says where the code's own value is not known, or is not ours to write."""

from __future__ import annotations

from migrate_check.domain.json_value import Json

TOOL = "get_weather"
_SCHEMA: dict[str, Json] = {
    "type": "object",
    "properties": {"city": {"type": "string", "description": "Name of the city."}},
    "required": ["city"],
    "additionalProperties": False,
}
_ANSWER: dict[str, Json] = {
    "type": "object",
    "properties": {"capital": {"type": "string"}},
    "required": ["capital"],
    "additionalProperties": False,
}
_ABOUT_TOOL = "Current weather of one city."

FUNCTIONS: dict[str, Json] = {
    "openai-chat": {
        "type": "function",
        "function": {"name": TOOL, "description": _ABOUT_TOOL, "parameters": _SCHEMA},
    },
    "openai-responses": {
        "type": "function",
        "name": TOOL,
        "description": _ABOUT_TOOL,
        "parameters": _SCHEMA,
    },
    "anthropic-messages": {"name": TOOL, "description": _ABOUT_TOOL, "input_schema": _SCHEMA},
    "gemini": {
        "functionDeclarations": [
            {
                "name": TOOL,
                "description": _ABOUT_TOOL,
                "parameters": {
                    "type": "OBJECT",
                    "properties": {"city": {"type": "STRING"}},
                    "required": ["city"],
                },
            }
        ]
    },
}
"""Route → one function of the caller's."""

CHOICES: dict[str, Json] = {
    "openai-chat": {"type": "function", "function": {"name": TOOL}},
    "openai-responses": {"type": "function", "name": TOOL},
    "anthropic-messages": {"type": "tool", "name": TOOL},
}
"""Route → the choice of that function."""

_JSON_SCHEMA: dict[str, Json] = {
    "type": "json_schema",
    "json_schema": {"name": "capital", "strict": True, "schema": _ANSWER},
}

USUAL: dict[str, Json] = {
    "background": False,
    "best_of": 2,
    "candidateCount": 2,
    "dimensions": 256,
    "echo": True,
    "encoding_format": "float",
    "frequency_penalty": 0.5,
    "include": ["reasoning.encrypted_content"],
    "include_usage": True,
    "instructions": "You answer in one sentence.",
    "language": "en",
    "logit_bias": {"50256": -100},
    "logprobs": True,
    "maxOutputTokens": 1024,
    "max_completion_tokens": 256,
    "max_output_tokens": 256,
    "max_tokens": 256,
    "max_tool_calls": 2,
    "metadata": {"source": "migrate-check"},
    "n": 2,
    "output_config": {"format": {"type": "json_schema", "schema": _ANSWER}},
    "parallel_tool_calls": False,
    "presence_penalty": 0.5,
    "prompt_cache_key": "migrate-check",
    "quality": "low",
    "reasoning": {"effort": "low"},
    "reasoning_effort": "low",
    "responseLogprobs": True,
    "responseMimeType": "application/json",
    "responseSchema": {"type": "OBJECT", "properties": {"capital": {"type": "STRING"}}},
    "response_format": _JSON_SCHEMA,
    "safetySettings": [
        {"category": "HARM_CATEGORY_DANGEROUS_CONTENT", "threshold": "BLOCK_ONLY_HIGH"}
    ],
    "safety_identifier": "migrate-check",
    "seed": 42,
    "service_tier": "auto",
    "size": "1024x1024",
    "speed": 1.0,
    "stop": ["\n\n"],
    "stopSequences": ["\n\n"],
    "stop_sequences": ["\n\n"],
    "store": False,
    "stream_options": {"include_usage": True},
    "temperature": 0,
    "text": {"format": {"type": "json_schema", "name": "capital", "schema": _ANSWER}},
    "thinking": {"type": "enabled", "budget_tokens": 1024},
    "thinkingConfig": {"includeThoughts": True},
    "toolConfig": {"functionCallingConfig": {"mode": "AUTO"}},
    "tool_choice": "auto",
    "topK": 40,
    "topP": 0.9,
    "top_k": 40,
    "top_logprobs": 2,
    "top_p": 0.9,
    "truncation": "auto",
    "user": "migrate-check",
    "voice": "alloy",
}
"""Last part of a field's name → a value that every provider takes."""

OWN_WORDS = frozenset({"metadata", "prompt_cache_key", "safety_identifier", "user", "labels"})
"""Fields whose value in the code may be a person's: ours is written in its place."""

_CODE_INTERPRETER: dict[str, Json] = {"type": "code_interpreter", "container": {"type": "auto"}}
_NEEDS_MORE = ("file_search", "mcp", "computer", "local_shell", "shell")
"""Built-in tools that need an id, an address or a machine of the caller's."""


def built_in_tool(route: str, kind: str) -> Json:
    """A built-in tool of that type; None where it needs what only the caller has."""
    if kind.startswith(_NEEDS_MORE):
        return None
    if route == "gemini":
        return {kind: {}}
    if route == "anthropic-messages":
        return {"type": kind, "name": kind.rstrip("0123456789").rstrip("_")}
    return _CODE_INTERPRETER if kind == "code_interpreter" else {"type": kind}
