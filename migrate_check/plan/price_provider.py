"""Whose price list applies to a side."""

from __future__ import annotations

from migrate_check.domain.errors import ConfigError
from migrate_check.domain.plan import Endpoint
from migrate_check.pricing.price_book import provider_at
from migrate_check.profiles.load import load_profile


def price_provider(endpoint: Endpoint) -> str | None:
    """The genai-prices provider id, from the profile or else from the host.

    None for gateways: their model names are priced at the model vendor's list price.
    """
    try:
        profile = load_profile(endpoint.profile)
    except ConfigError:
        # A stored run may name a profile that is no longer there.
        return provider_at(endpoint.base_url)
    return provider_at(endpoint.base_url) if profile.kind == "any" else profile.price_provider
