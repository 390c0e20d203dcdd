"""What a rule is: a pure function with an id, a default severity and an explanation.

A rule's id is its function's name in kebab case, its family the folder of its file, its
explanation its docstring. So none of them can disagree.

The docstring is printed by `migrate-check rules explain ID`: first a one-line summary of the
pattern seen, then the headings `## Why it matters`, `## Who breaks`, `## Example`,
`## When to accept it`, and `## Source`: a public report of the pattern, or the contract that it
breaks.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.call_site import CallSite, Client, Setting, SiteAnswer
from migrate_check.domain.finding import Difference, Severity, Undecided
from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.domain.profile import Profile
from migrate_check.domain.verdict import Measured
from migrate_check.rules.reference import Reference

Answer: TypeAlias = Difference | Undecided


class Scope(StrEnum):
    """What a rule looks at."""

    EXCHANGE = "exchange"
    PAIR = "pair"
    METAMORPHIC = "metamorphic"
    SEQUENCE = "sequence"
    CASE = "case"
    RUN = "run"
    SITE = "site"
    CLIENT = "client"
    SETTING = "setting"


class Nature(StrEnum):
    """How many counter-examples it takes."""

    CONTRACT = "contract"
    """A fact of the wire format: one counter-example that the baseline never shows is enough."""
    SAMPLED = "sampled"
    """The model may do it by chance: the two sides' rates must differ significantly."""


class When(StrEnum):
    """Which pairs a pair rule is asked about; the engine sorts pairs once, for speed."""

    BOTH_OK = "both-ok"
    """Both sides gave a success."""
    BOTH_ERROR = "both-error"
    """Both sides gave an HTTP error, or an error inside a 200."""
    BASELINE_OK = "baseline-ok"
    """The baseline gave a success; the candidate anything."""
    BOTH_ANSWERED = "both-answered"
    """Both sides gave a complete HTTP response of any status."""
    REPLAYED = "replayed"
    """As before, and an official SDK has read both."""
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Twin:
    """The streamed and the unstreamed repeats of one case, per side: for metamorphic rules.

    Only successes are in it; a tuple is empty where there was none.
    """

    twin_id: str
    baseline_plain: tuple[Observation, ...]
    baseline_stream: tuple[Observation, ...]
    candidate_plain: tuple[Observation, ...]
    candidate_stream: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class Turns:
    """All turns of one trial, in order: for sequence rules. Always two or more."""

    pairs: tuple[ObservedPair, ...]


@dataclass(frozen=True, slots=True)
class Repeats:
    """All repeats of one case and turn, in order: for case rules. Always two or more."""

    pairs: tuple[ObservedPair, ...]


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What run rules look at."""

    measured: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """What call sites are judged for."""

    profile: Profile | None
    """The gateway; None: the code is judged by itself."""
    today: date
    known: tuple[Profile, ...] = ()
    """All profiles: which hosts are whose, what only one provider's answers hold, and which models
    end."""

    def moves(self, client: Client) -> bool:
        """Whether the client speaks to somebody else today."""
        return self.profile is not None and client.provider != self.profile.name


@dataclass(frozen=True, slots=True)
class ClientUse:
    """A client with the call sites that use it: one constructor is one thing to change."""

    client: Client
    sites: tuple[CallSite, ...]
    """In order; never empty."""


ExchangeRule: TypeAlias = Callable[[Observation, Anomaly], Iterator[Answer]]
PairRule: TypeAlias = Callable[[ObservedPair, Reference], Iterator[Answer]]
MetamorphicRule: TypeAlias = Callable[[Twin], Iterator[Answer]]
SequenceRule: TypeAlias = Callable[[Turns], Iterator[Answer]]
CaseRule: TypeAlias = Callable[[Repeats], Iterator[Answer]]
RunRule: TypeAlias = Callable[[RunFacts], Iterator[Answer]]
SiteRule: TypeAlias = Callable[[CallSite, Target], Iterator[SiteAnswer]]
ClientRule: TypeAlias = Callable[[ClientUse, Target], Iterator[SiteAnswer]]
SettingRule: TypeAlias = Callable[[Setting, Target], Iterator[SiteAnswer]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with all that people see of it. Exactly one of its functions is set."""

    id: str
    family: str
    severity: Severity
    scope: Scope
    nature: Nature
    explanation: str
    on: frozenset[AnomalyKind] = frozenset()
    when: When = When.ALWAYS
    exchange: ExchangeRule | None = None
    pair: PairRule | None = None
    metamorphic: MetamorphicRule | None = None
    sequence: SequenceRule | None = None
    case: CaseRule | None = None
    run: RunRule | None = None
    site: SiteRule | None = None
    client: ClientRule | None = None
    setting: SettingRule | None = None
    needs_profile: bool = False
    """Without a gateway there is nothing that this rule could say."""

    @property
    def summary(self) -> str:
        """First line of the explanation."""
        return self.explanation.split("\n", 1)[0]


def exchange_rule(
    severity: Severity, *on: AnomalyKind, nature: Nature = Nature.CONTRACT
) -> Callable[[ExchangeRule], Rule]:
    """A rule about one answer, asked for each anomaly of the kinds `on` that the candidate shows.

    The engine drops an answer whose (rule, location) the baseline shows too, in any repeat of any
    case of the same route: nobody is blamed for what the old provider did as well.
    """
    kinds = frozenset(on)
    return lambda ask: replace(_rule(ask, severity, Scope.EXCHANGE, nature), on=kinds, exchange=ask)


def pair_rule(
    severity: Severity, when: When, nature: Nature = Nature.CONTRACT
) -> Callable[[PairRule], Rule]:
    """A rule about both sides of one trial, with what the baseline's repeats have in common."""
    return lambda ask: replace(_rule(ask, severity, Scope.PAIR, nature), when=when, pair=ask)


def metamorphic_rule(severity: Severity) -> Callable[[MetamorphicRule], Rule]:
    """A rule about one side's streamed against its unstreamed answers to the same case."""
    return lambda ask: replace(_rule(ask, severity, Scope.METAMORPHIC), metamorphic=ask)


def sequence_rule(
    severity: Severity, nature: Nature = Nature.CONTRACT
) -> Callable[[SequenceRule], Rule]:
    """A rule about the turns of one trial."""
    return lambda ask: replace(_rule(ask, severity, Scope.SEQUENCE, nature), sequence=ask)


def case_rule(severity: Severity) -> Callable[[CaseRule], Rule]:
    """A rule about all repeats of one case: what they must, or must not, have in common.

    The engine asks it about the baseline too, as if that were the candidate, and drops an answer
    that it gives there in any case of the route.
    """
    return lambda ask: replace(_rule(ask, severity, Scope.CASE), case=ask)


def run_rule(severity: Severity) -> Callable[[RunRule], Rule]:
    """A rule about what was measured over the whole run."""
    return lambda ask: replace(_rule(ask, severity, Scope.RUN), run=ask)


def site_rule(severity: Severity, needs_profile: bool = True) -> Callable[[SiteRule], Rule]:
    """A rule about one place that calls an LLM, read from the code: nothing is sent.

    The engine never gives more than the rule's severity, and no more than a note in tests.
    """
    return lambda ask: replace(
        _rule(ask, severity, Scope.SITE), site=ask, needs_profile=needs_profile
    )


def client_rule(severity: Severity, needs_profile: bool = False) -> Callable[[ClientRule], Rule]:
    """A rule about the client that call sites share, asked once for each constructor."""
    return lambda ask: replace(
        _rule(ask, severity, Scope.CLIENT), client=ask, needs_profile=needs_profile
    )


def setting_rule(severity: Severity, needs_profile: bool = False) -> Callable[[SettingRule], Rule]:
    """A rule about an entry of a configuration file."""
    return lambda ask: replace(
        _rule(ask, severity, Scope.SETTING), setting=ask, needs_profile=needs_profile
    )


def _rule(
    ask: Callable[..., object],
    severity: Severity,
    scope: Scope,
    nature: Nature = Nature.CONTRACT,
) -> Rule:
    """What the function says of itself by its name, place and docstring."""
    return Rule(_id(ask), _family(ask), severity, scope, nature, _explanation(ask))


def _id(ask: Callable[..., object]) -> str:
    return ask.__name__.replace("_", "-")


def _family(ask: Callable[..., object]) -> str:
    return ask.__module__.split(".")[-2]


def _explanation(ask: Callable[..., object]) -> str:
    return inspect.cleandoc(ask.__doc__ or "")
