from __future__ import annotations

import json

import report_wire

from migrate_check.report.prompts import BODY_LIMIT, shorten_contents


def test_short_contents_stay_byte_for_byte():
    body = b'{ "messages" : [{"role":"user","content":"hi"}] }'
    assert shorten_contents(body) == (body, 0)


def test_a_long_prompt_becomes_its_length():
    body = report_wire.chat_body(report_wire.LONG_PROMPT)
    shown, count = shorten_contents(body)
    document = json.loads(shown)
    assert count == 1
    assert document["messages"][1]["content"] == "[720,000 characters, not shown]"
    assert document["messages"][0]["content"] == "Answer briefly."
    assert document["model"] == "gpt-4o-mini"


def test_parts_and_system_prompts_are_contents_as_well():
    body = json.dumps(
        {"system": [{"type": "text", "text": "x" * 201}], "tools": [{"description": "y" * 300}]}
    ).encode()
    shown, count = shorten_contents(body)
    assert (b"xxx" in shown, b"yyy" in shown, count) == (False, True, 1)


def test_a_body_that_is_large_elsewhere_is_shortened_everywhere():
    body = json.dumps({"tools": [{"description": "y" * BODY_LIMIT}]}).encode()
    shown, count = shorten_contents(body)
    assert (b"yyy" in shown, count) == (False, 1)


def test_what_is_no_json_or_has_too_many_parts_keeps_its_head():
    for body in (
        b"x" * 100_000,
        json.dumps(["a"] * 100_000).encode(),
        json.dumps([["z" * 300]] * 2_000).encode(),
        b"[" * 900 + b"1" * 20_000 + b"]" * 900,
    ):
        shown, count = shorten_contents(body)
        assert count >= 1
        assert len(shown) < 2_000
        assert b"not shown" in shown
    assert shorten_contents(b"@bad 'body") == (b"@bad 'body", 0)


def test_a_lone_text_and_a_deep_document():
    assert shorten_contents(b'"' + b"w" * 100_000 + b'"') == (
        b'"[100,000 characters, not shown]"',
        1,
    )
    deep = b"[" * 900 + b"]" * 900
    assert shorten_contents(deep) == (deep, 0)
