"""What a provider or a gateway claims to support: every claim with its mark and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Mark(StrEnum):
    """How a claim is known; only the first four are first-hand."""

    SEEN_DOC = "seen_doc"
    SEEN_CODE = "seen_code"
    SEEN_RUN = "seen_run"
    SEEN_WIRE = "seen_wire"
    THIRD_PARTY = "third_party"
    INFERRED = "inferred"
    UNKNOWN = "unknown"

    @property
    def first_hand(self) -> bool:
        """Whether a finding that rests on it may be more than a warning."""
        return self in (Mark.SEEN_DOC, Mark.SEEN_CODE, Mark.SEEN_RUN, Mark.SEEN_WIRE)


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a claim comes from."""

    mark: Mark
    source: str | None
    """URL or description of the source; None only for `unknown` and `inferred`."""
    note: str | None = None


class Fate(StrEnum):
    """What becomes of a request field."""

    SUPPORTED = "supported"
    DROPPED = "dropped"
    """Accepted, silently without effect."""
    REJECTED = "rejected"
    """Answered with an error."""
    CHANGED = "changed"
    """Carried, but altered on the way: capped, renamed, shortened."""
    PROVIDER_SPECIFIC = "provider-specific"
    """Works only for the upstream providers named in `only_for`."""
    MODEL_DEPENDENT = "model-dependent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FieldClaim:
    """The fate of one request field on one route."""

    name: str
    """Wire name as in `RequestField.name`."""
    fate: Fate
    basis: Basis
    only_for: tuple[str, ...] = ()
    """Providers for which it works, where the fate is provider-specific."""
    when: str | None = None
    """Condition in words: `above 1`, `in thinking mode`."""
    instead: str | None = None
    """What to send instead, or how to keep the behaviour."""


@dataclass(frozen=True, slots=True)
class RouteClaim:
    """Whether and how one route is offered."""

    route: str
    """A route of scenarios or another endpoint (domain/call_site.py)."""
    offered: bool | None
    """None: unknown."""
    basis: Basis
    path: str | None = None
    """`/v1/chat/completions`."""
    streams: bool | None = None
    fields: Mapping[str, FieldClaim] = field(default_factory=dict)
    """Wire name → claim."""
    unlisted: FieldClaim | None = None
    """What becomes of fields that are not listed; None: unknown."""


@dataclass(frozen=True, slots=True)
class BaseUrl:
    """The base URL for one kind of client."""

    client: str
    """`openai-sdk`, `anthropic-sdk`, `gemini`, `litellm`, …"""
    url: str | None
    """None: not offered, or not known (see the basis)."""
    basis: Basis
    path_prefix: str | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """Something that only this gateway understands: using it makes going back a change of code."""

    kind: str
    """`model` (a regular expression over model ids), `field`, `header` or `route`."""
    pattern: str
    about: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Pitfall:
    """Advice in the phase where it bites."""

    id: str
    text: str
    basis: Basis
    routes: tuple[str, ...] = ()
    """Routes it is about; empty: all."""
    phase: int = 1


@dataclass(frozen=True, slots=True)
class Claim:
    """Any other claim, by a stable id: `request-id-header:x-request-id`."""

    id: str
    text: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Retirement:
    """The end of one model at its maker."""

    model: str
    """The exact id, in small letters: `gpt-4o` says nothing of `gpt-4o-mini`."""
    on: date
    """From this day on the maker refuses it, or answers with another model."""
    instead: str | None
    """What the maker names in its place; None: nothing, or not known."""
    basis: Basis


@dataclass(frozen=True, slots=True)
class Profile:
    """One provider or gateway."""

    name: str
    title: str
    kind: str
    """`provider`, `gateway`, `proxy` or `any`."""
    verified: bool
    """False: too little first-hand text to rely on; the base URL must be given."""
    base_urls: tuple[BaseUrl, ...]
    key_env: str | None
    price_provider: str | None
    """Provider id in genai-prices; None for gateways, which set their own prices."""
    request_id_headers: tuple[str, ...]
    routes: Mapping[str, RouteClaim]
    """Route → claim; one that is absent is unknown."""
    unlisted_routes: Basis | None = None
    """Set: whatever is not listed is not offered, on this basis."""
    response_fields: Mapping[str, Basis] = field(default_factory=dict)
    """Documented fields of answers beyond the format's own, by path."""
    own_response_fields: Mapping[str, Basis] = field(default_factory=dict)
    """Fields of answers that this provider sends and others of its format do not."""
    extensions: tuple[Extension, ...] = ()
    pitfalls: tuple[Pitfall, ...] = ()
    claims: tuple[Claim, ...] = ()
    retirements: Mapping[str, Retirement] = field(default_factory=dict)
    """Model id → its end, past or announced; no more is known of others than that none is known."""
    generation: str | None = None
    """Which of several contradicting generations of documents this is."""
    generations: tuple[str, ...] = ()
    """All that can be chosen, the default first."""
    unknown: tuple[str, ...] = ()
    """What was looked for and not found."""

    def field_claim(self, route: str, name: str) -> FieldClaim | None:
        """The claim about a field, or about the closest field above it; None: unknown."""
        claim = self.routes.get(route)
        if claim is None:
            return None
        found = name
        while found:
            if found in claim.fields:
                return claim.fields[found]
            found = found.rpartition(".")[0]
        # Headers and built-in tools are no fields of the body, of which `unlisted` speaks.
        return None if ":" in name else claim.unlisted

    def base_url(self, client: str) -> str | None:
        """The URL for that kind of client, where one is known."""
        return next((base.url for base in self.base_urls if base.client == client), None)

    def successor(self, end: Retirement, today: date) -> str | None:
        """What to use instead: where the maker named a model that is gone by now, what it named
        for that one.
        """
        seen = {end.model}
        while end.instead and end.instead not in seen:
            following = self.retirements.get(end.instead)
            if following is None or following.on > today:
                break
            seen.add(end.instead)
            end = following
        return end.instead


class Observed(StrEnum):
    """What a run says of a claim."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    UNTESTED = "untested"


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """A claim of the candidate's profile beside what a run saw."""

    claim: str
    """Stable id: `route:openai-chat`, `field:openai-chat:seed`."""
    text: str
    basis: Basis
    observed: Observed
    evidence: str | None
    """What was seen, with the case; None where nothing was. An untested field may have been sent
    and not rejected."""
    case: str | None = None
    """Case key of the exchange that shows it."""
