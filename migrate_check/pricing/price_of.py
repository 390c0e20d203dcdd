"""What one answer cost, in exact decimal dollars."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from migrate_check.domain.observation import Usage
from migrate_check.domain.plan import Price
from migrate_check.pricing.price_book import ListedModel, PriceBook, listed

if TYPE_CHECKING:
    import genai_prices

_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Priced:
    """Dollars, and which price they were computed with."""

    usd: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Unpriced:
    """No dollars can be stated; that is not the same as zero dollars."""

    reason: str


@dataclass(frozen=True, slots=True)
class _Tokens:
    """Counts as `domain.observation.Usage` defines them: input includes both cache counts."""

    input: int
    output: int
    cache_read: int
    cache_write: int


def price_of(
    usage: Usage, model: str, provider: str | None, prices: PriceBook
) -> Priced | Unpriced:
    """Dollars for the usage of one answer of `model`. `provider` is a genai-prices id, or None.

    The user's own price has no cache discount: cached tokens cost as other input tokens. Cache
    writes cost the book's usual (five-minute) rate.
    """
    tokens = _tokens(usage)
    if isinstance(tokens, Unpriced):
        return tokens
    own = prices.own.get(model)
    if own is not None:
        return Priced(_own_usd(tokens, own), f"your price for {model}")
    found = listed(model, provider, prices.at)
    if found is None:
        from genai_prices import __version__

        return Unpriced(f"genai-prices {__version__} does not list {model}")
    return _listed_usd(tokens, found)


def _tokens(usage: Usage) -> _Tokens | Unpriced:
    if usage.input_tokens is None or usage.output_tokens is None:
        return Unpriced("the answer reports no usage")
    tokens = _Tokens(
        input=usage.input_tokens,
        output=usage.output_tokens,
        cache_read=usage.cached_tokens or 0,
        cache_write=usage.cache_write_tokens or 0,
    )
    if min(tokens.input, tokens.output, tokens.cache_read, tokens.cache_write) < 0:
        return Unpriced("the answer reports negative tokens")
    if tokens.cache_read + tokens.cache_write > tokens.input:
        return Unpriced("the answer reports more cached than input tokens")
    return tokens


def _own_usd(tokens: _Tokens, price: Price) -> Decimal:
    total = tokens.input * price.input_usd_per_mtok + tokens.output * price.output_usd_per_mtok
    return total / _MILLION


def _listed_usd(tokens: _Tokens, found: ListedModel) -> Priced | Unpriced:
    # A book entry without a token price (per-request or per-second models) would sum up to zero.
    if found.price.input_mtok is None or (tokens.output and found.price.output_mtok is None):
        return Unpriced(f"{found.source} has no price per token")
    calculated = found.price.calc_price(_book_usage(tokens))
    return Priced(calculated["total_price"], found.source)


def _book_usage(tokens: _Tokens) -> genai_prices.Usage:
    from genai_prices import Usage as BookUsage

    return BookUsage(
        input_tokens=tokens.input,
        output_tokens=tokens.output,
        cache_read_tokens=tokens.cache_read,
        cache_write_tokens=tokens.cache_write,
    )
