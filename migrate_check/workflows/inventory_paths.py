"""Paths of an inventory as they lead from the current folder, for editors and code scanning."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from migrate_check.domain.call_site import CallSite, Inventory, Wrapper
from migrate_check.inventory.scan import base_of


def seen_from_here(inventory: Inventory, paths: Sequence[Path]) -> Inventory:
    """The same inventory; its paths, relative to the scanned folder, get the way to it in front.

    As they are where that folder is not inside the current one. What facts say of their origin
    stays relative to the scanned folder.
    """
    way = os.path.relpath(base_of(tuple(paths)))
    if way == os.curdir or way.split(os.sep)[0] == os.pardir:
        return inventory
    prefix = f"{Path(way).as_posix()}/"
    return replace(
        inventory,
        sites=tuple(_site(site, prefix) for site in inventory.sites),
        settings=tuple(replace(one, path=prefix + one.path) for one in inventory.settings),
        skipped=tuple(replace(one, path=prefix + one.path) for one in inventory.skipped),
    )


def _site(site: CallSite, prefix: str) -> CallSite:
    made_at = site.client.made_at
    client = site.client if made_at is None else replace(site.client, made_at=prefix + made_at)
    wrapper = site.wrapper and Wrapper(
        site.wrapper.function,
        tuple(replace(one, path=prefix + one.path) for one in site.wrapper.callers),
    )
    return replace(site, path=prefix + site.path, client=client, wrapper=wrapper)
