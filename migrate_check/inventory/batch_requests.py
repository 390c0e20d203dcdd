"""Input files of batch jobs: each line is a request that some job will send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from migrate_check.domain.call_site import CallSite, Certainty, Fact, Language
from migrate_check.inventory.body_fields import body_fields, body_model
from migrate_check.inventory.endpoints import route_of_path
from migrate_check.inventory.loose_json import Loose, parse_loose

_MOST_LINES = 5000


def batch_sites(path: str, data: bytes) -> Iterator[CallSite]:
    """One site per route and model, at its first line: `{"custom_id": …, "url": …, "body": …}`,
    or with `params` instead as Anthropic's have."""
    seen: set[tuple[str, str | None]] = set()
    for number, line in enumerate(data.split(b"\n")[:_MOST_LINES], start=1):
        request = _request(line)
        if request is None:
            continue
        route, body = request
        site = _site(path, number, route, body)
        if (route, site.model.value) not in seen:
            seen.add((route, site.model.value))
            yield site


def _request(line: bytes) -> tuple[str, Mapping[str, Loose]] | None:
    document = parse_loose(line.decode("utf-8", "replace")) if b"custom_id" in line else None
    if not isinstance(document, dict):
        return None
    params, body, url = (document.get(key) for key in ("params", "body", "url"))
    if isinstance(params, dict):
        return "anthropic-messages", params
    route = route_of_path(url) if isinstance(url, str) else None
    return (route, body) if route is not None and isinstance(body, dict) else None


def _site(path: str, line: int, route: str, body: Mapping[str, Loose]) -> CallSite:
    return CallSite(
        path=path,
        line=line,
        language=Language.JSON,
        sdk="batch",
        call="batch request",
        route=route,
        model=body_model(body),
        fields=tuple(body_fields(body, route, line)),
        fields_known=True,
        streaming=Fact("false", Certainty.LITERAL, "a batch job"),
        is_async=True,
    )
