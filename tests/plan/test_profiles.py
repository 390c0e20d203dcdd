"""Known providers and gateways."""

from __future__ import annotations

import pytest
from genai_prices.data_snapshot import get_snapshot

from migrate_check.domain.exchange import Side
from migrate_check.domain.plan import Endpoint
from migrate_check.plan.base_url import normal_base_url
from migrate_check.plan.environment import is_variable
from migrate_check.plan.price_provider import price_provider
from migrate_check.profiles.load import load_profile, profile_for_url, profile_names
from migrate_check.profiles.starting import starting_routes


@pytest.mark.parametrize("name", profile_names())
def test_the_facts_of_a_profile_are_usable(name: str) -> None:
    profile = load_profile(name)
    assert profile.name == name
    assert starting_routes(profile)
    assert all(header == header.lower() for header in profile.request_id_headers)
    for base in profile.base_urls:
        assert base.url is None or normal_base_url(base.url) == base.url
    if profile.key_env:
        assert is_variable(profile.key_env)
    if profile.price_provider:
        assert profile.price_provider in {p.id for p in get_snapshot().providers}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://api.openai.com", "openai"),
        ("https://API.anthropic.com/v1", "anthropic"),
        ("https://api.tokenrouter.io/v1", "tokenrouter"),
        ("https://api.tokenrouter.com/v1", "generic"),
        ("https://openai.com.example", "generic"),
        ("http://localhost:8766/v1", "generic"),
        ("https://[", "generic"),
        ("", "generic"),
    ],
)
def test_a_profile_is_found_by_its_exact_host(url: str, name: str) -> None:
    assert profile_for_url(url).name == name


@pytest.mark.parametrize(
    ("profile", "url", "provider"),
    [
        ("openai", "http://localhost:1", "openai"),
        ("generic", "https://api.deepseek.com", "deepseek"),
        ("generic", "https://api.groq.com/openai/v1", "groq"),
        ("tokenlab", "https://api.openai.com", None),
        ("generic", "http://localhost:1", None),
        ("unheard-of", "https://api.mistral.ai/v1", "mistral"),
    ],
)
def test_whose_prices_apply(profile: str, url: str, provider: str | None) -> None:
    side = Endpoint(
        side=Side.CANDIDATE,
        profile=profile,
        base_url=url,
        key_env=None,
        headers=(),
        query=(),
        paths={},
        models={},
        prices={},
    )
    assert price_provider(side) == provider
