"""One side of the configuration file to an Endpoint."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from migrate_check.documents.closest import closest
from migrate_check.documents.document import Document
from migrate_check.domain.exchange import Headers, Side
from migrate_check.domain.plan import Endpoint, Price
from migrate_check.domain.scenario import Route
from migrate_check.plan.base_url import normal_base_url
from migrate_check.plan.config_file import SideEntry
from migrate_check.plan.environment import key_variable, variables_in, without_variables
from migrate_check.plan.header_lines import line_problem, names_credential
from migrate_check.plan.option_names import option_name
from migrate_check.profiles.known import PROFILES, KnownProfile, profile_for_url

_AUTH_SCHEME = re.compile(r"\s*(bearer|basic|token)?\s*\Z", re.IGNORECASE)


def endpoint_of(
    side: Side, entry: SideEntry, models: Mapping[Route, str], document: Document
) -> Endpoint:
    """The side with its profile's defaults filled in. Raises the document's error class."""
    base_url = _base_url(side, entry, document)
    profile = _profile(side, entry, document) or profile_for_url(base_url)
    return Endpoint(
        side=side,
        profile=profile.name,
        base_url=base_url,
        key_env=_key_env(side, entry, document),
        headers=_headers(side, entry, document),
        query=_query(side, entry, document),
        paths={**_documented_paths(profile, base_url), **_paths(side, entry, document)},
        models={route: entry.model_map.get(model, model) for route, model in models.items()},
        prices={
            model: Price(price.input_usd_per_mtok, price.output_usd_per_mtok)
            for model, price in entry.prices.items()
        },
    )


def _profile(side: Side, entry: SideEntry, document: Document) -> KnownProfile | None:
    if entry.profile is None:
        return None
    if entry.profile not in PROFILES:
        message = f"unknown profile {entry.profile!r}; {closest(entry.profile, PROFILES)}"
        raise document.fail((side.value, "profile"), message)
    return PROFILES[entry.profile]


def _base_url(side: Side, entry: SideEntry, document: Document) -> str:
    profile = _profile(side, entry, document)
    given = entry.base_url or (profile.base_url if profile else None)
    if given is None:
        key = f"{side.value}.base_url"
        why = f" (profile {profile.name} documents none)" if profile else ""
        message = f"{key} is missing{why}; write it in the file or give {option_name(key)} URL"
        raise document.fail((side.value,), message)
    return _told(document, (side.value, "base_url"), lambda: normal_base_url(given))


def _told(document: Document, path: tuple[str, ...], work: Callable[[], str]) -> str:
    try:
        return work()
    except ValueError as problem:
        raise document.fail(path, f"{'.'.join(path)}: {problem}") from None


def _key_env(side: Side, entry: SideEntry, document: Document) -> str | None:
    if entry.api_key is None:
        return None
    name = key_variable(entry.api_key)
    if name is None:
        message = (
            f"{side.value}.api_key must name an environment variable, such as "
            "api_key: ${OPENAI_API_KEY}; keys do not belong in files"
        )
        raise document.fail((side.value, "api_key"), message)
    return name


def _headers(side: Side, entry: SideEntry, document: Document) -> Headers:
    for name, value in entry.headers.items():
        problem = _header_problem(name, value)
        if problem:
            path = (side.value, "headers", name)
            raise document.fail(path, f"{side.value}.headers: {name!r} {problem}")
    return tuple(entry.headers.items())


def _header_problem(name: str, value: str) -> str | None:
    if problem := line_problem(name, value):
        return problem
    if "${" in without_variables(value):
        return "has a ${…} that is not the name of a variable"
    if names_credential(name) and not _holds_no_secret(value):
        return "must take its value from the environment, such as ${NAME}"
    return None


def _holds_no_secret(value: str) -> bool:
    """Only variables, and the word that says how to read them, as in `Bearer ${NAME}`."""
    return bool(variables_in(value)) and bool(_AUTH_SCHEME.match(without_variables(value)))


def _query(side: Side, entry: SideEntry, document: Document) -> tuple[tuple[str, str], ...]:
    for name in entry.query:
        if names_credential(name):
            message = (
                f"{side.value}.query: {name!r} would put a key into URLs; use api_key: ${{NAME}}"
            )
            raise document.fail((side.value, "query", name), message)
    return tuple(entry.query.items())


def _documented_paths(profile: KnownProfile, base_url: str) -> Mapping[Route, str]:
    return profile.paths if base_url == profile.base_url else {}


def _paths(side: Side, entry: SideEntry, document: Document) -> dict[Route, str]:
    for route, path in entry.paths.items():
        if not re.fullmatch(r"/[^\s?#]*", path):
            message = (
                f"{side.value}.paths: {route.value}: expected a path from the root, such as /v1/…"
            )
            raise document.fail((side.value, "paths", route.value), message)
    return entry.paths
