"""HTTP libraries for JavaScript."""

from __future__ import annotations

from migrate_check.inventory.signature import HttpSignature, SignatureTable
from migrate_check.inventory.signatures.rows import SCRIPT

_VERBS = ("post", "get", "put", "delete", "patch")
_BODIES = ("body", "json", "data", "form")


def _options(library: str, names: tuple[str, ...], modules: tuple[str, ...]) -> HttpSignature:
    """`f(url, {method, headers, body})`."""
    return HttpSignature(
        "http",
        library,
        names,
        SCRIPT,
        modules,
        url=("url", "uri"),
        json=_BODIES,
        options_position=1,
        is_async=True,
    )


def _each(library: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{library}.{name}" for name in names)


TABLE = SignatureTable(
    http=(
        _options(
            "fetch", ("fetch", "window.fetch", "globalThis.fetch", "self.fetch", "Request"), ()
        ),
        _options("fetch", ("$fetch", "ofetch", "fetchEventSource", "useFetch"), ()),
        HttpSignature(
            "http",
            "axios",
            _each("axios", "post", "put", "patch"),
            SCRIPT,
            ("axios",),
            json=("data",),
            body_position=1,
            options_position=2,
            is_async=True,
        ),
        HttpSignature(
            "http",
            "axios",
            _each("axios", "get", "delete"),
            SCRIPT,
            ("axios",),
            json=("data",),
            options_position=1,
            is_async=True,
        ),
        HttpSignature(
            "http",
            "axios",
            ("axios", "axios.request"),
            SCRIPT,
            ("axios",),
            json=("data",),
            options_position=0,
            is_async=True,
        ),
        _options("got", ("got", *_each("got", *_VERBS, "stream")), ("got",)),
        _options("ky", ("ky", *_each("ky", *_VERBS)), ("ky",)),
        _options("undici", ("undici.request", "undici.fetch", "request"), ("undici",)),
        _options("node-fetch", ("node-fetch.default",), ("node-fetch", "cross-fetch")),
        _options("request", ("request", *_each("request", *_VERBS)), ("request",)),
        _options("needle", ("needle",), ("needle",)),
        HttpSignature(
            "http",
            "superagent",
            _each("superagent", *_VERBS),
            SCRIPT,
            ("superagent",),
            is_async=True,
        ),
        _options(
            "node:https",
            ("https.request", "http.request"),
            ("https", "node:https", "http", "node:http"),
        ),
        HttpSignature(
            "http",
            "XMLHttpRequest",
            ("XMLHttpRequest.open",),
            SCRIPT,
            url_position=1,
            is_async=True,
        ),
    )
)
