"""What an answer to `doctor` means, and what to do about it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from migrate_check.domain.exchange import Exchange, FailureKind
from migrate_check.domain.observation import Observation
from migrate_check.domain.plan import Endpoint
from migrate_check.domain.scenario import Route
from migrate_check.plan.request_body import model_for
from migrate_check.workflows.side_health import BODIES


class Mark(StrEnum):
    """How bad it is: only FAIL stands in the way of a run."""

    OK = "ok"
    WARN = "warn"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the diagnosis."""

    mark: Mark
    side: str
    text: str
    remedy: str | None = None
    wrong_path: bool = False
    """The server answers and does not know the path."""


_SNAPSHOT = re.compile(r"-(\d{8}|\d{4}-\d{2}-\d{2}|\d{4}|\d{3})")
"""What vendors append to a model's name: a date, a short date, a version such as `-001`."""
_REMEDIES = {
    FailureKind.CONNECT: "is the host in {side}.base_url right, and is the server up?",
    FailureKind.TIMEOUT_CONNECT: "is a firewall or a proxy between you and the host?",
    FailureKind.TLS: "is the certificate valid for this name? a local gateway may want http://",
    FailureKind.TIMEOUT_READ: "the server stays silent; raise timeouts.read if it is slow",
    FailureKind.PROTOCOL: "is this an HTTP server? https:// and http:// may be swapped",
}


def model_list_line(endpoint: Endpoint, route: Route, listed: Exchange) -> Line:
    """What `GET /v1/models` says. A side without a list is a warning: a reply matters more."""
    side, wanted = endpoint.side.value, model_for(route, endpoint)
    response = listed.response
    if response is None or listed.failure is not None:
        detail = listed.failure.detail if listed.failure else "no answer"
        return Line(Mark.WARN, side, f"model list: {detail}")
    names = _model_names(response.body) if response.status == 200 else None
    if names is None:
        return Line(Mark.WARN, side, f"model list: none (HTTP {response.status})")
    if wanted in names:
        return Line(Mark.OK, side, f"model list: {len(names)} models, {wanted} among them")
    dated = [name for name in names if _is_snapshot(name, wanted)]
    if dated:
        # Vendors list snapshots; requests may name them without the date.
        return Line(Mark.OK, side, f"model list: {len(names)} models, {wanted} as {max(dated)}")
    close = get_close_matches(wanted, names, 3) or sorted(names)[:3]
    return Line(
        Mark.WARN,
        side,
        f"model list: {len(names)} models, {wanted} is not among them",
        f"names there: {', '.join(close)}; map it with {side}.model_map",
    )


def _is_snapshot(name: str, wanted: str) -> bool:
    """Whether the name is the wanted one with a date or a version number behind it."""
    return name.startswith(wanted) and _SNAPSHOT.fullmatch(name[len(wanted) :]) is not None


def _model_names(body: bytes) -> list[str] | None:
    try:
        listed = json.loads(body)
        if "models" in listed:
            # Google's list.
            return [str(entry["name"]).removeprefix("models/") for entry in listed["models"]]
        return [str(entry["id"]) for entry in listed["data"]]
    except (ValueError, KeyError, TypeError):
        return None


def reply_line(endpoint: Endpoint, seen: Observation, url: str) -> Line:
    """What one tiny request says."""
    side, route = endpoint.side.value, seen.route.value
    if seen.failure is not None:
        remedy = _REMEDIES.get(seen.failure.kind, "try again; look at the server's log")
        text = f"{route}: {seen.failure.kind.value}: {seen.failure.detail}"
        return Line(Mark.FAIL, side, text, remedy.format(side=side))
    if seen.ok and seen.reply is not None:
        seconds = f" in {seen.timing.e2e_s:.2f} s" if seen.timing.e2e_s else ""
        named = f" as {seen.reply.model}" if seen.reply.model else ""
        return Line(Mark.OK, side, f"{route}: {url} answers{seconds}{named}")
    return _refusal_line(endpoint, seen, url)


def _refusal_line(endpoint: Endpoint, seen: Observation, url: str) -> Line:
    side, status = endpoint.side.value, seen.status
    message = f": {seen.error.message[:120]}" if seen.error and seen.error.message else ""
    text = f"{seen.route.value}: HTTP {status} from {url}{message}"
    if status in (401, 403):
        return Line(Mark.FAIL, side, text, _key_remedy(endpoint))
    if status in (404, 405) and not _about_model(seen):
        return Line(Mark.FAIL, side, text, _path_remedy(side), wrong_path=True)
    if _about_model(seen):
        wanted = model_for(seen.route, endpoint)
        return Line(Mark.FAIL, side, text, f"map the model: {side}.model_map: {{{wanted}: …}}")
    if status == 429:
        return Line(Mark.WARN, side, text, "rate limited right now; lower concurrency")
    if status is not None and 200 <= status < 300:
        text = f"{text} with {BODIES[seen.body_kind]}"
        return Line(Mark.FAIL, side, text, _path_remedy(side), wrong_path=True)
    return Line(Mark.FAIL, side, text, "look at the message, and at the server's log")


def _about_model(seen: Observation) -> bool:
    said = f"{seen.error.code} {seen.error.type} {seen.error.message}" if seen.error else ""
    return "model" in said.lower()


def _key_remedy(endpoint: Endpoint) -> str:
    if endpoint.key_env is None:
        return f"no key is sent: set {endpoint.side.value}.api_key: ${{NAME}}"
    return f"the key in ${endpoint.key_env} is refused: is it the one for this host?"


def _path_remedy(side: str) -> str:
    return f"{side}.base_url may need /v1 at its end, or one less; paths can also be set by route"
