"""JSON that stands in a program as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.inventory.json_text import json_record
from migrate_check.inventory.neutral import Expr, Name, Record, Template, Text
from tests.inventory.readers.shown import shown

Q = Name("q", 1)


def template(*parts: str | Expr) -> Template:
    return Template(tuple(Text(p, 1) if isinstance(p, str) else p for p in parts), 1)


TEXTS: list[tuple[Text | Template, str]] = [
    (
        Text('{"model": "m", "n": 1, "stream": true, "stop": null}', 1),
        "{'model': 'm', 'n': 1, 'stream': true, 'stop': null}",
    ),
    (template('{"content": "', Q, '"}'), "{'content': q}"),
    (template('{"content": "a ', Q, ' b", "n": 2}'), "{'content': <'a ' + q + ' b'>, 'n': 2}"),
    (template('{"messages": ', Q, ', "n": [', Q, "]}"), "{'messages': q, 'n': [q]}"),
    (template('{"a": "say \\"', Q, '\\""}'), "{'a': <'say \"' + q + '\"'>}"),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_objects(text: Text | Template, expected: str) -> None:
    record = json_record(text)
    assert record is not None
    assert shown(record) == expected


@pytest.mark.parametrize(
    "text",
    [Text("hello", 1), Text("[1]", 1), Text("{broken", 1), template(Q, "{}"), Text("", 1)],
)
def test_other_texts(text: Text | Template) -> None:
    assert json_record(text) is None


@given(st.lists(st.one_of(st.text(max_size=20), st.just(Q)), max_size=6))
def test_any_text_is_an_object_or_none(parts: list[str | Expr]) -> None:
    found = json_record(template("{", *parts))
    assert found is None or isinstance(found, Record)
