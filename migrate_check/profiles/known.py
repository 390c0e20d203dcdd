"""Providers and gateways by name: the few facts that planning, pricing and redaction need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from migrate_check.domain.scenario import Route

GENERIC = "generic"


@dataclass(frozen=True, slots=True)
class KnownProfile:
    """What the vendor documents. None or empty where nothing is documented."""

    name: str
    title: str
    base_url: str | None = None
    key_env: str | None = None
    """Environment variable that the vendor's documents use for the key."""
    price_provider: str | None = None
    """Provider id in genai-prices; None for gateways, which set their own prices."""
    request_id_headers: tuple[str, ...] = ()
    """Lower-case names of response headers that identify a request to the vendor's support."""
    routes: tuple[Route, ...] = (Route.OPENAI_CHAT,)
    """Documented routes, the one to start with first."""
    paths: Mapping[Route, str] = field(default_factory=dict)
    """Full path where the usual join does not lead to the route."""


_BOTH = (Route.OPENAI_CHAT, Route.ANTHROPIC_MESSAGES)
_NATIVE = (*_BOTH, Route.GEMINI)

PROFILES: Mapping[str, KnownProfile] = {
    profile.name: profile
    for profile in (
        KnownProfile(
            name="openai",
            title="OpenAI",
            base_url="https://api.openai.com/v1",
            key_env="OPENAI_API_KEY",
            price_provider="openai",
            request_id_headers=("x-request-id",),
            routes=(Route.OPENAI_CHAT, Route.OPENAI_RESPONSES),
        ),
        KnownProfile(
            name="anthropic",
            title="Anthropic",
            base_url="https://api.anthropic.com",
            key_env="ANTHROPIC_API_KEY",
            price_provider="anthropic",
            request_id_headers=("request-id",),
            routes=(Route.ANTHROPIC_MESSAGES, Route.ANTHROPIC_COUNT_TOKENS),
        ),
        KnownProfile(
            name="tokenlab",
            title="TokenLab",
            base_url="https://api.tokenlab.sh/v1",
            key_env="TOKENLAB_API_KEY",
            request_id_headers=("x-request-id",),
            routes=(*_NATIVE, Route.OPENAI_RESPONSES, Route.ANTHROPIC_COUNT_TOKENS),
        ),
        KnownProfile(
            name="tokenrouter",
            title="TokenRouter",
            base_url="https://api.tokenrouter.io/v1",
            key_env="TOKENROUTER_API_KEY",
            request_id_headers=("x-tokenrouter-request-id",),
            routes=(Route.OPENAI_CHAT, Route.OPENAI_RESPONSES),
        ),
        KnownProfile(
            name="tokenpak",
            title="TokenPak",
            base_url="http://localhost:8766/v1",
            request_id_headers=("x-tokenpak-request-id", "x-request-id"),
            routes=(*_BOTH, Route.OPENAI_RESPONSES, Route.ANTHROPIC_COUNT_TOKENS),
        ),
        # No official text states APIBox's API host, so the user must.
        KnownProfile(name="apibox", title="APIBox"),
        KnownProfile(
            name="gemini",
            title="Gemini",
            base_url="https://generativelanguage.googleapis.com/v1beta/openai",
            key_env="GEMINI_API_KEY",
            price_provider="google",
            routes=(Route.OPENAI_CHAT, Route.GEMINI),
        ),
        KnownProfile(
            name="mistral",
            title="Mistral",
            base_url="https://api.mistral.ai/v1",
            key_env="MISTRAL_API_KEY",
            price_provider="mistral",
            request_id_headers=("mistral-correlation-id", "x-kong-request-id"),
        ),
        KnownProfile(
            name="deepseek",
            title="DeepSeek",
            base_url="https://api.deepseek.com",
            key_env="DEEPSEEK_API_KEY",
            price_provider="deepseek",
            request_id_headers=("x-ds-trace-id",),
            routes=_BOTH,
            paths={Route.ANTHROPIC_MESSAGES: "/anthropic/v1/messages"},
        ),
        KnownProfile(name=GENERIC, title="any server of these formats", routes=tuple(Route)),
    )
}
"""Name → profile."""


def profile_for_url(base_url: str) -> KnownProfile:
    """The profile whose documented public host is that of the URL, else `generic`."""
    try:
        host = urlsplit(base_url).hostname
    except ValueError:
        return PROFILES[GENERIC]
    for profile in PROFILES.values():
        # The one documented loopback address does not tell what listens there.
        documented = profile.base_url or ""
        if documented.startswith("https:") and urlsplit(documented).hostname == host:
            return profile
    return PROFILES[GENERIC]
