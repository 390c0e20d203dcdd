"""Kotlin in neutral terms: what the engine may rely on."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.inventory.neutral import Imported, ScopeKind
from migrate_check.inventory.readers.kotlin import KotlinModule
from tests.inventory.readers.shown import bound, called, everything, only, shown


def kotlin(source: str) -> KotlinModule:
    return KotlinModule("A.kt", dedent(source).encode())


def inside(source: str) -> KotlinModule:
    return kotlin(f"fun m(q: Q) {{\n{dedent(source)}\n}}")


VALUES = [
    ('"a\\n" + "b"', "'a\\nb'"),
    ('"https://$host.x/${a.b}\\$c"', "<'https://' + host + '.x/' + a.b + '$c'>"),
    ('"""raw ${x}""".trimIndent()', "<'raw ' + x>"),
    ("10", "10"),
    ("0.2", "0.2"),
    ("-1", "-1"),
    ("true", "true"),
    ("null", "null"),
    ("x!!", "x"),
    ("x as T", "x"),
    ('x ?: "d"', "(x ?? 'd')"),
    ("if (c) a else b", "(a | b)"),
    ('when (q) { "a" -> b; else -> c }', "(b | c)"),
    ("xs[0]", "xs[0]"),
    ("a?.b()!!.c(d)", "a.b().c(d)"),
    ("f(a, n = 1, *xs)", "f(a, n=1, *xs)"),
    ('mapOf("a" to 1, "b" to x)', "{'a': 1, 'b': x}"),
    ('listOf("a", b)', "['a', b]"),
    ('ModelId("gpt-4o")', "'gpt-4o'"),
    ("ChatModel.GPT_4O", "'gpt-4o'"),
    ("f { a = 1; b(2); c { d = 3 } }", "f({'a': 1, 'b': 2, 'c': {'d': 3}})"),
    ('buildJsonObject { put("a", 1) }', "{**{'a': 1}}"),
    ("T(a).apply { b = 1 }", "{**T(a), 'b': 1}"),
    ("runBlocking { a.b() }", "runBlocking(a.b())"),
    ("object : T { }", "?"),
]


@pytest.mark.parametrize(("source", "expected"), VALUES)
def test_values(source: str, expected: str) -> None:
    (binding,) = inside(f"val v = {source}").bindings("v")
    assert shown(binding.value) == expected


BINDINGS = [
    ("val c: Client = f()", "c", ["c: Client = f()"]),
    ("val c by lazy { Client(k) }", "c", ["c = Client(k)"]),
    ("val (a, b) = pair", "b", ["b = pair[1]"]),
    ("p.n = 2", "p", ["p.n = 2"]),
    ('m["k"] = 1', "m", ["m['k'] item 1"]),
    ("xs += a", "xs", ["xs append a"]),
    ('m.put("k", 1)', "m", ["m['k'] item 1"]),
    ("b.model(x).seed(1)", "b", ["b['model'] call x", "b['seed'] call 1"]),
    ("for (e in xs) { e.y = 1 }", "e", ["e each xs", "? e.y = 1"]),
    ("if (x) { y = 1 }", "y", ["? y = 1"]),
]


@pytest.mark.parametrize(("source", "name", "expected"), BINDINGS)
def test_bindings(source: str, name: str, expected: list[str]) -> None:
    assert bound(inside(source), name) == expected


CLASS = """
package shop
import com.aallam.openai.client.OpenAI

const val TOP = "t"

@Service
class Answers(private val key: String, val n: Int = 3, plain: X) : Base(key), Asks {
    private val openAI = OpenAI(token = key)
    val url get() = "u"
    companion object { const val MODEL = "gpt-4o" }

    suspend fun ask(q: String, vararg rest: String): String? {
        val reply = openAI.chatCompletion(MODEL, plain, n, TOP)
        return reply.choices[0].message.content
    }

    fun short() = ask("q")
}
"""


def test_properties_are_reached_by_their_bare_names() -> None:
    module = kotlin(CLASS)
    assert called(module, "chatCompletion") == [
        "self.openAI.chatCompletion(self.MODEL, plain, self.n, TOP)"
    ]
    assert bound(module, "self.openAI") == ["self.openAI = OpenAI(token=self.key)"]
    assert bound(module, "self.key") == ["self.key: String = ?"]


def test_classes_and_functions() -> None:
    module = kotlin(CLASS)
    (owner,) = module.functions("Answers")
    assert (owner.kind, owner.bases, owner.decorators) == (
        ScopeKind.CLASS,
        ("Base", "Asks"),
        ("Service",),
    )
    assert [field.name for field in module.fields(owner)] == [
        "self.key",
        "self.n",
        "self.openAI",
        "self.url",
        "self.MODEL",
    ]
    (ask,) = module.functions("ask")
    assert (ask.is_async, [(p.name, p.rest) for p in ask.params]) == (
        True,
        [("q", 0), ("rest", 1)],
    )
    assert [shown(v) for v in module.returns(ask)] == ["reply.choices[0].message.content"]
    assert [shown(v) for v in module.returns(module.functions("short")[0])] == ["ask('q')"]
    assert [read.path for read in module.reads("reply")] == ["choices[].message.content"]


def test_calls_have_the_lambda_behind_them_and_the_chain_after_them() -> None:
    module = inside(
        """
        val r = http.post("u") {
            header("a", b)
            bearerAuth(k)
            setBody(x)
        }
        """
    )
    assert called(module, "post") == [
        "http.post('u', {'setBody': x, 'headers': {'a': b, 'authorization': k}})"
    ]
    assert only(module, "post").bound_to == "r"
    chain = inside("val m = M.builder().apiKey(k).build()")
    assert called(chain, "builder") == ["M.builder(apiKey=k)"]


def test_what_runs_in_a_coroutine_is_asynchronous() -> None:
    assert only(inside("runBlocking { a.ask(q) }"), "ask").scope.is_async
    assert not only(inside("xs.map { a.ask(it) }"), "ask").scope.is_async


def test_defaults_may_be_properties() -> None:
    module = kotlin(
        """
        class A(val key: String = KEY, val other: X = Other.C) {
            val model = "m"
            fun f(a: String = model, b: X = Other.C, c: String = a) = g(a)
        }
        """
    )
    (function,) = module.functions("f")
    assert [shown(p.default) for p in function.params if p.default] == [
        "self.model",
        "Other.C",
        "a",
    ]
    (owner,) = module.functions("A")
    assert [shown(p.default) for p in owner.params if p.default] == ["KEY", "Other.C"]


def test_imports() -> None:
    module = kotlin("import a.b.C as D\nimport com.openai.client.*\nimport x.Y\n")
    assert module.imports["D"] == Imported("a.b", "C")
    assert module.imports["Y"] == Imported("x", "Y")
    assert module.imports["OpenAIClient"] == Imported("com.openai.client", "OpenAIClient")
    assert "com.openai.client" in module.namespaces


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    module = KotlinModule("A.kt", b"class A { val x = 1; fun f() { x = " + data)
    assert all(expr.line > 0 for expr in everything(module, ("x", "f", "self.x", "A")))


TOKENS = re.findall(
    r"\S+",
    r"""
class A { } ( ) f x this . , = "s" 1 fun val var by lazy -> return for in if when ?: !!
"$x" object companion suspend : T? init constructor(a:Int=x)
""",
)


@given(st.lists(st.sampled_from(TOKENS), max_size=40))
def test_any_order_of_tokens_is_read(tokens: list[str]) -> None:
    module = KotlinModule("A.kt", " ".join(tokens).encode())
    assert all(expr.line > 0 for expr in everything(module, ("x", "f", "self.x", "A")))
