"""A parsed page, for structure assertions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"meta", "br", "img", "link", "input", "hr", "base"})


@dataclass
class Node:
    tag: str
    attributes: dict[str, str | None]
    children: list[Node | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    def find(self, tag: str, **wanted: str) -> Iterator[Node]:
        """Descendants in document order; `class_` and other attributes must agree."""
        attributes = {key.rstrip("_"): value for key, value in wanted.items()}
        for child in self.children:
            if isinstance(child, Node):
                if child.tag == tag and all(
                    value in (child.attributes.get(key) or "").split()
                    for key, value in attributes.items()
                ):
                    yield child
                yield from child.find(tag, **wanted)

    def everything(self) -> Iterator[Node]:
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.everything()


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("#document", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attrs))
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Node(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        closed = self.open.pop()
        assert closed.tag == tag, f"<{closed.tag}> is closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(html: str) -> Node:
    """The tree; fails when an element is not closed in order."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert [node.tag for node in builder.open] == ["#document"]
    return builder.root
