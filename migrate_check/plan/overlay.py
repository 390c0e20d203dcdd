"""Options on top of the file: one document in which every value still knows its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from migrate_check.documents.document import Document, KeyPath
from migrate_check.domain.errors import ConfigError
from migrate_check.domain.json_value import Json
from migrate_check.domain.scenario import Route
from migrate_check.plan.environment import is_variable
from migrate_check.plan.option_names import option_name

_SIDES = ("baseline", "candidate")
_PAIRS = {
    **{
        f"{side}.{key}": sign
        for side in _SIDES
        for key, sign in (("headers", ":"), ("query", "="), ("paths", "="), ("model_map", "="))
    },
    "policy.severities": "=",
}
"""Options that are repeated as KEY=VALUE (headers: `Name: value`)."""


def overlay(file: Document, options: Mapping[str, object]) -> Document:
    """The file's values with the options' in their place. Options that are None are not given.

    A key is the dotted name of the configuration; `baseline.api_key` takes the NAME of an
    environment variable. A sequence of `KEY=VALUE` texts stands for a mapping, and is added to
    the file's mapping. Raises ConfigError.
    """
    if not isinstance(file.value, dict | None):
        return file
    # A copy: aliases of the file share one object, and an option must change one place only.
    value = {key: _plain(item) for key, item in (file.value or {}).items()}
    places = dict(file.places)
    for key, given in options.items():
        if given is None or given == () or given == []:
            continue
        path: KeyPath = tuple(key.split("."))
        places = {known: place for known, place in places.items() if known[: len(path)] != path}
        places[path] = f"option {option_name(key)}"
        holder = _holder(value, path)
        holder[key.rpartition(".")[2]] = _option_value(key, given, holder)
    return Document(value=value, source=file.source, places=places, error=file.error)


def _holder(value: dict[str, Json], path: KeyPath) -> dict[str, Json]:
    for part in path[:-1]:
        inner = value.get(str(part))
        if not isinstance(inner, dict):
            inner = value[str(part)] = {}
        value = inner
    return value


def _option_value(key: str, given: object, holder: dict[str, Json]) -> Json:
    name = key.rpartition(".")[2]
    if name == "api_key":
        return _key_reference(key, given)
    if key == "model":
        return _models(given)
    if key in _PAIRS and not isinstance(given, Mapping):
        before = holder.get(name)
        return {**(before if isinstance(before, dict) else {}), **_pairs(key, given)}
    return _plain(given)


def _plain(given: object) -> Json:
    if isinstance(given, Mapping):
        return {str(key): _plain(value) for key, value in given.items()}
    if isinstance(given, Sequence) and not isinstance(given, str):
        return [_plain(item) for item in given]
    if given is None or isinstance(given, (bool, int, float, str)):
        return given
    return str(given)


def _texts(given: object) -> list[str]:
    return [str(item) for item in given] if isinstance(given, (list, tuple)) else [str(given)]


def _key_reference(key: str, given: object) -> str:
    name = str(given)
    if not is_variable(name):
        raise ConfigError(
            f"option {option_name(key)}: expected the NAME of an environment variable, "
            f"such as OPENAI_API_KEY, not the key itself"
        )
    return f"${{{name}}}"


def _models(given: object) -> Json:
    """`NAME`, or one or more `ROUTE=NAME`."""
    if isinstance(given, Mapping):
        return _plain(given)
    texts = _texts(given)
    routes = {route.value for route in Route}
    pairs = [text.partition("=") for text in texts]
    if all(sign and route in routes for route, sign, _ in pairs):
        return {route: name for route, _, name in pairs}
    if len(texts) > 1:
        raise ConfigError(
            f"option {option_name('model')}: given more than once; write each as ROUTE=NAME, "
            f"with ROUTE one of {', '.join(sorted(routes))}"
        )
    return texts[0]


def _pairs(key: str, given: object) -> dict[str, Json]:
    sign = _PAIRS[key]
    pairs: dict[str, Json] = {}
    for text in _texts(given):
        name, found, value = text.partition(sign)
        if not found or not name.strip():
            form = "NAME: VALUE" if sign == ":" else "KEY=VALUE"
            raise ConfigError(f"option {option_name(key)}: expected {form}")
        pairs[name.strip()] = value.strip()
    return pairs
