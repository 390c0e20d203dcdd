"""Chains of setters, options and positions as records."""

from __future__ import annotations

import pytest

from migrate_check.domain.call_site import Language
from migrate_check.inventory.builders import (
    builder_record,
    chain_start,
    options_record,
    setter_entry,
)
from migrate_check.inventory.neutral import Invoke, Name, Text
from migrate_check.inventory.readers.go import GoModule
from migrate_check.inventory.readers.java import JavaModule
from tests.inventory.readers.shown import shown


def java(source: str) -> Invoke:
    data = f"class A {{ void m() {{ var v = {source}; }} }}".encode()
    (binding,) = JavaModule("A.java", data).bindings("v")
    assert isinstance(binding.value, Invoke)
    return binding.value


CHAINS = [
    ('P.builder().model("m").seed(1).build()', "{'model': 'm', 'seed': 1}"),
    ("P.builder()", "{}"),
    ("P.builder().addUserMessage(q).addTool(t).build()", "{'messages': q, 'tools': t}"),
    ("P.builder().addUserMessageOfArrayOfContentParts(q)", "{'messages': q}"),
    ("C.newBuilder().with_api_base(u).setKey(k)", "{'api_base': u, 'Key': k}"),
    ('P.builder().putAdditionalHeader("h", 1)', "{'extra_headers': {'h': 1}}"),
    ('P.builder().putAdditionalBodyProperty("x", 1)', "{'x': 1}"),
    ("params.build()", "{**params}"),
    ("params.seed(1).build()", "{**params, 'seed': 1}"),
    ("Type.seed(1).build()", "{'seed': 1}"),
    ("DefaultConfig(k)", "{'APIKey': k}"),
    ("Kernel.CreateBuilder().AddOpenAIChatCompletion(m, k).Build()", "{'modelId': m, 'apiKey': k}"),
]


@pytest.mark.parametrize(("source", "expected"), CHAINS)
def test_chains(source: str, expected: str) -> None:
    record = builder_record(java(source))
    assert record is not None
    assert shown(record) == expected


@pytest.mark.parametrize("source", ["f(x)", "client.chat().create(p)", "params.seed(1)", "x.y()"])
def test_other_calls_are_no_chains(source: str) -> None:
    assert builder_record(java(source)) is None


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("C.builder().baseUrl(u).build()", "C.builder()"),
        ("C.builder().fromEnv().apiKey(k).build()", "C.builder()"),
        ("C.fromEnv().withOptions(o)", "C.fromEnv()"),
        ("kernel.GetRequiredService()", "kernel"),
        ("client.ask(q)", None),
    ],
)
def test_what_a_chain_begins_with(source: str, expected: str | None) -> None:
    start = chain_start(java(source))
    assert (shown(start) if start is not None else None) == expected


def test_options_that_are_functions() -> None:
    module = GoModule(
        "a.go", b'package a\nvar c = New(ctx, o.WithBaseURL(u), o.WithHeader("a", b))'
    )
    (call,) = module.calls(frozenset({"New"}))
    record = options_record(call.expr.args)
    assert record is not None
    assert shown(record) == "{'BaseURL': u, 'extra_headers': {'a': b}}"
    assert options_record(call.expr.args[:1]) is None


@pytest.mark.parametrize(
    ("method", "language", "key"),
    [
        ("seed", Language.JAVA, "seed"),
        ("build", Language.JAVA, None),
        ("SetTopP", Language.GO, "TopP"),
        ("GenerateContent", Language.GO, None),
        ("Send", Language.CSHARP, None),
    ],
)
def test_setters_that_stand_alone(method: str, language: Language, key: str | None) -> None:
    entry = setter_entry(method, Name("x", 1), language)
    assert (entry.key if entry is not None else None) == (Text(key, 1) if key else None)
