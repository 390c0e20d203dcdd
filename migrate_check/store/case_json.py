"""A case as JSON and back, so that a run can be judged again without its scenario files.

The standard library's JSON is used because a case may hold, on purpose, integers of any size.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from migrate_check.domain.scenario import Auth, Case, Effect, EffectKind, NextTurn, Probe, Route


def dump_case(case: Case) -> str:
    """JSON text."""
    return json.dumps(asdict(case))


def load_case(text: str) -> Case:
    """The case that `dump_case` wrote."""
    fields: dict[str, Any] = json.loads(text)
    probe = fields.get("probe")
    return Case(
        **fields
        | {
            "route": Route(fields["route"]),
            "auth": Auth(fields["auth"]),
            "turns": tuple(NextTurn(**turn) for turn in fields["turns"]),
            "headers": tuple((name, value) for name, value in fields.get("headers", ())),
            "probe": probe and _probe(probe),
        }
    )


def _probe(fields: dict[str, Any]) -> Probe:
    effects = (Effect(EffectKind(each["kind"]), each["value"]) for each in fields["effects"])
    return Probe(fields["parameter"], tuple(effects))
