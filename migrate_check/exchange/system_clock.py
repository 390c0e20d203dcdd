"""The real clock behind `domain.ports.Clock`."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class SystemClock:
    """Wall time for labels, monotonic time for durations."""

    def now_iso(self) -> str:
        """UTC, ISO 8601 with milliseconds: `2025-01-31T09:30:00.123Z`."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        return now.replace("+00:00", "Z")

    def monotonic_ns(self) -> int:
        """Monotonic nanoseconds."""
        return time.monotonic_ns()
