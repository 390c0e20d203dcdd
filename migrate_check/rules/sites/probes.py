"""Which shipped scenario settles what becomes of a field."""

from __future__ import annotations

_PACKS = {
    "openai-chat": {
        "logit_bias": "openai-chat/parameters",
        "logprobs": "openai-chat/parameters",
        "metadata": "openai-chat/sampling",
        "n": "openai-chat/parameters",
        "parallel_tool_calls": "openai-chat/tools",
        "reasoning_effort": "openai-chat/reasoning",
        "response_format": "openai-chat/structured",
        "seed": "openai-chat/sampling",
        "stop": "openai-chat/parameters",
        "store": "openai-chat/sampling",
        "stream_options": "openai-chat/streaming",
        "tool_choice": "openai-chat/structured",
        "tools": "openai-chat/tools",
        "top_logprobs": "openai-chat/parameters",
        "user": "openai-chat/sampling",
    },
    "openai-responses": {
        "include": "openai-responses/reasoning",
        "previous_response_id": "openai-responses/conversation",
        "reasoning": "openai-responses/reasoning",
        "text": "openai-responses/parameters",
        "tools": "openai-responses/tools",
    },
    "anthropic-messages": {
        "cache_control": "anthropic-messages/cache",
        "header:anthropic-beta": "anthropic-messages/headers",
        "output_config": "anthropic-messages/structured",
        "output_format": "anthropic-messages/structured",
        "stop_sequences": "anthropic-messages/parameters",
        "thinking": "anthropic-messages/thinking",
        "tools": "anthropic-messages/tools",
        "top_k": "anthropic-messages/parameters",
    },
    "gemini": {
        "generationConfig.candidateCount": "gemini/parameters",
        "generationConfig.responseSchema": "gemini/parameters",
        "generationConfig.stopSequences": "gemini/parameters",
        "generationConfig.thinkingConfig": "gemini/thinking",
        "tools": "gemini/tools",
    },
    "embeddings": {"dimensions": "embeddings/parameters"},
}


def probe(route: str, field: str) -> str:
    """The command that sends the field to both sides."""
    packs = _PACKS.get(route, {})
    name = field
    while name:
        if name in packs:
            return f"migrate-check run --scenario {packs[name]}"
        name = name.rpartition(".")[0]
    return "migrate-check inventory PATH --scenarios DIR, then migrate-check run --scenario DIR"
