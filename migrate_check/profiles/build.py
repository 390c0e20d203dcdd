"""A checked profile file to a Profile: what it says, on top of what it extends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import TypeVar

from migrate_check.documents.document import Document, KeyPath
from migrate_check.domain.profile import (
    BaseUrl,
    Basis,
    Claim,
    Extension,
    Pitfall,
    Profile,
    Retirement,
)
from migrate_check.profiles.grounds import Entry, Grounds, texts
from migrate_check.profiles.routes import Routes, known_route

T = TypeVar("T", Pitfall, Claim)

REQUEST_ID = "request-id-header:"
"""In front of a header's name: the id of the claim that answers have it."""


def empty_profile(name: str) -> Profile:
    """What a file that extends nothing starts from."""
    return Profile(
        name=name,
        title=name,
        kind="gateway",
        verified=True,
        base_urls=(),
        key_env=None,
        price_provider=None,
        request_id_headers=(),
        routes={},
    )


def build(document: Document, base: Profile, generation: str | None) -> Profile:
    """The profile that the document describes. `base`: what it extends, or an empty profile.

    The document must fit the grammar. Raises its error class for what the grammar cannot see:
    unknown sources, routes and generations, and fields with two fates.
    """
    file = _mapping(document)
    grounds = Grounds(document, file.get("sources") or {}).within(file)
    known = generations_of(document)
    chosen = generation or next(iter(known), None)
    own = replace(
        base,
        name=file.get("name") or base.name,
        title=file.get("title") or base.title,
        kind=file.get("kind") or base.kind,
        verified=base.verified if file.get("verified") is None else file["verified"],
        price_provider=file.get("price_provider") or base.price_provider,
        generation=chosen,
        generations=known,
    )
    own = overlaid(own, file, (), grounds)
    entry: Entry | None = (file.get("generations") or {}).get(chosen)
    if entry is None:
        return own
    return overlaid(own, entry, ("generations", str(chosen)), grounds.within(entry))


def generations_of(document: Document) -> tuple[str, ...]:
    """All generations that the file describes, its own first."""
    file = _mapping(document)
    own = (file["generation"],) if file.get("generation") else ()
    return (*own, *(file.get("generations") or {}))


def _mapping(document: Document) -> Entry:
    return document.value if isinstance(document.value, dict) else {}


def overlaid(below: Profile, body: Entry, path: KeyPath, grounds: Grounds) -> Profile:
    """The profile below with what the body says in its place."""
    headers = dict(_named(body, "request_id_headers", path, grounds))
    claims = (*_header_claims(headers), *_claims(body, path, grounds))
    return replace(
        below,
        key_env=body.get("key_env") or below.key_env,
        base_urls=_base_urls(below, body, path, grounds),
        request_id_headers=tuple(headers) or below.request_id_headers,
        routes=Routes(grounds).overlaid(below.routes, body, path),
        unlisted_routes=_unlisted_routes(body, path, grounds) or below.unlisted_routes,
        response_fields={
            **below.response_fields,
            **dict(_named(body, "response_fields", path, grounds)),
        },
        own_response_fields={
            **below.own_response_fields,
            **dict(_named(body, "own_response_fields", path, grounds)),
        },
        extensions=(*below.extensions, *_extensions(body, path, grounds)),
        pitfalls=_by_id(below.pitfalls, tuple(_pitfalls(body, path, grounds))),
        claims=_by_id(_kept_claims(below, headers), claims),
        retirements={**below.retirements, **_retirements(body, path, grounds)},
        unknown=(*below.unknown, *(body.get("unknown") or ())),
    )


def _base_urls(below: Profile, body: Entry, path: KeyPath, grounds: Grounds) -> tuple[BaseUrl, ...]:
    urls = {base.client: base for base in below.base_urls}
    for client, entry in (body.get("base_urls") or {}).items():
        basis = grounds.basis(entry, (*path, "base_urls", client))
        urls[client] = BaseUrl(client, entry.get("url"), basis, entry.get("path_prefix"))
    return tuple(urls.values())


def _unlisted_routes(body: Entry, path: KeyPath, grounds: Grounds) -> Basis | None:
    entry = body.get("unlisted_routes")
    return None if entry is None else grounds.basis(entry, (*path, "unlisted_routes"))


def _named(
    body: Entry, section: str, path: KeyPath, grounds: Grounds
) -> Iterator[tuple[str, Basis]]:
    for index, entry in enumerate(body.get(section) or ()):
        found: Entry = {"name": entry} if isinstance(entry, str) else entry
        basis = grounds.basis(found, (*path, section, index))
        for name in texts(found["name"]):
            yield name, basis


def _header_claims(headers: Mapping[str, Basis]) -> Iterator[Claim]:
    for name, basis in headers.items():
        yield Claim(f"{REQUEST_ID}{name}", f"Answers carry the header `{name}`.", basis)


def _kept_claims(below: Profile, headers: Mapping[str, Basis]) -> tuple[Claim, ...]:
    """Headers are named all or none, so the claims about those below go with them."""
    if not headers:
        return below.claims
    return tuple(claim for claim in below.claims if not claim.id.startswith(REQUEST_ID))


def _claims(body: Entry, path: KeyPath, grounds: Grounds) -> Iterator[Claim]:
    for index, entry in enumerate(body.get("claims") or ()):
        basis = grounds.basis(entry, (*path, "claims", index))
        yield Claim(entry["id"], entry["text"], basis)


def _pitfalls(body: Entry, path: KeyPath, grounds: Grounds) -> Iterator[Pitfall]:
    for index, entry in enumerate(body.get("pitfalls") or ()):
        place = (*path, "pitfalls", index)
        routes = tuple(entry.get("routes") or ())
        for at, route in enumerate(routes):
            known_route(route, grounds.document, (*place, "routes", at))
        basis = grounds.basis(entry, place)
        yield Pitfall(entry["id"], entry["text"], basis, routes, entry.get("phase") or 1)


def _extensions(body: Entry, path: KeyPath, grounds: Grounds) -> Iterator[Extension]:
    for index, entry in enumerate(body.get("extensions") or ()):
        basis = grounds.basis(entry, (*path, "extensions", index))
        yield Extension(entry["kind"], entry["pattern"], entry["about"], basis)


def _retirements(body: Entry, path: KeyPath, grounds: Grounds) -> dict[str, Retirement]:
    """Model id → its end. Raises the document's error where one body names a model twice."""
    found: dict[str, Retirement] = {}
    for index, entry in enumerate(body.get("retirements") or ()):
        place = (*path, "retirements", index)
        basis = grounds.basis(entry, place)
        day = date.fromisoformat(entry["on"])
        for model in map(str.lower, texts(entry["models"])):
            if model in found:
                raise grounds.document.fail((*place, "models"), f"{model} is retired twice")
            found[model] = Retirement(model, day, entry.get("instead"), basis)
    return found


def _by_id(below: Iterable[T], own: Iterable[T]) -> tuple[T, ...]:
    """What is said later of an id takes the place of what was said before."""
    merged: dict[str, T] = {}
    for one in chain(below, own):
        merged[one.id] = one
    return tuple(merged.values())
