"""Hosts that look like the gateway's."""

from __future__ import annotations

from difflib import SequenceMatcher

from migrate_check.domain.profile import Profile
from migrate_check.rules.rule import Target
from migrate_check.rules.sites.clients import address, is_local, label

_ALIKE = 0.88
"""Ratio of equal letters; `tokenroute` and `tokenrouter` have 0.95, `tokenlab` and `tokenpak`
0.75."""


def resembled(host: str, target: Target) -> str | None:
    """The gateway's host that this one could be taken for; None: none, or it is one of them."""
    if target.profile is None or is_local(host):
        return None
    for profile in target.known:
        if any(_same_owner(host, known) for known in hosts_of(profile)):
            return None
    own = [known for known in hosts_of(target.profile) if not is_local(known)]
    if any(_same_owner(host, known) for known in own):
        return None
    return next((known for known in own if _alike(label(host), label(known))), None)


def hosts_of(profile: Profile) -> list[str]:
    """The hosts of its base URLs."""
    return [address(base.url).host for base in profile.base_urls if base.url]


def _same_owner(host: str, known: str) -> bool:
    """Hosts below one registered name: `eu.api.tokenlab.sh` and `api.tokenlab.sh`."""
    registered = known[known.rfind(label(known)) :]
    return host == registered or host.endswith(f".{registered}")


def _alike(name: str, other: str) -> bool:
    return SequenceMatcher(None, name, other).ratio() >= _ALIKE
