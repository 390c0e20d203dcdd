"""How sentences about the gateway are put."""

from __future__ import annotations

from migrate_check.domain.profile import FieldClaim, Profile
from migrate_check.domain.wire_fields import is_cost_only

_SDK_OF_ROUTE = {"anthropic": "anthropic-sdk", "gemini": "gemini"}


def loss(field: str) -> str:
    """What is lost with a field, as a clause."""
    if is_cost_only(field):
        return "the answers stay, bills, logs or dashboards change"
    return "the answers change and no error says so"


def instead(claim: FieldClaim, otherwise: str) -> str:
    """The claim's own remedy, else ours."""
    text = (claim.instead or otherwise).strip()
    return text if text.endswith(".") else f"{text}."


def url_kind(route: str) -> str:
    """Which of a profile's base URLs serves the route's usual SDK."""
    return _SDK_OF_ROUTE.get(route.partition("-")[0], "openai-sdk")


def at_url(profile: Profile, route: str) -> str:
    """` at https://…`, where the profile tells the base URL."""
    url = profile.base_url(url_kind(route))
    return f" at {url}" if url else ""
