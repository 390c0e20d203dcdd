"""How long the imitated model takes: log-normal times, scaled."""

from __future__ import annotations

from dataclasses import dataclass

from migrate_check.lab.chance import Chance


@dataclass(frozen=True, slots=True)
class Pace:
    """Medians in seconds, deviations of the logarithm, and a factor (0 never waits)."""

    ttft_s: float = 0.025
    ttft_sigma: float = 0.25
    itl_s: float = 0.002
    itl_sigma: float = 0.35
    scale: float = 1.0

    def waits(self, chance: Chance, tokens: int) -> tuple[float, ...]:
        """Unscaled seconds before each of `tokens` tokens; the first is the time to first token."""
        first = chance.lognormal(self.ttft_s, self.ttft_sigma)
        return (
            first,
            *(chance.lognormal(self.itl_s, self.itl_sigma) for _ in range(max(tokens, 1) - 1)),
        )
