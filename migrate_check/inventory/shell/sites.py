"""Calls of LLMs in shell scripts as call sites."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Protocol

from migrate_check.domain.call_site import (
    UNKNOWN_ROUTE,
    Caller,
    CallSite,
    Fact,
    RequestField,
    Wrapper,
)
from migrate_check.inventory.endpoints import (
    is_distinctive,
    provider_of_host,
    route_of_path,
    split_url,
)
from migrate_check.inventory.settings.names import names_llm
from migrate_check.inventory.shell.body import (
    NOT_NAMED,
    NOT_SEEN,
    ReadText,
    body_of,
    model_of,
    streaming_of,
)
from migrate_check.inventory.shell.client_facts import (
    base_of,
    client_of,
    extra_headers,
    header_parts,
    reduced,
)
from migrate_check.inventory.shell.requests import HttpRequest, request_of
from migrate_check.inventory.shell.script import Command, Script
from migrate_check.inventory.shell.values import Value
from migrate_check.inventory.source_file import EnvValue, SourceFile


class TextFiles(Protocol):
    """Files of the tree, whatever they are written in."""

    def text(self, path: str) -> str | None:
        """A small file's text by its path relative to the root; None: none, or too large."""
        ...


def shell_sites(
    pieces: Iterable[SourceFile], environment: Mapping[str, EnvValue], tree: TextFiles
) -> list[CallSite]:
    """The sites of all pieces, each a script of its own."""
    return [site for piece in pieces for site in _sites(piece, environment, tree)]


def _sites(
    piece: SourceFile, environment: Mapping[str, EnvValue], tree: TextFiles
) -> Iterator[CallSite]:
    folder = posixpath.dirname(piece.file)

    def read_text(name: str) -> str | None:
        return tree.text(posixpath.normpath(posixpath.join(folder, name))) or tree.text(name)

    commands = [*Script(piece, environment, read_text).commands()]
    for command in commands:
        request = request_of(command)
        url = request.url if request is not None else None
        if request is not None and url is not None and (route := _route(url)) is not None:
            site = _site((piece, command, request, url), route, read_text)
            if site.route not in _SHARED_PATHS or _is_llm(site, request, url):
                yield _wrapped(site, command, commands)


_SHARED_PATHS = frozenset({"anthropic-messages", "embeddings", "openai-responses"})
"""Routes whose last word others have in their paths, too."""


def _is_llm(site: CallSite, request: HttpRequest, url: Value) -> bool:
    """Whether host, variable, headers or body say so, and not the path alone."""
    headers = {name for name, _ in map(header_parts, request.headers)}
    return (
        provider_of_host(split_url(reduced(url.text))[0]) is not None
        or any(map(names_llm, base_of(url).env))
        or any(name.startswith(("anthropic-", "openai-")) for name in headers)
        or site.model.origin not in (NOT_NAMED, NOT_SEEN)
    )


def _route(url: Value) -> str | None:
    """None: nothing shows that an LLM is called."""
    host, path = split_url(reduced(url.text))
    # Of a base that is not seen, the usual end.
    below_v1 = route_of_path(f"/v1{path}") if host == "VALUE" else None
    route = route_of_path(path) or below_v1
    if provider_of_host(host) is not None:
        return route or (UNKNOWN_ROUTE if path.rstrip("/").endswith("VALUE") else None)
    if route is not None and (is_distinctive(path) or any(map(names_llm, base_of(url).env))):
        return route
    return None


def _site(
    call: tuple[SourceFile, Command, HttpRequest, Value], route: str, read_text: ReadText
) -> CallSite:
    piece, command, request, url = call
    body = body_of(command, request, route, read_text)
    fields = body.fields | {found.name: found for found in _header_fields(request)}
    return CallSite(
        path=piece.path,
        line=request.line,
        language=piece.language,
        sdk="curl",
        call=f"{request.program} {_shown(url)}",
        route=route,
        model=model_of(body, url, route),
        fields=tuple(fields[name] for name in sorted(fields)),
        fields_known=not body.not_known,
        streaming=streaming_of(body, url, route),
        is_async=False,
        client=client_of(request, url, f"{piece.path}:{request.line}"),
        not_known=tuple(dict.fromkeys(body.not_known)),
    )


def _header_fields(request: HttpRequest) -> Iterator[RequestField]:
    for name, value in extra_headers(request):
        written = json.dumps(value.text) if value.known else None
        usable = written if written is not None and len(written) <= 80 else None
        yield RequestField(f"header:{name}", usable, value.certainty, request.line)


def _shown(url: Value) -> str:
    """The URL for people, without its query, which may hold a key."""
    text = re.sub(r"[?].*$", "", url.shown())
    return re.sub(r"(://)[^/@\s]*@", r"\1", text)[:120]


def _wrapped(site: CallSite, command: Command, commands: list[Command]) -> CallSite:
    """With the callers of the function around it, where its arguments decide the request."""
    takes_arguments = any(
        name.isdigit() or name == "@" for word in command.words for name in word.references
    )
    if command.function is None or not takes_arguments:
        return site
    position = _argument(site.model)
    callers = tuple(
        Caller(site.path, other.lines[0], _passed(other, position))
        for other in commands
        if other.words and other.words[0].text == command.function
    )
    return replace(site, wrapper=Wrapper(command.function, callers))


def _argument(model: Fact) -> int | None:
    found = re.fullmatch(r"argument \$(\d)", model.origin)
    return int(found[1]) if found and model.value is None else None


def _passed(command: Command, position: int | None) -> Fact | None:
    if position is None or position >= len(command.words):
        return None
    return command.words[position].fact()
