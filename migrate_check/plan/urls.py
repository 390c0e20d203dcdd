"""Base URL and route to the URL that is called, as the official SDKs join them.

OpenAI SDKs append `/chat/completions` to a base URL that usually ends in `/v1`; Anthropic SDKs
append `/v1/messages` to one that does not. People copy either form, so both are accepted for both
routes, and `/v1/v1` is never made. Google's are at `/v1beta/models/MODEL:METHOD`, beside the `/v1`
that a gateway's base URL mostly ends in, or below `/publishers/google` on Vertex AI.
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
_GEMINI_MODELS_PATH = "/v1beta/models"
_GEMINI_CALL = re.compile(r"/models/[^/]+:[a-zA-Z]+\Z")
_GEMINI_HOME = re.compile(r"/(?:v[0-9]+(?:alpha|beta)[0-9]*|publishers/google)\Z")


def endpoint_url(
    endpoint: Endpoint, route: Route, path_override: str | None = None, stream: bool = False
) -> str:
    """The URL of a call. `path_override` is from the server's root, as are `endpoint.paths`."""
    dialect = DIALECTS[route]
    usual = dialect.stream_path if stream else dialect.path
    path = path_override or endpoint.paths.get(route)
    if route is Route.GEMINI:
        path = _gemini_path(endpoint, path_override, usual)
    elif path is None:
        path = _joined(endpoint.base_url, route, usual)
    model = endpoint.models.get(route, "{model}").removeprefix("models/")
    return _url(endpoint, path.replace("{model}", model))


def usual_path(base_url: str, route: Route) -> str:
    """The path from the server's root to which the base URL and the route are joined."""
    return _joined(base_url, route, DIALECTS[route].path)


def models_url(endpoint: Endpoint, route: Route) -> str:
    """The URL that lists models (`GET`), joined as the route's SDK would."""
    listed = _GEMINI_MODELS_PATH if route is Route.GEMINI else _MODELS_PATH
    return _url(endpoint, _joined(endpoint.base_url, route, listed))


def _url(endpoint: Endpoint, path: str) -> str:
    split = urlsplit(endpoint.base_url)
    query = urlencode(endpoint.query)
    separator = ("&" if "?" in path else "?") if query else ""
    return f"{split.scheme}://{split.netloc}{quote(path, safe=_PATH_SAFE)}{separator}{query}"


_PATH_SAFE = "/%:@!$&'()*+,;=~?-._"
"""What may stand in a path and query unescaped; `%` keeps escapes that the user wrote."""


def _joined(base_url: str, route: Route, path: str) -> str:
    base = re.sub("/{2,}", "/", urlsplit(base_url).path).rstrip("/")
    if route is Route.GEMINI:
        home = _GEMINI_CALL.sub("", base.removesuffix(_pasted(base)))
        return _gemini_home(home) + path.removeprefix("/v1beta")
    pasted = _pasted(base)
    if base.endswith(_tail(path)) and len(pasted) <= len(_tail(path)):
        return base
    base = _GEMINI_CALL.sub("", base.removesuffix(pasted))
    if not base:
        return path
    last = base.rpartition("/")[2]
    if route in _VERSIONLESS and not _VERSION.match(last):
        return base + path
    return base + _tail(path)


def _pasted(base: str) -> str:
    """The end of a URL that was pasted with the path of some route, else empty.

    The longest one: `/chat/completions` also ends like the older `/completions`.
    """
    ends = (_tail(path) for path in ROUTE_PATHS.values())
    return max((end for end in ends if _ends_with(base, end)), key=len, default="")


def _ends_with(base: str, end: str) -> bool:
    if not base.endswith(end):
        return False
    # `/models` may be a folder of the server's own, unless a version stands before it.
    before = base.removesuffix(end).rpartition("/")[2]
    return end != _tail(_MODELS_PATH) or _VERSION.match(before) is not None


def _gemini_path(endpoint: Endpoint, path_override: str | None, usual: str) -> str:
    """As for other routes, but a case may name another model or method by its path.

    Google has them in the path, so such a path is no other place: it is joined as the route's is.
    """
    home, slash, method = (path_override or usual).partition("/v1beta/models/")
    if home or not slash:
        return path_override or usual
    configured = endpoint.paths.get(Route.GEMINI)
    if configured is None:
        return _joined(endpoint.base_url, Route.GEMINI, f"/v1beta/models/{method}")
    return f"{configured.rpartition('/models/')[0]}/models/{method}"


def _gemini_home(base: str) -> str:
    """Where `/models/…` is appended."""
    # Google's endpoint for OpenAI's format is below its own.
    base = re.sub(r"(/v1beta)/openai\Z", r"\1", base)
    return base if _GEMINI_HOME.search(base) else base.removesuffix("/v1") + "/v1beta"


def _tail(path: str) -> str:
    return path.removeprefix("/v1")
