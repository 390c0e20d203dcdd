"""Playing a run's answers through the official SDKs, where they are installed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from migrate_check.domain.errors import ConfigError
from migrate_check.domain.observation import ObservedPair
from migrate_check.domain.plan import ExchangePair
from migrate_check.domain.result import ReplayedSdk, SdkReplay
from migrate_check.sdk_replay.installed import (
    EXTRA,
    SDK_OF_ROUTE,
    Sdk,
    installed_version,
    wanted,
)

REPEATS = 5
"""Repeats of each case and turn that are replayed: SDKs read some hundred times slower than we."""
SWITCHED_OFF = "sdk_replay is off"
HASHED = "the store holds hashes of texts; the run itself replayed them"


def unreplayed(mode: str) -> str | None:
    """Why the setting replays nothing; None where it does."""
    return SWITCHED_OFF if mode == "off" else None


def refuse_missing_sdks(mode: str, routes: Collection[str]) -> None:
    """ConfigError where `sdk_replay: required` asks for an SDK that is not installed."""
    missing = _missing(routes) if mode == "required" else ()
    if missing:
        raise ConfigError(
            f"sdk_replay is required, and {' and '.join(missing)} not installed; use: {EXTRA}"
        )


def with_accounts(
    exchanged: Sequence[ExchangePair], observed: Sequence[ObservedPair], unwanted: str | None
) -> tuple[tuple[ObservedPair, ...], SdkReplay]:
    """The observations with what the SDKs make of them, and what became of that.

    `unwanted` says why nothing is to be replayed.
    """
    if unwanted:
        return tuple(observed), SdkReplay(reason=unwanted)
    routes = {pair.trial.case.route.value for pair in observed}
    if not any(installed_version(sdk) for sdk in _sdks(routes)):
        return tuple(observed), SdkReplay(missing=_missing(routes))
    replay = _Replay()
    pairs = tuple(map(replay.pair, exchanged, observed))
    return pairs, replay.summary(routes)


def _sdks(routes: Collection[str]) -> list[Sdk]:
    return sorted({SDK_OF_ROUTE[route] for route in routes if route in SDK_OF_ROUTE})


def _missing(routes: Collection[str]) -> tuple[str, ...]:
    return tuple(wanted(sdk) for sdk in _sdks(routes) if installed_version(sdk) is None)


class _Replay:
    """The first repeats of each case and turn, both sides."""

    def __init__(self) -> None:
        # Importing the SDKs costs seconds, so only who replays pays for it.
        from migrate_check.sdk_replay.replayer import Replayer

        self._replayer = Replayer()
        self._repeats: Counter[tuple[str, bool]] = Counter()
        self._left_out = 0

    def pair(self, exchanged: ExchangePair, observed: ObservedPair) -> ObservedPair:
        """The pair with both accounts, or as it was: one side alone says nothing."""
        trial = observed.trial
        if trial.warmup or exchanged.baseline.failure or exchanged.candidate.failure:
            return observed
        key = (observed.case_key, trial.control)
        if self._repeats[key] >= REPEATS:
            self._left_out += 2
            return observed
        baseline, candidate = observed.baseline, observed.candidate
        route = trial.case.route
        first = self._replayer.account(exchanged.baseline, route, baseline.asked)
        second = self._replayer.account(exchanged.candidate, route, candidate.asked)
        if first is None or second is None:
            return observed
        self._repeats[key] += 1
        return replace(
            observed,
            baseline=replace(baseline, sdk=first),
            candidate=replace(candidate, sdk=second),
        )

    def summary(self, routes: Collection[str]) -> SdkReplay:
        """What was replayed, and what was not."""
        played = self._replayer.played
        return SdkReplay(
            replayed=tuple(
                ReplayedSdk(sdk.name, self._replayer.version(sdk) or "", played[sdk])
                for sdk in sorted(played)
            ),
            missing=tuple(
                wanted(sdk) for sdk in _sdks(routes) if self._replayer.version(sdk) is None
            ),
            left_out=self._left_out,
            repeats=REPEATS,
        )
