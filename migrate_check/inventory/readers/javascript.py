"""JavaScript as a `Module`; TypeScript adds its types on top, see `typescript.py`.

What the language does in its own way, in the neutral terms:
- `default` is the name of what a module exports as its default, by `export default` and by
  `module.exports =`; `exports.x =` binds `x`.
- A parameter that is taken apart is named by its pattern, `{model, temperature}`, and each name in
  it is bound to a member of it. So is a variable that takes a call's result apart.
- The rest that a pattern takes is `omit(whole, "a", "b")`.
- Calls that change nothing for a scan are looked through: `JSON.stringify(x)`, `Object.freeze(x)`,
  `new Headers(x)`; `Object.assign({}, a, b)` is a record with both spread into it, and
  `new URL(path, base)` is the two joined.
- `undefined` is `Null`: a field that has it is not sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import tree_sitter_javascript
from tree_sitter import Language as Grammar
from tree_sitter import Node

from migrate_check.domain.call_site import Language
from migrate_check.inventory.neutral import (
    Binding,
    BindingKind,
    Flag,
    Imported,
    Invoke,
    Name,
    Null,
    Read,
    Scope,
    ScopeKind,
)
from migrate_check.inventory.readers import javascript_imports as imports
from migrate_check.inventory.readers import javascript_scopes as scopes
from migrate_check.inventory.readers.javascript_assignments import Assignments
from migrate_check.inventory.readers.javascript_expressions import Expressions
from migrate_check.inventory.readers.javascript_results import Results
from migrate_check.inventory.readers.syntax_tree import Convert
from migrate_check.inventory.readers.tree_module import Assigned, Result, TreeModule

_IMPORTS = frozenset({"import_statement", "export_statement"})
_CALLS = frozenset({"call_expression"})


class JavaScriptModule(TreeModule):
    """A JavaScript file, with or without JSX."""

    speaks = Language.JAVASCRIPT
    identifiers = frozenset(
        {
            "default",
            "identifier",
            "private_property_identifier",
            "property_identifier",
            "shorthand_property_identifier",
            "shorthand_property_identifier_pattern",
            "type_identifier",
        }
    )
    functions_are = scopes.FUNCTIONS
    classes_are = scopes.CLASSES
    loops_are = frozenset({"do_statement", "for_in_statement", "for_statement", "while_statement"})
    branches_are = loops_are | {
        "augmented_assignment_expression",
        "binary_expression",
        "catch_clause",
        "else_clause",
        "if_statement",
        "switch_case",
        "switch_default",
        "ternary_expression",
        "try_statement",
    }
    transparent = scopes.TRANSPARENT
    methods = {"push": BindingKind.APPEND, "unshift": BindingKind.APPEND}
    setters = frozenset({"append", "set", "setHeader", "setRequestHeader"})
    reached = frozenset({"condition", "initializer", "left"})

    def __init__(
        self, path: str, data: bytes, first_line: int = 1, grammar: Grammar | None = None
    ) -> None:
        self._expressions = Expressions(self)
        self._assignments = Assignments(self)
        self._results = Results(self)
        super().__init__(path, data, grammar or _grammar(), first_line)

    def conversions(self) -> Mapping[str, Convert]:
        """Node type → conversion."""
        return {
            "identifier": self.name,
            "property_identifier": self.name,
            "shorthand_property_identifier": self.name,
            "shorthand_property_identifier_pattern": self.name,
            "type_identifier": self.name,
            "this": lambda node, _: Name("self", self.line(node)),
            "super": lambda node, _: Name("super", self.line(node)),
            "undefined": lambda node, _: Null(self.line(node)),
            "null": lambda node, _: Null(self.line(node)),
            "true": lambda node, _: Flag(True, self.line(node)),
            "false": lambda node, _: Flag(False, self.line(node)),
            "member_expression": self.member,
            "subscript_expression": self.index,
            **self._expressions.conversions(),
        }

    def member_parts(self, node: Node) -> tuple[Node, Node] | None:
        """Object and name of a member access, optional or not."""
        if node.type != "member_expression":
            return None
        of, name = node.child_by_field_name("object"), node.child_by_field_name("property")
        return (of, name) if of is not None and name is not None else None

    def index_parts(self, node: Node) -> tuple[Node, Node] | None:
        """Object and key of a subscript."""
        if node.type != "subscript_expression":
            return None
        of, key = node.child_by_field_name("object"), node.child_by_field_name("index")
        return (of, key) if of is not None and key is not None else None

    def call_with(self, callee: Node) -> Node | None:
        """The call, `new` or tagged template of this callee."""
        outer = callee.parent
        if outer is not None and outer.type == "await_expression":
            # The grammar reads `await f<T>(x)` as a call of `await f`.
            callee, outer = outer, outer.parent
        if outer is None or outer.type not in ("call_expression", "new_expression"):
            return None
        function = outer.child_by_field_name("function") or outer.child_by_field_name("constructor")
        return outer if function is not None and function.id == callee.id else None

    def invocation(self, node: Node, level: int) -> Invoke:
        """A call with its arguments."""
        return self._expressions.invocation(node, level)

    def assigned(self, target: Node) -> Assigned | None:
        """Declarations, assignments, destructuring, loops, fields, exports, `Object.assign`."""
        return self._assignments.assigned(target)

    def result_of(self, call: Node) -> Result:
        """Through `await`, `.then` and brackets to the variable or loop that takes it."""
        return self._results.result_of(call)

    def is_statement(self, call: Node) -> bool:
        """An expression statement, awaited or not."""
        outer = call.parent
        while outer is not None and outer.type in ("await_expression", "parenthesized_expression"):
            outer = outer.parent
        return outer is not None and outer.type == "expression_statement"

    def opened_by(self, name: Node) -> Node | None:
        """Also functions that a variable, a key, a field or an export holds."""
        return scopes.opened_by(name)

    def make_scope(self, node: Node, parent: Scope) -> Scope:
        """A function's or class's scope."""
        is_class = node.type in scopes.CLASSES
        return Scope(
            ScopeKind.CLASS if is_class else ScopeKind.FUNCTION,
            scopes.own_name(node),
            parent,
            self.line(node),
            node.end_point.row + self._first_line,
            params=() if is_class else tuple(scopes.params(node, self.expr)),
            is_async=any(child.type == "async" for child in node.children),
            decorators=tuple(scopes.decorators(node)),
            bases=tuple(scopes.bases(node)) if is_class else (),
            node=node,
        )

    def read_imports(self) -> Iterator[tuple[str | None, Imported]]:
        """`import`, `export … from`, `require(…)`, `import(…)`, wherever they stand."""
        for word in (b"import", b"export"):
            for statement in self.nodes_of(word, _IMPORTS):
                yield from imports.imports_of(statement)
        for word in (b"import", b"require"):
            for call in self.nodes_of(word, _CALLS):
                yield from imports.loads(call)

    def returned(self, function: Node) -> Iterator[Node]:
        """Values of `return`; an arrow function's expression."""
        body = function.child_by_field_name("body")
        if body is not None and function.type == "arrow_function" and body.type not in _BLOCKS:
            yield body
            return
        waiting = [body] if body is not None else []
        while waiting:
            node = waiting.pop()
            if node.type == "return_statement":
                yield from node.named_children[:1]
            elif node.type not in self.functions_are | self.classes_are:
                waiting.extend(reversed([child for child in node.named_children if _holds(child)]))

    def declared(self, class_scope: Scope) -> tuple[Binding, ...]:
        """Fields in the class's body and parameter properties, as `self.field`."""
        body = getattr(class_scope.node, "child_by_field_name", lambda _: None)("body")
        found = []
        for member in body.named_children if body is not None else ():
            put = self._assignments.declared(member) if member.type in scopes.FIELDS else None
            bound = self._bound_as(put, put.name, put.kind, None) if put is not None else None
            found.extend([bound] if bound is not None else [])
        return tuple(found)

    def reads(self, name: str) -> tuple[Read, ...]:
        """Members read off a variable, by chains and by taking it apart."""
        return tuple(self._results.reads(name))

    def chains(self, name: str) -> tuple[Read, ...]:
        """Members read off a variable by chains alone."""
        return super().reads(name)

    def named(self, name: str) -> tuple[Node, ...]:
        """The identifiers of that name."""
        return self._named(name)

    def around(self, name: Node) -> Node:
        """The chain of members and indexes that a name begins or ends."""
        return self._around(name)

    def _named(self, name: str) -> tuple[Node, ...]:
        if name == "default" and name not in self._found:
            self._found[name] = (*super()._named("default"), *super()._named("exports"))
        return super()._named(name)


_BLOCKS = frozenset({"statement_block"})


def _holds(node: Node) -> bool:
    """Whether a `return` of the same function may be inside."""
    words = ("statement", "block", "clause", "switch")
    return any(word in node.type for word in words)


def _grammar() -> Grammar:
    return Grammar(tree_sitter_javascript.language())
