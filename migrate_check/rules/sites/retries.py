"""How often a client tries again by itself."""

from __future__ import annotations

import re

from migrate_check.domain.call_site import CallSite, Client, Language

SDK_RETRIES = {"openai": 2, "anthropic": 2, "langchain": 2, "ai-sdk": 2, "azure": 2}
"""Attempts after the first that an SDK makes where nothing is set."""

_WHOLE = re.compile(r"\d{1,3}")


def retries_of(site: CallSite) -> int | None:
    """Attempts after the first; None where neither code nor SDK tells."""
    return retries_set(site.client) if site.client.retries else default_retries(site)


def retries_set(client: Client) -> int | None:
    """What the code sets; None where it sets nothing, or what the scan cannot see."""
    value = client.retries.value if client.retries else None
    return int(value) if value is not None and _WHOLE.fullmatch(value) else None


def default_retries(site: CallSite) -> int | None:
    """What the SDK does by itself. Rust has no official SDK, whatever a crate is named."""
    return None if site.language is Language.RUST else SDK_RETRIES.get(site.sdk)
