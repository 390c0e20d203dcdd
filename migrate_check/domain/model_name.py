"""What a model's id alone tells."""

from __future__ import annotations

import re

_MAKERS: tuple[tuple[str, str], ...] = (
    (r"(chat)?gpt-|o[134](-|$)|text-(davinci|embedding-(3|ada))|dall-e|whisper|tts-1", "openai"),
    (r"sora|codex-|omni-moderation|text-moderation|davinci-|babbage-|computer-use", "openai"),
    (r"claude", "anthropic"),
    (r"gemini|gemma|imagen|veo|text-embedding-00\d|embedding-001|palm|learnlm", "gemini"),
    (r"(open-)?(mi[sx]tral|codestral|ministral|pixtral|magistral|devstral|voxtral)", "mistral"),
    (r"deepseek", "deepseek"),
)
_COMPILED = tuple((re.compile(rf"(?:{pattern})", re.IGNORECASE), name) for pattern, name in _MAKERS)

_ALIASES = {"google": "gemini", "vertex_ai": "gemini", "vertex": "gemini", "mistralai": "mistral"}

PREFIX = re.compile(
    r"(?P<name>anthropic|azure|azure_ai|bedrock|cohere|deepseek|fireworks_ai|gemini|google|groq"
    r"|litellm|meta-llama|mistral|mistralai|openai|openrouter|together_ai|vertex|vertex_ai|vercel"
    r"|x-ai|xai)[/:](?=[\w.-])",
    re.IGNORECASE,
)
"""What routers put before a model's own id, such as `openai/` and `anthropic:`."""

_SUFFIX = re.compile(
    r"(-latest|-preview(-\d{2}-\d{2,4})?|-exp|[-@]\d{8}|-\d{4}-\d{2}-\d{2}|-\d{2}-\d{4}|-\d{3,4})$"
)


def canonical_provider(name: str) -> str:
    """One name for each provider: `google` is `gemini`."""
    return _ALIASES.get(name.lower(), name.lower())


def bare(model: str) -> str:
    """The id without what routers and Google put before it: `openai/gpt-4o` → `gpt-4o`."""
    name = model.removeprefix("models/")
    while match := PREFIX.match(name):
        name = name[match.end() :]
    return name


def provider_of(model: str) -> str | None:
    """Who made the model, as far as its id tells; None: not known."""
    name = bare(model).removeprefix("ft:")
    for pattern, provider in _COMPILED:
        if pattern.match(name):
            return provider
    match = PREFIX.match(model)
    known = {provider for _, provider in _COMPILED}
    prefix = canonical_provider(match["name"]) if match else ""
    return prefix if prefix in known else None


def family_of(model: str) -> str:
    """The id without prefixes, dates and words of versions: `gpt-4o-2024-08-06` → `gpt-4o`."""
    name = bare(model).lower()
    while (shorter := _SUFFIX.sub("", name)) != name and shorter:
        name = shorter
    return name
