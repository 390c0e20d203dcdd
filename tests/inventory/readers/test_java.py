"""Java in neutral terms: what the engine may rely on."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.inventory.neutral import Imported, ScopeKind
from migrate_check.inventory.readers.java import JavaModule
from tests.inventory.readers.shown import bound, called, everything, only, shown


def java(source: str) -> JavaModule:
    return JavaModule("A.java", dedent(source).encode())


def inside(source: str) -> JavaModule:
    return java(f"class A {{\n void m(Q q) {{\n{dedent(source)}\n}} }}")


VALUES = [
    ('"a\\n" + "b"', "'a\\nb'"),
    ('"a" + x', "<'a' + x>"),
    ('"""\n  {"a": 1}\n  """', "'{\"a\": 1}\\n'"),
    ("10L", "10"),
    ("0.2f", "0.2"),
    ("-1", "-1"),
    ("true", "true"),
    ("null", "null"),
    ("(String) x", "x"),
    ("new T(a)", "T(a)"),
    ("new a.B<>(c)", "a.B(c)"),
    ("new int[]{1, 2}", "[1, 2]"),
    ("xs[0]", "xs[0]"),
    ("a.b().c(d)", "a.b().c(d)"),
    ("A.this.x", "self.x"),
    ("c ? a : b", "(a | b)"),
    ('x != null ? x : "d"', "(x ?? 'd')"),
    ("Optional.ofNullable(x).orElse(d)", "(x ?? d)"),
    ("Optional.ofNullable(x).orElseGet(() -> d)", "(x ?? d)"),
    ('System.getenv().getOrDefault("M", "d")', "(System.getenv('M') ?? 'd')"),
    ('System.getenv().get("M")', "System.getenv('M')"),
    ("Objects.requireNonNullElse(x, d)", "(x ?? d)"),
    ('Map.of("a", 1, "b", x)', "{'a': 1, 'b': x}"),
    ('Map.ofEntries(Map.entry("a", 1))', "{'a': 1}"),
    ("new HashMap<>()", "{}"),
    ("new HashMap<>(other)", "{**other}"),
    ('new JSONObject().put("a", 1).put("b", 2)', "{'a': 1, 'b': 2}"),
    ('List.of("a", b)', "['a', b]"),
    ("mapper.writeValueAsString(body)", "body"),
    ("URI.create(url)", "url"),
    ('String.format("%s/v1", base)', "<base + '/v1'>"),
    ('"%s/v1".formatted(base)', "<base + '/v1'>"),
    ("ChatModel.GPT_4_1", "'gpt-4.1'"),
    ("Model.CLAUDE_SONNET_4_20250514", "'claude-sonnet-4-20250514'"),
    ("x -> x.y()", "x.y()"),
    ("x -> { return 1; }", "?"),
    ('switch (k) { case "a" -> 1; default -> 2; }', "(1 | 2)"),
    ("A::m", "?"),
]


@pytest.mark.parametrize(("source", "expected"), VALUES)
def test_values(source: str, expected: str) -> None:
    (binding,) = inside(f"var v = {source};").bindings("v")
    assert shown(binding.value) == expected


BINDINGS = [
    ("Client c = f();", "c", ["c: Client = f()"]),
    ("Client c;", "c", ["c: Client = ?"]),
    ("int a = 1, b = 2;", "b", ["b: int = 2"]),
    ('s += "x";', "s", ["s = <s + 'x'>"]),
    ("try (var s = f()) { }", "s", ["s = f()"]),
    ("for (String e : xs) { e = d; }", "e", ["e: String each xs", "? e = d"]),
    ('m.put("k", 1);', "m", ["m['k'] item 1"]),
    ("m.putAll(other);", "m", ["m['putAll'] merge other"]),
    ("xs.add(a);", "xs", ["xs['add'] append a"]),
    ("b.model(m).seed(1);", "b", ["b['model'] call m", "b['seed'] call 1"]),
    ("var r = b.model(m);", "b", []),
    ("if (x) y = 1;", "y", ["? y = 1"]),
    ("try { y = 1; } catch (E e) { y = 2; }", "y", ["y = 1", "? y = 2"]),
]


@pytest.mark.parametrize(("source", "name", "expected"), BINDINGS)
def test_bindings(source: str, name: str, expected: list[str]) -> None:
    assert bound(inside(source), name) == expected


CLASS = """
package shop;
import com.openai.client.OpenAIClient;

@Service
public final class Answers extends Base implements Asks {
    private static final String MODEL = "gpt-4o";
    private final OpenAIClient client;
    private int local;

    public Answers(OpenAIClient client) { this.client = client; }

    CompletableFuture<String> ask(String question, String... rest) {
        int local = 1;
        return client.chat().completions().create(MODEL, local, question);
    }

    record Pair(String a) { }
}
"""


def test_a_field_is_reached_by_its_bare_name_where_nothing_hides_it() -> None:
    module = java(CLASS)
    assert called(module, "create") == [
        "self.client.chat().completions().create(self.MODEL, local, question)"
    ]
    assert bound(module, "self.client") == [
        "self.client: OpenAIClient = ?",
        "self.client = client",
    ]
    assert bound(module, "client") == []


def test_classes_and_methods() -> None:
    module = java(CLASS)
    (owner, constructor) = module.functions("Answers")
    assert (owner.kind, owner.bases, owner.decorators) == (
        ScopeKind.CLASS,
        ("Base", "Asks"),
        ("Service",),
    )
    assert [p.type_name for p in constructor.params] == ["OpenAIClient"]
    assert [field.name for field in module.fields(owner)] == [
        "self.MODEL",
        "self.client",
        "self.local",
    ]
    (ask,) = module.functions("ask")
    assert (ask.qualified, ask.is_async, [p.rest for p in ask.params]) == (
        "Answers.ask",
        True,
        [0, 1],
    )
    assert [shown(value)[:11] for value in module.returns(ask)] == ["self.client"]
    assert module.functions("Pair")[0].params[0].name == "a"


def test_chains_of_setters_after_a_builder_are_its_arguments() -> None:
    module = inside('var m = M.builder().apiKey(k).seed(3).header("a", b).build();')
    assert called(module, "builder") == ["M.builder(apiKey=k, seed=3, headers={'a': b})"]
    assert called(module, "build") == ["M.builder().apiKey(k).seed(3).header('a', b).build()"]


def test_chains_of_setters_before_a_call_are_its_arguments() -> None:
    module = inside("chat.prompt().user(q).options(o).call().content();")
    assert called(module, "call") == ["chat.prompt.call(user=q, options=o)"]
    assert called(inside("a.b(q).call();"), "call") == ["a.b(q).call()"]


def test_calls_say_where_their_result_goes() -> None:
    assert only(inside("var r = (T) a.ask(q);"), "ask").bound_to == "r"
    assert only(inside("try (var s = a.ask(q)) { }"), "ask").bound_to == "s"
    assert only(inside("for (var x : a.ask(q)) { }"), "ask").iterated
    assert only(inside("while (x) { a.ask(q); }"), "ask").in_loop
    assert only(inside("return a.ask(q);"), "ask").bound_to is None


def test_imports() -> None:
    module = java(
        """
        import com.openai.models.ChatModel;
        import static a.B.c;
        import com.openai.client.*;
        """
    )
    assert module.imports["ChatModel"] == Imported("com.openai.models", "ChatModel")
    assert module.imports["c"] == Imported("a.B", "c")
    assert module.imports["OpenAIClient"] == Imported("com.openai.client", "OpenAIClient")
    assert "com.openai.client" in module.namespaces


def test_constants_of_models_that_are_imported() -> None:
    module = java(
        """
        import static dev.langchain4j.model.openai.OpenAiChatModelName.GPT_4_O_MINI;
        class A { Object m = f(GPT_4_O_MINI); }
        """
    )
    assert called(module, "f") == ["f('gpt-4o-mini')"]


def test_members_that_are_read() -> None:
    module = inside("r.usage.total = r.choices[0].text;")
    assert [read.path for read in module.reads("r")] == ["choices[].text"]


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    module = JavaModule("A.java", b"class A { int x; void f() { x = " + data)
    assert all(expr.line > 0 for expr in everything(module, ("x", "f", "self.x", "A")))


TOKENS = re.findall(
    r"\S+",
    r"""
class A { } ( ) f x self this . , = "s" 1 new T( -> ; return int var String for ( : if try
builder() .x( @B <T> ? : :: switch record enum
""",
)


@given(st.lists(st.sampled_from(TOKENS), max_size=40))
def test_any_order_of_tokens_is_read(tokens: list[str]) -> None:
    module = JavaModule("A.java", " ".join(tokens).encode())
    assert all(expr.line > 0 for expr in everything(module, ("x", "f", "self.x", "A")))
