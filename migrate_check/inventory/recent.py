"""Parsed files while they are in use: syntax trees are ten times the size of their files."""

from __future__ import annotations

import gc
from collections import OrderedDict
from weakref import WeakValueDictionary

from migrate_check.inventory.neutral import Module


class RecentModules:
    """The modules used last, up to a sum of bytes; all that anybody else still holds.

    A module that is in use anywhere is always given again as the same object, because scopes are
    compared by identity.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._dropped = 0
        self._recent: OrderedDict[str, tuple[Module, int]] = OrderedDict()
        self._alive: WeakValueDictionary[str, Module] = WeakValueDictionary()

    def get(self, path: str) -> Module | None:
        """The module, if it is still there."""
        if path in self._recent:
            self._recent.move_to_end(path)
            return self._recent[path][0]
        return self._alive.get(path)

    def put(self, path: str, module: Module, size: int) -> None:
        """Keeps a module of a file of `size` bytes."""
        self._alive[path] = module
        self._recent[path] = (module, size)
        self._bytes += size
        while self._bytes > self._most_bytes and len(self._recent) > 1:
            _, (_, freed) = self._recent.popitem(last=False)
            self._bytes -= freed
            self._dropped += freed
        if self._dropped > self._most_bytes:
            # Modules hold themselves by their methods; the collector would come by too rarely.
            gc.collect()
            self._dropped = 0
