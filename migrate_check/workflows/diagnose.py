"""`doctor`: can both sides be compared at all? A few requests, and a remedy for each trouble."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from migrate_check.dialects.registry import DIALECTS
from migrate_check.domain.exchange import Exchange, Headers, Side
from migrate_check.domain.observation import Observation
from migrate_check.domain.plan import Endpoint
from migrate_check.domain.ports import Outgoing, Sender
from migrate_check.domain.scenario import Auth, Case, Route
from migrate_check.domain.verdict import ExitCode
from migrate_check.exchange.request import Prepared, RequestBuilder
from migrate_check.observe import observe_exchange
from migrate_check.plan.config import Config
from migrate_check.plan.load_config import load_config
from migrate_check.plan.placeholders import fill
from migrate_check.plan.request_body import model_for
from migrate_check.plan.urls import endpoint_url, models_url
from migrate_check.workflows.remedies import Line, Mark, model_list_line, reply_line
from migrate_check.workflows.send_plan import Delivery
from migrate_check.workflows.tiny_request import MULTIPART, tiny_request
from migrate_check.workflows.wiring import System, config_file


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What `doctor` prints."""

    lines: tuple[Line, ...]

    @property
    def healthy(self) -> bool:
        """Nothing stands in the way of a run."""
        return all(line.mark is not Mark.FAIL for line in self.lines)

    @property
    def exit_code(self) -> ExitCode:
        """0, or 4: a run could not be made."""
        return ExitCode.PASS if self.healthy else ExitCode.COULD_NOT_RUN

    @property
    def closing(self) -> str:
        """The next step."""
        if self.healthy:
            return "both sides can be compared; next: migrate-check run"
        return "mend the lines marked FAIL, then run migrate-check doctor again"


def diagnose(config: Path | None, options: Mapping[str, object]) -> Diagnosis:
    """Ask each side for its models and for one tiny reply per route. Raises ConfigError."""
    loaded = load_config(config_file(config), options, os.environ)
    return Diagnosis(asyncio.run(_examine(loaded)))


async def _examine(config: Config) -> tuple[Line, ...]:
    delivery = Delivery(config, os.environ, None, None, System().clock)
    sender = delivery.sender()
    ask = _Ask(RequestBuilder(DIALECTS, fill, endpoint_url, os.environ), sender)
    lines: list[Line] = []
    try:
        for endpoint in config.endpoints:
            lines += await _examine_side(endpoint, config.routes, ask)
    finally:
        await sender.close()
    return tuple(lines)


async def _examine_side(endpoint: Endpoint, routes: Iterable[Route], ask: _Ask) -> list[Line]:
    lines: list[Line] = []
    for route in routes:
        listed = await ask.models(endpoint, route)
        line = reply_line(endpoint, await ask.reply(endpoint, route), endpoint_url(endpoint, route))
        if line.wrong_path:
            line = await _with_working_base(line, endpoint, route, ask)
        lines += [model_list_line(endpoint, route, listed), line]
    return lines


async def _with_working_base(line: Line, endpoint: Endpoint, route: Route, ask: _Ask) -> Line:
    """Name the base URL that works, if one of the usual slips explains the trouble."""
    base = endpoint.base_url.rstrip("/")
    parts = urlsplit(base)
    server = f"{parts.scheme}://{parts.netloc}"
    others = (
        *(f"{base}/v1", base.removesuffix("/v1")),
        *(f"{server}/v1", f"{server}/api/v1", f"{server}/openai/v1"),
    )
    for other in dict.fromkeys(others):
        if other != base and (await ask.reply(replace(endpoint, base_url=other), route)).ok:
            remedy = f"{other} answers: set {endpoint.side.value}.base_url to it"
            return replace(line, remedy=remedy)
    return line


@dataclass(frozen=True, slots=True)
class _Ask:
    """Sends the probes of one side."""

    builder: RequestBuilder
    sender: Sender
    lists: dict[tuple[Side, str, Headers], Exchange] = field(default_factory=dict)
    """Lists of models that routes of one URL and one kind of key share."""

    async def models(self, endpoint: Endpoint, route: Route) -> Exchange:
        ready = self._ready(endpoint, route)
        headers = tuple(line for line in ready.headers if line[0].lower() != "content-type")
        request = Outgoing("GET", models_url(endpoint, route), headers, b"")
        asked = (endpoint.side, request.url, headers)
        if asked not in self.lists:
            self.lists[asked] = await self.sender.send(endpoint.side, request)
        return self.lists[asked]

    async def reply(self, endpoint: Endpoint, route: Route) -> Observation:
        ready = self._ready(endpoint, route)
        exchange = await self.sender.send(endpoint.side, ready)
        return observe_exchange(exchange, route, endpoint.side)

    def _ready(self, endpoint: Endpoint, route: Route) -> Prepared:
        return self.builder.build(_probe(route), endpoint, {"model": model_for(route, endpoint)})


def _probe(route: Route) -> Case:
    return Case(
        scenario="doctor",
        name="probe",
        route=route,
        about="",
        stream=False,
        body=tiny_request(route),
        raw_body=None,
        turns=(),
        auth=Auth.VALID,
        path=None,
        expects_error=False,
        source="doctor",
        multipart=route in MULTIPART,
    )
