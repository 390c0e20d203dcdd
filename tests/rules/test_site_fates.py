"""The fate of every part of a call, findings or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from migrate_check.domain.call_site import (
    OTHER_ENDPOINTS,
    ROUTES,
    UNKNOWN_ROUTE,
    CallSite,
    Certainty,
    Fact,
    Language,
    PartFate,
    PartKind,
    RequestField,
)
from migrate_check.domain.profile import Fate
from migrate_check.profiles.load import load_profile, profile_names
from migrate_check.rules.rule import Target
from migrate_check.rules.sites.fates import NOT_OFFERED, fates_of

TODAY = date(2026, 11, 21)


def site(route: str = "openai-chat", model: str | None = "gpt-4o", *fields: str) -> CallSite:
    sure = Certainty.LITERAL
    return CallSite(
        path="app.py",
        line=3,
        language=Language.PYTHON,
        sdk="openai",
        call="client.chat.completions.create",
        route=route,
        model=Fact(model, sure, "literal"),
        fields=tuple(RequestField(name, None, sure, 3) for name in fields),
        fields_known=True,
        streaming=Fact("false", sure, "literal"),
        is_async=False,
    )


def fates(given: CallSite, profile: str) -> dict[tuple[PartKind, str], PartFate]:
    found = fates_of(given, Target(load_profile(profile), TODAY))
    return {(one.kind, one.name): one for one in found}


def test_each_part_is_told_with_its_claim() -> None:
    given = site("openai-chat", "gpt-4o", "messages", "temperature", "logprobs", "seed", "oddity")
    found = fates(given, "tokenrouter")
    assert [(kind, name, one.fate) for (kind, name), one in found.items()] == [
        (PartKind.ROUTE, "openai-chat", Fate.SUPPORTED),
        (PartKind.BASE_URL, "openai-sdk", Fate.SUPPORTED),
        (PartKind.MODEL, "gpt-4o", Fate.UNKNOWN),
        (PartKind.FIELD, "messages", Fate.SUPPORTED),
        (PartKind.FIELD, "temperature", Fate.SUPPORTED),
        (PartKind.FIELD, "logprobs", Fate.DROPPED),
        (PartKind.FIELD, "seed", Fate.PROVIDER_SPECIFIC),
        (PartKind.FIELD, "oddity", Fate.UNKNOWN),
    ]
    assert "[seen_doc, https://docs.tokenrouter.io" in found[PartKind.FIELD, "logprobs"].claim
    assert found[PartKind.BASE_URL, "openai-sdk"].claim.startswith("https://api.tokenrouter.io/v1")
    assert "doctor" in found[PartKind.MODEL, "gpt-4o"].claim


def test_a_model_that_the_gateway_made_up_is_known_there() -> None:
    found = fates(site(model="auto:balance"), "tokenrouter")
    assert found[PartKind.MODEL, "auto:balance"].fate == Fate.SUPPORTED


def test_routes_that_are_not_offered_and_base_urls_that_are_not_told() -> None:
    found = fates(site("anthropic-messages", "claude-sonnet-4-5"), "tokenrouter")
    assert found[PartKind.ROUTE, "anthropic-messages"].fate == NOT_OFFERED
    assert found[PartKind.BASE_URL, "anthropic-sdk"].fate == Fate.UNKNOWN
    apibox = fates(site("openai-fine-tuning", None), "apibox")
    assert apibox[PartKind.ROUTE, "openai-fine-tuning"].fate == Fate.UNKNOWN
    assert apibox[PartKind.ROUTE, "openai-fine-tuning"].claim == "no claim in profile apibox"
    assert fates(site(), "apibox")[PartKind.BASE_URL, "openai-sdk"].fate == Fate.UNKNOWN
    # TokenPak was seen to answer 404 to Gemini's paths.
    assert fates(site("gemini"), "tokenpak")[PartKind.BASE_URL, "gemini"].fate == NOT_OFFERED


def test_content_is_what_a_route_is_for_even_where_no_claim_names_it() -> None:
    profile = load_profile("tokenrouter")
    chat = profile.routes["openai-chat"]
    bare = replace(profile, routes={"openai-chat": replace(chat, fields={}, unlisted=None)})
    found = fates_of(site("openai-chat", None, "messages", "seed"), Target(bare, TODAY))
    assert [(one.name, one.fate) for one in found[2:]] == [
        ("messages", Fate.SUPPORTED),
        ("seed", Fate.UNKNOWN),
    ]


def test_nothing_is_told_without_a_gateway_or_a_route() -> None:
    assert fates_of(site(), Target(None, TODAY)) == ()
    assert fates(site(UNKNOWN_ROUTE), "openai") == {}


@pytest.mark.parametrize("profile", sorted(profile_names()))
def test_every_route_of_every_profile_has_a_fate(profile: str) -> None:
    for route in sorted(ROUTES | OTHER_ENDPOINTS):
        kinds = [kind for kind, _ in fates(site(route, None), profile)]
        assert kinds == [PartKind.ROUTE, PartKind.BASE_URL]
