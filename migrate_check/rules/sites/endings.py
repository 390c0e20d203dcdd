"""What the makers' profiles say of the end of models that code and settings name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from migrate_check.domain.call_site import Setting, SettingKind
from migrate_check.domain.model_name import bare
from migrate_check.domain.profile import Profile, Retirement
from migrate_check.rules.rule import Target
from migrate_check.rules.sites.claims import told

SOON = timedelta(days=90)
"""An end that is no further away comes within the time that a migration takes."""

_CLOUDS = ("azure", "bedrock", "vertex")
"""Providers that serve others' models until days of their own."""

_HOSTED = re.compile(
    r"(azure|azure_ai|bedrock|fireworks_ai|groq|together_ai|vertex|vertex_ai)[/:]"
    r"|projects/|publishers/",
    re.IGNORECASE,
)
"""How ids begin that name such a host."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A model as it was named, with what its maker says of its end."""

    model: str
    retirement: Retirement
    successor: str | None
    past: bool
    soon: bool
    """It is no more than `SOON` away, or past."""

    @property
    def day(self) -> str:
        """YYYY-MM-DD."""
        return self.retirement.on.isoformat()

    @property
    def source(self) -> str:
        """The claim with its mark and source."""
        return told(f"{self.retirement.model}: shut down on {self.day}", self.retirement.basis)

    @property
    def replaced_by(self) -> str:
        """For the middle of a sentence: `gpt-6-luna, which its maker names`."""
        if self.successor is None:
            return "its successor (the sources name none)"
        return f"{self.successor}, which its maker names"


def endings(models: Iterable[str], provider: str | None, target: Target) -> Iterator[Ending]:
    """Those of the models whose end is known. `provider`: to whom the calls go, where known."""
    if provider in _CLOUDS:
        return
    makers = [profile for profile in target.known if profile.kind == "provider"]
    for model in models:
        if not _HOSTED.match(model):
            yield from _endings(model, makers, target)


def endings_of_setting(setting: Setting, target: Target) -> Iterator[Ending]:
    """The end of the model that a configuration entry names."""
    named = (cloud for cloud in _CLOUDS if cloud in setting.name.lower())
    if setting.kind is SettingKind.MODEL and setting.value:
        yield from endings((setting.value,), next(named, setting.provider), target)


def _endings(model: str, makers: Iterable[Profile], target: Target) -> Iterator[Ending]:
    name = bare(model).lower()
    for maker in makers:
        end = maker.retirements.get(name)
        if end is not None:
            left = end.on - target.today
            past = left <= timedelta(0)
            yield Ending(model, end, maker.successor(end, target.today), past, left <= SOON)
            return
