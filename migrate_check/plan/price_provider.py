"""Whose price list applies to a side."""

from __future__ import annotations

from migrate_check.domain.plan import Endpoint
from migrate_check.pricing.price_book import provider_at
from migrate_check.profiles.known import GENERIC, PROFILES


def price_provider(endpoint: Endpoint) -> str | None:
    """The genai-prices provider id, from the profile or else from the host.

    None for gateways: their model names are priced at the model vendor's list price.
    """
    known = PROFILES.get(endpoint.profile)
    if known is None or known.name == GENERIC:
        return provider_at(endpoint.base_url)
    return known.price_provider
