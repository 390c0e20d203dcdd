"""What is said about the replay through the official SDKs. Silence would read as "fine"."""

from __future__ import annotations

from migrate_check.domain.result import SdkReplay
from migrate_check.report.text import plural

INSTALL = "pip install 'migrate-check[sdk]'"


def sdk_replay_lines(replay: SdkReplay) -> tuple[str, ...]:
    """One line or two, never none: what was replayed, and what was not."""
    lines = (_done(replay), *not_replayed(replay))
    return tuple(line for line in lines if line)


def not_replayed(replay: SdkReplay) -> tuple[str, ...]:
    """What no SDK has read; empty where every wanted SDK took part."""
    said = "not replayed through the official SDKs"
    if replay.missing:
        return (f"{said} ({', '.join(replay.missing)} not installed): {INSTALL}",)
    if replay.reason:
        return (f"{said}: {replay.reason}",)
    return () if replay.replayed else (said,)


def _done(replay: SdkReplay) -> str:
    if not replay.replayed:
        return ""
    sdks = ", ".join(
        f"{one.sdk} {one.version} ({plural(one.exchanges, 'exchange')})" for one in replay.replayed
    )
    rest = ""
    if replay.left_out:
        rest = (
            f"; {plural(replay.left_out, 'exchange')} not, as only the first {replay.repeats} "
            "repeats of each case are"
        )
    return f"replayed through {sdks}{rest}"
