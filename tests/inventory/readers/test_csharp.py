"""C# in neutral terms: what the engine may rely on."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.inventory.neutral import Imported, ScopeKind
from migrate_check.inventory.readers.csharp import CsharpModule
from tests.inventory.readers.shown import bound, called, everything, only, shown


def csharp(source: str) -> CsharpModule:
    return CsharpModule("A.cs", dedent(source).encode())


def inside(source: str) -> CsharpModule:
    return csharp(f"class A {{\n async Task M(Q q) {{\n{dedent(source)}\n}} }}")


VALUES = [
    ('"a\\n" + "b"', "'a\\nb'"),
    ('@"C:\\x ""y"""', "'C:\\\\x \"y\"'"),
    ('"""raw"""', "'raw'"),
    ('$"https://{host}/v1"', "<'https://' + host + '/v1'>"),
    ('$@"{x:0.0}\\n"', "<x + '\\\\n'>"),
    ('$$"""{"a": {{b}}}"""', "<'{\"a\": ' + b + '}'>"),
    ("0.2f", "0.2"),
    ("0.5m", "0.5"),
    ("-1", "-1"),
    ("true", "true"),
    ("null", "null"),
    ("(string)x", "x"),
    ("x!", "x"),
    ("x as T", "x"),
    ("new T(a, name: b)", "T(a, name=b)"),
    ("new T { A = 1, B = x }", "T{'A': 1, 'B': x}"),
    ("new T(a) { B = 1 }", "T(a, B=1)"),
    ("new() { A = 1 }", "{'A': 1}"),
    ("new { model = m, t = 1, k, o.Id }", "{'model': m, 't': 1, 'k': k, 'Id': o.Id}"),
    ('new Dictionary<string, object> { ["a"] = 1, { "b", 2 } }', "{'a': 1, 'b': 2}"),
    ('new List<string> { "a", b }', "['a', b]"),
    ("new[] { 1, 2 }", "[1, 2]"),
    ("[1, ..xs]", "[1, xs]"),
    ("x with { A = 1 }", "{**x, 'A': 1}"),
    ("xs[0]", "xs[0]"),
    ("a?.B.C(1)?.D()", "a.B.C(1).D()"),
    ("a.B<int>(x)", "a.B(x)"),
    ("c ? a : b", "(a | b)"),
    ('x ?? "d"', "(x ?? 'd')"),
    ('q switch { "a" => 1, _ => 2 }', "(1 | 2)"),
    ("await a.B()", "a.B()"),
    ("new Uri(url)", "url"),
    ("JsonSerializer.Serialize(body)", "body"),
    ('string.Format("{0}/v1", host)', "<host + '/v1'>"),
    ("base.X", "self.X"),
    ("() => a.B()", "a.B()"),
    ("x is T", "?"),
]


@pytest.mark.parametrize(("source", "expected"), VALUES)
def test_values(source: str, expected: str) -> None:
    (binding,) = inside(f"var v = {source};").bindings("v")
    assert shown(binding.value) == expected


BINDINGS = [
    ("Client c = F();", "c", ["c: Client = F()"]),
    ("Client c = new(k);", "c", ["c: Client = Client(k)"]),
    ("Client? c = null;", "c", ["c: Client = null"]),
    ("using var s = F();", "s", ["s = F()"]),
    ("var x = 1; x += 2;", "x", ["x = 1", "x = <x + 2>"]),
    ("x ??= d;", "x", ["x = (x ?? d)"]),
    ("p.N = 2;", "p", ["p.N = 2"]),
    ('p["k"] = 1;', "p", ["p['k'] item 1"]),
    ('p.Add("k", 1);', "p", ["p['k'] item 1"]),
    ("xs.Add(a);", "xs", ["xs['Add'] append a"]),
    ("foreach (var i in xs) { i.X = 1; }", "i", ["i each xs", "? i.X = 1"]),
    ("b.With(1).Set(2);", "b", ["b['With'] call 1", "b['Set'] call 2"]),
    ("if (x) { y = 1; }", "y", ["? y = 1"]),
    ("var t = new T { Y = 1 };", "Y", []),
]


@pytest.mark.parametrize(("source", "name", "expected"), BINDINGS)
def test_bindings(source: str, name: str, expected: list[str]) -> None:
    assert bound(inside(source), name) == expected


CLASS = """
using OpenAI.Chat;
namespace Shop;

[ApiController]
public class Answers(ILogger log) : Base, IAsks
{
    private const string Model = "gpt-4o";
    private readonly ChatClient _client = new(model: Model, apiKey: Key);
    public string Name { get; set; } = "n";
    public string Other => "o";

    public Answers(ChatClient client, string k = "x", params string[] rest) { _client = client; }

    public async Task<string> AskAsync(string q)
    {
        var reply = await _client.CompleteChatAsync(q, Name, log).ConfigureAwait(false);
        await foreach (var part in _client.CompleteChatStreamingAsync(q)) { }
        return reply.Value.Content[0].Text;
    }

    string Short(int x) => x.ToString();
}
"""


def test_fields_properties_and_constructor_parameters_are_reached_by_their_bare_names() -> None:
    module = csharp(CLASS)
    assert called(module, "CompleteChatAsync") == [
        "self._client.CompleteChatAsync(q, self.Name, self.log)"
    ]
    assert bound(module, "self._client") == [
        "self._client: ChatClient = ChatClient(model=self.Model, apiKey=Key)",
        "self._client = client",
    ]
    assert bound(module, "self.log") == ["self.log: ILogger = ?"]


def test_an_object_that_is_made_by_its_declared_type_is_a_call_of_that_type() -> None:
    module = csharp(CLASS)
    assert called(module, "ChatClient") == ["ChatClient(model=self.Model, apiKey=Key)"]


def test_classes_and_methods() -> None:
    module = csharp(CLASS)
    owner, constructor = module.functions("Answers")
    assert (owner.kind, owner.bases, owner.decorators) == (
        ScopeKind.CLASS,
        ("Base", "IAsks"),
        ("ApiController",),
    )
    assert [field.name for field in module.fields(owner)] == [
        "self.Model",
        "self._client",
        "self.Name",
        "self.Other",
        "self.log",
    ]
    assert [(p.name, p.type_name, p.rest) for p in constructor.params] == [
        ("client", "ChatClient", 0),
        ("k", "string", 0),
        ("rest", None, 1),
    ]
    (ask,) = module.functions("AskAsync")
    assert (ask.is_async, [shown(v) for v in module.returns(ask)]) == (
        True,
        ["reply.Value.Content[0].Text"],
    )
    assert [shown(v) for v in module.returns(module.functions("Short")[0])] == ["x"]


def test_calls_say_where_their_result_goes() -> None:
    module = csharp(CLASS)
    call = only(module, "CompleteChatAsync")
    assert (call.awaited, call.bound_to) == (True, "reply")
    stream = only(module, "CompleteChatStreamingAsync")
    assert (stream.iterated, stream.bound_to, stream.in_loop) == (True, "part", False)
    assert [read.path for read in module.reads("reply")] == ["Value.Content[].Text"]


def test_requests_have_what_is_set_later() -> None:
    module = inside(
        """
        var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Headers.Add("x-api-key", key);
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        """
    )
    assert called(module, "HttpRequestMessage") == [
        "HttpRequestMessage(HttpMethod.Post, url, Content=json, headers={'x-api-key': key})"
    ]


def test_defaults_may_be_fields() -> None:
    module = csharp(
        """
        class A {
            const string Model = "m";
            void M(string a = Model, X b = Other.C, A c = default) { F(a); }
        }
        """
    )
    (method,) = module.functions("M")
    defaults = [shown(p.default) if p.default else None for p in method.params]
    assert defaults == ["self.Model", "Other.C", "?"]
    assert called(module, "F") == ["F(a)"]


def test_imports() -> None:
    module = csharp("using System;\nusing static A.B;\nusing Z = A.B.C;\nusing OpenAI.Chat;")
    assert module.imports["Z"] == Imported("A.B", "C")
    assert module.imports["ChatClient"] == Imported("OpenAI.Chat", "ChatClient")
    assert {"System", "A.B", "OpenAI.Chat"} <= module.namespaces


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    module = CsharpModule("A.cs", b"class A { int x; void f() { x = " + data)
    assert all(expr.line > 0 for expr in everything(module, ("x", "f", "self.x", "A")))


TOKENS = re.findall(
    r"\S+",
    r"""
class A { } ( ) f x this . , = "s" 1 new T( => ; return int var string foreach in if using
new() await ?. ! $"{x}" [ ] record with switch params
""",
)


@given(st.lists(st.sampled_from(TOKENS), max_size=40))
def test_any_order_of_tokens_is_read(tokens: list[str]) -> None:
    module = CsharpModule("A.cs", " ".join(tokens).encode())
    assert all(expr.line > 0 for expr in everything(module, ("x", "f", "self.x", "A")))
