"""The end of models: what files may say of it, and what the shipped profiles say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.documents.yaml_document import read_yaml
from migrate_check.domain.errors import ConfigError
from migrate_check.domain.model_name import bare, provider_of
from migrate_check.domain.profile import Basis, Mark, Profile, Retirement
from migrate_check.profiles.load import load_profile, profile_names
from migrate_check.profiles.words import all_claims
from migrate_check.rules.rule import Target
from migrate_check.rules.sites.endings import endings
from tests.profiles.test_shipped_profiles import DATA

Write: TypeAlias = Callable[[str], str]
KNOWN = tuple(load_profile(name) for name in profile_names())
MAKERS = [profile for profile in KNOWN if profile.retirements]
ENDS = [(maker.name, model) for maker in MAKERS for model in maker.retirements]
IDS = {model for _, model in ENDS}
TODAY = date(2026, 11, 21)


def found(model: str, today: date = TODAY) -> list[tuple[str, str]]:
    """(id, day) of each end that is known of the model."""
    target = Target(None, today, KNOWN)
    return [(end.retirement.model, end.day) for end in endings([model], None, target)]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> str:
        path = tmp_path / "mine.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return written


@pytest.mark.parametrize("name", [maker.name for maker in MAKERS])
def test_no_file_names_a_model_twice(name: str) -> None:
    document = read_yaml((DATA / f"{name}.yaml").read_bytes(), name, ConfigError)
    assert isinstance(document.value, dict)
    rows = document.value["retirements"]
    names = [row["models"] for row in rows]
    models = [each for one in names for each in ([one] if isinstance(one, str) else one)]
    assert sorted(models) == sorted(set(models)) == sorted(load_profile(name).retirements)
    assert [row["on"] for row in rows] == sorted(row["on"] for row in rows)


@pytest.mark.parametrize(("maker", "model"), ENDS)
def test_each_model_is_its_makers_and_matches_itself_alone(maker: str, model: str) -> None:
    assert model == model.lower() == bare(model)
    assert provider_of(model) in (maker, None)
    assert [each for each, _ in found(model)] == [model]
    assert sum(model in other.retirements for other in KNOWN) == 1


@given(st.sampled_from(sorted(IDS)), st.from_regex(r"[-.:a-z0-9]{1,12}", fullmatch=True))
def test_a_name_that_begins_or_ends_alike_is_another_model(model: str, more: str) -> None:
    for name in (model + more, more + model):
        if bare(name) not in IDS:
            assert found(name) == []


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: str(maker.name))
def test_every_end_has_a_basis_and_a_successor_that_lives(maker: Profile) -> None:
    for end in maker.retirements.values():
        assert end.basis.source, end.model
        assert date(2022, 1, 1) < end.on < date(2029, 1, 1)
        successor = maker.successor(end, TODAY)
        assert successor is None or successor != end.model
        following = maker.retirements.get(successor or "")
        assert following is None or following.on > TODAY, end.model
    claims = [claim.id for claim in all_claims(maker)]
    assert [f"retirement:{model}" for model in maker.retirements] == [
        claim for claim in claims if claim.startswith("retirement:")
    ]


@pytest.mark.parametrize(
    ("model", "day"),
    [
        ("gpt-4o", "2027-01-14"),
        ("gpt-4o-mini", "2027-01-14"),
        ("gpt-4o-2024-05-13", "2026-10-23"),
        ("openai/gpt-4", "2026-10-23"),
        ("gpt-4-32k", "2025-06-06"),
        ("gpt-5", "2026-12-11"),
        ("text-davinci-003", "2024-01-04"),
        ("anthropic/claude-3-opus-20240229", "2026-01-05"),
        ("claude-sonnet-4-5", "2026-11-30"),
        ("models/gemini-2.5-pro", "2026-12-01"),
        ("gemini-1.5-pro", "2025-09-29"),
        ("mistral-large-2411", "2026-05-31"),
        ("deepseek-chat", "2026-07-24"),
    ],
)
def test_known_ends(model: str, day: str) -> None:
    assert [at for _, at in found(model)] == [day]


@pytest.mark.parametrize(
    "model",
    [
        "gpt-6-luna",
        "gpt-5.4",
        "claude-opus-4-8",
        "claude-haiku-4-5-20251001",
        "gemini-2.5-flash-lite",
        "mistral-large-latest",
        "text-embedding-3-small",
        "llama-3.3-70b",
        "",
    ],
)
def test_models_without_a_known_end(model: str) -> None:
    assert found(model) == []


def end(model: str, day: str, instead: str | None) -> Retirement:
    return Retirement(model, date.fromisoformat(day), instead, Basis(Mark.INFERRED, None))


def test_successors_that_name_each_other_come_to_an_end() -> None:
    ends = [end("a", "2025-01-01", "b"), end("b", "2025-02-01", "a"), end("c", "2025-03-01", "c")]
    profile = replace(KNOWN[0], retirements={one.model: one for one in ends})
    assert [profile.successor(one, TODAY) for one in ends] == ["a", "b", "c"]


MINE = """\
extends: openai
sources: {WIKI: https://wiki.example/models}
mark: seen_doc
src: WIKI
retirements:
  - {models: GPT-4o, on: 2030-01-01}
  - {models: [house-1, house-2], on: 2026-02-03, instead: house-3, note: First on Monday}
"""


def test_a_file_of_ones_own_says_otherwise(write: Write) -> None:
    ends = load_profile(write(MINE)).retirements
    assert (ends["gpt-4o"].on, ends["gpt-4o"].instead) == (date(2030, 1, 1), None)
    assert ends["gpt-4"] == load_profile("openai").retirements["gpt-4"]
    basis = Basis(Mark.SEEN_DOC, "https://wiki.example/models", "First on Monday")
    assert ends["house-2"] == Retirement("house-2", date(2026, 2, 3), "house-3", basis)


@pytest.mark.parametrize(
    ("rows", "line", "message"),
    [
        ("[{models: a, on: 2026-13-01}]", 1, "expected a date such as 2027-01-31"),
        ("[{models: a, on: soon}]", 1, "expected a date such as 2027-01-31"),
        ("[{models: a}]", 1, "on"),
        ("[{models: [], on: 2026-01-01}]", 1, "expected text or a list of texts"),
        ("[{models: a, on: 2026-01-01, mark: seen_doc}]", 1, "needs src"),
        (
            "\n  - {models: a, on: 2026-01-01}\n  - {models: A, on: 2026-01-02}",
            3,
            "a is retired twice",
        ),
    ],
)
def test_mistakes(write: Write, rows: str, line: int, message: str) -> None:
    path = write(f"retirements: {rows}\n")
    with pytest.raises(ConfigError) as caught:
        load_profile(path)
    assert str(caught.value).startswith(f"{path}:{line}")
    assert message in str(caught.value)
