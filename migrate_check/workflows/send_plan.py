"""A plan to exchanges: chooses who answers (network or cassettes) and keeps keys out of records."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from migrate_check.dialects.registry import DIALECTS
from migrate_check.domain.exchange import Exchange, Side
from migrate_check.domain.plan import Endpoint, Plan
from migrate_check.domain.ports import Clock, PairSink, Sender
from migrate_check.domain.scenario import Route
from migrate_check.exchange.cassette import RecordingSender, ReplaySender
from migrate_check.exchange.http_sender import HttpSender, HttpSettings
from migrate_check.exchange.redaction import Redactor
from migrate_check.exchange.request import RequestBuilder
from migrate_check.exchange.runner import Listen, RunOutcome, RunSetup, run_plan
from migrate_check.observe import answer_of
from migrate_check.plan.config import Config
from migrate_check.plan.environment import variables_in
from migrate_check.plan.placeholders import fill
from migrate_check.plan.request_body import request_variables
from migrate_check.plan.urls import endpoint_url
from migrate_check.workflows.spending import Spending


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where requests go."""

    config: Config
    environ: Mapping[str, str]
    record: Path | None
    replay: Path | None
    clock: Clock

    def environment(self) -> Mapping[str, str]:
        """Values of the variables that the endpoints name; replay needs no real ones."""
        if self.replay is None:
            return self.environ
        return {name: f"replayed-{name}" for side in self.config.endpoints for name in names(side)}

    def redactor(self) -> Redactor:
        """Knows every secret that this run can send."""
        values = {
            f"{endpoint.side.value}-{name}".lower(): value
            for endpoint in self.config.endpoints
            for name in names(endpoint)
            if (value := self.environment().get(name))
        }
        return Redactor(values, personal=self.config.redaction.personal)

    def sender(self) -> Sender:
        """The network, a recorder in front of it, or cassettes."""
        if self.replay is not None:
            return ReplaySender(self.replay, self.redactor())
        settings = HttpSettings(timeouts=self.config.timeouts)
        sender = HttpSender(settings, self.redactor(), self.clock)
        return sender if self.record is None else RecordingSender(sender, self.record)


def names(endpoint: Endpoint) -> tuple[str, ...]:
    """Environment variables that the endpoint names, the key's first."""
    key = (endpoint.key_env,) if endpoint.key_env else ()
    values = (*endpoint.headers, *endpoint.query)
    return (*key, *(name for _, value in values for name in variables_in(value)))


def send_plan(
    plan: Plan, delivery: Delivery, sink: PairSink, spending: Spending, listen: Listen
) -> RunOutcome:
    """Execute; Ctrl-C ends it with what was done."""
    return asyncio.run(_send(plan, delivery, sink, spending, listen))


async def _send(
    plan: Plan, delivery: Delivery, sink: PairSink, spending: Spending, listen: Listen
) -> RunOutcome:
    sender = delivery.sender()
    try:
        return await run_plan(plan, _setup(delivery, sender, spending), sink, listen)
    finally:
        await sender.close()


def _setup(delivery: Delivery, sender: Sender, spending: Spending) -> RunSetup:
    config = delivery.config

    return RunSetup(
        endpoints={Side.BASELINE: config.baseline, Side.CANDIDATE: config.candidate},
        sender=sender,
        builder=RequestBuilder(DIALECTS, fill, endpoint_url, delivery.environment()),
        variables=lambda trial, endpoint: request_variables(trial, endpoint, config),
        answer_of=answer_of,
        price_of=spending.price_exchange if config.budget.usd is not None else _not_asked,
        budget=config.budget,
        clock=delivery.clock,
        concurrency=config.concurrency,
    )


def _not_asked(side: Side, exchange: Exchange, route: Route) -> Decimal | None:
    """Without a cap in dollars nobody needs prices yet, and reading answers would disturb times."""
    return None
