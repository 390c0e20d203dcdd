"""What a team is told about its code base as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from migrate_check.rules.sites import judge_sites
from tests.rules.site_spec import TODAY, inventory_of, profile_of, site_of

CLAUDE = {"route": "anthropic-messages", "model": "claude-sonnet-4-6"}
GEMINI = {"route": "gemini", "model": "gemini-3-flash"}
URLS = {
    "openai-sdk": "https://api.gate.example/v1",
    "anthropic-sdk": "https://api.gate.example",
    "gemini": "https://api.gate.example",
}


def advice(*sites: dict[str, Any], **profile: Any) -> tuple[str, ...]:
    target = profile_of(profile) if profile else None
    return judge_sites(inventory_of([site_of(site) for site in sites]), target, today=TODAY).advice


def test_each_kind_of_client_has_its_base_url() -> None:
    lines = advice({}, {"line": 20}, CLAUDE, GEMINI, urls=URLS)
    assert lines == (
        "Anthropic SDK (1 call): base URL https://api.gate.example, without /v1, which the SDK "
        "adds; keep /v1/messages for Claude's own features.",
        "Gemini (1 call): base URL https://api.gate.example, keep Gemini's own fields on /v1beta.",
        "OpenAI SDK (2 calls): base URL https://api.gate.example/v1, with /v1, which the SDK does "
        "not add.",
    )


def test_a_base_url_without_a_version_stays_as_it_is() -> None:
    (line,) = advice({}, urls={"openai-sdk": "https://gate.example/openai/"})
    assert line.endswith("https://gate.example/openai/, as it is.")


def test_the_ai_sdk_joins_in_its_own_way() -> None:
    lines = advice({**CLAUDE, "sdk": "ai-sdk"}, urls=URLS)
    assert lines[1] == (
        "AI SDK, Anthropic SDK (1 call): base URL https://api.gate.example/v1, with /v1."
    )


def test_where_no_base_url_is_known_the_calls_are_named() -> None:
    (line,) = advice(CLAUDE, urls={"anthropic-sdk": None})
    assert "tells no base URL [seen_doc]" in line
    assert line.endswith("app/ask.py:10.")
    (line,) = advice(CLAUDE)[:1] or ("",)
    assert line == ""
    (line,) = advice(CLAUDE, kind="gateway")
    assert "tells no base URL;" in line


def test_calls_that_stay_need_no_base_url() -> None:
    assert advice({}, name="openai", kind="provider", urls=URLS) == ()


def test_literal_addresses_come_first_without_a_gateway() -> None:
    client = {"rollback": "C", "base_url": "https://api.openai.com/v1"}
    (line,) = advice({"client": client}, {"client": client, "line": 20})
    assert "Make 1 client switchable" in line
    assert "app/ask.py:10." in line


def test_many_places_are_cut_short() -> None:
    sites = [{"line": n, "client": {"rollback": "C", "made_at": None}} for n in range(1, 7)]
    assert "app/ask.py:3 and 3 more" in advice(*sites)[0]


def test_a_profile_that_claims_nothing_says_so() -> None:
    (line,) = advice({}, kind="any", urls=URLS)
    assert "claims nothing" in line
    assert "rests on too little text" in advice({}, verified=False, urls=URLS)[0]


def test_tests_do_not_count_where_there_is_a_program() -> None:
    (line,) = advice({}, {**CLAUDE, "test": True}, urls=URLS)
    assert line.startswith("OpenAI SDK (1 call)")
    (line,) = advice({**CLAUDE, "test": True}, urls=URLS)
    assert line.startswith("Anthropic SDK (1 call)")


def pitfall(name: str, *routes: str) -> dict[str, Any]:
    return {"id": name, "text": f"About {name}", "routes": routes}


PITFALLS = [
    pitfall("one-path-for-all", "openai-chat", "anthropic-messages"),
    pitfall("explicit-image-model", "images"),
    pitfall("no-blind-retry", "openai-videos", "images"),
    pitfall("strip-prefixes"),
    pitfall("input-fidelity-is-dropped", "images"),
    {**pitfall("of-later"), "phase": 4},
    pitfall("routing-metadata"),
    pitfall("reconcile-by-usage"),
    pitfall("of-embeddings", "embeddings"),
    pitfall("of-all"),
]


def bites(*sites: dict[str, Any]) -> list[str]:
    lines = advice(*sites, urls=URLS, pitfalls=PITFALLS)
    return [line.split(".")[0].removeprefix("About ") for line in lines if " bites " in line]


@pytest.mark.parametrize(
    ("site", "bitten"),
    [
        ({}, []),
        ({"model": "claude-sonnet-4-6"}, ["one-path-for-all"]),
        (CLAUDE, ["one-path-for-all"]),
        (GEMINI, []),
        ({"route": "images"}, ["explicit-image-model"]),
        (
            {"route": "openai-videos", "call": "client.videos.create"},
            ["no-blind-retry", "reconcile-by-usage"],
        ),
        ({"reads": ["provider"]}, ["routing-metadata"]),
        ({"route": "embeddings"}, ["of-embeddings"]),
        ({"model": "openai/gpt-4o"}, ["strip-prefixes"]),
        ({"fields": {"input_fidelity": "high"}}, ["input-fidelity-is-dropped"]),
    ],
)
def test_a_pitfall_is_told_where_it_bites(site: dict[str, Any], bitten: list[str]) -> None:
    assert bites(site) == bitten


def test_a_pitfall_names_its_places() -> None:
    lines = advice({"route": "images"}, urls=URLS, pitfalls=PITFALLS)
    assert "About explicit-image-model. It bites app/ask.py:10." in lines
    assert lines[-1] == "About of-all."
    assert not any("of-later" in line for line in lines)


def test_no_code_no_advice() -> None:
    assert advice(urls=URLS) == ()
