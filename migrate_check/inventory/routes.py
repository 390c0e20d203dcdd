"""The route of calls whose library speaks to several providers."""

from __future__ import annotations

from collections.abc import Iterable

from migrate_check.domain.call_site import UNKNOWN_ROUTE
from migrate_check.inventory.matching import Match
from migrate_check.inventory.neutral import Text

_BY_PREFIX = {
    "anthropic": "anthropic-messages",
    "gemini": "gemini",
    "google_genai": "gemini",
    "google_vertexai": "gemini",
    "google": "gemini",
    "vertex_ai": "gemini",
    "bedrock": "bedrock-converse",
    "bedrock_converse": "bedrock-converse",
    "openai": "openai-chat",
    "azure": "openai-chat",
    "azure_openai": "openai-chat",
    "mistral": "openai-chat",
    "mistralai": "openai-chat",
    "deepseek": "openai-chat",
    "groq": "openai-chat",
    "ollama": "openai-chat",
}
_BY_WORD = {
    "openai": "openai-chat",
    "anthropic": "anthropic-messages",
    "vertexai": "gemini",
    "gemini": "gemini",
    "mistralai": "openai-chat",
    "ollama": "openai-chat",
}
"""Part of an imported package's name → the route of its provider."""
_BY_FAMILY = (
    ("claude", "anthropic-messages"),
    ("gemini", "gemini"),
    ("gpt-", "openai-chat"),
    ("o1", "openai-chat"),
    ("o3", "openai-chat"),
    ("mistral", "openai-chat"),
    ("deepseek", "openai-chat"),
)
_WRAPPERS = {
    "from_anthropic": "anthropic-messages",
    "from_gemini": "gemini",
    "from_genai": "gemini",
    "from_vertexai": "gemini",
    "from_bedrock": "bedrock-converse",
}


def route_of(match: Match, model: str | None, provider_word: str | None = None) -> str:
    """The signature's route, or what the model's prefix or the wrapped client says."""
    signature = match.signature
    if signature.sdk == "litellm" and signature.route == "openai-chat":
        return by_prefix(model, "/") or "openai-chat"
    if signature.sdk == "instructor":
        return _instructed(match, model)
    if signature.route == UNKNOWN_ROUTE and signature.sdk == "langchain":
        if provider_word is not None:
            return _BY_PREFIX.get(provider_word, UNKNOWN_ROUTE)
        return by_prefix(model, ":") or by_family(model) or UNKNOWN_ROUTE
    if signature.route == UNKNOWN_ROUTE and signature.sdk == "ai-sdk":
        return UNKNOWN_ROUTE  # the provider decides it, whatever the model is called
    if signature.route == UNKNOWN_ROUTE:
        return by_namespace(_imported(match)) or by_family(model) or UNKNOWN_ROUTE
    return signature.route


def _imported(match: Match) -> set[str]:
    module = match.place.module
    whole = {f"{what.module}.{what.name}" for what in module.imports.values()}
    return {*module.namespaces, *whole}


def by_namespace(namespaces: Iterable[str]) -> str | None:
    """`org.springframework.ai.openai` → openai-chat; None where several providers are there."""
    words = {word for name in namespaces for word in name.lower().split(".")}
    routes = {route for word, route in _BY_WORD.items() if word in words}
    return routes.pop() if len(routes) == 1 else None


def _instructed(match: Match, model: str | None) -> str:
    made = match.made[0] if match.made else None
    if made is not None and made.call is not None and "from_provider" in made.signature.names:
        first = made.call.args[0].value if made.call.args else None
        given = first.value if isinstance(first, Text) else model
        return by_prefix(given, "/") or match.signature.route
    return _WRAPPERS.get(_called(match), match.signature.route)


def _called(match: Match) -> str:
    made = match.made[0] if match.made else None
    callee = made.call.callee if made is not None and made.call is not None else None
    return str(getattr(callee, "name", ""))


def by_prefix(model: str | None, mark: str) -> str | None:
    """`anthropic/claude-…` → anthropic-messages."""
    prefix, found, rest = (model or "").partition(mark)
    if not found:
        return None
    if prefix == "vertex_ai" and "claude" in rest:
        return "anthropic-messages"
    return _BY_PREFIX.get(prefix)


def by_family(model: str | None) -> str | None:
    """By what the model's id begins with."""
    for beginning, route in _BY_FAMILY:
        if (model or "").startswith(beginning):
            return route
    return None
