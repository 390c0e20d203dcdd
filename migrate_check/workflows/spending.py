"""What each side's answers cost at book prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from migrate_check.domain.exchange import Exchange, Side
from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.domain.scenario import Route
from migrate_check.domain.verdict import SideCost
from migrate_check.observe import observe_exchange
from migrate_check.pricing.free_routes import FREE_ROUTES
from migrate_check.pricing.price_book import PriceBook
from migrate_check.pricing.price_of import Priced, Unpriced, price_of
from migrate_check.workflows.run_record import RunRecord, SideRecord


@dataclass(frozen=True, slots=True)
class Spending:
    """Prices both sides of one run at the moment it was made."""

    sides_by_name: Mapping[Side, SideRecord]
    at: datetime

    @classmethod
    def of(cls, record: RunRecord) -> Spending:
        """For a run as the store keeps it."""
        return cls(
            {Side.BASELINE: record.baseline, Side.CANDIDATE: record.candidate},
            datetime.fromisoformat(record.started_at),
        )

    def price(self, side: Side, seen: Observation) -> Decimal | None:
        """Dollars of one answer; None when usage or price is unknown."""
        priced = self._priced(side, seen)
        return priced.usd if isinstance(priced, Priced) else None

    def price_exchange(self, side: Side, exchange: Exchange, route: Route) -> Decimal | None:
        """As `price`, for the budget meter of a run under way."""
        return self.price(side, observe_exchange(exchange, route, side))

    def sides(self, pairs: Sequence[ObservedPair]) -> dict[str, SideCost]:
        """Sums over all answers that carried a reply."""
        return {
            Side.BASELINE.value: self._side_cost(Side.BASELINE, [p.baseline for p in pairs]),
            Side.CANDIDATE.value: self._side_cost(Side.CANDIDATE, [p.candidate for p in pairs]),
        }

    def _side_cost(self, side: Side, answers: Sequence[Observation]) -> SideCost:
        replies = [seen for seen in answers if seen.ok and seen.reply is not None]
        results = [self._priced(side, seen) for seen in replies]
        priced = [result for result in results if isinstance(result, Priced)]
        reasons = dict.fromkeys(r.reason for r in results if isinstance(r, Unpriced))
        sources = dict.fromkeys(result.source for result in priced)
        return SideCost(
            priced=len(priced),
            unpriced=len(results) - len(priced),
            usd=sum((result.usd for result in priced), Decimal(0)) if priced else None,
            price_source="; ".join((*sources, *reasons)) or "no answer to price",
        )

    def _priced(self, side: Side, seen: Observation) -> Priced | Unpriced:
        if seen.route in FREE_ROUTES:
            return Priced(Decimal(0), f"{seen.route.value} is free of charge")
        usage = seen.reply.usage if seen.reply else None
        if usage is None:
            return Unpriced("the answer reports no usage")
        record = self.sides_by_name[side]
        model = record.models.get(seen.route.value) or seen.asked.model or ""
        book = PriceBook(self.at, record.prices)
        return price_of(usage, model, record.price_provider, book)
