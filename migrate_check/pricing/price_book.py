"""Prices by model: the user's own first, then the offline data of genai-prices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from migrate_check.domain.plan import Price

if TYPE_CHECKING:
    from genai_prices.data_snapshot import DataSnapshot
    from genai_prices.types import ModelInfo, ModelPrice, Provider


@dataclass(frozen=True, slots=True)
class PriceBook:
    """Prices as they were at one moment. Prices are never fetched: the same book, the same dollars.

    `at` must be timezone-aware: it selects among dated prices, so a run that is judged again later
    must be given the moment at which it was made.
    """

    at: datetime
    own: Mapping[str, Price] = field(default_factory=dict)
    """Model id → price that the user gave."""


@dataclass(frozen=True, slots=True)
class ListedModel:
    """A model of the bundled data."""

    provider: Provider
    model: ModelInfo
    price: ModelPrice
    source: str
    """Data version, provider, model and day of the price."""


def listed(model: str, provider: str | None, at: datetime) -> ListedModel | None:
    """The model in the bundled data; None when it is not there or not clearly one model.

    `provider` is a genai-prices id. A gateway's prefix (`openai/gpt-4o`, `openai:gpt-4o`) counts
    only where it names a provider of the data and does not contradict `provider`.
    """
    # genai_prices loads 1.6 MB of prices: only a command that needs a price pays for it.
    from genai_prices import __version__
    from genai_prices.data_snapshot import get_snapshot

    snapshot = get_snapshot()
    found = _lookup(snapshot, model, provider) or _without_prefix(snapshot, model, provider)
    if found is None:
        return None
    owner, info = found
    source = f"genai-prices {__version__}: {owner.id}/{info.id} on {at.date().isoformat()}"
    return ListedModel(owner, info, info.get_prices(at), source)


def provider_at(base_url: str) -> str | None:
    """The genai-prices id of the provider whose API has this URL; None for an unknown host."""
    from genai_prices.data_snapshot import get_snapshot

    try:
        return get_snapshot().find_provider(None, None, base_url).id
    except LookupError:
        return None


def _without_prefix(
    snapshot: DataSnapshot, model: str, provider: str | None
) -> tuple[Provider, ModelInfo] | None:
    separator = min((s for s in "/:" if s in model), key=model.index, default=None)
    if separator is None:
        return None
    prefix, _, rest = model.partition(separator)
    if provider not in (None, prefix) or prefix not in {p.id for p in snapshot.providers}:
        return None
    return _lookup(snapshot, rest, prefix)


def _lookup(
    snapshot: DataSnapshot, model: str, provider: str | None
) -> tuple[Provider, ModelInfo] | None:
    try:
        return snapshot.find_provider_model(model, None, provider, None)
    except LookupError:
        return None
