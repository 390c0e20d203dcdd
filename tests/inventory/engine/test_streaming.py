"""Streaming, asynchronous calls, and what is read off the answer."""

from __future__ import annotations

import pytest

from migrate_check.domain.call_site import Certainty
from tests.inventory.engine.code import CLIENT, only, sent


@pytest.mark.parametrize(
    ("before", "arguments", "value", "certainty"),
    [
        ("", "", "false", Certainty.LITERAL),
        ("", "stream=True", "true", Certainty.LITERAL),
        ("S = True", "stream=S", "true", Certainty.RESOLVED),
        ("", "stream=options['s']", None, Certainty.UNKNOWN),
        ("", "**options", None, Certainty.UNKNOWN),
        ("p = {}\nif question:\n    p['stream'] = True", "**p", None, Certainty.MAYBE),
    ],
)
def test_streaming(before: str, arguments: str, value: str | None, certainty: Certainty) -> None:
    site = sent(f"model='m', messages=[], {arguments}", before)
    assert (site.streaming.value, site.streaming.certainty) == (value, certainty)


def test_helpers_that_always_stream() -> None:
    site = only(
        "import anthropic\nc = anthropic.AsyncAnthropic()\nasync def f():\n"
        "    async with c.messages.stream(model='m', max_tokens=1, messages=[]) as s:\n"
        "        async for e in s:\n            print(e.delta.text)\n"
    )
    assert (site.streaming.value, site.is_async) == ("true", True)
    assert [read.path for read in site.reads] == ["delta.text"]


def test_await_of_an_unseen_client() -> None:
    site = only("async def f(c):\n    await c.chat.completions.create(model='m', messages=[])\n")
    assert site.is_async


def test_aio_of_gemini() -> None:
    site = only(
        "from google import genai\nc = genai.Client()\n"
        "x = c.aio.models.generate_content(model='m', contents='x')\n"
    )
    assert site.is_async


READS = (
    f"{CLIENT}def f():\n"
    "    r = client.chat.completions.create(model='m', messages=[])\n"
    "    print(r.choices[0].message.content, r.usage.total_tokens)\n"
    "    choice = r.choices[0]\n"
    "    message = choice.message\n"
    "    print(message.tool_calls)\n"
    "    for one in r.choices:\n        print(one.finish_reason)\n"
    "    r = other()\n"
    "    print(r.never)\n"
    "def g(r):\n    return r.not_this\n"
)


def test_reads_through_variables_until_it_is_rebound() -> None:
    site = only(READS)
    assert [(read.path, read.line) for read in site.reads] == [
        ("choices[].message.content", 5),
        ("usage.total_tokens", 5),
        ("choices[]", 6),
        ("choices[].message", 7),
        ("choices[].message.tool_calls", 8),
        ("choices", 9),
        ("choices[].finish_reason", 10),
    ]


def test_reads_of_chunks() -> None:
    site = only(
        f"{CLIENT}s = client.chat.completions.create(model='m', messages=[], stream=True)\n"
        "for chunk in s:\n    print(chunk.choices[0].delta.reasoning_content)\n"
    )
    assert [read.path for read in site.reads] == ["choices[].delta.reasoning_content"]


def test_reads_of_chunks_that_are_looped_over_at_once() -> None:
    site = only(
        f"{CLIENT}for chunk in client.chat.completions.create(model='m', stream=True):\n"
        "    print(chunk.usage)\n"
    )
    assert [read.path for read in site.reads] == ["usage"]


def test_reads_are_limited() -> None:
    body = "".join(f"    print(r.f{n})\n" for n in range(60))
    site = only(f"{CLIENT}def f():\n    r = client.chat.completions.create(model='m')\n{body}")
    assert len(site.reads) == 40


def test_reads_at_the_call_itself_and_of_what_takes_them() -> None:
    site = only(
        "async def f(client):\n"
        "    message = (await client.chat.completions.create(model='m', messages=[])"
        ").choices[0].message\n"
        "    return message.reasoning_content\n"
    )
    assert [(read.path, read.line) for read in site.reads] == [
        ("choices[].message", 2),
        ("choices[].message.reasoning_content", 3),
    ]


def test_reads_by_key_at_the_call_itself() -> None:
    site = only(
        "import openai\ntext = openai.ChatCompletion.create(model='m', messages=[])"
        "['choices'][0]['message']['content']\n"
    )
    assert [read.path for read in site.reads] == ["choices[].message.content"]
