"""What the store keeps of a run besides its exchanges, so that it can be judged again alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from migrate_check.domain.errors import StoreError
from migrate_check.domain.plan import Endpoint, Price
from migrate_check.domain.result import SideInfo
from migrate_check.plan.price_provider import price_provider


@dataclass(frozen=True, slots=True)
class SideRecord:
    """One side: how it is named and priced. Holds no credentials."""

    profile: str
    base_url: str
    models: Mapping[str, str]
    """Route → model id sent."""
    prices: Mapping[str, Price]
    price_provider: str | None
    """Whose list prices apply; None prices by model name alone."""

    @classmethod
    def of(cls, endpoint: Endpoint) -> SideRecord:
        """The lasting part of an endpoint."""
        models = {route.value: model for route, model in endpoint.models.items()}
        return cls(
            endpoint.profile,
            endpoint.base_url,
            models,
            endpoint.prices,
            price_provider(endpoint),
        )

    @property
    def info(self) -> SideInfo:
        """As reports show it."""
        return SideInfo(self.profile, self.base_url, self.models)


@dataclass(frozen=True, slots=True)
class RunRecord:
    """Everything about a run that is known before it starts."""

    run_id: str
    tool_version: str
    started_at: str
    baseline: SideRecord
    candidate: SideRecord
    planned_trials: int
    warmup_trials: int
    replayed: bool
    seed: int
    hash_only: bool = False
    """The store holds hashes in place of texts."""
    control_trials: int = 0

    def to_json(self) -> dict[str, Any]:
        """For the store."""
        return {
            "run_id": self.run_id,
            "tool_version": self.tool_version,
            "started_at": self.started_at,
            "baseline": _side_to_json(self.baseline),
            "candidate": _side_to_json(self.candidate),
            "planned_trials": self.planned_trials,
            "warmup_trials": self.warmup_trials,
            "replayed": self.replayed,
            "seed": self.seed,
            "hash_only": self.hash_only,
            "control_trials": self.control_trials,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RunRecord:
        """Back from the store. StoreError where a field is missing that this version needs."""
        try:
            return cls(
                run_id=data["run_id"],
                tool_version=data["tool_version"],
                started_at=data["started_at"],
                baseline=_side_from_json(data["baseline"]),
                candidate=_side_from_json(data["candidate"]),
                planned_trials=data["planned_trials"],
                warmup_trials=data["warmup_trials"],
                replayed=data["replayed"],
                seed=data["seed"],
                hash_only=data.get("hash_only", False),
                control_trials=data.get("control_trials", 0),
            )
        except KeyError as missing:
            raise StoreError(
                f"the stored run lacks {missing}: another version of this program wrote it; "
                "judge it with that version, or run again"
            ) from None


def _side_to_json(side: SideRecord) -> dict[str, Any]:
    return {
        "profile": side.profile,
        "base_url": side.base_url,
        "models": dict(side.models),
        "prices": {
            model: [str(price.input_usd_per_mtok), str(price.output_usd_per_mtok)]
            for model, price in side.prices.items()
        },
        "price_provider": side.price_provider,
    }


def _side_from_json(data: Mapping[str, Any]) -> SideRecord:
    prices = {
        model: Price(Decimal(per_input), Decimal(per_output))
        for model, (per_input, per_output) in data["prices"].items()
    }
    return SideRecord(
        data["profile"], data["base_url"], data["models"], prices, data["price_provider"]
    )
