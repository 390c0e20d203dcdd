"""The lab in the foreground, for `migrate-check lab serve`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from migrate_check.lab.site import Lab, LabSettings, open_lab


def serve(settings: LabSettings, opened: Callable[[Lab], None]) -> None:
    """Serve until cancelled; calls `opened` once both sides listen, prints nothing.

    Ends by KeyboardInterrupt, which is passed on. Raises CannotRunError for taken ports.
    """
    asyncio.run(serve_until_cancelled(settings, opened))


async def serve_until_cancelled(settings: LabSettings, opened: Callable[[Lab], None]) -> None:
    """The same inside a running event loop; never returns but by cancellation."""
    async with open_lab(settings) as lab:
        opened(lab)
        await asyncio.Event().wait()
