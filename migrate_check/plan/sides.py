"""One side of the configuration file to an Endpoint."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from migrate_check.documents.document import Document
from migrate_check.domain.errors import ConfigError
from migrate_check.domain.exchange import Headers, Side
from migrate_check.domain.plan import Endpoint, Price
from migrate_check.domain.profile import Profile
from migrate_check.domain.scenario import Route
from migrate_check.plan.base_url import normal_base_url
from migrate_check.plan.config_file import SideEntry
from migrate_check.plan.environment import key_variable, variables_in, without_variables
from migrate_check.plan.header_lines import line_problem, names_credential
from migrate_check.plan.option_names import option_name
from migrate_check.plan.urls import usual_path
from migrate_check.profiles.load import is_path, load_profile, profile_for_url
from migrate_check.profiles.starting import default_base_url

_AUTH_SCHEME = re.compile(r"\s*(bearer|basic|token)?\s*\Z", re.IGNORECASE)


def endpoint_of(
    side: Side,
    entry: SideEntry,
    models: Mapping[Route, str],
    document: Document,
    folder: Path,
) -> Endpoint:
    """The side with its profile's defaults filled in. Raises the document's error class.

    `folder` is what a profile's path in the file is relative to.
    """
    named = named_profile(side, entry, document, folder)
    base_url = _base_url(side, entry, document, named)
    profile = named or profile_for_url(base_url)
    return Endpoint(
        side=side,
        profile=_reference(side, entry, document, folder) or profile.name,
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


def named_profile(side: Side, entry: SideEntry, document: Document, folder: Path) -> Profile | None:
    """The profile that the side names. Raises ConfigError, a path's with the file's own line."""
    reference = _reference(side, entry, document, folder)
    if reference is None:
        return None
    try:
        return load_profile(reference)
    except ConfigError as problem:
        if is_path(reference):
            raise
        raise document.fail((side.value, "profile"), str(problem)) from None


def _reference(side: Side, entry: SideEntry, document: Document, folder: Path) -> str | None:
    """The profile as given; a path in the file is relative to the file."""
    path = (side.value, "profile")
    if (
        entry.profile is None
        or not is_path(entry.profile)
        or document.place(path).startswith("option ")
    ):
        return entry.profile
    located = str(folder / entry.profile)
    return located if is_path(located) else f"./{located}"


def _base_url(side: Side, entry: SideEntry, document: Document, profile: Profile | None) -> str:
    given = entry.base_url or (default_base_url(profile) if profile else None)
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


def _documented_paths(profile: Profile, base_url: str) -> Mapping[Route, str]:
    """Full paths where the usual join does not lead to the documented one."""
    if base_url != default_base_url(profile):
        return {}
    documented = {
        route: claim.path for route in Route if (claim := profile.routes.get(route.value))
    }
    return {
        route: path
        for route, path in documented.items()
        if path and path != usual_path(base_url, route)
    }


def _paths(side: Side, entry: SideEntry, document: Document) -> dict[Route, str]:
    for route, path in entry.paths.items():
        if not re.fullmatch(r"/[^\s?#]*", path):
            message = (
                f"{side.value}.paths: {route.value}: expected a path from the root, such as /v1/…"
            )
            raise document.fail((side.value, "paths", route.value), message)
    return entry.paths
