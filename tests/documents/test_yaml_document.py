"""The reader of YAML: JSON's values, places, and one line for everything it refuses."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.documents.yaml_document import MAX_BYTES, MAX_DEPTH, read_yaml
from migrate_check.domain.errors import ConfigError

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abc", min_size=1), inner),
    max_leaves=15,
)


def values(text: str | bytes) -> object:
    return read_yaml(text, "f.yaml", ConfigError).value


def refusal(text: str | bytes) -> str:
    with pytest.raises(ConfigError) as caught:
        read_yaml(text, "f.yaml", ConfigError)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: yes", {"a": "yes"}),
        ("a: 1:30", {"a": "1:30"}),
        ("a: 2026-01-01", {"a": "2026-01-01"}),
        ("a: 007", {"a": "007"}),
        ("a: 0x1f", {"a": "0x1f"}),
        ("a: .inf", {"a": ".inf"}),
        ("a: 1_000", {"a": "1_000"}),
        ("a: -12", {"a": -12}),
        ("a: 1.5e3", {"a": 1500.0}),
        ("a: 0", {"a": 0}),
        ("a: True", {"a": True}),
        ("a: false", {"a": False}),
        ("a: ~", {"a": None}),
        ("a:", {"a": None}),
        ("a: '12'", {"a": "12"}),
        ("a: ${NAME}", {"a": "${NAME}"}),
        ("- 1\n- x", [1, "x"]),
        ("", None),
        ("# only a comment\n", None),
        ("\ufeffa: 1", {"a": 1}),
        (b"\xef\xbb\xbfa: 1", {"a": 1}),
        ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
        ("a: &x [1, 2]\nb: *x", {"a": [1, 2], "b": [1, 2]}),
        ("a: |\n  two\n  lines\n", {"a": "two\nlines\n"}),
        (r'a: "\ud83d\ude80"', {"a": "🚀"}),
    ],
)
def test_reads_what_means_the_same_as_json(text: str | bytes, value: object) -> None:
    assert values(text) == value


@given(JSON)
def test_a_pasted_json_body_reads_as_itself(value: object) -> None:
    assert values(json.dumps(value)) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3", "f.yaml:3: key 'a' is given twice, first on line 1"),
        ("a: !!python/name:os.system", "the YAML tag 'tag:yaml.org,2002:python/name:os.system'"),
        ("a: !x 1", "f.yaml:1: the YAML tag '!x' is not allowed; remove it"),
        ("!x a: 1", "f.yaml:1: the YAML tag '!x' is not allowed; remove it"),
        ("a: 1\n---\nb: 2", "f.yaml:2: a second document starts here; use one file for each"),
        ("a: &x {b: *x}", "f.yaml:1: the alias *x has no finished anchor before it"),
        ("a: &x {b: 1}\nc:\n  <<: *x", "f.yaml:3: merge keys (<<) are not supported"),
        ("1: a", "f.yaml:1: a key must be text; put it in quotes"),
        ("? [a]\n: 1", "f.yaml:1: a key must be text; put it in quotes"),
        ("a:\n\t- b", "; indent with spaces, not tabs"),
        ("\ta: 1", "; indent with spaces, not tabs"),
        ("a: 1\nb: {key: ${NAME}}", "; inside {…} and […] put texts in quotes"),
        ("a: 'x", "f.yaml:1: not valid YAML: found unexpected end of stream"),
        ("a: 1\nb: \x00", "f.yaml:2: a control character is not allowed; remove it"),
        (b"a: 1\nb: \xff", "f.yaml:2: not UTF-8 text; save the file as UTF-8"),
        ("a: 1e999", "f.yaml:1: the number is too large; put it in quotes"),
        ("a: 9223372036854775808", "f.yaml:1: the number does not fit 64 bits; put it in quotes"),
        ("a: " + "9" * 5000, "f.yaml:1: the number does not fit 64 bits; put it in quotes"),
        (r'a: "\ud800"', "f.yaml:1: half of a surrogate pair is not text; remove it"),
        (r'a: "\UFFFFFFFF"', "f.yaml: a number or escape sequence is out of range"),
        ("[" * 5000, f"f.yaml:1: nested deeper than {MAX_DEPTH} levels"),
        ("x" * (MAX_BYTES + 1), "f.yaml: larger than 1,000,000 bytes; split it into several files"),
    ],
)
def test_refuses_in_one_line_with_the_place(text: str | bytes, message: str) -> None:
    said = refusal(text)
    assert message in said
    assert said.startswith("f.yaml:")
    assert "\n" not in said


def test_refuses_a_file_that_grows_through_aliases() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert "more than 50,000 values after aliases are expanded" in refusal("\n".join(lines))


def test_a_place_is_the_line_of_the_key_or_of_what_surrounds_it() -> None:
    document = read_yaml("a:\n  - b: 1\n    c: &x {d: 2}\ne: *x\n", "f.yaml", ConfigError)
    assert document.place(("a", 0, "c", "d")) == "f.yaml:3"
    assert document.place(("a", 0, "nothing")) == "f.yaml:2"
    assert document.place(("e", "d")) == "f.yaml:4"


def test_a_message_is_one_line_and_shows_nothing_that_looks_like_a_key() -> None:
    document = read_yaml("a: 1", "f.yaml", ConfigError)
    error = document.fail(("a",), "bad\n  value sk-live_0123456789abcdef")
    assert str(error) == "f.yaml:1: bad value ***"


@given(st.text() | st.text(alphabet="ab:-[]{}&*!?,'\"\\ \n\t#|>%@<0123456789.eE\u2028"))
def test_any_text_gives_values_or_one_line(text: str) -> None:
    try:
        value = values(text)
    except ConfigError as error:
        assert str(error).startswith("f.yaml")
        assert len(str(error).splitlines()) == 1
    else:
        json.dumps(value).encode()


@given(st.binary())
def test_any_bytes_give_values_or_one_line(content: bytes) -> None:
    try:
        json.dumps(values(content)).encode()
    except ConfigError as error:
        assert str(error).startswith("f.yaml")
