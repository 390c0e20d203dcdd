"""What a model's id alone tells."""

from __future__ import annotations

import re

# Models with open weights are served by anybody: they tell no provider. Mistral's own API says
# `open-mixtral-8x7b`, others say `mixtral-8x7b`.
_OPEN_WEIGHTS = re.compile(r"gemma|mixtral|gpt-oss", re.IGNORECASE)
_MAKERS: tuple[tuple[str, str], ...] = (
    (r"(chat)?gpt-|o[134](-|$)|text-(davinci|embedding-(3|ada))|dall-e|whisper|tts-1", "openai"),
    (r"sora|codex-|omni-moderation|text-moderation|davinci-|babbage-|computer-use", "openai"),
    (r"claude", "anthropic"),
    (r"gemini|imagen|veo|text-embedding-00\d|embedding-001|palm|learnlm", "gemini"),
    (r"(open-)?(mi[sx]tral|codestral|ministral|pixtral|magistral|devstral|voxtral)", "mistral"),
    (r"deepseek", "deepseek"),
)
_COMPILED = tuple((re.compile(rf"(?:{pattern})", re.IGNORECASE), name) for pattern, name in _MAKERS)

_ALIASES = {"google": "gemini", "vertex_ai": "gemini", "vertex": "gemini", "mistralai": "mistral"}

_PUBLISHED = re.compile(r"^(projects/[^/]+/locations/[^/]+/)?(publishers/[^/]+/)?models/(?=[\w.-])")
"""How Google's full names of models begin."""

PREFIX = re.compile(
    r"(?P<name>anthropic|azure|azure_ai|bedrock|cohere|deepseek|fireworks_ai|gemini|google|groq"
    r"|litellm|meta-llama|mistral|mistralai|openai|openrouter|together_ai|vertex|vertex_ai|vercel"
    r"|x-ai|xai)[/:](?=[\w.-])",
    re.IGNORECASE,
)
"""What routers put before a model's own id, such as `openai/` and `anthropic:`."""

# Bedrock's ids: `us.anthropic.claude-sonnet-4-5-20250929-v1:0`.
_BEDROCK_VENDOR = re.compile(
    r"^(?:(?:us|us-gov|eu|apac|jp|au|ca|global)\.)?"
    r"(?:ai21|amazon|anthropic|cohere|deepseek|meta|mistral|openai|qwen)\."
)
_BEDROCK_VERSION = re.compile(r"-v\d+:\d+$")
# OpenAI's older builds: `text-embedding-ada-002-v2`, `gpt-3.5-turbo-instruct:20230824-v2`.
_BUILD = re.compile(r"(?<=[-:]\d{3}|\d{4})-v\d$")
# Names of deployments may have no dot, so Azure leaves it out of this one.
_AZURE_GPT_35 = re.compile(r"^gpt-35(?=-)")
_SNAPSHOT = re.compile(r"[-@:](\d{4}-\d{2}-\d{2}|\d{8}|\d{6}|\d{4}|\d{3}|latest)$")


def _last(model: str) -> str:
    name = _BEDROCK_VENDOR.sub("", model.rsplit("/", 1)[-1].lower())
    return _AZURE_GPT_35.sub("gpt-3.5", _BUILD.sub("", _BEDROCK_VERSION.sub("", name)))


def family_of(model: str) -> str:
    """Without vendor prefix and snapshot: `openai/gpt-4o-2024-08-06` is `gpt-4o`."""
    return _SNAPSHOT.sub("", _last(model))


def snapshot_of(model: str) -> str | None:
    """The date or build at the end, or None."""
    found = _SNAPSHOT.search(_last(model))
    return found.group(1) if found else None


def is_prefixed(model: str) -> bool:
    """Whether it names a vendor or a route before the model."""
    return "/" in model or _BEDROCK_VENDOR.match(model.lower()) is not None


def canonical_provider(name: str) -> str:
    """One name for each provider: `google` is `gemini`."""
    return _ALIASES.get(name.lower(), name.lower())


def bare(model: str) -> str:
    """The id without what routers and Google put before it: `openai/gpt-4o` → `gpt-4o`."""
    name = _PUBLISHED.sub("", model)
    while match := PREFIX.match(name):
        name = name[match.end() :]
    return name


def provider_of(model: str) -> str | None:
    """Who serves the model, as far as its id tells; None: not known."""
    name = bare(model).removeprefix("ft:")
    if _OPEN_WEIGHTS.match(name):
        return None
    for pattern, provider in _COMPILED:
        if pattern.match(name):
            return provider
    match = PREFIX.match(model)
    known = {provider for _, provider in _COMPILED}
    prefix = canonical_provider(match["name"]) if match else ""
    return prefix if prefix in known else None
