"""Tokens to dollars: exact, dated, and unknown rather than zero."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.observation import Usage
from migrate_check.domain.plan import Price
from migrate_check.pricing import price_book
from migrate_check.pricing.price_book import PriceBook, listed
from migrate_check.pricing.price_of import Priced, Unpriced, price_of

AT = datetime(2026, 6, 1, tzinfo=UTC)
BOOK = PriceBook(at=AT)
OWN = PriceBook(at=AT, own={"gpt-4o": Price(Decimal(1), Decimal(3))})
COUNTS = st.integers(0, 10**9)


def usage(
    input_tokens: int | None = 1000,
    output_tokens: int | None = 100,
    cached: int | None = None,
    written: int | None = None,
) -> Usage:
    return Usage(input_tokens, output_tokens, None, cached, written, None)


def dollars(answer: Priced | Unpriced) -> Decimal:
    assert isinstance(answer, Priced)
    return answer.usd


def reason(answer: Priced | Unpriced) -> str:
    assert isinstance(answer, Unpriced)
    return answer.reason


def test_list_price_of_a_known_model() -> None:
    answer = price_of(usage(1_000_000, 1_000_000), "gpt-4o", "openai", BOOK)
    assert dollars(answer) == Decimal("12.50")
    assert isinstance(answer, Priced)
    assert answer.source.startswith("genai-prices ")
    assert answer.source.endswith(": openai/gpt-4o on 2026-06-01")


def test_cached_tokens_are_part_of_the_input_and_cost_less() -> None:
    plain = dollars(price_of(usage(1_000_000, 0), "gpt-4o", "openai", BOOK))
    cached = dollars(price_of(usage(1_000_000, 0, 1_000_000), "gpt-4o", "openai", BOOK))
    assert (plain, cached) == (Decimal("2.5"), Decimal("1.25"))


def test_cache_writes_cost_more_and_are_part_of_the_input() -> None:
    model = "claude-sonnet-4-6"
    plain = dollars(price_of(usage(100_000, 0), model, "anthropic", BOOK))
    written = dollars(price_of(usage(100_000, 0, 0, 100_000), model, "anthropic", BOOK))
    assert (plain, written) == (Decimal("0.3"), Decimal("0.375"))


def test_the_users_price_comes_first_and_knows_no_cache_discount() -> None:
    answer = price_of(usage(1_000_000, 1_000_000, 500_000), "gpt-4o", "openai", OWN)
    assert answer == Priced(Decimal(4), "your price for gpt-4o")


@given(COUNTS, COUNTS)
def test_dollars_add_up_exactly(one: int, two: int) -> None:
    both = dollars(price_of(usage(one + two, one + two), "gpt-4o", "openai", BOOK))
    parts = [dollars(price_of(usage(n, n), "gpt-4o", "openai", BOOK)) for n in (one, two)]
    assert both == sum(parts)


@pytest.mark.parametrize(
    ("tokens", "why"),
    [
        (usage(None), "the answer reports no usage"),
        (usage(1, None), "the answer reports no usage"),
        (usage(-1), "the answer reports negative tokens"),
        (usage(10, 1, 11), "the answer reports more cached than input tokens"),
        (usage(10, 1, 6, 5), "the answer reports more cached than input tokens"),
    ],
)
def test_usage_that_cannot_be_priced(tokens: Usage, why: str) -> None:
    assert reason(price_of(tokens, "gpt-4o", "openai", BOOK)) == why


@pytest.mark.parametrize(
    ("model", "provider"),
    [
        ("gemma-3-270m", None),
        ("no-such-model", "openai"),
        ("gpt-4o", "no-such-provider"),
        ("auto:balance", None),
        ("somebody/gpt-4o", None),
        ("openai/no-such-model", None),
        ("openai/gpt-4o", "anthropic"),
        ("", None),
        ("/", None),
    ],
)
def test_an_unknown_model_has_no_price(model: str, provider: str | None) -> None:
    assert f"does not list {model}" in reason(price_of(usage(), model, provider, BOOK))


@pytest.mark.parametrize(
    ("model", "provider"),
    [
        ("gpt-4o", None),
        ("openai/gpt-4o", None),
        ("openai:gpt-4o", None),
        ("openai/gpt-4o", "openai"),
        ("GPT-4o", "openai"),
    ],
)
def test_prefixes_that_name_the_provider(model: str, provider: str | None) -> None:
    found = listed(model, provider, AT)
    assert found is not None
    assert (found.provider.id, found.model.id) == ("openai", "gpt-4o")


def test_a_model_that_is_not_priced_by_tokens_has_no_price() -> None:
    assert "has no price per token" in reason(price_of(usage(), "whisper-1", "openai", BOOK))
    embedding = "text-embedding-3-small"
    assert "has no price per token" in reason(price_of(usage(), embedding, "openai", BOOK))
    assert dollars(price_of(usage(1_000_000, 0), embedding, "openai", BOOK)) > 0


def test_prices_are_those_of_the_day() -> None:
    days = (datetime(2026, 3, 15, tzinfo=UTC), datetime(2026, 3, 17, tzinfo=UTC))
    before, after = (
        dollars(price_of(usage(1_000_000, 0), "mistral-small-latest", "mistral", PriceBook(at=day)))
        for day in days
    )
    assert (before, after) == (Decimal("0.1"), Decimal("0.15"))


def test_prices_are_loaded_only_when_asked_for() -> None:
    code = (
        f"import sys; import {price_book.__name__}, migrate_check.pricing.price_of; "
        "sys.exit('genai_prices' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
