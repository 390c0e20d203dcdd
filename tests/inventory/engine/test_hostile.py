"""Code that nobody wrote in good faith: it ends, and in time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.inventory.engine.code import CLIENT, sites_of

CALL = "client.chat.completions.create(model={}, messages=[])\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(CALL.format("(" * 3000 + "1" + ")" * 3000), id="brackets"),
        pytest.param("client" + ".a" * 5000 + ".chat.completions.create(model='m')\n", id="chain"),
        pytest.param("client" + ".a()" * 2000 + ".create(model='m')\n", id="calls"),
        pytest.param(CALL.format(" + ".join(["m"] * 1000)), id="sum"),
        pytest.param(CALL.format("x or " * 700 + "y"), id="or"),
        pytest.param(
            "".join(f"v{n} = v{n + 1}\n" for n in range(3000)) + CALL.format("v0"),
            id="chain of names",
        ),
        pytest.param(
            "".join(f"v{n} = v{n + 1} or v{n + 1} or v{n + 2}\n" for n in range(300))
            + CALL.format("v0"),
            id="two ways at each step",
        ),
        pytest.param(
            "".join(f"def f{n}(a):\n    return f{n + 1}(f{n + 1}(a))\n" for n in range(200))
            + CALL.format("f0(1)"),
            id="functions of functions",
        ),
        pytest.param(
            "".join(f"class C{n}(C{n + 1}, C{n + 2}):\n    pass\n" for n in range(300))
            + CALL.format("C0().m"),
            id="classes of classes",
        ),
        pytest.param("p = {}\n" + "p = {**p, **p}\n" * 500 + CALL.format("1, **p"), id="spreads"),
        pytest.param("p = {}\n" + "p['a'] = p\n" * 500 + CALL.format("1, **p"), id="items"),
        pytest.param(
            "def f():\n" * 1
            + "".join(" " * n + f"def g{n}():\n" for n in range(1, 90))
            + " " * 90
            + CALL.format("1"),
            id="nested functions",
        ),
        pytest.param(
            f"r = {CALL.format('1')}print(r.choices[0])\n" * 1500, id="many calls of one name"
        ),
        pytest.param(
            "".join(f"v{n} = f'{{v{n + 1}}}{{v{n + 1}}}x'\n" for n in range(2000))
            + CALL.format("v0"),
            id="texts of texts",
        ),
        pytest.param(
            "".join(f"c{n} = w(c{n + 1})\n" for n in range(1500))
            + "c0.chat.completions.create(model='m', messages=[])\n",
            id="clients around clients",
        ),
        pytest.param(
            "".join(f"d{n} = {{**d{n + 1}, 'k{n}': d{n + 1}}}\n" for n in range(1500))
            + CALL.format("1, tools=d0, response_format=d0, **d0"),
            id="records of records",
        ),
        pytest.param(CALL.format("[" * 2000 + "]" * 2000), id="lists"),
        pytest.param(CALL.format("{'a':" * 500 + "1" + "}" * 500), id="dicts"),
        pytest.param("client.chat.completions.create(" * 120 + ")" * 120, id="calls in calls"),
        pytest.param("\udcff\x00 client.chat.completions.create(", id="odd bytes"),
    ],
)
def test_hostile_code_ends(code: str) -> None:
    begun = time.process_time()
    text = (CLIENT + code).encode("utf-8", "surrogateescape").decode("latin-1")
    sites_of(text)
    assert time.process_time() - begun < 5


TOKENS = [
    *["client", ".", "chat", "completions", "create", "(", ")", "[", "]", "{", "}", "=", "=="],
    *["model", "messages", "'gpt-4o'", ",", ":", "*", "**", "or", "if", "else", "def", "class"],
    *["return", "for", "in", "f", "lambda", "self", "openai", "OpenAI", "import", "from", "as"],
    *["with", "await", "async", "\n", "\n    ", "\n\t", "1", "+", "|", "not", "None", "->"],
    *["@", ":=", "#", "\\", '"'],
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=60))
def test_any_sequence_of_words_is_survived(words: list[str]) -> None:
    for site in sites_of(CLIENT + " ".join(words)):
        assert site.line >= 1
        assert site.route
