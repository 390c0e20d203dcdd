"""Correct programs, judged for every shipped profile: nobody is accused."""

from __future__ import annotations

from typing import Any

import pytest

from migrate_check.domain.finding import Severity
from migrate_check.domain.profile import Profile
from migrate_check.profiles.index import NAMES
from migrate_check.profiles.load import load_profile
from migrate_check.rules.sites import RULES, judge_sites
from tests.rules.site_spec import TODAY, findings_of, inventory_of, site_of

MODELS = {"anthropic-messages": "claude-sonnet-4-6", "gemini": "gemini-3-flash"}
SMALLEST: dict[str, dict[str, Any]] = {
    "openai-chat": {"messages": None, "max_tokens": 100},
    "openai-responses": {"input": None},
    "anthropic-messages": {"messages": None, "max_tokens": 100},
    "anthropic-count-tokens": {"messages": None},
    "gemini": {"contents": None},
    "embeddings": {"input": None},
    "images": {"prompt": None},
    "audio-speech": {"input": None, "voice": "alloy"},
    "audio-transcription": {"file": None},
    "openai-completions": {"prompt": None},
    "models": {},
}


def shipped() -> list[str]:
    references = []
    for name in NAMES:
        generations = load_profile(name).generations
        references += [f"{name}@{one}" for one in generations] or [name]
    return references


def known() -> tuple[Profile, ...]:
    return tuple(load_profile(name) for name in NAMES)


def program(route: str, **more: Any) -> dict[str, Any]:
    client = {"provider": "somebody", "retries": "2", **more.pop("client", {})}
    model = MODELS.get(route, "claude-sonnet-4-6" if more.pop("claude", False) else "gpt-6-luna")
    return {"route": route, "model": model, "fields": SMALLEST[route], "client": client, **more}


CASES = [
    (reference, route)
    for reference in shipped()
    for route in SMALLEST
    if (claim := load_profile(reference).routes.get(route)) is not None and claim.offered
]


@pytest.mark.parametrize(("reference", "route"), CASES)
def test_the_smallest_program_of_each_route_is_clean(reference: str, route: str) -> None:
    profile = load_profile(reference)
    site = site_of(program(route, claude=profile.name == "tokenpak"))
    judged = judge_sites(inventory_of([site]), profile, known(), today=TODAY)
    assert findings_of(judged) == []


def test_a_profile_that_claims_nothing_accuses_nobody() -> None:
    sites = [site_of(program(route, line=n)) for n, route in enumerate(SMALLEST, start=1)]
    judged = judge_sites(inventory_of(sites), load_profile("generic"), known(), today=TODAY)
    assert findings_of(judged) == []
    assert "claims nothing" in judged.advice[0]


@pytest.mark.parametrize("reference", shipped())
def test_a_client_with_the_documented_base_url_is_clean(reference: str) -> None:
    profile = load_profile(reference)
    kinds = {"openai-sdk": "openai-chat", "anthropic-sdk": "anthropic-messages", "gemini": "gemini"}
    for kind, route in kinds.items():
        url = profile.base_url(kind)
        if url is not None:
            client = {"provider": profile.name, "base_url": url, "rollback": "A", "retries": "0"}
            site = site_of({**program(route), "client": client, "model": None})
            about_clients = [rule for rule in RULES if rule.client is not None]
            found = findings_of(judge_sites(inventory_of([site]), profile, known(), today=TODAY))
            ids = {rule.id for rule in about_clients}
            assert [each for each in found if each.rule in ids] == []


@pytest.mark.parametrize("reference", shipped())
def test_no_move_no_findings_about_the_gateway(reference: str) -> None:
    """The code speaks to this side already, with what its documents support."""
    profile = load_profile(reference)
    for route, claim in profile.routes.items():
        if route in SMALLEST and claim.offered is not False:
            client = {"provider": profile.name}
            site = site_of(program(route, client=client, claude=profile.name == "tokenpak"))
            found = findings_of(judge_sites(inventory_of([site]), profile, known(), today=TODAY))
            assert [each for each in found if each.severity is Severity.ERROR] == [], route


def test_known_gateways_are_told_by_their_seeds() -> None:
    """What the documents say of n, logprobs and response_format is found again."""
    fields = {"n": 3, "logprobs": True, "response_format": {"type": "json_object"}}
    site = site_of({**program("openai-chat"), "fields": fields, "model": "claude-sonnet-4-6"})
    router = findings_of(
        judge_sites(inventory_of([site]), load_profile("tokenrouter"), known(), today=TODAY)
    )
    by_subject = {found.subject: found.rule for found in router}
    assert by_subject["n"] == "field-dropped-by-gateway"
    assert by_subject["logprobs"] == "field-dropped-by-gateway"
    assert by_subject["response_format"] == "field-provider-specific"
    claimed = {found.claim for found in router}
    assert all(claim and "seen_doc" in claim for claim in claimed)
