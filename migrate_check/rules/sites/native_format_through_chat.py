"""The rule native-format-through-chat."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.model_name import provider_of
from migrate_check.domain.profile import Profile
from migrate_check.domain.site_requests import fields_of, models_of
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.gateway_words import at_url

_OF_ANTHROPIC = {
    "anthropic_beta",
    "cache_control",
    "container",
    "context_management",
    "header:anthropic-beta",
    "mcp_servers",
    "output_config",
    "stop_sequences",
    "system",
    "thinking",
    "top_k",
}
_OF_GEMINI = {
    "cachedContent",
    "cached_content",
    "generationConfig",
    "generation_config",
    "google",
    "safetySettings",
    "safety_settings",
    "thinkingConfig",
    "thinking_config",
}
_NATIVE = {
    "anthropic": ("anthropic-messages", "/v1/messages", _OF_ANTHROPIC),
    "gemini": ("gemini", "/v1beta", _OF_GEMINI),
}


@site_rule(Severity.WARNING)
def native_format_through_chat(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """Fields of Claude's or Gemini's own format are sent through Chat Completions.

    ## Why it matters
    Thinking, cache marks, safety settings and betas are at home on the native routes. A layer
    that translates Chat Completions loses them, or loses what comes back: signed thoughts, cache
    counts.

    ## Who breaks
    Conversations with thoughts and tools; bills that count on the cache.

    ## Example
    `OpenAI().chat.completions.create(model="claude-sonnet-4-6", extra_body={"thinking": …})`.

    ## When to accept it
    You want the OpenAI-like behaviour, and a run has shown that the field takes effect.

    ## Source
    https://docs.tokenlab.sh/guides/migration-guides
    https://platform.claude.com/docs/en/api/openai-sdk
    """
    if target.profile is None or site.route != "openai-chat":
        return
    for maker in sorted({provider_of(model) or "" for model in models_of(site)}):
        if maker not in _NATIVE:
            continue
        route, path, own = _NATIVE[maker]
        sent = sorted({field.name for field in fields_of(site) if field.name.split(".")[0] in own})
        if sent:
            yield SiteAnswer(
                f"{', '.join(f'`{name}`' for name in sent)} of the {maker} format goes through "
                "Chat Completions, where it may be lost.",
                _advice(route, path, target.profile),
                maker,
            )


def _advice(route: str, path: str, profile: Profile) -> str:
    claim = profile.routes.get(route)
    if claim is not None and claim.offered:
        return f"Call {path} with the provider's own SDK{at_url(profile, route)}."
    return f"Keep this call at its provider: {profile.title} claims no {path}."
