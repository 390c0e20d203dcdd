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
    stall_rate: float = 0.0
    """Share of gaps between tokens that are stalls."""
    stall_s: float = 0.15

    def waits(self, chance: Chance, tokens: int) -> tuple[float, ...]:
        """Unscaled seconds before each of `tokens` tokens; the first is the time to first token."""
        first = chance.lognormal(self.ttft_s, self.ttft_sigma)
        return (first, *(self._gap(chance) for _ in range(max(tokens, 1) - 1)))

    def _gap(self, chance: Chance) -> float:
        stalled = self.stall_rate > 0 and chance.hits(self.stall_rate)
        return chance.lognormal(self.stall_s if stalled else self.itl_s, self.itl_sigma)


QUICK = Pace()
"""For tests and the demo: in proportion, and over soon."""
REALISTIC = Pace(ttft_s=0.35, ttft_sigma=0.45, itl_s=0.014, itl_sigma=0.5, stall_rate=0.01)
"""As a hosted model of middle size answers: a third of a second, then about 65 tokens a second."""
