"""Stage 3: an exchange to a provider-neutral observation. Pure."""

from __future__ import annotations

from migrate_check.observe.observe import answer_of, observe_exchange

__all__ = ["answer_of", "observe_exchange"]
