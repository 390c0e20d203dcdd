"""Judging call sites: severities, fingerprints, comments that silence, clients that are shared."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from migrate_check.domain.call_site import JudgedInventory, SiteFinding
from migrate_check.domain.finding import Severity
from migrate_check.domain.profile import Mark
from migrate_check.rules.rule import Scope
from migrate_check.rules.sites import RULES, judge_sites
from tests.rules.site_spec import TODAY, findings_of, inventory_of, profile_of, setting_of, site_of

DROPS: dict[str, Any] = {"routes": {"openai-chat": {"fields": {"seed": "dropped"}}}}
GONE = {"gpt-4-32k": {"day": "2025-06-06"}}
MAKERS = [profile_of({"name": "openai", "kind": "provider", "retirements": GONE})]
SEED = {"fields": {"seed": 1}, "client": {"retries": "0"}}


def judged(*sites: dict[str, Any], profile: Any = DROPS, **more: Any) -> JudgedInventory:
    target = profile_of(profile) if profile else None
    return judge_sites(inventory_of([site_of(site) for site in sites]), target, today=TODAY, **more)


def only(inventory: JudgedInventory) -> SiteFinding:
    (found,) = findings_of(inventory)
    return found


def test_a_fingerprint_has_no_line() -> None:
    first, moved = only(judged(SEED)), only(judged({**SEED, "line": 99}))
    assert first.fingerprint == moved.fingerprint
    assert len(first.fingerprint) == 12
    assert int(first.fingerprint, 16) >= 0


@pytest.mark.parametrize("change", [{"path": "b.py"}, {"call": "other.create"}])
def test_a_fingerprint_tells_places_apart(change: dict[str, str]) -> None:
    assert only(judged(SEED)).fingerprint != only(judged({**SEED, **change})).fingerprint


def test_two_alike_in_one_file_are_told_apart_and_the_first_keeps_its_name() -> None:
    alone = only(judged(SEED))
    first, second = findings_of(judged(SEED, {**SEED, "line": 40}))
    assert first.fingerprint == alone.fingerprint != second.fingerprint


def test_findings_in_tests_are_notes_unless_they_count() -> None:
    site = {**SEED, "test": True}
    assert only(judged(site)).severity is Severity.NOTE
    assert only(judged(site, tests_count=True)).severity is Severity.ERROR


def test_a_client_of_a_test_and_of_the_program_counts() -> None:
    client = {"rollback": "C", "base_url": "https://api.openai.com/v1", "retries": "0"}
    both = judged({"client": client, "test": True}, {"client": client, "line": 20})
    assert only(both).severity is Severity.WARNING
    alone = judged({"client": client, "test": True})
    assert only(alone).severity is Severity.NOTE


def test_a_client_is_told_at_its_constructor_and_with_its_first_call() -> None:
    client = {"rollback": "C", "base_url": "https://api.openai.com/v1", "retries": "0"}
    both = judged({"client": client}, {"client": client, "path": "b.py"})
    assert [len(one.findings) for one in both.sites] == [1, 0]
    assert (only(both).path, only(both).line) == ("app/llm.py", 4)


def test_a_comment_silences_its_rule() -> None:
    site = {**SEED, "ignored": {"field-dropped-by-gateway": "nobody reads it"}}
    judgement = judged(site)
    assert only(judgement).suppressed == "nobody reads it"
    assert judgement.stale_suppressions == ()


def test_a_star_silences_all() -> None:
    judgement = judged({**SEED, "ignored": {"*": "legacy"}})
    assert only(judgement).suppressed == "legacy"
    assert judgement.stale_suppressions == ()


def test_a_comment_at_any_call_silences_the_client() -> None:
    client = {"rollback": "C", "base_url": "https://api.openai.com/v1", "retries": "0"}
    why = {"base-url-literal": "released hourly"}
    judgement = judged({"client": client}, {"client": client, "ignored": why})
    assert only(judgement).suppressed == "released hourly"
    assert judgement.stale_suppressions == ()


def test_comments_that_cover_nothing_are_stale() -> None:
    clean = {"client": {"retries": "0"}}
    why = {"field-dropped-by-gateway": "was so", "no-such-rule": "?", "*": "was so"}
    assert judged({**clean, "ignored": why}).stale_suppressions == (
        "app/ask.py:10: field-dropped-by-gateway",
        "app/ask.py:10: no-such-rule (there is no such rule)",
        "app/ask.py:10: *",
    )


def test_without_a_gateway_comments_about_gateways_are_left_alone() -> None:
    site = {"ignored": {"field-dropped-by-gateway": "known", "*": "known", "key-in-query": "?"}}
    judgement = judged(site, profile=None)
    assert judgement.gateway is None
    assert judgement.stale_suppressions == ("app/ask.py:10: key-in-query",)


def test_without_a_gateway_only_the_code_is_judged() -> None:
    site = {"fields": {"seed": 1, "previous_response_id": None}, "model": "gpt-4-32k"}
    found = only(judged(site, profile=None, known=MAKERS))
    assert found.rule == "retired-model-named"
    assert (
        found.claim == "gpt-4-32k: shut down on 2025-06-06 [seen_doc, https://docs.example/params]"
    )


def test_the_gateway_is_named_with_its_generation() -> None:
    assert judged(SEED).gateway == "gate"
    assert judged(SEED, profile={**DROPS, "generation": "d"}).gateway == "gate@d"


def test_findings_of_settings_stand_apart() -> None:
    setting = setting_of({"name": "OPENAI_MODEL", "value": "gpt-4-32k", "kind": "model"})
    judgement = judge_sites(inventory_of([], [setting]), None, MAKERS, today=TODAY)
    (found,) = judgement.setting_findings
    assert (found.path, found.line, found.route) == (".env", 3, "setting")
    assert found.suppressed is None
    assert judgement.advice == ()
    excused = replace(setting, ignored={"setting-model-retired": "a museum"})
    again = judge_sites(inventory_of([], [excused]), None, MAKERS, today=TODAY)
    assert [one.suppressed for one in again.setting_findings] == ["a museum"]


def test_worst_first() -> None:
    fields = {"verbosity": "low", "seed": 1}
    found = findings_of(judged({**SEED, "fields": fields}))
    assert [each.severity for each in found] == [Severity.ERROR, Severity.WARNING]


LOUD: dict[str, Any] = {
    "fields": {
        "seed": 1,
        "n": 3,
        "logprobs": True,
        "user": "u",
        "logit_bias": {"1": 2},
        "tools:web_search": None,
        "previous_response_id": None,
        "verbosity": "low",
    },
    "streaming": "true",
}


@pytest.mark.parametrize("mark", [mark for mark in Mark if not mark.first_hand])
@pytest.mark.parametrize("fate", ["dropped", "rejected", "changed", "provider-specific"])
def test_a_claim_at_second_hand_is_a_warning_at_most(mark: Mark, fate: str) -> None:
    claim = {"fate": fate, "mark": mark.value, "only_for": ["mistral"]}
    route = {"unlisted": claim, "mark": mark.value, "streams": False}
    offered = judged(LOUD, profile={"routes": {"openai-chat": route}})
    absent = judged(LOUD, profile={"unlisted_routes": mark.value, "routes": {}})
    errors = {
        found.rule
        for judgement in (offered, absent)
        for found in findings_of(judgement)
        if found.severity is Severity.ERROR
    }
    # That an id belongs to whoever gave it is no claim of the profile.
    assert errors <= {"stateful-ids"}


@pytest.mark.parametrize("certainty", ["maybe", "unknown"])
def test_a_field_that_is_not_certain_is_a_warning_at_most(certainty: str) -> None:
    site = {**SEED, "fields": {"seed": {"is": 1, "certainty": certainty}}}
    assert only(judged(site)).severity is Severity.WARNING


def test_every_rule_about_code_can_be_asked() -> None:
    scopes = {rule.scope for rule in RULES}
    assert scopes == {Scope.SITE, Scope.CLIENT, Scope.SETTING}
    assert {rule.family for rule in RULES} == {"sites"}
