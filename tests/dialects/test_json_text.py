"""JSON text to values and back."""

from __future__ import annotations

from typing import Any

import pytest

from migrate_check.dialects.json_text import json_text, parse_json


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ('{"a": [1, 2.5, null, true]}', {"a": [1, 2.5, None, True]}),
        (b'"\xc3\xa9"', "é"),
        ('"\\ud83d"', "\ud83d"),
        ('"\ud83d"', "\ud83d"),
        ('"x\u2028y"', "x\u2028y"),
    ],
)
def test_documents(text: str | bytes, document: Any) -> None:
    assert parse_json(text) == document


@pytest.mark.parametrize(
    "text", ["", "{", "{'a': 1}", "NaN", "[Infinity]", "-Infinity", b'"\xff"', "[" * 100_000, "1 2"]
)
def test_everything_else_is_refused(text: str | bytes) -> None:
    with pytest.raises(ValueError):
        parse_json(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"city": "Zürich"}, '{"city":"Zürich"}'),
        ("\ud83d", '"\\ud83d"'),
        (2**70, "1180591620717411303424"),
    ],
)
def test_text(value: Any, text: str) -> None:
    assert json_text(value) == text


def test_too_deep_a_value_has_no_text() -> None:
    value: Any = None
    for _ in range(100_000):
        value = [value]
    assert json_text(value) == ""
