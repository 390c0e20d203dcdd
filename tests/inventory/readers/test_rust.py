"""Rust in neutral terms: what the engine may rely on."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.inventory.neutral import Imported, ScopeKind
from migrate_check.inventory.readers.rust import RustModule
from tests.inventory.readers.shown import bound, called, everything, only, shown


def rust(source: str) -> RustModule:
    return RustModule("main.rs", dedent(source).encode())


def inside(source: str) -> RustModule:
    return rust(f"async fn f(q: &str) {{\n{dedent(source)}\n}}")


VALUES = [
    ('"a\\n\\"b"', "'a\\n\"b'"),
    ('r#"raw "x""#', "'raw \"x\"'"),
    ("512u32", "512"),
    ("-0.5_f32", "-0.5"),
    ("true", "true"),
    ("&mut *x", "x"),
    ("x as u32", "x"),
    ("x?", "x"),
    ("f(x).await?", "f(x)"),
    ('"x".to_string()', "'x'"),
    ("String::from(x)", "x"),
    ("Some(0.2)", "0.2"),
    ("Arc::new(Client::new())", "Client.new()"),
    ('std::env::var("M").unwrap_or_else(|_| "d".into())', "(std.env.var('M') ?? 'd')"),
    ('env!("M")', "env('M')"),
    ('format!("{}/v1/{x}{{}}", url)', "<url + '/v1/' + x + '{}'>"),
    ('format!("{0}-{0}", a)', "<a + '-' + a>"),
    ('concat!("a", "b")', "'ab'"),
    ('vec!["a", b]', "['a', b]"),
    ("[1, 2]", "[1, 2]"),
    ('(1, "a")', "[1, 'a']"),
    ('HashMap::from([("a", b)])', "{'a': b}"),
    ("T { a: 1, b, ..Default::default() }", "T{'a': 1, 'b': b}"),
    ("T { a: 1, ..base }", "T{'a': 1, **base}"),
    ("a::b::c(x)", "a.b.c(x)"),
    ("f::<T>(x)", "f(x)"),
    ("if c { 1 } else { 2 }", "(1 | 2)"),
    ('match q { "a" => 1, _ => { 2 } }', "(1 | 2)"),
    ("Model::Gpt4o", "'gpt-4o'"),
    ("xs[0].y.0", "xs[0].y.0"),
    ("!x", "?"),
    ("unknown!(a, b)", "?"),
]


@pytest.mark.parametrize(("source", "expected"), VALUES)
def test_values(source: str, expected: str) -> None:
    (binding,) = inside(f"let v = {source};").bindings("v")
    assert shown(binding.value) == expected


JSON = [
    ('{"a": MODEL, "b": -1, "c": null}', "{'a': MODEL, 'b': -1, 'c': null}"),
    ('{"a": [{"b": q}, true]}', "{'a': [{'b': q}, true]}"),
    ('{"a": f(x), "b": self.c.d}', "{'a': f(x), 'b': self.c.d}"),
    ('{"a": x.unwrap_or("d")}', "{'a': (x ?? 'd')}"),
    ("{KEY: 1}", "{KEY: 1}"),
    ('{"a": format!("{}", b),}', "{'a': <b>}"),
    ("[1, 2]", "[1, 2]"),
    ("x", "x"),
    ("{}", "{}"),
]


@pytest.mark.parametrize(("source", "expected"), JSON)
def test_json_macros(source: str, expected: str) -> None:
    (binding,) = inside(f"let v = json!({source});").bindings("v")
    assert shown(binding.value) == expected


BINDINGS = [
    ("let c: Client<X> = f();", "c", ["c: Client = f()"]),
    ("let c: Arc<Client>;", "c", ["c: Client = ?"]),
    ("let (a, b) = t;", "b", ["b = t[1]"]),
    ("let Some(x) = o else { return };", "x", ["x = o"]),
    ("if let Some(x) = o { x.y = 1; }", "x", ["x = o", "? x.y = 1"]),
    ("while let Some(x) = s.next().await { }", "x", ["x = s.next()"]),
    ("p.n = Some(1);", "p", ["p.n = 1"]),
    ('m["k"] = 1;', "m", ["m['k'] item 1"]),
    ('m.insert("k", 1);', "m", ["m['k'] item 1"]),
    ("xs.push(a);", "xs", ["xs['push'] append a"]),
    ("for e in xs { e.y = 1; }", "e", ["e each xs", "? e.y = 1"]),
    ("b.model(x).seed(1);", "b", ["b['model'] call x", "b['seed'] call 1"]),
    ("b.model(x)?.seed(1);", "b", ["b['model'] call x", "b['seed'] call 1"]),
]


@pytest.mark.parametrize(("source", "name", "expected"), BINDINGS)
def test_bindings(source: str, name: str, expected: list[str]) -> None:
    assert bound(inside(source), name) == expected


TYPES = """
use async_openai::{config::OpenAIConfig, types::{A, B as C}, Client, self};
use std::env;
use async_openai::config::*;

const MODEL: &str = "gpt-4o";

#[derive(Clone)]
pub struct Answers { client: Client<OpenAIConfig>, pub n: Option<u32> }

impl Answers {
    pub fn new(client: Client<OpenAIConfig>) -> Self { Self { client, n: Some(1) } }

    pub async fn ask(&self, q: &str, mut n: u32) -> Result<String, E> {
        let reply = self.client.chat().create(MODEL).await?;
        if q.is_empty() { return Ok(q); }
        Ok(reply.choices[0].message.content)
    }
}

impl Asks for Answers { fn other(&self) -> u32 { 1 } }
"""


def test_all_blocks_of_a_type_are_its_class() -> None:
    module = rust(TYPES)
    (owner,) = module.functions("Answers")
    assert (owner.kind, owner.decorators) == (ScopeKind.CLASS, ("derive",))
    assert [field.type_name for field in module.fields(owner)] == ["Client", "u32"]
    for name in ("new", "ask", "other"):
        assert module.functions(name)[0].parent is owner
    assert bound(module, "self.client") == ["self.client: Client = ?", "self.client = client"]
    assert bound(module, "self.n") == ["self.n: u32 = ?", "self.n = 1"]


def test_functions() -> None:
    module = rust(TYPES)
    (ask,) = module.functions("ask")
    assert (ask.is_async, [(p.name, p.type_name) for p in ask.params]) == (
        True,
        [("q", "str"), ("n", "u32")],
    )
    assert [shown(v) for v in module.returns(ask)] == ["q", "reply.choices[0].message.content"]
    call = only(module, "create")
    assert (shown(call.expr), call.awaited, call.bound_to) == (
        "self.client.chat().create(MODEL)",
        True,
        "reply",
    )
    assert [read.path for read in module.reads("reply")] == ["choices[].message.content"]


def test_imports() -> None:
    module = rust(TYPES)
    assert module.imports["Client"] == Imported("async_openai", "Client")
    assert module.imports["C"] == Imported("async_openai.types", "B")
    assert module.imports["async_openai"] == Imported("async_openai")
    assert module.imports["env"] == Imported("std", "env")
    assert module.imports["AzureConfig"] == Imported("async_openai.config", "AzureConfig")
    assert "reqwest" in inside("reqwest::Client::new();").namespaces


def test_chains_of_setters_after_a_request_are_its_arguments() -> None:
    module = inside('c.post(u).bearer_auth(k).header("a", b).json(&x).send().await?;')
    assert called(module, "post") == ["c.post(u, json=x, headers={'authorization': k, 'a': b})"]
    chain = inside("c.converse().model_id(m).messages(x).send().await?;")
    assert called(chain, "send") == ["c.converse.send(model_id=m, messages=x)"]


def test_what_stands_in_an_async_block_is_asynchronous() -> None:
    module = rust("fn f() { spawn(async move { a.ask(q).await }); xs.map(|x| b.ask(x)); }")
    assert [call.scope.is_async for call in module.calls(frozenset({"ask"}))] == [True, False]


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    module = RustModule("a.rs", b"fn f() { let x = json!({" + data)
    assert all(expr.line > 0 for expr in everything(module, ("x", "f", "a")))


TOKENS = re.findall(
    r"\S+",
    r"""
fn f ( ) { } x self Self . , = "s" 1 let impl A struct -> ; return for in if match async
move |x| json!({ "k" : ? & * :: <T> vec![ .await mut use a::{ }
""",
)


@given(st.lists(st.sampled_from(TOKENS), max_size=40))
def test_any_order_of_tokens_is_read(tokens: list[str]) -> None:
    module = RustModule("a.rs", " ".join(tokens).encode())
    assert all(expr.line > 0 for expr in everything(module, ("x", "f", "A")))
