"""The scorer itself, on inventories made by hand."""

from __future__ import annotations

import dataclasses

import pytest

from migrate_check.domain.call_site import (
    CallSite,
    Certainty,
    Client,
    Fact,
    Inventory,
    Language,
    RequestField,
    Rollback,
    Setting,
    SettingKind,
)
from tests.inventory.score import Score, score, table
from tests.inventory.truth import (
    UNSEEN,
    LabelledSetting,
    LabelledSite,
    LookAlike,
    Truth,
    languages,
    read_truth,
)

LABEL = LabelledSite(
    file="a.py",
    line=10,
    sdk="openai",
    route="openai-chat",
    model="gpt-4o|gpt-4.1",
    model_certainty="maybe",
    base_url_rollback="A",
    key_rollback="A|D",
    fields=("max_tokens|max_completion_tokens", "stop", "user?"),
    streaming=False,
    is_async=False,
)
ENV = Fact("https://x", Certainty.RESOLVED, "environment variable X")
CLIENT = Client("a.py:1", "OpenAI", "openai", ENV, ENV, Rollback.A, Rollback.D)


def site(line: int = 10, path: str = "a.py", fields: tuple[str, ...] = ()) -> CallSite:
    return CallSite(
        path=path,
        line=line,
        language=Language.PYTHON,
        sdk="openai",
        call="client.chat.completions.create",
        route="openai-chat",
        model=Fact("gpt-4.1", Certainty.MAYBE, "either"),
        fields=tuple(RequestField(name, None, Certainty.LITERAL, line) for name in fields),
        fields_known=True,
        streaming=Fact("false", Certainty.LITERAL, "no stream"),
        is_async=False,
        client=CLIENT,
    )


def found(*sites: CallSite, settings: tuple[Setting, ...] = ()) -> Inventory:
    return Inventory((".",), sites, settings, 1, 1, ())


def shares(result: Score, *columns: str) -> list[tuple[int, int]]:
    return [(getattr(result, c).right, getattr(result, c).of) for c in columns]


def test_a_site_on_the_next_line_with_all_facts_right_leaves_nothing_to_say() -> None:
    names = ("max_completion_tokens", "stop", "messages", "header:content-type")
    result = score(found(site(11, fields=names)), Truth(sites=(LABEL,)))
    assert result.misses == []
    assert shares(result, "found", "true", "named", "correct") == [(1, 1), (1, 1), (2, 2), (2, 2)]


def test_a_site_that_is_not_found_loses_its_fields_too() -> None:
    result = score(found(), Truth(sites=(LABEL,)))
    assert shares(result, "found", "named", "true") == [(0, 1), (0, 2), (0, 0)]
    assert any("a.py:10 openai openai-chat not found" in miss for miss in result.misses)


@pytest.mark.parametrize("far", [site(12), site(path="b.py")])
def test_a_site_elsewhere_is_a_miss_and_a_false_report(far: CallSite) -> None:
    assert shares(score(found(far), Truth(sites=(LABEL,))), "found", "true") == [(0, 1), (0, 1)]


def test_the_same_call_reported_twice_is_false_once() -> None:
    result = score(found(site(), site(11)), Truth(sites=(LABEL,)))
    assert shares(result, "found", "true") == [(1, 1), (1, 2)]


def test_a_session_that_holds_the_fields_may_stand_for_the_call_or_beside_it() -> None:
    label = dataclasses.replace(LABEL, also=(4,))
    for sites in ((site(4),), (site(4), site(10))):
        result = score(found(*sites), Truth(sites=(label,)))
        assert shares(result, "found", "true") == [(1, 1), (1, 1)]


def test_each_wrong_fact_is_counted_in_its_own_column() -> None:
    wrong = dataclasses.replace(
        site(fields=("seed", "user")),
        route="openai-responses",
        model=Fact("gpt-5", Certainty.LITERAL, "literal"),
        fields_known=False,
        streaming=Fact("true", Certainty.LITERAL, "literal"),
        is_async=True,
        client=dataclasses.replace(CLIENT, rollback=Rollback.C, key_rollback=Rollback.B),
    )
    result = score(found(wrong), Truth(sites=(LABEL,)))
    wrong_columns = ("route", "model", "sure", "known", "stream", "asynchronous", "base", "key")
    assert shares(result, *wrong_columns) == [(0, 1)] * len(wrong_columns)
    assert shares(result, "named", "correct") == [(0, 2), (1, 2)]
    assert any("seed is not sent" in miss for miss in result.misses)


def test_the_parent_of_a_nested_field_is_neither_right_nor_wrong() -> None:
    label = dataclasses.replace(LABEL, fields=("generationConfig.topK",))
    result = score(
        found(site(fields=("generationConfig", "generationConfig.topK"))), Truth((label,))
    )
    assert shares(result, "named", "correct") == [(1, 1), (1, 1)]


def test_timeouts_are_compared_as_numbers() -> None:
    label = dataclasses.replace(LABEL, timeout="30", retries="2")
    client = dataclasses.replace(CLIENT, timeout=Fact("30.0", Certainty.LITERAL, "literal"))
    result = score(found(dataclasses.replace(site(), client=client)), Truth((label,)))
    assert shares(result, "more") == [(1, 2)]


def test_a_report_at_a_look_alike_is_flagged_and_false() -> None:
    truth = Truth(look_alikes=(LookAlike("a.py", 10, "Twilio"), LookAlike("a.py", 90, "Stripe")))
    assert shares(score(found(site()), truth), "look_alikes", "true") == [(1, 2), (0, 1)]


def test_settings_are_matched_by_kind_and_last_name() -> None:
    label = LabelledSetting("c.yaml", 3, "model", "model_list.litellm_params.model", "azure/shop")
    entry = Setting(
        "c.yaml",
        3,
        Language.YAML,
        SettingKind.MODEL,
        "model_list.0.litellm_params.model",
        "azure/x",
    )
    car = dataclasses.replace(entry, line=9)
    in_labels = dataclasses.replace(entry, path="labels.yaml")
    truth = Truth(settings=(label,), look_alikes=(LookAlike("c.yaml", 9, "a car"),))
    result = score(found(settings=(entry, car, in_labels)), truth)
    assert shares(result, "settings", "meant", "look_alikes") == [(1, 1), (0, 2), (0, 1)]


def test_the_table_has_a_row_for_each_language_and_one_for_all() -> None:
    one = score(found(site()), Truth(sites=(LABEL,)))
    rows = table({"python": one, "go": score(found(), Truth(sites=(LABEL,)))}).splitlines()
    assert [row.split()[:3] for row in rows[1:]] == [
        ["python", "1", "1"],
        ["go", "1", "0"],
        ["all", "2", "1"],
    ]


@pytest.mark.parametrize(
    "folder",
    [*languages(), *languages(UNSEEN)],
    ids=lambda folder: f"{folder.parent.name}/{folder.name}",
)
def test_labels_point_into_their_sources(folder) -> None:  # type: ignore[no-untyped-def]
    truth = read_truth(folder)
    for label in (*truth.sites, *truth.settings, *truth.look_alikes):
        source = folder / label.file.partition("#cell-")[0]
        assert 1 <= label.line <= len(source.read_text(encoding="utf-8").splitlines()), label
    places = [(label.file, label.line) for label in truth.sites]
    assert len(places) == len(set(places))


def test_there_is_as_much_to_find_as_the_figures_claim() -> None:
    truths = [read_truth(folder) for folder in languages()]
    assert sum(len(truth.sites) for truth in truths) >= 180
    assert sum(len(truth.look_alikes) for truth in truths) >= 25
