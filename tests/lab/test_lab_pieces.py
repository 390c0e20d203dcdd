from __future__ import annotations

from statistics import median
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.lab import offer, tokens
from migrate_check.lab.chance import Chance
from migrate_check.lab.pace import REALISTIC, Pace
from migrate_check.lab.schema_sample import Hints, sample
from migrate_check.lab.tool_use import occasions, places


@given(st.text())
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(tokens.split(text)) == text
    assert tokens.count(text) == len(tokens.split(text))


def test_a_token_is_about_four_bytes() -> None:
    text = "The quick brown fox jumps over the lazy dog, and then it has a rest by the river. " * 20
    assert 3 < len(text) / tokens.count(text) < 6


def test_chance_repeats_and_its_branches_do_not_disturb_each_other() -> None:
    one, two = Chance(1, "a"), Chance(1, "a")
    one.of("ids").letters(5)
    assert one.letters(20) == two.letters(20)
    assert Chance(1, "a").letters(20) != Chance(1, "b").letters(20)
    assert Chance(1).of("a").letters(20) == Chance(1, "a").letters(20)


def test_waits_are_log_normal_around_their_medians() -> None:
    pace = Pace(ttft_s=0.5, itl_s=0.01)
    first = [pace.waits(Chance(n), 5)[0] for n in range(300)]
    later = pace.waits(Chance("x"), 2000)[1:]
    assert 0.45 < median(first) < 0.55
    assert 0.0095 < median(later) < 0.0105
    assert min(first) > 0
    assert len(pace.waits(Chance(0), 0)) == 1


def test_a_realistic_model_takes_its_time_and_stalls_now_and_then() -> None:
    first = sorted(REALISTIC.waits(Chance(n), 1)[0] for n in range(400))
    gaps = sorted(REALISTIC.waits(Chance("x"), 4000)[1:])
    assert 0.3 < first[200] < 0.4
    assert first[-1] > 2 * first[200]
    assert 0.012 < gaps[2000] < 0.016
    assert 10 < sum(gap > 0.1 for gap in gaps) < 100


_SCHEMAS: list[dict[str, Any]] = [
    {"type": "object"},
    {"type": "object", "properties": {"city": {"type": "string"}}},
    {
        "type": "object",
        "properties": {
            "city": {"type": "string"},
            "unit": {"enum": ["celsius", "fahrenheit"]},
            "days": {"type": "integer", "minimum": 1, "maximum": 7},
            "ratio": {"type": "number"},
            "on": {"type": "boolean"},
            "kind": {"const": "x"},
            "none": {"type": "null"},
            "when": {"type": "string", "format": "date-time"},
            "date": {"type": "string"},
            "maybe": {"type": ["string", "null"]},
            "either": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
            "tags": {"type": "array", "items": {"type": "string"}, "minItems": 2},
            "inner": {"$ref": "#/$defs/inner"},
        },
        "required": [
            "city", "unit", "days", "ratio", "on", "kind", "none", "when", "date", "maybe",
            "either", "tags", "inner",
        ],
        "$defs": {
            "inner": {"properties": {"a": {"type": "integer"}}, "required": ["a"]},
        },
    },
]  # fmt: skip


@pytest.mark.parametrize("schema", _SCHEMAS)
@pytest.mark.parametrize("prompt", ["", "Weather in Paris for 30 days in fahrenheit?", "Say 'x'"])
def test_a_sample_fits_its_schema(schema: dict[str, Any], prompt: str) -> None:
    for hints in occasions(prompt):
        jsonschema.validate(sample(schema, hints), schema)


def test_a_sample_takes_what_the_prompt_names() -> None:
    schema: Any = _SCHEMAS[2]
    (hints,) = occasions("Weather in Paris for 3 days in fahrenheit?")
    value = sample(schema, hints)
    assert (value["city"], value["days"], value["unit"]) == ("Paris", 3, "fahrenheit")


def test_a_schema_that_is_no_schema_gives_nothing() -> None:
    broken: Any = {"type": "object", "properties": {"a": 5}, "required": ["a"]}
    assert sample(broken, Hints("", None)) == {"a": None}
    assert sample({"type": "string"}, Hints("", None)) == {}


def test_a_schema_that_refers_to_itself_ends() -> None:
    schema: Any = {
        "type": "object",
        "properties": {"next": {"$ref": "#"}},
        "required": ["next"],
    }
    assert "next" in sample(schema, Hints("", None))


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("What is the weather in Paris and in London?", ("Paris", "London")),
        ("Compare New York, Tokyo and Rome", ("New York", "Tokyo", "Rome")),
        ("Weather in Paris, France", ("Paris",)),
        ("What is the capital of France?", ("France",)),
        ("nothing here", ()),
    ],
)
def test_places_are_found(prompt: str, expected: tuple[str, ...]) -> None:
    assert places(prompt) == expected


def test_a_cheaper_model_is_on_offer_and_another_one() -> None:
    for models in (offer.OPENAI_MODELS, offer.ANTHROPIC_MODELS):
        for model in models:
            cheap = offer.find(models, offer.cheaper(model.id))
            assert cheap is not None
    assert offer.cheaper("gpt-4o") != "gpt-4o"
    assert offer.cheaper("no-such-model") == "no-such-model"
