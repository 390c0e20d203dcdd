"""A script read from top to bottom: assignments as they come, commands with their words' values."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from tree_sitter import Node

from migrate_check.domain.call_site import Certainty
from migrate_check.inventory.grammars import parse
from migrate_check.inventory.shell.values import COMMAND, DOUBT, Value, defaulted, joined, reference
from migrate_check.inventory.source_file import EnvValue, SourceFile

_DEEPEST = 25
_REDIRECTS = ("file_redirect", "heredoc_redirect", "herestring_redirect", "variable_assignment")
_EXPANSIONS = ("simple_expansion", "expansion", "command_substitution", "arithmetic_expansion")
_CONDITIONAL = ("if_statement", "case_statement", "for_statement", "while_statement", "list")
_QUOTING = {
    "string": ((1, 1), r'\\([$`"\\])'),
    "heredoc_body": ((0, 0), r"\\([$`\\])"),
}
"""Node → length of its quotes at both ends, and what a backslash escapes in it."""
_EXPANSION = re.compile(r"^\$\{!?(\w+)(?:\[[^\]]*\])?(:?[-=+?])?", re.DOTALL)
_ARRAY = re.compile(r"^\"?\$\{(\w+)\[[@*]\]\}\"?$")


@dataclass(frozen=True, slots=True)
class Command:
    """A command with the values of its words, the name first."""

    words: tuple[Value, ...]
    lines: tuple[int, ...]
    """Line of each word in the file."""
    node: Node
    function: str | None
    """The function that it stands in."""
    stdin: Value | None
    """What is piped or written into it, where that is text of the script."""
    background: bool = False


class Script:
    """One piece of shell code."""

    def __init__(
        self,
        source: SourceFile,
        environment: Mapping[str, EnvValue],
        read_text: Callable[[str], str | None],
    ) -> None:
        """`read_text` gives small files of the tree by the name that the script uses."""
        self._source = source
        self._data = source.data
        self._environment = environment
        self._read_text = read_text
        self._variables: dict[str, Value] = {}
        self.functions: dict[str, int] = {}

    def commands(self) -> Iterator[Command]:
        """All commands, innermost included, in order of position."""
        waiting: list[tuple[Node, str | None, bool]] = [(parse("bash", self._data), None, False)]
        while waiting:
            node, function, conditional = waiting.pop()
            if node.type == "function_definition":
                name = node.child_by_field_name("name")
                function = self._source_text(name) if name else None
                self.functions[function or ""] = self._line(node)
            elif node.type == "variable_assignment":
                self._assign(node, conditional)
            elif node.type == "command":
                yield self._command(node, function)
            inside = conditional or node.type in _CONDITIONAL
            waiting += [(child, function, inside) for child in reversed(node.named_children)]

    def _line(self, node: Node) -> int:
        return self._source.line(node.start_point.row)

    def _source_text(self, node: Node) -> str:
        return self._data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def _assign(self, node: Node, conditional: bool) -> None:
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if name is None or value is None:
            return
        key = self._source_text(name).partition("[")[0]
        made = self._array(value) if value.type == "array" else self.evaluate(value)
        line = self._line(value)
        if made.certainty is Certainty.LITERAL:
            origin = f"variable {key}, {self._source.path}:{line}"
            made = replace(made, certainty=Certainty.RESOLVED, origin=origin, parts=())
        written = made.written_at or line
        before = self._variables.get(key)
        if conditional and before is not None and before.text != made.text:
            certainty = max(made.certainty, Certainty.MAYBE, key=DOUBT.index)
            made = replace(made, certainty=certainty, parts=())
        if made.references != (key,):
            self._variables[key] = replace(made, written_at=written)

    def _array(self, node: Node) -> Value:
        words = tuple(word for child in node.named_children for word in self._words(child))
        return replace(joined(list(words) or [Value("")]), words=words)

    def _command(self, node: Node, function: str | None) -> Command:
        words: list[Value] = []
        lines: list[int] = []
        for child in node.named_children:
            if child.type in _REDIRECTS:
                continue
            inner = child.named_children[0] if child.type == "command_name" else child
            made = self._words(inner)
            words += made
            lines += [self._line(child)] * len(made)
        if words and words[0].text == "read":
            self._read_into(words, node)
        return Command(tuple(words), tuple(lines), node, function, self._stdin(node))

    def _read_into(self, words: list[Value], node: Node) -> None:
        """`read -r -d '' BODY <<EOF`."""
        stdin = self._stdin(node)
        if stdin is not None and words[-1].text.isidentifier():
            self._variables[words[-1].text] = stdin

    def _words(self, node: Node) -> list[Value]:
        """One value, or several where an array or an unquoted list of options stands."""
        found = (
            _ARRAY.match(self._source_text(node)) if node.type in ("string", "expansion") else None
        )
        if found:
            return list(self._variables.get(found[1], reference(found[1])).words)
        value = self.evaluate(node)
        if node.type in ("simple_expansion", "expansion") and re.search(r"\s-", f" {value.text}"):
            try:
                return [replace(value, text=word) for word in shlex.split(value.text)]
            except ValueError:
                return [value]
        return [value]

    def evaluate(self, node: Node, depth: int = 0) -> Value:
        """The value of a word, string or expansion."""
        if depth > _DEEPEST:
            return reference(COMMAND)
        text = self._source_text(node)
        if node.type in ("raw_string", "ansi_c_string"):
            return Value(text.removeprefix("$")[1:-1])
        if node.type in _QUOTING:
            quotes, escape = _QUOTING[node.type]
            return self._parts(node, quotes, escape, depth)
        if node.type in _EXPANSIONS:
            return self._expanded(node, text, depth)
        if node.type == "concatenation":
            return joined([self.evaluate(child, depth + 1) for child in node.named_children])
        return Value(re.sub(r"\\\n", "", re.sub(r"\\([^\n])", r"\1", text)))

    def _expanded(self, node: Node, text: str, depth: int) -> Value:
        if node.type == "simple_expansion":
            return self._variable(text.lstrip("$"))
        if node.type == "expansion":
            return self._expansion(node, text, depth)
        inner = node.named_children if node.type == "command_substitution" else []
        return self.output(inner[0], depth + 1) if len(inner) == 1 else reference(COMMAND)

    def _parts(self, node: Node, quotes: tuple[int, int], escape: str, depth: int) -> Value:
        """Literal text between expansions; `quotes` are left out at the ends."""
        parts: list[Value] = []
        at, end = node.start_byte + quotes[0], node.end_byte - quotes[1]
        for child in node.named_children:
            if child.type in _EXPANSIONS:
                parts.append(self._literal(at, child.start_byte, escape))
                parts.append(self.evaluate(child, depth + 1))
                at = child.end_byte
        parts.append(self._literal(at, end, escape))
        return joined(parts)

    def _literal(self, start: int, end: int, escape: str) -> Value:
        text = self._data[start:end].decode("utf-8", "replace")
        return Value(re.sub(escape, r"\1", text.replace("\\\n", "")))

    def _variable(self, name: str) -> Value:
        if name in self._variables:
            return self._variables[name]
        if (value := self._environment.get(name)) is not None:
            origin = f"environment variable {name}, set in {value.origin}"
            return Value(value.value, Certainty.RESOLVED, origin, (name,))
        return reference(name)

    def _expansion(self, node: Node, text: str, depth: int) -> Value:
        found = _EXPANSION.match(text)
        if found is None:
            return reference(COMMAND)
        name, operator = found[1], found[2]
        known = self._variable(name)
        if operator is None or operator[-1] in "?+" or known.certainty is not Certainty.UNKNOWN:
            return known
        rest = [child for child in node.named_children if child.type != "variable_name"]
        parts = [self.evaluate(child, depth + 1) for child in rest]
        if not parts:
            return known
        made = defaulted(name, joined(parts))
        if operator[-1] == "=":
            self._variables[name] = made
        return made

    def output(self, node: Node, depth: int = 0) -> Value:
        """What a command prints, as far as it prints text of the script or of a file."""
        if depth > _DEEPEST:
            return reference(COMMAND)
        if node.type == "redirected_statement":
            body = node.child_by_field_name("body")
            command = self._source_text(body) if body is not None else ""
            text = self._heredoc(node) if command.split(maxsplit=1)[:1] == ["cat"] else None
            return text if text is not None else reference(COMMAND)
        if node.type != "command":
            return reference(COMMAND)
        words = [
            value
            for child in node.named_children
            if child.type not in (*_REDIRECTS, "command_name")
            for value in self._words(child)
        ]
        name_node = node.child_by_field_name("name")
        name = self._source_text(name_node) if name_node is not None else ""
        return self._printed(name, words)

    def _printed(self, name: str, words: list[Value]) -> Value:
        if name == "echo":
            return joined([w for w in words if w.text not in ("-n", "-e", "-ne")] or [Value("")])
        if name == "printf" and words:
            return words[1] if words[0].text in ("%s", "%s\\n") and len(words) > 1 else words[0]
        if name == "cat" and len(words) == 1 and words[0].known:
            text = self._read_text(words[0].text)
            return (
                Value(text, Certainty.RESOLVED, f"file {words[0].text}")
                if text
                else reference(COMMAND)
            )
        if name == "jq":
            return _jq_text(words)
        return reference(COMMAND)

    def _heredoc(self, node: Node) -> Value | None:
        for child in node.named_children:
            if child.type == "heredoc_redirect":
                for inner in child.named_children:
                    if inner.type == "heredoc_body":
                        value = self.evaluate(inner)
                        return replace(value, written_at=self._line(inner))
            if child.type == "herestring_redirect" and child.named_children:
                return self.evaluate(child.named_children[0])
        return None

    def _stdin(self, node: Node) -> Value | None:
        here = self._heredoc(node)
        before = node
        place = node.parent
        for _ in range(4):
            if here is not None or place is None:
                break
            if place.type == "pipeline":
                here = self._piped(place, before)
            elif place.type == "redirected_statement":
                here = self._heredoc(place)
            elif place.type not in ("heredoc_redirect", "negated_command"):
                break
            before, place = place, place.parent
        return here

    def _piped(self, pipeline: Node, command: Node) -> Value | None:
        earlier = [
            child for child in pipeline.named_children if child.start_byte < command.start_byte
        ]
        return self.output(earlier[-1]) if earlier else None


def _jq_text(words: list[Value]) -> Value:
    """The expression of `jq -n --arg name value 'expression'` with its arguments put in."""
    expression: Value | None = None
    given: list[tuple[str, Value, bool]] = []
    index = 0
    while index < len(words):
        text = words[index].text
        if text in ("--arg", "--argjson") and index + 2 < len(words):
            given.append((words[index + 1].text, words[index + 2], text == "--arg"))
            index += 2
        elif not text.startswith("-") and expression is None:
            expression = words[index]
        index += 1
    if expression is None or not any(re.match(r"-\w*n|--null-input", w.text) for w in words):
        return reference(COMMAND)
    arguments = {f"${name}": (value, quoted) for name, value, quoted in given}
    parts: list[Value] = []
    for piece in re.split(r"(\$[A-Za-z_]\w*)", expression.text):
        if piece in arguments:
            value, quoted = arguments[piece]
            parts += [Value('"'), value, Value('"')] if quoted else [value]
        else:
            parts.append(Value(piece))
    return joined(parts)
