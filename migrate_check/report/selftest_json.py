"""A self-test as a document for other programs: `migrate-check/selftest/v1`.

Keys stand in one fixed order, times are seconds, rates are shares of 1, absent is null. The JSON
Schema is `schemas/selftest-v1.json` in this folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files

from migrate_check.domain.json_value import Json
from migrate_check.domain.selftest import CleanRun, Detection, FalseAlarm, NotEmulated, SelfTest
from migrate_check.gate.grade import Grade, Level, Share

SCHEMA_ID = "migrate-check/selftest/v1"


def selftest_document(tested: SelfTest, graded: Grade) -> dict[str, Json]:
    """The whole self-test, as the schema says."""
    return {
        "schema": SCHEMA_ID,
        "tool_version": tested.tool_version,
        "started_at": tested.started_at,
        "duration_s": round(tested.duration_s, 1),
        "scope": tested.scope,
        "met": graded.met,
        "exit_code": int(graded.exit_code),
        "levels": [_level(level) for level in graded.levels],
        "recall": _share(graded.recall),
        "recall_owed": _share(graded.owed),
        "categories": [_share(share) for share in graded.categories],
        "routes": [_share(share) for share in graded.routes],
        "detections": [_detection(one) for one in tested.detections],
        "false_alarms": {
            "trials": graded.clean_trials,
            "blamed_trials": graded.blamed_trials,
            "rate": graded.alarm_rate,
            "upper_95": graded.bound,
            "runs": [_run(run) for run in tested.clean],
            "findings": [_alarm(alarm) for alarm in graded.alarms],
        },
        "not_emulated": [_not_emulated(one) for one in tested.not_emulated],
    }


def selftest_json(tested: SelfTest, graded: Grade) -> str:
    """The document as indented ASCII text with a final line feed."""
    return json.dumps(selftest_document(tested, graded), indent=2, allow_nan=False) + "\n"


def selftest_schema() -> dict[str, Json]:
    """The JSON Schema (draft 2020-12) that every document is valid against."""
    text = files("migrate_check.report").joinpath("schemas/selftest-v1.json").read_text("utf-8")
    schema: dict[str, Json] = json.loads(text)
    return schema


def _level(level: Level) -> Json:
    return {
        "name": level.name,
        "claimed": level.claimed,
        "reached": level.reached,
        "met": level.met,
    }


def _share(share: Share) -> Json:
    return {"name": share.name, "found": share.found, "tried": share.all, "rate": share.rate}


def _detection(one: Detection) -> Json:
    pattern = one.pattern
    return {
        "id": pattern.id,
        "category": pattern.category,
        "harm": pattern.harm.value,
        "sight": pattern.sight.value,
        "about": one.about,
        "source": pattern.source,
        "found": one.found,
        "rules": _texts(one.rules),
        "found_on": _texts(one.found_on),
        "also": _texts(one.others),
        "instead": one.instead or None,
        "families": _texts(one.families),
        "routes": _texts(one.routes),
        "trials": one.trials,
        "repeat": one.repeat,
        "pace": one.pace,
    }


def _run(run: CleanRun) -> Json:
    return {
        "route": run.route,
        "seed": run.seed,
        "pace": run.pace,
        "trials": run.trials,
        "alarms": len(run.alarms),
        "trouble": run.trouble or None,
    }


def _alarm(alarm: FalseAlarm) -> Json:
    return {
        "rule": alarm.rule,
        "severity": alarm.severity.value,
        "route": alarm.route,
        "seed": alarm.seed,
        "case": alarm.case,
        "location": alarm.location,
        "message": alarm.message,
        "occurrences": alarm.occurrences,
        "trials": alarm.trials,
    }


def _not_emulated(one: NotEmulated) -> Json:
    pattern = one.pattern
    return {
        "id": pattern.id,
        "category": pattern.category,
        "area": pattern.area,
        "harm": pattern.harm.value,
        "sight": pattern.sight.value,
        "need": pattern.need and pattern.need.value,
        "about": one.about,
        "reason": one.reason,
        "source": pattern.source,
    }


def _texts(texts: Iterable[str]) -> Json:
    return list(texts)
