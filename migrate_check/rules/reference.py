"""What the baseline's repeats of one case have in common: rules are learnt from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from migrate_check.domain.observation import Observation, ShapePath


@dataclass(frozen=True, slots=True)
class ShapeReference:
    """Shapes of the baseline's answers of one variant (see `Observation.variant`)."""

    answers: int
    always: frozenset[ShapePath]
    """Seen in every answer."""
    ever: frozenset[ShapePath]
    """Seen in some answer."""


@dataclass(frozen=True, slots=True)
class SdkReference:
    """What an official SDK made of the baseline's answers of one variant."""

    always: Mapping[str, str]
    """Accessor → what it gave, where that was the same in every answer."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The baseline's repeats of one case and turn."""

    answers: int
    """Answers of any status; transport failures do not count."""
    statuses: frozenset[int]
    shapes: Mapping[str, ShapeReference]
    """Variant → shapes."""
    headers_always: frozenset[str]
    """Lower-case names that every answer had."""
    headers_ever: frozenset[str]
    header_constants: Mapping[str, str]
    """Name → value, for headers with one value in two or more answers."""
    framings: frozenset[str]
    """Union of the SSE habits seen."""
    models: frozenset[str]
    """Names of models that its successes gave."""
    sdk: Mapping[str, SdkReference] = field(default_factory=dict)
    """Variant → outcomes, of the answers that an official SDK has read."""
    sdk_raises: frozenset[str] = frozenset()
    """Accessors that raised in some of them."""
    embedded: tuple[Observation, ...] = ()
    """Its answers that hold vectors."""
    nonces: frozenset[str] = frozenset()
    """The words of all trials of the run, of which a request carries only its own."""
