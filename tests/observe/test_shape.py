"""Shapes: which fields of which types, whatever the values and the order."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.observation import ShapePath
from migrate_check.observe.shape import shape_of

NOTHING: frozenset[str] = frozenset()


def paths(*roots: Any, opaque: frozenset[str] = NOTHING, name: str = "") -> set[tuple[str, str]]:
    return {tuple(place) for place in shape_of([(name, root) for root in roots], opaque)}


def test_types_of_all_kinds() -> None:
    document = {"o": {}, "a": [], "s": "", "i": 1, "n": 1.5, "b": True, "z": None}
    assert paths(document) == {
        ("o", "object"), ("a", "array"), ("s", "string"), ("i", "integer"),
        ("n", "number"), ("b", "boolean"), ("z", "null"),
    }  # fmt: skip


def test_array_indices_collapse() -> None:
    assert paths({"a": [{"x": 1}, {"x": "s"}, [2]]}) == {
        ("a", "array"), ("a[]", "object"), ("a[]", "array"),
        ("a[].x", "integer"), ("a[].x", "string"), ("a[][]", "integer"),
    }  # fmt: skip


def test_a_key_that_only_some_siblings_have_is_also_absent() -> None:
    assert ("a[].y", "absent") in paths({"a": [{"x": 1}, {"x": 1, "y": 2}]})
    assert ("a[].x", "absent") not in paths({"a": [{"x": 1}, {"x": 1, "y": 2}]})
    assert ("a[].y", "absent") not in paths({"a": [{"y": 1}, "text"]})


def test_events_of_one_name_are_siblings() -> None:
    assert paths({"x": 1}, {"y": None}, name="chunk") == {
        ("chunk", "object"), ("chunk.x", "integer"), ("chunk.x", "absent"),
        ("chunk.y", "null"), ("chunk.y", "absent"),
    }  # fmt: skip
    apart = shape_of([("a", {"x": 1}), ("b", {})], NOTHING)
    assert ShapePath("b.x", "absent") not in apart


def test_opaque_paths_are_leaves() -> None:
    document = {"content": [{"input": {"city": "Oslo"}}]}
    opaque = frozenset(("content[].input",))
    assert ("content[].input", "object") in paths(document, opaque=opaque)
    assert ("content[].input.city", "string") not in paths(document, opaque=opaque)
    assert paths({"x": 1}, name="e", opaque=frozenset("e")) == {("e", "object")}


def test_deep_nesting_ends_somewhere() -> None:
    value: Any = 1
    for _ in range(3000):
        value = {"a": [value]}
    assert len(paths(value)) < 200


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=2)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=12,
)


def leaves(value: Any, path: str) -> set[tuple[str, str]]:
    """All (path, type) without `absent`, the plain way."""
    names = {dict: "object", list: "array", str: "string", int: "integer", float: "number"}
    names |= {bool: "boolean", type(None): "null"}
    found = {(path, names[type(value)])} if path else set()
    if isinstance(value, dict):
        for key, child in value.items():
            found |= leaves(child, f"{path}.{key}" if path else key)
    if isinstance(value, list):
        for child in value:
            found |= leaves(child, f"{path}[]")
    return found


@given(JSON)
def test_agrees_with_the_plain_walk(document: Any) -> None:
    found = {place for place in paths(document) if place[1] != "absent"}
    assert found == leaves(document, "")


@given(st.lists(JSON, max_size=4), st.randoms())
def test_order_and_repetition_do_not_matter(roots: list[Any], random: Any) -> None:
    shuffled = roots * 2
    random.shuffle(shuffled)
    assert paths(*shuffled) == paths(*roots)
