"""Python in neutral terms: what the engine may rely on."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.inventory.neutral import (
    Argument,
    BindingKind,
    Choice,
    Entry,
    Flag,
    Imported,
    Index,
    Invoke,
    Items,
    Member,
    Name,
    Null,
    Number,
    Opaque,
    Param,
    Record,
    ScopeKind,
    Template,
    Text,
)
from migrate_check.inventory.readers.python import PythonModule


def module(source: str) -> PythonModule:
    return PythonModule("app.py", dedent(source).encode())


def value(source: str) -> object:
    (binding,) = module(f"x = {source}\n").bindings("x")
    return binding.value


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("'gpt-4o'", Text("gpt-4o", 1)),
        ("r'a\\n'", Text("a\\n", 1)),
        ("'a\\n\\u00e9'", Text("a\né", 1)),
        ("''", Text("", 1)),
        ("'a' 'b'", Text("ab", 1)),
        ("'a' + 'b'", Text("ab", 1)),
        ("f'gpt-{size}'", Template((Text("gpt-", 1), Name("size", 1)), 1)),
        ("f'{a}'", Template((Name("a", 1),), 1)),
        ("base + '/chat'", Template((Name("base", 1), Text("/chat", 1)), 1)),
        ("1_000", Number("1_000", 1)),
        ("-0.5", Number("-0.5", 1)),
        ("-y", Opaque("-y", 1)),
        ("True", Flag(True, 1)),
        ("None", Null(1)),
        ("a or b", Choice((Name("a", 1), Name("b", 1)), 1, True)),
        ("a and b", Name("b", 1)),
        ("a if c else b", Choice((Name("a", 1), Name("b", 1)), 1)),
        ("(a)", Name("a", 1)),
        ("await a", Name("a", 1)),
        ("[1, a]", Items((Number("1", 1), Name("a", 1)), 1)),
        ("a['k']", Index(Name("a", 1), Text("k", 1), 1)),
        (
            "{'a': 1, **b}",
            Record((Entry(Text("a", 1), Number("1", 1)), Entry(None, Name("b", 1))), 1),
        ),
        ("a | b", Record((Entry(None, Name("a", 1)), Entry(None, Name("b", 1))), 1)),
        ("a * b", Opaque("a * b", 1)),
        ("[y for y in z]", Opaque("[y for y in z]", 1)),
    ],
)
def test_expressions(source: str, expected: object) -> None:
    assert value(source) == expected


def test_a_call_with_every_kind_of_argument() -> None:
    assert value("f(1, *a, k=2, **b)") == Invoke(
        Name("f", 1),
        (
            Argument(None, Number("1", 1)),
            Argument(None, Name("a", 1), 1),
            Argument("k", Number("2", 1)),
            Argument(None, Name("b", 1), 2),
        ),
        1,
    )


def test_calls_are_found_by_their_last_name_over_several_lines() -> None:
    source = """\
        async def ask():
            reply = await (client
                .chat.completions
                .create(model="m"))
        """
    (call,) = module(source).calls(frozenset({"create"}))
    assert (call.line, call.first_line, call.last_line) == (4, 2, 4)
    assert (call.awaited, call.bound_to, call.iterated, call.in_loop) == (
        True,
        "reply",
        False,
        False,
    )
    assert call.scope.qualified == "ask"
    assert call.scope.is_async
    assert isinstance(call.expr.callee, Member)


@pytest.mark.parametrize(
    "source",
    [
        "# client.chat.completions.create(model=1)",
        "'client.chat.completions.create(model=1)'",
        "def create(): pass",
        "create = 1",
        "x.create",
        "f(create=1)",
        "x.recreate()",
    ],
)
def test_what_only_looks_like_a_call_is_none(source: str) -> None:
    assert not list(module(source).calls(frozenset({"create"})))


@pytest.mark.parametrize(
    ("source", "bound_to", "iterated"),
    [
        ("for c in create(): pass", "c", True),
        ("with create() as s: pass", "s", False),
        ("if (r := create()): pass", "r", False),
        ("self.r = create()", "self.r", False),
        ("create()", None, False),
        ("f(create())", None, False),
    ],
)
def test_where_a_result_goes(source: str, bound_to: str | None, iterated: bool) -> None:
    (call,) = module(source).calls(frozenset({"create"}))
    assert (call.bound_to, call.iterated) == (bound_to, iterated)


def test_a_call_in_a_loop_may_be_repeated_but_not_through_an_inner_function() -> None:
    inside, outside = module(
        """\
        while True:
            create()
        while True:
            def f():
                create()
        """
    ).calls(frozenset({"create"}))
    assert (inside.in_loop, outside.in_loop) == (True, False)


def test_a_mapping_built_up_in_steps() -> None:
    source = """\
        params = dict(model="m")
        params["n"] = 1
        if cheap:
            params.update(stop="x")
        params |= {"seed": 1}
        params.tools.append(tool)
        params.model = "other"
        """
    found = [(b.name, b.kind, b.conditional) for b in module(source).bindings("params")]
    assert found == [
        ("params", BindingKind.SET, False),
        ("params", BindingKind.ITEM, False),
        ("params", BindingKind.MERGE, True),
        ("params", BindingKind.MERGE, False),
        ("params.tools", BindingKind.APPEND, False),
        ("params.model", BindingKind.SET, False),
    ]


def test_bindings_by_position_and_in_loops() -> None:
    source = "a, b = 1, 2\nc, d = f()\nfor e in g: pass\nh = i = 3\nk: str\n"
    found = module(source)
    assert [b.value for b in found.bindings("b")] == [Number("2", 1)]
    assert [b.value for b in found.bindings("d")] == [
        Index(Invoke(Name("f", 2), (), 2), Number("1", 2), 2)
    ]
    assert [b.kind for b in found.bindings("e")] == [BindingKind.EACH]
    assert [b.value for b in found.bindings("h")] == [Number("3", 4)]
    assert [b.type_name for b in found.bindings("k")] == ["str"]


def test_setters_that_stand_alone() -> None:
    (binding,) = module("request.temperature(0.2)").bindings("request")
    assert binding.kind is BindingKind.CALL
    assert binding.key == Text("temperature", 1)
    assert binding.value == Number("0.2", 1)


def test_imports_wherever_they_stand() -> None:
    source = """\
        import openai, os.path as p
        import google.generativeai
        from .settings import MODEL as M
        from x import *
        def f():
            from openai import OpenAI
        """
    found = module(source)
    assert dict(found.imports) == {
        "openai": Imported("openai"),
        "p": Imported("os.path"),
        "google": Imported("google"),
        "M": Imported(".settings", "MODEL"),
        "OpenAI": Imported("openai", "OpenAI"),
    }
    assert found.namespaces >= {"openai", "google.generativeai", ".settings", "x"}


def test_functions_classes_and_what_they_give_back() -> None:
    source = """\
        class Client(Base, metaclass=Meta):
            model: str = "m"
            retries = 2
            def pick(self, a: int = 1, *args, b="x", **kw) -> str:
                if a:
                    return "y"
                def inner(): return "not this"
                return b
        """
    found = module(source)
    (client,) = found.functions("Client")
    (pick,) = found.functions("pick")
    assert (client.kind, client.bases) == (ScopeKind.CLASS, ("Base",))
    assert [(b.name, b.value) for b in found.fields(client)] == [
        ("model", Text("m", 2)),
        ("retries", Number("2", 3)),
    ]
    assert pick.qualified == "Client.pick"
    assert pick.params == (
        Param("self"),
        Param("a", Number("1", 4), "int"),
        Param("args", rest=1),
        Param("b", Text("x", 4)),
        Param("kw", rest=2),
    )
    assert set(found.returns(pick)) == {Text("y", 6), Name("b", 8)}
    assert found.functions("missing") == ()


def test_a_lambda_gives_back_its_body() -> None:
    (call,) = module("f = lambda m: create(m)").calls(frozenset({"create"}))
    assert [p.name for p in call.scope.params] == ["m"]
    assert len(call.module.returns(call.scope)) == 1


def test_what_is_read_off_an_answer() -> None:
    source = """\
        reply = create()
        reply.choices[0].message.content
        reply["usage"]["total_tokens"]
        reply.usage = 1
        replying.x
        """
    assert [(r.path, r.line) for r in module(source).reads("reply")] == [
        ("choices[].message.content", 2),
        ("usage.total_tokens", 3),
    ]


def test_broken_and_ancient_code_still_yields_calls() -> None:
    source = 'print "x"\ndef broken(:\nf"{a["b"]}"\nclient.create(model="m")\n'
    assert [c.line for c in module(source).calls(frozenset({"create"}))] == [4]


def test_deep_nesting_is_opaque_and_never_an_error() -> None:
    deep = "(" * 3000 + "1" + ")" * 3000
    nested = "x = " + "[" * 3000 + "]" * 3000
    chain = "x = " + "a" + ".b()" * 3000
    for source in (f"x = {deep}", nested, chain):
        assert module(source).bindings("x")


@given(st.binary(max_size=200))
def test_any_bytes_are_survived(data: bytes) -> None:
    found = PythonModule("x.py", b"create(" + data + b") = create")
    for call in found.calls(frozenset({"create"})):
        assert call.expr
    found.bindings("create")
    assert found.imports is not None
