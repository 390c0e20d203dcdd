"""A matched call as a call site: all that the code says of its request and its client."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.domain.call_site import (
    NOT_KNOWN,
    CallSite,
    Certainty,
    Fact,
    Language,
    RequestField,
)
from migrate_check.inventory.bound import bound
from migrate_check.inventory.candidates import Candidate
from migrate_check.inventory.clients import Clients
from migrate_check.inventory.fields import Fields, Sent
from migrate_check.inventory.languages import is_test
from migrate_check.inventory.makers import Made
from migrate_check.inventory.matching import Match
from migrate_check.inventory.neutral import Expr
from migrate_check.inventory.reads import reads_of
from migrate_check.inventory.resolver.built import Built, Given
from migrate_check.inventory.resolver.chain import shown
from migrate_check.inventory.resolver.facts import HOLE, Facts
from migrate_check.inventory.resolver.trace import Tracer
from migrate_check.inventory.routes import route_of
from migrate_check.inventory.script_calls import ScriptCalls
from migrate_check.inventory.signature import Body, Streams
from migrate_check.inventory.source_file import SourceFile
from migrate_check.inventory.streaming import Uses, is_async, streaming_of

LONGEST_CALL = 80
_SELF = frozenset({Language.PYTHON, Language.RUBY, Language.RUST})
NO_MODEL = Fact(None, Certainty.UNKNOWN, "not set in the call")


class Describer:
    """Describes matched calls."""

    def __init__(
        self,
        tracer: Tracer,
        facts: Facts,
        fields: Fields,
        clients: Clients,
        scripts: ScriptCalls,
    ) -> None:
        self._tracer = tracer
        self._records = fields.records
        self._facts = facts
        self._fields = fields
        self._clients = clients
        self._scripts = scripts
        self._uses = Uses(tracer)

    def site(self, source: SourceFile, candidate: Candidate, match: Match) -> tuple[CallSite, Sent]:
        """The call site, and what it sends."""
        match = self._scripts.resolved(match)
        sent = self.sent(match, candidate)
        model = self.model(match, sent)
        client = self._clients.of(match)
        streaming, later = self._streaming(match, sent, candidate)
        route = route_of(match, model.value, self._provider_word(match))
        site = CallSite(
            path=source.path,
            line=candidate.line,
            language=Language.NOTEBOOK if source.in_notebook else source.language,
            sdk=match.signature.sdk,
            call=written(match.call.callee, source.language),
            route=route,
            model=model,
            fields=fields_of(sent),
            fields_known=not sent.holes,
            streaming=streaming,
            is_async=later,
            client=client,
            reads=reads_of(candidate.call, source.data, match.signature.spelling),
            in_test=is_test(source.path),
            not_known=tuple(dict.fromkeys(sent.holes)),
        )
        return site, sent

    def sent(self, match: Match, candidate: Candidate) -> Sent:
        """What the call sends, and what is bound to the object that it makes."""
        built = self._fields.arguments(match.signature, match.call, match.place)
        if match.signature.body is Body.CONSTRUCTOR:
            built = self._with_constructors(match, built)
        signature, built = self._scripts.wire(match, built)
        if match.signature.streams is Streams.USE:
            built.merge(bound(self._uses, self._records, match, candidate.call), Certainty.MAYBE)
        sent = self._fields.of(signature, built)
        for name, value in match.signature.fields.items():
            sent.add(RequestField(name, value, Certainty.LITERAL, match.call.line))
        return sent

    def _with_constructors(self, match: Match, built: Built) -> Built:
        """What sessions and model objects were made with, then what the call adds."""
        whole = Built()
        for made in reversed(_line_of(match.made[0] if match.made else None)):
            if made.call is not None and made.holds_fields:
                given = self._clients.arguments(made.call, made.place, made.signature)
                for name in (*made.signature.base_url, *made.signature.key):
                    given.entries.pop(name.partition(".")[0], None)
                whole.merge(given, Certainty.LITERAL)
        whole.merge(self._fields.changes(match.call, match.place), Certainty.RESOLVED)
        whole.merge(built, Certainty.LITERAL)
        return whole

    def model(self, match: Match, sent: Sent) -> Fact:
        """The model, on the call or else on the client."""
        if sent.model:
            return model_fact(sent.model[0], self._tracer, self._facts)
        return self._model_of_client(match, sent)

    def _model_of_client(self, match: Match, sent: Sent) -> Fact:
        for made in _line_of(match.made[0] if match.made else None):
            if made.call is None:
                continue
            given = self._clients.arguments(made.call, made.place, made.signature)
            for name in match.signature.model:
                if name in given.entries:
                    entry = given.entries[name]
                    fact = self._facts.of(entry.expr, entry.place)
                    if fact.certainty is Certainty.LITERAL:
                        return replace(fact, certainty=Certainty.RESOLVED)
                    return fact
        if sent.holes:
            return Fact(None, Certainty.UNKNOWN, sent.holes[0])
        return NO_MODEL if match.signature.model else NOT_KNOWN

    def _streaming(self, match: Match, sent: Sent, candidate: Candidate) -> tuple[Fact, bool]:
        if match.signature.streams is not Streams.USE:
            return streaming_of(match, sent, self._facts), is_async(match, candidate.call)
        if sent.stream is not None:
            fact = self._facts.of(sent.stream.expr, sent.stream.place)
            return fact, self._uses.of(match, candidate.call)[1]
        return self._uses.of(match, candidate.call)

    def _provider_word(self, match: Match) -> str | None:
        for arg in match.call.args:
            if arg.name in ("model_provider", "custom_llm_provider"):
                return self._facts.of(arg.value, match.place).value
        return None


def model_fact(given: Given, tracer: Tracer, facts: Facts) -> Fact:
    """The model, known at best as well as the entry that holds it."""
    values = (given.expr, *given.also)
    ends = [end for one in values for end in tracer.ends(one, given.place)]
    fact = facts.of_ends(ends)
    if fact.value is not None and HOLE in fact.value:
        # Half a name is no model; a person sees it in the origin.
        origin = f'"{fact.value}", put together from parts'
        return Fact(None, Certainty.UNKNOWN, origin, fact.env)
    if given.certainty is Certainty.MAYBE and fact.certainty is not Certainty.UNKNOWN:
        return replace(fact, certainty=Certainty.MAYBE)
    if given.certainty is Certainty.RESOLVED and fact.certainty is Certainty.LITERAL:
        return replace(fact, certainty=Certainty.RESOLVED)
    return fact


def fields_of(sent: Sent) -> tuple[RequestField, ...]:
    """Fields in order of name."""
    return tuple(sorted(sent.fields.values(), key=lambda one: one.name))


def _line_of(made: Made | None) -> list[Made]:
    found: list[Made] = []
    while made is not None:
        found.append(made)
        made = made.parent
    return found


def written(callee: Expr, language: Language) -> str:
    """A callee as it stands in the code, cut where it is long."""
    text = shown(callee)
    if text.startswith("self.") and language not in _SELF:
        text = f"this.{text[5:]}"
    return text if len(text) <= LONGEST_CALL else f"{text[: LONGEST_CALL - 1]}…"
