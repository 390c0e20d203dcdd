"""Python as a `Module`; also files that only an older or newer Python could run."""

from __future__ import annotations

from collections.abc import Iterator

import tree_sitter_python
from tree_sitter import Language as Grammar
from tree_sitter import Node

from migrate_check.domain.call_site import Language
from migrate_check.inventory.neutral import (
    Argument,
    Binding,
    BindingKind,
    Expr,
    Imported,
    Index,
    Invoke,
    Items,
    Number,
    Param,
    Scope,
    ScopeKind,
)
from migrate_check.inventory.readers.python_expressions import PythonExpressions
from migrate_check.inventory.readers.tree_module import Assigned, Result

_GRAMMAR = Grammar(tree_sitter_python.language())
_IMPORTS = frozenset({"import_statement", "import_from_statement", "future_import_statement"})
_OPEN_ENDED = {"list_splat": 1, "dictionary_splat": 2}
_REST = {"list_splat_pattern": 1, "dictionary_splat_pattern": 2}


class PythonModule(PythonExpressions):
    """A Python file."""

    speaks = Language.PYTHON
    functions_are = frozenset({"function_definition", "lambda"})
    classes_are = frozenset({"class_definition"})
    loops_are = frozenset(
        {"for_statement", "while_statement", "list_comprehension", "generator_expression"}
    )
    branches_are = loops_are | {
        "boolean_operator",
        "conditional_expression",
        "if_statement",
        "elif_clause",
        "else_clause",
        "try_statement",
        "except_clause",
        "match_statement",
    }
    methods = {
        "update": BindingKind.MERGE,
        "append": BindingKind.APPEND,
        "extend": BindingKind.MERGE,
    }
    takers = frozenset({"pop"})

    def __init__(self, path: str, data: bytes, first_line: int = 1) -> None:
        super().__init__(path, data, _GRAMMAR, first_line)

    def member_parts(self, node: Node) -> tuple[Node, Node] | None:
        """Object and name of an attribute."""
        if node.type != "attribute":
            return None
        of, name = node.child_by_field_name("object"), node.child_by_field_name("attribute")
        return (of, name) if of is not None and name is not None else None

    def index_parts(self, node: Node) -> tuple[Node, Node] | None:
        """Object and key of a subscript with one key."""
        if node.type != "subscript":
            return None
        of, key = node.child_by_field_name("value"), node.child_by_field_name("subscript")
        return (of, key) if of is not None and key is not None else None

    def call_with(self, callee: Node) -> Node | None:
        """The call of this callee."""
        outer = callee.parent
        if outer is None or outer.type != "call":
            return None
        function = outer.child_by_field_name("function")
        return outer if function is not None and function.id == callee.id else None

    def invocation(self, node: Node, level: int) -> Invoke:
        """A call with its arguments."""
        function = node.child_by_field_name("function")
        arguments = node.child_by_field_name("arguments")
        callee = self.expr(function, level) if function is not None else self.opaque(node)
        return Invoke(callee, tuple(self._arguments(arguments, level)), _line_of(callee))

    def assigned(self, target: Node) -> Assigned | None:
        """Assignments, walrus, `with … as`, loops and augmented assignments."""
        outer = target.parent
        if outer is None:
            return None
        if outer.type in ("assignment", "augmented_assignment", "named_expression"):
            return self._assignment(target, outer)
        if outer.type == "as_pattern_target":
            return self._as(outer)
        if outer.type in ("for_statement", "for_in_clause"):
            return self._loop(target, outer)
        if outer.type in ("pattern_list", "tuple_pattern"):
            return self._unpacked(target, outer)
        return None

    def result_of(self, call: Node) -> Result:
        """Through `await` and brackets to the variable or loop that takes the result."""
        node, awaited = call, False
        while (outer := node.parent) is not None:
            if outer.type == "await":
                awaited = True
            elif outer.type not in ("parenthesized_expression", "conditional_expression"):
                break
            node = outer
        if outer is None:
            return Result(awaited)
        if outer.type in ("for_statement", "for_in_clause"):
            return Result(awaited, self._loop_variable(outer, node), self._loops_over(outer, node))
        return Result(awaited, self._taker(outer, node))

    def is_statement(self, call: Node) -> bool:
        """An expression statement, awaited or not."""
        outer = call.parent
        if outer is not None and outer.type == "await":
            outer = outer.parent
        return outer is not None and outer.type == "expression_statement"

    def make_scope(self, node: Node, parent: Scope) -> Scope:
        """A function's or class's scope."""
        name = node.child_by_field_name("name")
        return Scope(
            ScopeKind.CLASS if node.type == "class_definition" else ScopeKind.FUNCTION,
            self.text(name) if name is not None else "",
            parent,
            self.line(node),
            node.end_point.row + self._first_line,
            params=tuple(self._params(node.child_by_field_name("parameters"))),
            is_async=node.child_count > 0 and node.children[0].type == "async",
            decorators=tuple(self._decorators(node)),
            bases=tuple(self._bases(node)),
            node=node,
        )

    def read_imports(self) -> Iterator[tuple[str | None, Imported]]:
        """`import a.b as c`, `from a import b as c`, wherever they stand."""
        for word in (b"import", b"from"):
            for node in self.nodes_of(word, _IMPORTS):
                yield from self._import(node)

    def returned(self, function: Node) -> Iterator[Node]:
        """Values of `return`; a lambda's body."""
        body = function.child_by_field_name("body")
        if body is None:
            return
        if function.type == "lambda":
            yield body
            return
        waiting = [body]
        while waiting:
            node = waiting.pop()
            if node.type == "return_statement" and node.named_child_count:
                yield node.named_children[0]
            elif node.type not in self.functions_are | self.classes_are:
                waiting.extend(
                    child
                    for child in node.named_children
                    if "block" in child.type or "statement" in child.type or "clause" in child.type
                )

    def declared(self, class_scope: Scope) -> tuple[Binding, ...]:
        """`name: type = value` in the class's body, by its bare name."""
        body = getattr(class_scope.node, "child_by_field_name", lambda _: None)("body")
        found = []
        for statement in body.named_children if body is not None else ():
            inner = statement.named_children[:1]
            if statement.type == "expression_statement" and inner[0].type == "assignment":
                left = inner[0].child_by_field_name("left")
                bound = self._binding(left) if left is not None else None
                found.extend([bound] if bound is not None else [])
        return tuple(found)

    def _arguments(self, node: Node | None, level: int) -> Iterator[Argument]:
        for child in node.named_children if node is not None else ():
            if child.type == "keyword_argument":
                name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
                if name is not None and value is not None:
                    yield Argument(self.text(name), self.expr(value, level))
            elif child.type in _OPEN_ENDED:
                inner = self.expr(child.named_children[0], level)
                yield Argument(None, inner, _OPEN_ENDED[child.type])
            elif child.type != "comment":
                yield Argument(None, self.expr(child, level))

    def _assignment(self, target: Node, outer: Node) -> Assigned | None:
        left = outer.child_by_field_name("left") or outer.child_by_field_name("name")
        right = outer.child_by_field_name("right") or outer.child_by_field_name("value")
        declared = outer.child_by_field_name("type")
        if left is None or left.id != target.id:
            return None
        type_name = self.text(declared).strip("\"'") if declared is not None else None
        if right is None:
            return Assigned(BindingKind.SET, self.opaque(outer), outer, type_name)
        while right.type == "assignment":  # a = b = value
            inner = right.child_by_field_name("right")
            if inner is None:
                break
            right = inner
        kind = BindingKind.SET
        if outer.type == "augmented_assignment":
            kind = self._augmented(right)
        return Assigned(kind, self.expr(right), outer, type_name)

    def _augmented(self, right: Node) -> BindingKind:
        return BindingKind.APPEND if right.type in ("list", "tuple") else BindingKind.MERGE

    def _as(self, pattern_target: Node) -> Assigned | None:
        pattern = pattern_target.parent
        if pattern is None or not pattern.named_child_count:
            return None
        return Assigned(BindingKind.SET, self.expr(pattern.named_children[0]), pattern)

    def _loop(self, target: Node, outer: Node) -> Assigned | None:
        left, right = outer.child_by_field_name("left"), outer.child_by_field_name("right")
        if left is None or right is None or left.id != target.id:
            return None
        return Assigned(BindingKind.EACH, self.expr(right), outer)

    def _unpacked(self, target: Node, pattern: Node) -> Assigned | None:
        """`a, b = x, y` by position; of anything else only that it is set."""
        outer = self.assigned(pattern)
        if outer is None:
            return None
        place = [child.id for child in pattern.named_children].index(target.id)
        value = outer.value
        if isinstance(value, Items) and place < len(value.items) and outer.kind is BindingKind.SET:
            return Assigned(outer.kind, value.items[place], outer.statement)
        part = Index(value, Number(str(place), self.line(target)), self.line(target))
        return Assigned(outer.kind, part, outer.statement)

    def _taker(self, outer: Node, value: Node) -> str | None:
        """The variable that an assignment or `with` puts the value into."""
        if outer.type == "assignment" or outer.type == "named_expression":
            left = outer.child_by_field_name("left") or outer.child_by_field_name("name")
            return self.text(left) if left is not None and left.id != value.id else None
        if outer.type == "as_pattern":
            alias = outer.child_by_field_name("alias")
            return self.text(alias) if alias is not None else None
        return None

    def _loops_over(self, loop: Node, value: Node) -> bool:
        right = loop.child_by_field_name("right")
        return right is not None and right.id == value.id

    def _loop_variable(self, loop: Node, value: Node) -> str | None:
        left = loop.child_by_field_name("left")
        return self.text(left) if left is not None and self._loops_over(loop, value) else None

    def _params(self, node: Node | None) -> Iterator[Param]:
        for child in node.named_children if node is not None else ():
            found = self._param(child)
            if found is not None:
                yield found

    def _param(self, node: Node) -> Param | None:
        declared = node.child_by_field_name("type")
        default = node.child_by_field_name("value")
        name = node.child_by_field_name("name") or node
        if node.type == "typed_parameter":
            name = node.named_children[0]
        rest = _REST.get(name.type, 0)
        if rest:
            name = name.named_children[0] if name.named_child_count else name
        if name.type != "identifier":
            return None
        return Param(
            self.text(name),
            self.expr(default) if default is not None else None,
            self.text(declared).strip("\"'") if declared is not None else None,
            rest,
        )

    def _decorators(self, node: Node) -> Iterator[str]:
        outer = node.parent
        for child in outer.named_children if outer and outer.type == "decorated_definition" else ():
            if child.type == "decorator":
                yield self.text(child).removeprefix("@").partition("(")[0].strip()

    def _bases(self, node: Node) -> Iterator[str]:
        bases = node.child_by_field_name("superclasses")
        for child in bases.named_children if bases is not None else ():
            if child.type in ("identifier", "attribute"):
                yield self.text(child)

    def _import(self, node: Node) -> Iterator[tuple[str | None, Imported]]:
        module = node.child_by_field_name("module_name")
        for child in node.children_by_field_name("name"):
            name = child.child_by_field_name("name") or child
            alias = child.child_by_field_name("alias")
            full = self.text(name)
            if module is not None:
                yield self.text(alias or name), Imported(self.text(module), full)
            elif alias is not None:
                yield self.text(alias), Imported(full)
            else:
                # `import a.b` binds `a`; what it makes known is `a.b`.
                yield full.partition(".")[0], Imported(full.partition(".")[0])
                yield None, Imported(full)
        if module is not None and any(c.type == "wildcard_import" for c in node.named_children):
            yield None, Imported(self.text(module))


def _line_of(callee: Expr) -> int:
    return callee.line
