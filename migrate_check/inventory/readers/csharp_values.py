"""Expressions of C# in neutral terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tree_sitter import Node

from migrate_check.inventory.neutral import (
    Argument,
    Choice,
    Entry,
    Expr,
    Invoke,
    Member,
    Name,
    Number,
    Record,
    Text,
)
from migrate_check.inventory.readers.folding import MOST_STEPS
from migrate_check.inventory.readers.meaning import RECEIVER, Meaning
from migrate_check.inventory.readers.strings import join, text_block, unescape
from migrate_check.inventory.readers.syntax_tree import Convert
from migrate_check.inventory.readers.typed_module import TypedModule

_INTERFACES = frozenset(
    {"AsChatClient", "AsIChatClient", "AsEmbeddingGenerator", "AsIEmbeddingGenerator"}
)
"""Without arguments they only change the type; with one, it is the model."""
_SERVICE = re.compile(
    r"\.Get(?:Required)?(?:Keyed)?Service<\s*(IChatClient|IEmbeddingGenerator)\b[^()]*>$"
)
_DICTIONARIES = ("Dictionary", "JsonObject", "JObject", "ExpandoObject", "ConcurrentDictionary")


class CsharpValues(TypedModule):
    """Expressions of C#."""

    meaning = Meaning(
        values={
            "Uri": 0,
            "Uri.Parse": 0,
            "ApiKeyCredential": 0,
            "AzureKeyCredential": 0,
            "JsonSerializer.Serialize": 0,
            "JsonSerializer.SerializeToUtf8Bytes": 0,
            "JsonConvert.SerializeObject": 0,
            "JsonContent.Create": 0,
            "StringContent": 0,
            "ByteArrayContent": 0,
            "BinaryData.FromString": 0,
            "BinaryData.FromObjectAsJson": 0,
            "BinaryContent.Create": 0,
            "Encoding.UTF8.GetBytes": 0,
            "UTF8.GetBytes": 0,
            "ToString": RECEIVER,
            "Trim": RECEIVER,
            "TrimEnd": RECEIVER,
            "AsReadOnly": RECEIVER,
            "ToList": RECEIVER,
            "ToArray": RECEIVER,
        },
        fallbacks=frozenset({"GetValueOrDefault"}),
        formats=frozenset({"string.Format", "String.Format"}),
        lists=frozenset({"List", "Array.Empty"}),
        records=frozenset(_DICTIONARIES),
    )

    def conversions(self) -> Mapping[str, Convert]:
        """Node type → conversion."""
        return {
            "identifier": self.name,
            "this": self.this,
            "base": self.this,
            "this_expression": self.this,
            "base_expression": self.this,
            "predefined_type": super().name,
            "qualified_name": self.member,
            "member_access_expression": self.member,
            "conditional_access_expression": self.member,
            "element_access_expression": self.index,
            "invocation_expression": self.call_value,
            "object_creation_expression": self._creation,
            "implicit_object_creation_expression": self._creation,
            "anonymous_object_creation_expression": self._anonymous,
            "with_expression": self._with,
            "initializer_expression": self._initializer,
            "implicit_array_creation_expression": self._final,
            "array_creation_expression": self._final,
            "collection_expression": self.items,
            "collection_element": self.inner,
            "expression_element": self.inner,
            "spread_element": self.inner,
            "tuple_expression": self.items,
            "argument": self._final,
            "string_literal": self._string,
            "verbatim_string_literal": self._verbatim,
            "raw_string_literal": self._raw,
            "character_literal": self._string,
            "interpolated_string_expression": self._interpolated,
            "integer_literal": self.number,
            "real_literal": self.number,
            "prefix_unary_expression": self.number,
            "boolean_literal": self.flag,
            "null_literal": self.null,
            "binary_expression": self.binary,
            "conditional_expression": self.conditional,
            "switch_expression": self._switch,
            "await_expression": self.inner,
            "postfix_unary_expression": self.inner,
            "cast_expression": lambda node, level: self.field(node, "value", level),
            "as_expression": lambda node, level: self.field(node, "left", level),
            "lambda_expression": self._lambda,
            "arrow_expression_clause": self.inner,
            "assignment_expression": lambda node, level: self.field(node, "right", level),
        }

    def call_value(self, node: Node, level: int) -> Expr:
        """A call, or the client that it only hands on under another interface."""
        made = self._service(node)
        if made is not None:
            return made
        call = self.invocation(node, level)
        name = call.callee.name if isinstance(call.callee, Member) else ""
        if name == "Build" and not call.args:
            return _wrapped(call) or self.meaning.of(call)
        # A number is how many dimensions an embedding has.
        named = any(not isinstance(arg.value, Number) for arg in call.args)
        if name in _INTERFACES and not named and isinstance(call.callee, Member):
            return call.callee.of
        return self.meaning.of(call)

    def _service(self, node: Node) -> Expr | None:
        """`services.GetRequiredService<IChatClient>()` as an object of that type."""
        callee = node.child_by_field_name("function")
        text = self.text(callee)[-200:] if callee is not None else ""
        asked = _SERVICE.search(text)
        line = self.line(node)
        return Invoke(Name(asked[1], line), (), line) if asked else None

    def invocation(self, node: Node, level: int) -> Invoke:
        """A call, or the making of an object: its initialiser is named arguments."""
        if node.type == "invocation_expression":
            callee = self.field(node, "function", level)
        else:
            callee = self._made(node, level)
        args = [self._argument(child, level) for child in self._arguments(node)]
        initialiser = self._initialiser(node)
        if initialiser is not None:
            shown = self._initializer(initialiser, level)
            entries = shown.entries if isinstance(shown, Record) else ()
            args += [Argument(e.key.value, e.value) for e in entries if isinstance(e.key, Text)]
        return Invoke(callee, tuple(args), callee.line)

    def _made(self, node: Node, level: int) -> Expr:
        """The type of an object that is made."""
        kind = node.child_by_field_name("type") or self._declared_type(node)
        return self.expr(kind, level) if kind is not None else self.opaque(node)

    def _declared_type(self, node: Node) -> Node | None:
        """The type of the variable or property that `new(…)` is put into."""
        outer = node.parent
        if outer is not None and outer.type == "variable_declarator":
            outer = outer.parent
        declared = outer.child_by_field_name("type") if outer is not None else None
        if declared is not None and declared.type == "nullable_type":
            declared = declared.named_children[0]
        return declared if declared is None or declared.type != "implicit_type" else None

    def _arguments(self, node: Node) -> list[Node]:
        listed = node.child_by_field_name("arguments")
        if listed is None:
            listed = next((c for c in node.named_children if c.type == "argument_list"), None)
        return self.plain_children(listed)

    def _initialiser(self, node: Node) -> Node | None:
        found = (c for c in node.named_children if c.type == "initializer_expression")
        return next(found, None)

    def _argument(self, node: Node, level: int) -> Argument:
        name = node.child_by_field_name("name")
        value = self._final(node, level)
        return Argument(self.text(name) if name is not None else None, value)

    def _creation(self, node: Node, level: int) -> Expr:
        """An object with only an initialiser is a record of its type."""
        initialiser = self._initialiser(node)
        if initialiser is None or self._arguments(node):
            return self.call_value(node, level)
        kind = node.child_by_field_name("type") or self._declared_type(node)
        shown = self._initializer(initialiser, level)
        if isinstance(shown, Record):
            name = self.type_text(kind)
            return Record(shown.entries, shown.line, name if name not in _DICTIONARIES else None)
        return shown

    def _initializer(self, node: Node, level: int) -> Expr:
        """`{ A = 1, ["k"] = 2, { "k", 3 } }` or `{ a, b }`."""
        children = self.plain_children(node)
        entries = [entry for child in children for entry in self._initial(child, level)]
        if children and not entries:
            return self.items(node, level)
        return Record(tuple(entries), self.line(node))

    def _initial(self, node: Node, level: int) -> Iterator[Entry]:
        if node.type == "assignment_expression":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if left is not None and right is not None:
                yield Entry(self._key(left, level), self.expr(right, level))
        elif node.type == "initializer_expression" and node.named_child_count == 2:
            key, value = node.named_children
            yield Entry(self.expr(key, level), self.expr(value, level))

    def _key(self, node: Node, level: int) -> Expr:
        if node.type == "element_binding_expression":
            return self._final(node, level)
        return Text(self.text(node), self.line(node))

    def _anonymous(self, node: Node, level: int) -> Expr:
        """`new { a = 1, b.C, d }`."""
        entries: list[Entry] = []
        key: Node | None = None
        children = [child for child in node.children if child.type not in self.comments]
        for at, child in enumerate(children):
            following = children[at + 1].type if at + 1 < len(children) else ""
            if not child.is_named:
                continue
            if following == "=" and key is None:
                key = child
                continue
            name = self.text(key if key is not None else child).rpartition(".")[2]
            entries.append(Entry(Text(name, self.line(child)), self.expr(child, level)))
            key = None
        return Record(tuple(entries), self.line(node))

    def _with(self, node: Node, level: int) -> Expr:
        """`x with { A = 1 }`."""
        base, *changes = self.plain_children(node)
        entries = [Entry(None, self.expr(base, level))]
        for change in changes:
            if change.type == "with_initializer" and change.named_child_count == 2:
                key, value = change.named_children
                name = Text(self.text(key), self.line(key))
                entries.append(Entry(name, self.expr(value, level)))
        return Record(tuple(entries), self.line(node))

    def _final(self, node: Node, level: int) -> Expr:
        children = self.plain_children(node)
        return self.expr(children[-1], level) if children else self.opaque(node)

    def _string(self, node: Node, level: int) -> Expr:
        return Text(
            unescape(self.text(node)[1:].rpartition(self.text(node)[:1])[0]), self.line(node)
        )

    def _verbatim(self, node: Node, level: int) -> Expr:
        return Text(self.text(node)[2:-1].replace('""', '"'), self.line(node))

    def _raw(self, node: Node, level: int) -> Expr:
        content = (self.text(c) for c in node.named_children if c.type == "raw_string_content")
        return Text(text_block("".join(content)), self.line(node))

    def _interpolated(self, node: Node, level: int) -> Expr:
        parts: list[Expr] = []
        verbatim = self.text(node).startswith(("$@", "@$"))
        for child in node.named_children:
            if child.type in ("string_content", "escape_sequence"):
                text = self.text(child)
                parts.append(Text(text if verbatim else unescape(text), self.line(child)))
            elif child.type == "interpolation":
                inner = [c for c in child.named_children if c.type != "interpolation_brace"]
                parts.append(self.expr(inner[0], level) if inner else self.opaque(child))
        return join(tuple(parts), self.line(node))

    def _switch(self, node: Node, level: int) -> Expr:
        arms = [child for child in node.named_children if child.type == "switch_expression_arm"]
        options = tuple(self._final(arm, level) for arm in arms)
        return Choice(options, self.line(node)) if options else self.opaque(node)

    def _lambda(self, node: Node, level: int) -> Expr:
        body = node.child_by_field_name("body")
        if body is None or body.type == "block":
            return self.opaque(node)
        return self.expr(body, level)


def _wrapped(call: Invoke) -> Expr | None:
    """`client` of `client.AsBuilder().UseLogging().Build()` or `new ChatClientBuilder(client)`."""
    expr: Expr = call
    for _ in range(MOST_STEPS):
        if isinstance(expr, Invoke) and getattr(expr.callee, "name", "") == "ChatClientBuilder":
            return expr.args[0].value if expr.args else None
        if not isinstance(expr, Invoke) or not isinstance(expr.callee, Member):
            return None
        if expr.callee.name == "AsBuilder":
            return expr.callee.of
        expr = expr.callee.of
    return None
