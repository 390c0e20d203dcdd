"""What is known of request fields by their names on the wire, whatever the route."""

from __future__ import annotations

CONTENT = frozenset(
    {"contents", "file", "input", "instructions", "messages", "model", "prompt", "query", "stream"}
    | {"documents", "system", "systemInstruction"}
)
"""What is asked, of whom and in which form; every layer carries it."""

PLAIN = CONTENT | {
    "encoding_format",
    "generationConfig",
    "generationConfig.maxOutputTokens",
    "generationConfig.stopSequences",
    "generationConfig.temperature",
    "generationConfig.topP",
    "max_completion_tokens",
    "max_output_tokens",
    "max_tokens",
    "max_tokens_to_sample",
    "size",
    "stop",
    "stop_sequences",
    "temperature",
    "tool_choice",
    "toolConfig",
    "tools",
    "top_p",
    "voice",
}
"""The fields that every implementation of a format has: not worth a word where nobody claims
anything."""

_TEXT_ROUTES = frozenset({"openai-chat", "openai-responses", "openai-completions"})


def is_content(route: str, name: str) -> bool:
    """Whether the field is what is asked itself. A stored `prompt` of Responses is not."""
    return name in CONTENT and not (name == "prompt" and route == "openai-responses")


def is_plain(route: str, name: str) -> bool:
    """Whether every implementation of the route carries the field.

    `response_format` is the form of a file on routes of media, and a feature on those of texts.
    """
    if name == "response_format":
        return route not in _TEXT_ROUTES
    return name in PLAIN and (name not in CONTENT or is_content(route, name))


COST_ONLY = frozenset(
    {
        "labels",
        "metadata",
        "moderation",
        "prompt_cache_key",
        "prompt_cache_options",
        "prompt_cache_retention",
        "safety_identifier",
        "store",
        "stream_options",
        "user",
    }
)
"""Fields whose loss changes bills, logs and dashboards, and not what is answered. All others
change the behaviour."""

STATEFUL = {
    "cachedContent": "a cached content",
    "container": "a container",
    "conversation": "a conversation",
    "previous_response_id": "a stored response",
    "prompt": "a stored prompt",
}
"""Field → what its id stands for. `prompt` is one on `openai-responses` only."""

FREE_TEXT = frozenset(
    {
        "metadata",
        "name",
        "prompt_cache_key",
        "safety_identifier",
        "stop",
        "stop_sequences",
        "suffix",
    }
    | {"title", "user"}
)
"""Fields that hold the caller's own words: which ones they are changes nothing."""

_DEFAULTS: dict[str, frozenset[str]] = {
    "best_of": frozenset({"1"}),
    "candidateCount": frozenset({"1"}),
    "echo": frozenset({"false"}),
    "frequency_penalty": frozenset({"0", "0.0"}),
    "logit_bias": frozenset({"{}"}),
    "logprobs": frozenset({"false"}),
    "n": frozenset({"1"}),
    "parallel_tool_calls": frozenset({"true"}),
    "presence_penalty": frozenset({"0", "0.0"}),
    "response_format": frozenset({'{"type":"text"}', '"text"'}),
    "service_tier": frozenset({'"auto"', '"default"'}),
    "stream": frozenset({"false"}),
    "strict": frozenset({"false"}),
    "top_logprobs": frozenset({"0"}),
    "top_p": frozenset({"1", "1.0"}),
    "truncation": frozenset({'"disabled"'}),
    "type": frozenset({'"text"'}),
}


def is_default(name: str, value: str | None) -> bool:
    """Whether leaving the field out would mean the same. `value` is JSON; None: not known."""
    if value is None:
        return False
    compact = value.replace(": ", ":").replace(", ", ",")
    return compact == "null" or compact in _DEFAULTS.get(name.rpartition(".")[2], frozenset())


def is_cost_only(name: str) -> bool:
    """Whether losing the field changes bills and logs only."""
    return name.partition(".")[0] in COST_ONLY
