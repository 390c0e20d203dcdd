"""Base URL and route, joined as the SDKs do."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.exchange import Side
from migrate_check.domain.plan import Endpoint
from migrate_check.domain.scenario import Route
from migrate_check.plan.urls import ROUTE_PATHS, endpoint_url, models_url

CHAT, MESSAGES, GEMINI = Route.OPENAI_CHAT, Route.ANTHROPIC_MESSAGES, Route.GEMINI

SEGMENTS = st.lists(
    st.sampled_from(["v1", "v1beta", "v2", "api", "openai", "anthropic", "gateway", "chat"]),
    max_size=4,
).filter(lambda parts: not any(a == b for a, b in pairwise(parts)))
BASES = st.builds(
    lambda parts, end: "https://h.example" + "".join(f"/{part}" for part in parts) + end,
    SEGMENTS,
    st.sampled_from(["", "/"]),
)


def endpoint(base_url: str, **changes: object) -> Endpoint:
    plain = Endpoint(
        side=Side.CANDIDATE,
        profile="generic",
        base_url=base_url,
        key_env=None,
        headers=(),
        query=(),
        paths={},
        models={},
        prices={},
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("base", "chat", "messages"),
    [
        ("https://h", "https://h/v1/chat/completions", "https://h/v1/messages"),
        ("https://h/", "https://h/v1/chat/completions", "https://h/v1/messages"),
        ("https://h/v1", "https://h/v1/chat/completions", "https://h/v1/messages"),
        ("https://h/v1/", "https://h/v1/chat/completions", "https://h/v1/messages"),
        ("https://h/api/v1", "https://h/api/v1/chat/completions", "https://h/api/v1/messages"),
        ("https://h/v1beta", "https://h/v1beta/chat/completions", "https://h/v1beta/messages"),
        (
            "https://h/v1beta/openai",
            "https://h/v1beta/openai/chat/completions",
            "https://h/v1beta/openai/v1/messages",
        ),
        ("https://h/beta", "https://h/beta/chat/completions", "https://h/beta/v1/messages"),
        (
            "https://h/anthropic",
            "https://h/anthropic/chat/completions",
            "https://h/anthropic/v1/messages",
        ),
        (
            "https://h/v1/account/openai",
            "https://h/v1/account/openai/chat/completions",
            "https://h/v1/account/openai/v1/messages",
        ),
        (
            "http://[::1]:80/v1",
            "http://[::1]:80/v1/chat/completions",
            "http://[::1]:80/v1/messages",
        ),
        # Pasted with the path of a route.
        (
            "https://h/v1/chat/completions",
            "https://h/v1/chat/completions",
            "https://h/v1/messages",
        ),
        ("https://h/v1/messages", "https://h/v1/chat/completions", "https://h/v1/messages"),
        ("https://h/chat/completions", "https://h/chat/completions", "https://h/v1/messages"),
        ("https://h//v1//", "https://h/v1/chat/completions", "https://h/v1/messages"),
        ("https://h/models", "https://h/models/chat/completions", "https://h/models/v1/messages"),
    ],
)
def test_joins(base: str, chat: str, messages: str) -> None:
    assert endpoint_url(endpoint(base), CHAT) == chat
    assert endpoint_url(endpoint(base), MESSAGES) == messages


@pytest.mark.parametrize(
    ("base", "home"),
    [
        ("https://h", "https://h/v1beta"),
        ("https://h/", "https://h/v1beta"),
        # The base of an OpenAI SDK, and Google's own endpoint for that format.
        ("https://h/v1", "https://h/v1beta"),
        ("https://h/api/v1", "https://h/api/v1beta"),
        ("https://h/v1beta/openai", "https://h/v1beta"),
        ("https://h/v1beta", "https://h/v1beta"),
        ("https://h/v1alpha", "https://h/v1alpha"),
        ("https://h/gemini", "https://h/gemini/v1beta"),
        (
            "https://h/v1/projects/p/locations/l/publishers/google",
            "https://h/v1/projects/p/locations/l/publishers/google",
        ),
        # Pasted with the path of a route.
        ("https://h/v1beta/models/other:generateContent", "https://h/v1beta"),
        ("https://h/v1/models/other:streamGenerateContent", "https://h/v1beta"),
        ("https://h/v1/chat/completions", "https://h/v1beta"),
        ("https://h/v1/messages", "https://h/v1beta"),
    ],
)
@pytest.mark.parametrize("model", ["gemini-x", "models/gemini-x"])
def test_gemini_has_model_and_method_in_the_path(base: str, home: str, model: str) -> None:
    side = endpoint(base, models={GEMINI: model})
    called = f"{home}/models/gemini-x"
    assert endpoint_url(side, GEMINI) == f"{called}:generateContent"
    assert endpoint_url(side, GEMINI, stream=True) == f"{called}:streamGenerateContent?alt=sse"
    assert models_url(side, GEMINI) == f"{home}/models"


def test_a_case_that_names_another_model_of_gemini_is_joined_alike() -> None:
    other = "/v1beta/models/other:countTokens"
    assert endpoint_url(endpoint("https://h/api/v1"), GEMINI, other) == (
        "https://h/api/v1beta/models/other:countTokens"
    )
    assert endpoint_url(endpoint("https://h/api/v1"), GEMINI, "/v1/nope") == "https://h/v1/nope"
    assert endpoint_url(endpoint("https://h/api"), GEMINI, "/x/v1beta/models/a:b") == (
        "https://h/x/v1beta/models/a:b"
    )


def test_a_configured_path_of_gemini_gives_the_method_to_each_form() -> None:
    path = "/google/models/{model}:generateContent"
    side = endpoint("https://h/v1", paths={GEMINI: path}, models={GEMINI: "m"})
    assert endpoint_url(side, GEMINI) == "https://h/google/models/m:generateContent"
    streamed = "https://h/google/models/m:streamGenerateContent?alt=sse&key=k"
    assert endpoint_url(replace(side, query=(("key", "k"),)), GEMINI, stream=True) == streamed


@given(BASES, st.sampled_from(Route))
def test_no_version_is_ever_doubled(base: str, route: Route) -> None:
    for url in (endpoint_url(endpoint(base), route), models_url(endpoint(base), route)):
        assert not re.search(r"/(v\d\w*)/\1(/|$)", url)
        assert "//" not in url.removeprefix("https://")


@given(BASES, st.sampled_from(Route))
def test_joining_a_joined_url_changes_nothing(base: str, route: Route) -> None:
    url = endpoint_url(endpoint(base), route)
    assert endpoint_url(endpoint(url), route) == url


@given(BASES, st.sampled_from(Route), st.sampled_from(Route))
def test_a_url_pasted_from_one_route_serves_the_other(
    base: str, pasted: Route, route: Route
) -> None:
    url = endpoint_url(endpoint(base), pasted)
    tail = ":generateContent" if route is GEMINI else ROUTE_PATHS[route].removeprefix("/v1")
    assert endpoint_url(endpoint(url), route).endswith(tail)
    assert "completions/" not in endpoint_url(endpoint(url), route)


def test_the_token_counter_is_joined_as_the_messages_are() -> None:
    for base in ("https://h", "https://h/v1", "https://h/v1/messages"):
        joined = endpoint_url(endpoint(base), Route.ANTHROPIC_COUNT_TOKENS)
        assert joined == "https://h/v1/messages/count_tokens"


def test_a_configured_path_wins_over_the_join() -> None:
    side = endpoint("https://h/v1", paths={MESSAGES: "/anthropic/v1/messages"})
    assert endpoint_url(side, MESSAGES) == "https://h/anthropic/v1/messages"
    assert endpoint_url(side, CHAT) == "https://h/v1/chat/completions"


def test_the_path_of_a_case_starts_at_the_root_and_wins_over_all() -> None:
    side = endpoint("https://h/api/v1", paths={CHAT: "/elsewhere"})
    assert endpoint_url(side, CHAT, "/v1/nope") == "https://h/v1/nope"


def test_query_parameters_are_escaped_and_added() -> None:
    side = endpoint("https://h/v1", query=(("api-version", "2024 10"), ("a", "b&c")))
    assert endpoint_url(side, CHAT) == ("https://h/v1/chat/completions?api-version=2024+10&a=b%26c")
    assert endpoint_url(side, CHAT, "/v1/nope?x=1").startswith("https://h/v1/nope?x=1&api-version")


def test_an_unsafe_path_is_escaped() -> None:
    assert endpoint_url(endpoint("https://h"), CHAT, "/ü#%20") == "https://h/%C3%BC%23%20"


@pytest.mark.parametrize(
    ("base", "route", "url"),
    [
        ("https://h", CHAT, "https://h/v1/models"),
        ("https://h/v1", CHAT, "https://h/v1/models"),
        ("https://h/v1/chat/completions", CHAT, "https://h/v1/models"),
        ("https://h/beta", CHAT, "https://h/beta/models"),
        ("https://h/anthropic", MESSAGES, "https://h/anthropic/v1/models"),
        ("https://h/v1", MESSAGES, "https://h/v1/models"),
    ],
)
def test_models_are_listed_beside_the_route(base: str, route: Route, url: str) -> None:
    assert models_url(endpoint(base), route) == url
