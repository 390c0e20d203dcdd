"""How a shape departs from what the baseline's answers of the same variant have in common."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.observation import BodyKind, ObservedPair, ShapePath
from migrate_check.rules.reference import Reference

Shape: TypeAlias = frozenset[ShapePath]

_ABSENT = "absent"
_NULL = "null"

_JUDGED_AS_ERROR = frozenset({"error.type", "error.code", "error.message"})
"""The family errors speaks of these."""


_COUNTS = {
    "cache_creation_input_tokens": "cache_write_tokens",
    "cache_read_input_tokens": "cached_tokens",
    "completion_tokens_details": "reasoning_tokens",
    "completion_tokens_details.reasoning_tokens": "reasoning_tokens",
    "prompt_tokens_details": "cached_tokens",
    "prompt_tokens_details.cached_tokens": "cached_tokens",
    "usageMetadata.cachedContentTokenCount": "cached_tokens",
    "usageMetadata.thoughtsTokenCount": "reasoning_tokens",
}
"""Path below `usage.`, or Gemini's → field of `Usage`."""

_WHOLE = frozenset(
    {
        AnomalyKind.ERROR_ENVELOPE_FOREIGN,
        AnomalyKind.ERROR_NOT_JSON,
        AnomalyKind.OBJECT_FOREIGN,
    }
)
"""Where these are news, no field is worth a finding."""


class Retyped(NamedTuple):
    """A field whose type the baseline never shows."""

    path: str
    usual: str
    now: str


class Changes(NamedTuple):
    """Paths are topmost: what is below a change is not listed."""

    missing: tuple[str, ...] = ()
    """Always there with a value on the baseline, not there at all."""
    missing_null: tuple[str, ...] = ()
    """Always there and null on the baseline, not there at all."""
    missing_in_some: tuple[str, ...] = ()
    """There in each sibling on the baseline, not there in some."""
    extra: tuple[str, ...] = ()
    """Never there on the baseline, there with a value."""
    extra_null: tuple[str, ...] = ()
    """Never there on the baseline, there and null."""
    retyped: tuple[Retyped, ...] = ()
    nulled: tuple[Retyped, ...] = ()
    """Never null on the baseline, null."""
    events_missing: tuple[str, ...] = ()
    events_extra: tuple[str, ...] = ()


def changes(pair: ObservedPair, reference: Reference) -> Changes:
    """The candidate's changes; none where the baseline never gave an answer of this variant."""
    candidate = pair.candidate
    if candidate.shape == pair.baseline.shape:
        return _NONE
    learned = reference.shapes.get(candidate.variant)
    if learned is None:
        return _NONE
    # Sets of paths hash faster than what holds them, and each shape rule asks again.
    usual = (learned.always, learned.ever)
    found = _changes(usual, candidate.shape, candidate.body_kind is BodyKind.SSE)
    if found.missing or found.nulled:
        return found._replace(
            missing=tuple(path for path in found.missing if not _lost_usage(path, pair)),
            nulled=tuple(each for each in found.nulled if not _lost_usage(each.path, pair)),
        )
    return found


def _lost_usage(path: str, pair: ObservedPair) -> bool:
    """Whether a count is lost, of which the family usage speaks in the words of either format."""
    usual, now = pair.baseline.reply, pair.candidate.reply
    count = _COUNTS.get(path.removeprefix("chunk.").rpartition("usage.")[2])
    if count is None or usual is None or now is None or not usual.usage or not now.usage:
        return False
    return getattr(usual.usage, count) is not None and getattr(now.usage, count) is None


def unreported(paths: tuple[str, ...], pair: ObservedPair) -> Iterator[str]:
    """The paths that no contract rule speaks of already."""
    if not paths:
        return
    usual = {(anomaly.kind, anomaly.location) for anomaly in pair.baseline.anomalies}
    news = [
        anomaly
        for anomaly in pair.candidate.anomalies
        if (anomaly.kind, anomaly.location) not in usual
    ]
    if any(anomaly.kind in _WHOLE for anomaly in news):
        return
    known = tuple(anomaly.location for anomaly in news)
    for path in paths:
        if path not in _JUDGED_AS_ERROR and not _covered(path, known):
            yield path


def _covered(path: str, known: tuple[str, ...]) -> bool:
    # Contract rules name a place in a chunk without saying that it is one.
    return any(
        each == place or each.startswith((f"{place}.", f"{place}["))
        for place in known
        for each in (path, path.removeprefix("chunk."))
    )


_NONE = Changes()


@lru_cache(maxsize=1024)
def _changes(learned: tuple[Shape, Shape], shape: Shape, stream: bool) -> Changes:
    """Changes of a shape against what the baseline always and ever has."""
    learned_always, ever = learned
    usual, now = _types(ever), _types(shape)
    roots, usual_roots = _roots(now, stream), _roots(usual, stream)
    found: dict[str, list[str]] = {name: [] for name in Changes._fields}
    always = _types(learned_always)
    for path, types in always.items():
        if path not in now and types and _under(path, shape, roots):
            found["missing_null" if types == {_NULL} else "missing"].append(path)
    for path, types in now.items():
        if path not in usual and _under(path, ever, usual_roots):
            found["extra_null" if types == {_NULL} else "extra"].append(path)
    gaps = {each.path for each in shape - ever if each.type == _ABSENT}
    found["missing_in_some"] = [path for path in gaps if path in always and path in now]
    retyped = [
        Retyped(path, "|".join(sorted(usual[path] - {_NULL})), kind)
        for path, kind in sorted(shape - ever)
        if kind != _ABSENT and usual.get(path, {_NULL}) != {_NULL}
    ]
    if stream:
        whole = _roots(always, stream)
        found["events_missing"] = [root for root in whole if root not in roots]
        found["events_extra"] = [root for root in roots if root not in usual_roots]
    paths = {name: tuple(sorted(each)) for name, each in found.items()}
    return Changes(
        missing=paths["missing"],
        missing_null=paths["missing_null"],
        missing_in_some=paths["missing_in_some"],
        extra=paths["extra"],
        extra_null=paths["extra_null"],
        retyped=tuple(each for each in retyped if each.now != _NULL),
        nulled=tuple(each for each in retyped if each.now == _NULL),
        events_missing=paths["events_missing"],
        events_extra=paths["events_extra"],
    )


def _types(shape: Shape) -> dict[str, set[str]]:
    types: dict[str, set[str]] = {}
    for path, kind in shape:
        if kind != _ABSENT:
            types.setdefault(path, set()).add(kind)
    return types


def _roots(types: dict[str, set[str]], stream: bool) -> frozenset[str]:
    """Event names, for streams: their events have nothing above them."""
    return frozenset(path.split(".", 1)[0] for path in types) if stream else frozenset({""})


def _under(path: str, shape: Shape, roots: frozenset[str]) -> bool:
    """Whether the container of `path` is there, so that the path itself is the topmost change."""
    if path.endswith("[]"):
        return ShapePath(path[:-2], "array") in shape
    parent, dot, _ = path.rpartition(".")
    if not dot:
        return "" in roots
    return parent in roots or ShapePath(parent, "object") in shape
