"""Go in neutral terms: what the engine may rely on."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.inventory.neutral import Imported, ScopeKind
from migrate_check.inventory.readers.go import GoModule, package_name
from tests.inventory.readers.shown import bound, called, everything, only, shown

IMPORTS = """
import (
    "github.com/openai/openai-go/v2"
    "google.golang.org/genai"
)
"""


def go(source: str) -> GoModule:
    return GoModule("main.go", f"package main\n{dedent(source)}".encode())


def inside(source: str) -> GoModule:
    return go(f"{IMPORTS}\nfunc f(ctx C) error {{\n{dedent(source)}\n}}")


VALUES = [
    ('"a\\n" + `b`', "'a\\nb'"),
    ("1_000", "1_000"),
    ("-0.5", "-0.5"),
    ("true", "true"),
    ("nil", "null"),
    ("base + path", "<base + path>"),
    ("!done", "?"),
    ("x == y", "?"),
    ("&T{A: 1}", "T{'A': 1}"),
    ("*p", "p"),
    ("pkg.T{A: b, C: 2}", "pkg.T{'A': b, 'C': 2}"),
    ('map[string]any{"a": 1, k: true}', "{'a': 1, k: true}"),
    ('[]string{"a", "b"}', "['a', 'b']"),
    ("[]T{{A: 1}, {A: 2}}", "[{'A': 1}, {'A': 2}]"),
    ("[]byte(x)", "x"),
    ("string(x)", "x"),
    ("float32(0.5)", "0.5"),
    ("x.(string)", "x"),
    ("xs[0]", "xs[0]"),
    ("f(a, bs...)", "f(a, *bs)"),
    ("openai.Float(0.2)", "0.2"),
    ("openai.F[int](3)", "3"),
    ("genai.Ptr[float32](0.3)", "0.3"),
    ("client.Int(2)", "client.Int(2)"),
    ("g[T](1)", "g(1)"),
    ("openai.ChatModelGPT4oMini", "'gpt-4o-mini'"),
    ("openai.UserMessage(q)", "openai.UserMessage(q)"),
    ('fmt.Sprintf("%s/v1?n=%d%%", base, 2)', "<base + '/v1?n=' + 2 + '%'>"),
    ("fmt.Sprintf(pattern, base)", "fmt.Sprintf(pattern, base)"),
    ("json.Marshal(body)", "body"),
    ("bytes.NewReader(data)", "data"),
    ('cmp.Or(os.Getenv("M"), "gpt-4o")', "(os.Getenv('M') ?? 'gpt-4o')"),
    ("func(x int) int { return x }", "?"),
]


@pytest.mark.parametrize(("source", "expected"), VALUES)
def test_values(source: str, expected: str) -> None:
    (binding,) = inside(f"v := {source}").bindings("v")
    assert shown(binding.value) == expected


BINDINGS = [
    ("a, err := f()", "a", ["a = f()"]),
    ("a, err := f()", "err", ["err = f()[1]"]),
    ("a, b := 1, 2", "b", ["b = 2"]),
    ("var c *openai.Client", "c", ["c: openai.Client = ?"]),
    ("var c Client = New()", "c", ["c: Client = New()"]),
    ("p.N = openai.Int(2)", "p", ["p.N = 2"]),
    ('m["k"] = 1', "m", ["m['k'] item 1"]),
    ("xs = append(xs, a)", "xs", ["xs append a"]),
    ("xs = append(xs, a, b)", "xs", ["xs merge [a, b]"]),
    ("xs = append(xs, more...)", "xs", ["xs merge more"]),
    ("ys = append(xs, a)", "ys", ["ys = append(xs, a)"]),
    ("for _, m := range models { m.x = 1 }", "m", ["m each models", "? m.x = 1"]),
    ('r.Header.Set("k", v)', "r", ["r.Header['k'] item v"]),
    ("c.SetKey(k)", "c", ["c['SetKey'] call k"]),
    ("if x := f(); x != nil { y = 1 }", "x", ["x = f()"]),
    ("if ok { y = 1 }", "y", ["? y = 1"]),
    ("switch k { case 1: y = 1 }", "y", ["? y = 1"]),
]


@pytest.mark.parametrize(("source", "name", "expected"), BINDINGS)
def test_bindings(source: str, name: str, expected: list[str]) -> None:
    assert bound(inside(source), name) == expected


STRUCT = """
import "github.com/openai/openai-go"

type Service struct {
    client *openai.Client
    Base
}

const Model, Other = "gpt-4o", "x"

func New(key string) *Service { return &Service{client: openai.NewClient(key)} }

func (s *Service) Ask(ctx context.Context, names ...string) (string, error) {
    s.model = Model
    reply, err := s.client.Chat.Completions.New(ctx)
    return reply.Choices[0].Message.Content, nil
}

func Take[T any](a, b T) T { return a }
"""


def test_a_method_belongs_to_its_receivers_type_and_the_receiver_is_self() -> None:
    module = go(STRUCT)
    call = only(module, "New")
    assert shown(call.expr) == "self.client.Chat.Completions.New(ctx)"
    assert call.bound_to == "reply"
    owner = call.scope.enclosing(ScopeKind.CLASS)
    assert (owner, call.scope.qualified) == (module.functions("Service")[0], "Service.Ask")
    assert bound(module, "self.model") == ["self.model = Model"]


def test_a_method_of_a_type_in_another_file_belongs_to_that_type_too() -> None:
    module = go("func (c *Client) a() { c.x = 1 }\nfunc (c Client) b() {}")
    first, second = module.functions("a")[0].parent, module.functions("b")[0].parent
    assert first is second
    assert (first.name, first.kind) == ("Client", ScopeKind.CLASS) if first else False


def test_fields_are_declared_and_filled_by_struct_literals() -> None:
    module = go(STRUCT)
    (service,) = module.functions("Service")
    assert service.bases == ("Base",)
    assert [field.name for field in module.fields(service)] == ["self.client"]
    assert bound(module, "self.client") == ["self.client: openai.Client = ?"]
    assert bound(module, "Service.client") == ["Service.client = openai.NewClient(key)"]


def test_functions_have_parameters_and_give_back_their_first_value() -> None:
    module = go(STRUCT)
    (ask,) = module.functions("Ask")
    assert [(p.name, p.type_name, p.rest) for p in ask.params] == [
        ("ctx", "context.Context", 0),
        ("names", "string", 1),
    ]
    assert [shown(value) for value in module.returns(ask)] == ["reply.Choices[0].Message.Content"]
    assert [param.name for param in module.functions("Take")[0].params] == ["a", "b"]
    assert [read.path for read in module.reads("reply")] == ["Choices[].Message.Content"]
    assert bound(module, "Other") == ["Other = 'x'"]


def test_structs_are_written_as_their_json_tags_say() -> None:
    module = go(
        """
        type Body struct {
            Model string `json:"model"`
            MaxTokens int `json:"max_tokens,omitempty"`
            Extra int
        }
        var b = Body{Model: "m", MaxTokens: 5, Extra: 1}
        """
    )
    assert bound(module, "b") == ["b = Body{'model': 'm', 'max_tokens': 5, 'Extra': 1}"]


def test_requests_have_the_headers_that_are_set_later() -> None:
    module = inside(
        """
        req, err := http.NewRequest("POST", url, body)
        req.Header.Set("Authorization", key)
        req.Header.Add("x-n", "1")
        http.DefaultClient.Do(req)
        """
    )
    assert called(module, "NewRequest") == [
        "http.NewRequest('POST', url, body, headers={'Authorization': key, 'x-n': '1'})"
    ]


def test_chains_of_setters_before_a_request_are_its_arguments() -> None:
    module = inside('client.R().SetHeader("k", v).SetBody(b).Post(url)')
    assert called(module, "Post") == ["client.R.Post(url, SetBody=b, headers={'k': v})"]
    assert called(inside("x.Y().Post(url)"), "Post") == ["x.Y().Post(url)"]


def test_imports_have_the_packages_own_names() -> None:
    module = go(
        """
        import "github.com/openai/openai-go/v2"
        import (
            oai "github.com/sashabaranov/go-openai"
            . "fmt"
            _ "embed"
            "gopkg.in/yaml.v3"
        )
        """
    )
    assert module.imports == {
        "openai": Imported("github.com/openai/openai-go/v2"),
        "oai": Imported("github.com/sashabaranov/go-openai"),
        "yaml": Imported("gopkg.in/yaml.v3"),
    }
    assert {"fmt", "embed"} <= module.namespaces
    assert package_name("github.com/anthropics/anthropic-sdk-go") == "anthropic"


def test_goroutines_and_loops() -> None:
    module = inside("go c.Ask(q)\nfor i := 0; i < 3; i++ { c.Ask(q) }\nc.Ask(q)")
    assert [call.in_loop for call in module.calls(frozenset({"Ask"}))] == [False, True, False]


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    module = GoModule("a.go", b"package a\nfunc f() { x := " + data)
    assert all(expr.line > 0 for expr in everything(module, ("x", "f", "a")))


TOKENS = re.findall(
    r"\S+",
    r"""
func ( ) { } f x a . , := = "s" 1 & * [ ] : return type struct var const range for if T S{
map[string]any{ x.f( s.x go`b`
""",
)


@given(st.lists(st.sampled_from(TOKENS), max_size=40))
def test_any_order_of_tokens_is_read(tokens: list[str]) -> None:
    module = GoModule("a.go", " ".join(tokens).encode())
    assert all(expr.line > 0 for expr in everything(module, ("x", "f", "T")))
