"""A run that gets Ctrl-C in its third trial; prints how it ended."""

from __future__ import annotations

import signal
import sys

from migrate_check.domain.exchange import Side
from migrate_check.domain.json_value import Json
from tests.exchange.plans import ScriptedSender, execute, plan, setup, trials


def answer(side: Side, sent: dict[str, Json]) -> dict[str, Json]:
    # Both sides' requests are under way; a second signal would be a plain KeyboardInterrupt.
    if side is Side.BASELINE and len(sender.sent) == 6:
        signal.raise_signal(signal.SIGINT)
    return {"say": "ok"}


sender = ScriptedSender(answer)

if __name__ == "__main__":
    watched = execute(plan(*trials(50)), setup(sender))
    outcome = watched.outcome
    sys.stdout.write(f"{outcome.stopped} {outcome.done_trials} {len(watched.pairs)}\n")
