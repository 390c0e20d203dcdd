"""PHP's curl functions: options that are set one by one on a handle, as one request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from migrate_check.inventory.neutral import (
    Argument,
    Entry,
    Expr,
    Invoke,
    Items,
    Name,
    Record,
    Template,
    Text,
)
from migrate_check.inventory.paths import dotted
from migrate_check.inventory.readers.strings import join

CURL_NAMES = frozenset({"curl_init", "curl_setopt", "curl_setopt_array"})
_OPTIONS = {
    "CURLOPT_URL": "url",
    "CURLOPT_POSTFIELDS": "body",
    "CURLOPT_HTTPHEADER": "headers",
    "CURLOPT_TIMEOUT": "timeout",
}


def options_of(
    handle: str | None, steps: Iterable[tuple[str, str | None, Invoke]]
) -> Iterator[Argument]:
    """The request's arguments. `steps`: name, variable that takes the result, and call."""
    for name, bound_to, call in steps:
        values = [arg.value for arg in call.args]
        if name == "curl_init" and bound_to == handle and values:
            yield Argument("url", values[0])
        elif values and dotted(values[0]) == handle:
            yield from _set(name, values)


def _set(name: str, values: list[Expr]) -> Iterator[Argument]:
    if name == "curl_setopt" and len(values) == 3:
        yield from _option(values[1], values[2])
    elif name == "curl_setopt_array" and isinstance(values[-1], Record):
        for entry in values[-1].entries:
            if entry.key is not None:
                yield from _option(entry.key, entry.value)


def _option(key: Expr, value: Expr) -> Iterator[Argument]:
    name = _OPTIONS.get(key.name) if isinstance(key, Name) else None
    if name is not None:
        yield Argument(name, _headers(value) if name == "headers" else value)


def _headers(value: Expr) -> Expr:
    """`["Authorization: Bearer x"]` as a record."""
    if not isinstance(value, Items):
        return value
    found = [entry for item in value.items if (entry := _header(item)) is not None]
    return Record(tuple(found), value.line)


def _header(item: Expr) -> Entry | None:
    parts = item.parts if isinstance(item, Template) else (item,)
    first = parts[0] if parts else item
    if not isinstance(first, Text) or ":" not in first.value:
        return None
    name, _, rest = first.value.partition(":")
    value = join((Text(rest.lstrip(), first.line), *parts[1:]), first.line)
    return Entry(Text(name.strip(), first.line), value)
