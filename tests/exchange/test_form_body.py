"""Forms: the same bytes each time, read back as what was sent."""

from __future__ import annotations

import base64
from email import message_from_bytes
from email.policy import HTTP
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.dialects.multipart_form import read_form
from migrate_check.exchange.form_body import form_of

FILE = {"file": "a.wav", "type": "audio/wav", "base64": base64.b64encode(b"\r\n--x\0").decode()}
FIELDS: dict[str, Any] = {
    "model": "m-1",
    "file": FILE,
    "stream": True,
    "temperature": 0.5,
    "granularities": ["word", "segment"],
    "options": {"a": 1},
    "nothing": None,
}


def test_what_is_sent_is_read_back() -> None:
    form = form_of(FIELDS)
    assert form == form_of(FIELDS)
    assert read_form(form.body, form.content_type) == {
        "model": "m-1",
        "file": {"file": "a.wav", "type": "audio/wav", "bytes": 6},
        "stream": "true",
        "temperature": "0.5",
        "granularities": ["word", "segment"],
        "options": '{"a": 1}',
    }


def test_other_readers_read_the_same() -> None:
    form = form_of(FIELDS)
    head = f"Content-Type: {form.content_type}\r\n\r\n".encode()
    parts = list(message_from_bytes(head + form.body, policy=HTTP).iter_parts())
    assert [part.get_param("name", header="content-disposition") for part in parts] == [
        *("model", "file", "stream", "temperature", "granularities[]", "granularities[]"),
        "options",
    ]
    assert parts[1].get_filename() == "a.wav"
    assert parts[1].get_content_type() == "audio/wav"


def test_other_content_has_another_boundary() -> None:
    assert form_of({"a": "1"}).content_type != form_of({"a": "2"}).content_type


def test_a_boundary_is_not_in_the_content() -> None:
    form = form_of({"a": "1"})
    boundary = form.content_type.partition("boundary=")[2]
    again = form_of({"a": boundary})
    assert boundary not in again.content_type


def test_broken_base64_is_refused() -> None:
    with pytest.raises(ValueError, match=r"."):
        form_of({"file": {"base64": "?"}})


@given(st.dictionaries(st.from_regex(r"\A[a-z]{1,8}\Z"), st.text()))
def test_any_text_is_read_back(fields: dict[str, str]) -> None:
    form = form_of(fields)
    sent = {name: text.encode("utf-8", "replace").decode() for name, text in fields.items()}
    assert read_form(form.body, form.content_type) == sent


@given(st.binary())
def test_any_bytes_may_come(data: bytes) -> None:
    kind = "multipart/form-data; boundary=x"
    read_form(data, kind)
    read_form(b"--x\r\nname\r\n\r\n" + data + b'\r\n--x\r\nContent-Disposition: name="a[]"', kind)
    assert read_form(data, "application/json") is None
    assert read_form(data, "multipart/mixed; boundary=x") is None


def test_a_field_that_is_both_a_text_and_a_list_keeps_the_text() -> None:
    body = b'--x\r\nname="a"\r\n\r\n1\r\n--x\r\nname="a[]"\r\n\r\n2\r\n--x--'
    assert read_form(body, "multipart/form-data; boundary=x") == {"a": "1"}
