"""What the replay through the official SDKs costs: CPU for the import and per exchange."""

from __future__ import annotations

import time
from collections import defaultdict

from migrate_check.domain.exchange import Side
from migrate_check.observe import observe_exchange
from migrate_check.sdk_replay.clients import open_client
from migrate_check.sdk_replay.installed import SDKS, installed_version
from migrate_check.sdk_replay.replayer import Replayer
from migrate_check.sdk_replay.tape import Tape
from tests.corpus.recordings import recordings

STEP = 10
"""Every so many recordings."""


def main() -> None:
    for sdk in SDKS:
        began = time.process_time()
        open_client(sdk, Tape())
        print(f"{sdk.name} {installed_version(sdk)}: import {time.process_time() - began:.2f} s")
    replayer, spent = Replayer(), defaultdict[tuple[str, bool], list[float]](list)
    for number, recording in enumerate(recordings()):
        if number % STEP:
            continue
        seen = observe_exchange(recording.exchange, recording.route, Side.BASELINE)
        began = time.process_time()
        if replayer.account(recording.exchange, recording.route, seen.asked):
            spent[recording.route.value, seen.asked.stream].append(time.process_time() - began)
    for (route, stream), times in sorted(spent.items()):
        times.sort()
        form = "streamed" if stream else "plain"
        print(
            f"{route} {form}: n={len(times)}, first {1000 * max(times):.0f} ms, "
            f"median {1000 * times[len(times) // 2]:.1f} ms, "
            f"mean without the slowest {1000 * sum(times[:-1]) / max(len(times) - 1, 1):.1f} ms"
        )


if __name__ == "__main__":
    main()
