"""Base URL and route to the URL that is called, as the official SDKs join them.

OpenAI SDKs append `/chat/completions` to a base URL that usually ends in `/v1`; Anthropic SDKs
append `/v1/messages` to one that does not. People copy either form, so both are accepted for both
routes, and `/v1/v1` is never made.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode, urlsplit

from migrate_check.dialects.registry import DIALECTS
from migrate_check.domain.plan import Endpoint
from migrate_check.domain.scenario import Route

ROUTE_PATHS = {route: dialect.path for route, dialect in DIALECTS.items()}
"""From the server's root."""

_VERSION = re.compile(r"v[0-9]+[a-z0-9]*\Z")
_MODELS_PATH = "/v1/models"
_VERSIONLESS = (Route.ANTHROPIC_MESSAGES, Route.ANTHROPIC_COUNT_TOKENS)
"""Routes whose SDK expects a base URL without `/v1`."""


def endpoint_url(
    endpoint: Endpoint, route: Route, path_override: str | None = None, stream: bool = False
) -> str:
    """The URL of a call. `path_override` is from the server's root, as are `endpoint.paths`."""
    path = path_override or endpoint.paths.get(route)
    if path is None:
        dialect = DIALECTS[route]
        usual = dialect.stream_path if stream else dialect.path
        path = _joined(endpoint.base_url, route, usual)
    return _url(endpoint, path.replace("{model}", endpoint.models.get(route, "{model}")))


def models_url(endpoint: Endpoint, route: Route) -> str:
    """The URL that lists models (`GET`), joined as the route's SDK would."""
    return _url(endpoint, _joined(endpoint.base_url, route, _MODELS_PATH))


def _url(endpoint: Endpoint, path: str) -> str:
    split = urlsplit(endpoint.base_url)
    query = urlencode(endpoint.query)
    separator = ("&" if "?" in path else "?") if query else ""
    return f"{split.scheme}://{split.netloc}{quote(path, safe=_PATH_SAFE)}{separator}{query}"


_PATH_SAFE = "/%:@!$&'()*+,;=~?-._"
"""What may stand in a path and query unescaped; `%` keeps escapes that the user wrote."""


def _joined(base_url: str, route: Route, path: str) -> str:
    base = re.sub("/{2,}", "/", urlsplit(base_url).path).rstrip("/")
    if base.endswith(_tail(path)):
        return base
    base = _without_route(base)
    if not base:
        return path
    last = base.rpartition("/")[2]
    if route in _VERSIONLESS and not _VERSION.match(last):
        return base + path
    return base + _tail(path)


def _without_route(base: str) -> str:
    """The base of a URL that was pasted with the path of some route."""
    for path in ROUTE_PATHS.values():
        base = base.removesuffix(_tail(path))
    return base


def _tail(path: str) -> str:
    return path.removeprefix("/v1")
