"""JavaScript and TypeScript in neutral terms: what the engine may rely on."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.inventory.neutral import (
    Argument,
    BindingKind,
    Call,
    Choice,
    Entry,
    Expr,
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
from migrate_check.inventory.readers.javascript import JavaScriptModule
from migrate_check.inventory.readers.typescript import TypeScriptModule

A, B = Name("a", 1), Name("b", 1)
EMPTY = Record((), 1)


def js(source: str) -> JavaScriptModule:
    return JavaScriptModule("app.js", dedent(source).encode())


def ts(source: str, path: str = "app.ts") -> TypeScriptModule:
    return TypeScriptModule(path, dedent(source).encode())


def value(source: str) -> Expr:
    (binding,) = ts(f"const x = {source};").bindings("x")
    return binding.value


def only_call(module: JavaScriptModule, name: str) -> Call:
    (call,) = module.calls(frozenset({name}))
    return call


def entry(key: str, what: Expr) -> Entry:
    return Entry(Text(key, 1), what)


def omit(value: Expr, *keys: str) -> Invoke:
    left_out = (Argument(None, Text(key, 1)) for key in keys)
    return Invoke(Name("omit", 1), (Argument(None, value), *left_out), 1)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("'gpt-4o'", Text("gpt-4o", 1)),
        ('"a\\n\\u00e9"', Text("a\né", 1)),
        ("'a' + 'b'", Text("ab", 1)),
        ("`plain`", Text("plain", 1)),
        ("`gpt-${a}!`", Template((Text("gpt-", 1), A, Text("!", 1)), 1)),
        ("a + '/chat'", Template((A, Text("/chat", 1)), 1)),
        ("'/v1'.concat('/chat')", Text("/v1/chat", 1)),
        ("1_000", Number("1_000", 1)),
        ("-0.5", Number("-0.5", 1)),
        ("true", Flag(True, 1)),
        ("null", Null(1)),
        ("undefined", Null(1)),
        ("!a", Opaque("!a", 1)),
        ("a * b", Opaque("a * b", 1)),
        ("/re/g", Opaque("/re/g", 1)),
        ("a ?? b", Choice((A, B), 1, fallback=True)),
        ("a || b", Choice((A, B), 1, fallback=True)),
        ("a && b", Choice((B, Null(1)), 1)),
        ("c ? a : b", Choice((A, B), 1)),
        ("[a, ...b]", Items((A, B), 1)),
        ("[].concat(a, b)", Items((A, B), 1)),
        ("await a", A),
        ("(/* note */ a)", A),
        ("(c, a)", A),
        ("(b = a)", A),
        ("a as const", A),
        ("a as unknown as B", A),
        ("a satisfies B", A),
        ("a!", A),
        ("<B>a", A),
        ("this.a", Member(Name("self", 1), "a", 1)),
        ("this.#a", Member(Name("self", 1), "#a", 1)),
        ("a?.b", Member(A, "b", 1)),
        ("a?.[0]", Index(A, Number("0", 1), 1)),
        ("a['b']", Index(A, Text("b", 1), 1)),
        ("import.meta.env", Member(Member(Name("import", 1), "meta", 1), "env", 1)),
        ("JSON.stringify(a)", A),
        ("Object.freeze(a)", A),
        ("String(a)", A),
        ("new Headers()", EMPTY),
        ("new Headers(a)", A),
        ("new URL(a)", Template((A,), 1)),
        ("new URL('/v1', a)", Template((A, Text("/v1", 1)), 1)),
        ("Object.assign({}, a)", Record((Entry(None, EMPTY), Entry(None, A)), 1)),
        ("a.bind(b)", A),
        ("await a.catch(b)", A),
        ("a(...b)", Invoke(A, (Argument(None, B, 1),), 1)),
        ("new a", Invoke(A, (), 1)),
        ("new a<T>(b)", Invoke(A, (Argument(None, B),), 1)),
        ("a?.(b)", Invoke(A, (Argument(None, B),), 1)),
        ("a<T>(b)", Invoke(A, (Argument(None, B),), 1)),
        ("await a<T>(b)", Invoke(A, (Argument(None, B),), 1)),
        ("a`t`", Invoke(A, (Argument(None, Text("t", 1)),), 1)),
        ("{ a }", Record((entry("a", A),), 1)),
        ("{ 'k': a }", Record((entry("k", A),), 1)),
        ("{ 3: a }", Record((entry("3", A),), 1)),
        ("{ [b]: a }", Record((Entry(B, A),), 1)),
        ("{ ...a }", Record((Entry(None, A),), 1)),
        (
            "{ ...(b && { a }) }",
            Record((Entry(None, Choice((Record((entry("a", A),), 1), EMPTY), 1)),), 1),
        ),
        ("{ ...(c ? a : null) }", Record((Entry(None, Choice((A, EMPTY), 1)),), 1)),
        ("{ ...(a ?? {}) }", Record((Entry(None, Choice((A, EMPTY), 1, True)),), 1)),
        ("{ k() {} }", Record((entry("k", Opaque("k() {}", 1)),), 1)),
        ("{ k: () => 1 }", Record((entry("k", Opaque("() => 1", 1)),), 1)),
    ],
)
def test_expressions(source: str, expected: Expr) -> None:
    assert value(source) == expected


def test_an_expression_nested_deeper_than_programs_are_is_opaque() -> None:
    nested = value("[" * 5000 + "]" * 5000)
    levels = 0
    while isinstance(nested, Items):
        nested, levels = nested.items[0], levels + 1
    assert isinstance(nested, Opaque)
    assert levels < 200


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import a from 'm'", {"a": Imported("m", "default")}),
        ("import a, { b as c } from 'm'", {"a": Imported("m", "default"), "c": Imported("m", "b")}),
        ("import { type a } from 'm'", {"a": Imported("m", "a")}),
        ("import { default as a } from 'm'", {"a": Imported("m", "default")}),
        ("import * as a from 'm'", {"a": Imported("m")}),
        ("import a = require('m')", {"a": Imported("m")}),
        ("import 'm'", {}),
        ("export { a as b } from 'm'", {"b": Imported("m", "a")}),
        ("export { default } from 'm'", {"default": Imported("m", "default")}),
        ("export * as a from 'm'", {"a": Imported("m")}),
        ("export * from 'm'", {}),
        ("const a = require('m')", {"a": Imported("m")}),
        ("const a = require('m').b", {"a": Imported("m", "b")}),
        ("const { a, b: c } = require('m')", {"a": Imported("m", "a"), "c": Imported("m", "b")}),
        ("const a = __importDefault(require('m'))", {"a": Imported("m")}),
        ("async () => { const { a } = await import('m') }", {"a": Imported("m", "a")}),
        ("async () => { const a = (await import('m')).default }", {"a": Imported("m", "default")}),
        ("require('m')", {}),
    ],
)
def test_imports(source: str, expected: dict[str, Imported]) -> None:
    module = ts(source)
    assert module.imports == expected
    assert module.namespaces == {"m"}
    assert [module.bindings(name) for name in expected] == [()] * len(expected)


def test_a_word_import_or_require_elsewhere_is_none() -> None:
    assert (
        js("// import a from 'm'\nconst t = \"require('m')\"; f.require; load(require)").imports
        == {}
    )


@pytest.mark.parametrize(
    ("source", "name", "expected"),
    [
        ("let x = a", "x", [("x", BindingKind.SET, A, False)]),
        ("let x", "x", [("x", BindingKind.SET, Null(1), False)]),
        ("x = b = a", "x", [("x", BindingKind.SET, A, False)]),
        ("if (c) x = a", "x", [("x", BindingKind.SET, A, True)]),
        ("c && (x = a)", "x", [("x", BindingKind.SET, A, True)]),
        ("x ??= a", "x", [("x", BindingKind.SET, A, True)]),
        ("x += a", "x", [("x", BindingKind.MERGE, A, False)]),
        ("x.k = a", "x", [("x.k", BindingKind.SET, A, False)]),
        ("x['k'] = a", "x", [("x", BindingKind.ITEM, A, False)]),
        ("x[b] = a", "x", [("x", BindingKind.ITEM, A, False)]),
        ("x.k['j'] = a", "x", [("x.k", BindingKind.ITEM, A, False)]),
        ("Object.assign(x, a)", "x", [("x", BindingKind.MERGE, A, False)]),
        ("Object.assign(a, x)", "x", []),
        ("x.push(a)", "x", [("x", BindingKind.APPEND, A, False)]),
        ("x.set('k', a)", "x", [("x", BindingKind.ITEM, A, False)]),
        ("await x.temperature(a)", "x", [("x", BindingKind.CALL, A, False)]),
        ("for (const x of a) {}", "x", [("x", BindingKind.EACH, A, False)]),
        ("for await (const x of a) {}", "x", [("x", BindingKind.EACH, A, False)]),
        ("for (const x in a) {}", "x", [("x", BindingKind.SET, Opaque("a", 1), False)]),
        ("const { x } = a", "x", [("x", BindingKind.SET, Member(A, "x", 1), False)]),
        ("const { k: x } = a", "x", [("x", BindingKind.SET, Member(A, "k", 1), False)]),
        ("const { x: k } = a", "x", []),
        (
            "const { k: { x } } = a",
            "x",
            [("x", BindingKind.SET, Member(Member(A, "k", 1), "x", 1), False)],
        ),
        (
            "const { x = b } = a",
            "x",
            [("x", BindingKind.SET, Choice((Member(A, "x", 1), B), 1, True), False)],
        ),
        (
            "const { k: x = b } = a",
            "x",
            [("x", BindingKind.SET, Choice((Member(A, "k", 1), B), 1, True), False)],
        ),
        ("const [k, x] = a", "x", [("x", BindingKind.SET, Index(A, Number("1", 1), 1), False)]),
        ("const [, x] = [a, b]", "x", [("x", BindingKind.SET, B, False)]),
        ("const [x] = await Promise.all([a, b])", "x", [("x", BindingKind.SET, A, False)]),
        ("({ x } = a)", "x", [("x", BindingKind.SET, Member(A, "x", 1), False)]),
        ("exports.x = a", "x", [("x", BindingKind.SET, A, False)]),
        ("module.exports.x = a", "x", [("x", BindingKind.SET, A, False)]),
        ("module.exports = { x: a }", "x", [("x", BindingKind.SET, A, False)]),
        ("module.exports = a", "default", [("default", BindingKind.SET, A, False)]),
        ("export default a", "default", [("default", BindingKind.SET, A, False)]),
        ("export { a as x }", "x", [("x", BindingKind.SET, A, False)]),
        ("export { a as default }", "default", [("default", BindingKind.SET, A, False)]),
        ("export { x }", "x", []),
        ("({ x: a })", "x", []),
        (
            "enum x { k = 'v' }",
            "x",
            [("x", BindingKind.SET, Record((entry("k", Text("v", 1)),), 1), False)],
        ),
        ("const x = () => a", "x", []),
        ("const x = class {}", "x", []),
        ("f(x)", "x", []),
        ("x == a", "x", []),
    ],
)
def test_bindings(source: str, name: str, expected: list[object]) -> None:
    found = [(b.name, b.kind, b.value, b.conditional) for b in ts(source).bindings(name)]
    assert found == expected


def test_the_rest_of_an_object_lacks_what_was_taken() -> None:
    (rest,) = ts("const { a, b: c, ...rest } = all").bindings("rest")
    assert rest.value == omit(Name("all", 1), "a", "b")


def test_an_item_has_its_key() -> None:
    (item,) = ts("form.append('model', 'whisper-1')").bindings("form")
    assert (item.key, item.value) == (Text("model", 1), Text("whisper-1", 1))


@pytest.mark.parametrize("make", [js, ts])
def test_a_parameter_that_is_taken_apart_is_named_by_its_pattern(
    make: type[JavaScriptModule],
) -> None:
    module = make("async function ask(text, { model = 'm', ...rest } = {}, ...more) {}")
    (ask,) = module.functions("ask")
    whole = Name("{model, rest}", 1)
    assert ask.params == (
        Param("text"),
        Param("{model, rest}", EMPTY),
        Param("more", rest=1),
    )
    (model,) = module.bindings("model")
    (rest,) = module.bindings("rest")
    assert model.value == Choice((Member(whole, "model", 1), Text("m", 1)), 1, fallback=True)
    assert rest.value == omit(whole, "model")
    assert model.scope is rest.scope is ask


def test_types_of_parameters_variables_and_fields() -> None:
    module = ts(
        """
        function ask(client: OpenAI, n?: number, model: string = "m") {}
        let other: OpenAI | undefined;
        class Service { private inner: openai.OpenAI; }
        """
    )
    (ask,) = module.functions("ask")
    assert ask.params == (
        Param("client", type_name="OpenAI"),
        Param("n", type_name="number"),
        Param("model", Text("m", 2), "string"),
    )
    assert [b.type_name for b in module.bindings("other")] == ["OpenAI | undefined"]
    (service,) = module.functions("Service")
    assert [b.type_name for b in module.fields(service)] == ["openai.OpenAI"]
    assert module.bindings("self.inner") == ()  # it is declared and nothing is put into it


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("function ask() { return a }", "ask"),
        ("function* ask() { return a }", "ask"),
        ("const ask = () => a", "ask"),
        ("const ask = (() => ({ a })) as F", "ask"),
        ("export const ask = async function () { return a }", "ask"),
        ("const ask = useCallback(async () => a, [])", "ask"),
        ("exports.ask = async () => a", "ask"),
        ("const o = { ask() { return a } }", "ask"),
        ("const o = { ask: () => a }", "ask"),
        ("class O { ask() { return a } }", "ask"),
        ("class O { ask = async () => a }", "ask"),
        ("export default function ask() { return a }", "default"),
        ("export default () => a", "default"),
        ("module.exports = () => a", "exports"),
    ],
)
def test_functions_by_the_name_that_holds_them(source: str, name: str) -> None:
    module = ts(source)
    (function,) = module.functions(name)
    assert function.kind is ScopeKind.FUNCTION
    assert function.name == ("ask" if "ask" in source else name)
    assert len(module.returns(function)) == 1


def test_returns_are_those_of_the_function_itself() -> None:
    (ask,) = ts(
        """
        function ask() {
          if (a) return b;
          try { switch (a) { case 1: return a; } } finally { list.map(() => { return 1 }) }
          return;
        }
        """
    ).functions("ask")
    found = ts("function ask() { if (a) return b; for (;;) { return a } }")
    (plain,) = found.functions("ask")
    assert found.returns(plain) == (B, A)
    assert ask.line == 2 and ask.end_line == 6


def test_a_class_has_fields_parameter_properties_and_bases() -> None:
    module = ts(
        """
        @Injectable()
        export class Answers extends base.Service<Reply> {
          static model = "m";
          readonly #seed = 7;
          client?: OpenAI;
          ask = async () => this.client;
          constructor(private readonly other: OpenAI, @Inject(K) public key = "k", plain: string) {
            super();
            this.late = plain;
          }
        }
        """
    )
    (answers,) = module.functions("Answers")
    assert answers.kind is ScopeKind.CLASS
    assert answers.bases == ("base.Service",)
    assert answers.decorators == ("Injectable",)
    assert [(f.name, f.value) for f in module.fields(answers)] == [
        ("self.model", Text("m", 4)),
        ("self.#seed", Number("7", 5)),
        ("self.client", Opaque("client?: OpenAI", 6)),
    ]
    (other,) = module.bindings("self.other")
    assert (other.value, other.type_name) == (Name("other", 8), "OpenAI")
    assert other.scope.qualified == "Answers.constructor"
    (late,) = module.bindings("self.late")
    assert late.value == Name("plain", 10)
    assert [b.name for b in module.bindings("self.key")] == ["self.key"]
    assert module.bindings("plain") == ()


def test_a_method_has_its_decorators() -> None:
    (ask,) = ts("class A { @Post('/') async ask() {} }").functions("ask")
    assert (ask.decorators, ask.is_async, ask.qualified) == (("Post",), True, "A.ask")


@pytest.mark.parametrize(
    ("source", "awaited", "bound_to", "iterated"),
    [
        ("client.create({})", False, None, False),
        ("const r = await client.create({})", True, "r", False),
        ("const r = (await client.create<T>({})) as R", True, "r", False),
        ("const { data } = await client.create({}).withResponse()", True, "{data}", False),
        ("this.r = client?.create({})", False, "self.r", False),
        ("class A { r = client.create({}) }", False, "self.r", False),
        ("for await (const c of await client.create({})) {}", True, "c", True),
        ("client.create({}).then((r) => r.id)", True, "r", False),
        ("await client.create({}).catch(log)", True, None, False),
        ("await Promise.all([client.create({}), b])", True, None, False),
        ("const r = c ? await client.create({}) : null", True, "r", False),
        ("const r = f(client.create({}))", False, None, False),
        ("(client as any).create({})", False, None, False),
        ("client!.create({})", False, None, False),
        ("new api.create({})", False, None, False),
    ],
)
def test_where_the_result_of_a_call_goes(
    source: str, awaited: bool, bound_to: str | None, iterated: bool
) -> None:
    call = only_call(ts(source), "create")
    assert (call.awaited, call.bound_to, call.iterated) == (awaited, bound_to, iterated)
    assert call.expr.args[0].value == EMPTY


def test_calls_are_in_order_with_their_places() -> None:
    module = ts(
        """
        // client.create({})
        const text = "client.create({})";
        while (true) {
          client
            .create({ create });
        }
        function create() {}
        client.create;
        """
    )
    call = only_call(module, "create")
    assert (call.line, call.first_line, call.last_line) == (6, 5, 6)
    assert call.in_loop and call.scope is module.top
    assert list(module.calls(frozenset())) == []


def test_jsx_is_read() -> None:
    module = TypeScriptModule("app.tsx", b"const C = () => <p onClick={() => ask({a: 1})}>x</p>")
    assert only_call(module, "ask").scope.parent is not None
    assert only_call(js("const C = () => <p>{ask()}</p>"), "ask").scope.name == "C"


@pytest.mark.parametrize(
    ("source", "name", "expected"),
    [
        ("r.choices[0].message.content", "r", ["choices[].message.content"]),
        ("r.choices?.[0]?.message!.content", "r", ["choices[].message.content"]),
        ("r['usage'].total", "r", ["usage.total"]),
        ("const { usage, choices: [first] } = r", "r", ["usage", "choices[]"]),
        ("const { usage: { total } } = r; f(total.x)", "r", ["usage.total.x"]),
        ("const { id } = r.usage", "r", ["usage", "usage.id"]),
        ("for await (const { choices } of r) f(choices[0].delta)", "r", ["choices[].delta"]),
        ("for (const { id } of r.data) f(id)", "r", ["data", "data[].id"]),
        ("r.x = 1", "r", []),
        ("rr.x", "r", []),
        ("x.r", "r", []),
    ],
)
def test_reads(source: str, name: str, expected: list[str]) -> None:
    assert [read.path for read in ts(source).reads(name)] == expected


def test_reads_of_a_result_that_is_taken_apart() -> None:
    module = ts(
        """
        async function ask() {
          const { text, usage } = await generateText({});
          return [text, usage.cachedInputTokens];
        }
        function other() { return usage.unrelated }
        """
    )
    call = only_call(module, "generateText")
    assert call.bound_to is not None
    found = [(read.path, read.line) for read in module.reads(call.bound_to)]
    assert found == [("text", 3), ("usage.cachedInputTokens", 4)]


def test_reads_in_a_callback() -> None:
    module = ts("f({}).then(({ data: { id } }) => log(id.x))")
    bound = only_call(module, "f").bound_to
    assert bound is not None
    assert [read.path for read in module.reads(bound)] == ["data.id.x"]


def test_a_snippet_inside_of_a_file_keeps_the_lines_of_the_file() -> None:
    module = TypeScriptModule("App.vue", b"const m = 'gpt-4o'\nask({ m })\n", 5)
    assert only_call(module, "ask").line == 6
    assert module.top.line == 5


@pytest.mark.parametrize(("depth", "found"), [(150, 1), (1500, 0)])
def test_functions_in_each_other(depth: int, found: int) -> None:
    """Deeper than Python can recurse is no program: passed over, and never an error."""
    module = js("(() => {" * depth + "x = 1; ask();" + "})()" * depth)
    calls = list(module.calls(frozenset({"ask"})))
    assert len(calls) == found
    (binding,) = module.bindings("x")
    assert binding.scope.parent is not None
    assert all(call.scope is binding.scope for call in calls)


def test_a_chain_of_calls_that_only_hostile_code_has() -> None:
    chains = [js("await ask()" + ".catch(log)" * steps) for steps in (90, 300)]
    assert [only_call(chain, "ask").awaited for chain in chains] == [True, False]


PIECES = """
ask x const { } ( ) [ ] = => . ?. , : ; ... await import export default from 'm' class extends this
# new `${ } ` function for of require enum as ! < > ?? && if return
"""


@pytest.mark.parametrize("make", [JavaScriptModule, TypeScriptModule])
@given(
    data=st.one_of(
        st.binary(max_size=200),
        st.lists(st.sampled_from(PIECES.split()), max_size=60).map(lambda p: " ".join(p).encode()),
    )
)
def test_whatever_the_bytes_every_question_has_an_answer(
    make: type[JavaScriptModule] | type[TypeScriptModule], data: bytes
) -> None:
    module = make("any", data)
    assert module.imports.keys() <= {name for name in module.imports if name}
    for call in module.calls(frozenset({"ask", "x"})):
        assert call.expr.line >= 1
        if call.bound_to:
            assert all(read.path for read in module.reads(call.bound_to))
    for name in ("ask", "x", "default", "self.x", "exports"):
        assert all(binding.name for binding in module.bindings(name))
        for scope in module.functions(name):
            assert isinstance(module.returns(scope), tuple)
            assert isinstance(module.fields(scope), tuple)
        assert all(read.path for read in module.reads(name))
