"""What a provider keeps of one caller's earlier requests."""

from __future__ import annotations


class Memory:
    """Keys that were kept, such as digests of cached prompt prefixes.

    They stay as long as the provider runs: the lab has no clock that expires anything.
    """

    def __init__(self) -> None:
        self._kept: set[str] = set()

    def knows(self, key: str) -> bool:
        """Whether the key was kept before."""
        return key in self._kept

    def keep(self, key: str) -> None:
        """Keep the key."""
        self._kept.add(key)
