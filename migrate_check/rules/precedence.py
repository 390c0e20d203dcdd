"""Which findings are mere consequences of another one: one cause, one finding.

Where a rule fires in a case, its consequences are not reported for that case. A cause is never
milder than what it hides, so hiding cannot turn a fail into a pass; a test holds that.
"""

from __future__ import annotations

from collections.abc import Mapping

CONSEQUENCES: Mapping[str, frozenset[str]] = {}
"""Rule id → ids of the rules that fire only because it does."""
