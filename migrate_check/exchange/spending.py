"""Requests and dollars of a run, held against its budget before each trial."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from migrate_check.domain.exchange import Exchange, Side
from migrate_check.domain.plan import Budget, ExchangePair, Trial
from migrate_check.domain.scenario import Route

PriceOf: TypeAlias = Callable[[Side, Exchange, Route], Decimal | None]
"""Dollars of one exchange; None when usage or price is unknown."""


def requests_of(trial: Trial) -> int:
    """Upper bound: both sides of every turn."""
    return 2 * (1 + len(trial.case.turns))


@dataclass(slots=True)
class Tab:
    """What one trial under way has spent."""

    trial: Trial
    requests: int = 0
    usd: Decimal = Decimal(0)


class Spending:
    """Counts what was spent and reserves for what is under way.

    A trial reserves its requests and the dollars of the dearest trial so far. While there is a
    cap in dollars and no trial has been paid yet, only one trial runs, so that the reservation
    means something. A trial that turns out dearer than all before it can pass the cap by the
    difference.
    """

    def __init__(self, budget: Budget, price_of: PriceOf) -> None:
        self._budget = budget
        self._price_of = price_of
        self._requests = 0
        self._usd = Decimal(0)
        self._unpriced = 0
        self._dearest: Decimal | None = None
        self._running = 0
        self._reserved = 0

    @property
    def requests(self) -> int:
        """Requests sent, also those whose answer was not awaited."""
        return self._requests

    @property
    def usd(self) -> Decimal:
        """Dollars of all answers whose price is known."""
        return self._usd

    @property
    def unpriced(self) -> int:
        """Successful answers whose price is not known."""
        return self._unpriced

    @property
    def priceless(self) -> bool:
        """Dollars are capped, and no trial has shown yet what one costs."""
        return self._budget.usd is not None and self._dearest is None

    @property
    def must_wait(self) -> bool:
        """One trial has to finish before the next can be judged."""
        return self.priceless and self._running > 0

    def refusal(self, together: Sequence[Trial]) -> str | None:
        """Why these trials would pass the budget, counting all that is under way."""
        cap = self._budget.requests
        needed = sum(requests_of(trial) for trial in together)
        if cap is not None and self._requests + self._reserved + needed > cap:
            what = "trial" if len(together) == 1 else f"burst of {len(together)}"
            return (
                f"budget: {self._requests} of {cap} requests sent, and the next {what} needs "
                f"up to {needed}"
            )
        return self._refusal_usd(len(together))

    def begin(self, trial: Trial) -> Tab:
        """Reserve for a trial."""
        self._running += 1
        self._reserved += requests_of(trial)
        return Tab(trial)

    def count_request(self, tab: Tab) -> None:
        """Call before a request is sent."""
        tab.requests += 1
        self._requests += 1
        self._reserved -= 1

    def pay(self, tab: Tab, pair: ExchangePair) -> None:
        """Add the price of both answers."""
        for side in Side:
            exchange = pair.of(side)
            asked = Side.BASELINE if tab.trial.control else side
            price = self._price_of(asked, exchange, tab.trial.case.route)
            if price is None:
                response = exchange.response
                self._unpriced += response is not None and 200 <= response.status < 300
                continue
            tab.usd += price
            self._usd += price

    def end(self, tab: Tab) -> None:
        """Give back what the trial did not need."""
        self._running -= 1
        self._reserved -= requests_of(tab.trial) - tab.requests
        self._dearest = max(tab.usd, self._dearest or tab.usd)

    def _refusal_usd(self, together: int) -> str | None:
        cap = self._budget.usd
        if cap is None:
            return None
        dearest = self._dearest or Decimal(0)
        expected = self._usd + dearest * (self._running + together)
        if self._usd < cap and expected <= cap:
            return None
        what = "trial" if together == 1 else f"burst of {together}"
        return (
            f"budget: {self._usd:.4f} of {cap} USD spent, and the next {what} may cost "
            f"{dearest * together:.4f}"
        )
