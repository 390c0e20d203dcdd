"""What JavaScript's SDKs do in their own way, once a call is matched.

- The AI SDK's model argument names provider, route and client (see `ai_sdk.py`).
- A Bedrock command is sent by a client: `client.send(new ConverseCommand({…}))`.
- Options of a request stand beside its body: `create(params, {timeout, maxRetries, headers})`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from migrate_check.domain.call_site import UNKNOWN_ROUTE, Certainty, Fact, Language
from migrate_check.inventory import ai_sdk
from migrate_check.inventory.ai_sdk_settings import on_the_wire
from migrate_check.inventory.makers import Made, Makers
from migrate_check.inventory.matching import Match
from migrate_check.inventory.neutral import Expr, Member, Text
from migrate_check.inventory.resolver.built import Built, Given
from migrate_check.inventory.resolver.place import Place
from migrate_check.inventory.resolver.records import Records
from migrate_check.inventory.resolver.trace import Tracer
from migrate_check.inventory.signature import Body, CallSignature
from migrate_check.inventory.signatures.ai_sdk import SDK as AI_SDK
from migrate_check.inventory.signatures.langchain_javascript import FAMILIES, INITIALISED

SCRIPTS = frozenset({Language.JAVASCRIPT, Language.TYPESCRIPT})
_AFTER_BODY = {Body.NONE: 1, Body.FIRST: 1, Body.SECOND: 2, Body.THIRD: 3}
_OPTIONS = frozenset({"headers", "maxRetries", "timeout"})
_INITIALISED = ("initChatModel",)
_SENDS = frozenset({"send"})
_MILLISECONDS = frozenset({"google-genai", "google-generativeai", "mistral"})
"""SDKs that count so in every language."""
MOST_SENDS = 40


class ScriptCalls:
    """For one scan."""

    def __init__(self, tracer: Tracer, records: Records, makers: Makers) -> None:
        self._tracer = tracer
        self._records = records
        self._makers = makers
        self._models = ai_sdk.Models(tracer.ends)

    def resolved(self, match: Match) -> Match:
        """The match with the route and client that only following its arguments tells."""
        if match.place.module.language not in SCRIPTS:
            return match
        if match.signature.sdk == AI_SDK:
            return self._of_model(match)
        if match.signature.tail == _INITIALISED:
            return self._initialised(match)
        if match.signature.sdk == "bedrock" and not match.made:
            return replace(match, made=tuple(self._senders(match)))
        return match

    def wire(self, match: Match, built: Built) -> tuple[CallSignature, Built]:
        """The request's entries with a signature that spells them."""
        if match.signature.sdk == AI_SDK:
            return self._of_ai_sdk(match, built)
        if match.signature.tail == _INITIALISED and match.call.args:
            first = match.call.args[0].value
            built.put("model", Given(first, match.place, Certainty.LITERAL, match.call.line))
        for name, given in self.options(match).entries.items():
            if name == "headers" and _has_body(match):
                built.put("extraHeaders", given)
        return match.signature, built

    def options(self, match: Match) -> Built:
        """Options of the request beside its body; the AI SDK's are in it."""
        at = 0 if match.signature.sdk == AI_SDK else _AFTER_BODY.get(match.signature.body)
        leading = [arg.value for arg in match.call.args if arg.name is None and not arg.spread]
        if match.place.module.language not in SCRIPTS or at is None or at >= len(leading):
            return Built()
        built = self._records.of(leading[at], match.place)
        return Built({name: one for name, one in built.entries.items() if name in _OPTIONS})

    def _of_model(self, match: Match) -> Match:
        given = self._model(match)
        models = self._models.of(given.expr, given.place) if given is not None else []
        routes = {ai_sdk.route_for(match.signature.route, one) for one in models}
        route = routes.pop() if len(routes) == 1 else UNKNOWN_ROUTE
        if not models:
            route = match.signature.route
        signature = replace(match.signature, route=route)
        made = [Made(one.provider.client, one.client, one.client_place) for one in models]
        return replace(match, signature=signature, made=tuple(made))

    def _initialised(self, match: Match) -> Match:
        """`initChatModel("claude-…", {modelProvider})` is one of the constructors."""
        args = [arg.value for arg in match.call.args if not arg.name and not arg.spread]
        options = self._records.of(args[1], match.place).entries if len(args) > 1 else {}
        named = options.get("modelProvider")
        model = self._text(args[0], match.place) if args else ""
        word = self._text(named.expr, named.place) if named is not None else ""
        word = word or model.partition(":")[0] if ":" in model or word else _family(model)
        if word not in INITIALISED:
            return match
        signature, client = INITIALISED[word]
        made = Made(client, match.call, match.place)
        return replace(match, signature=signature, made=(made,))

    def _text(self, expr: Expr, place: Place) -> str:
        first = self._tracer.ends(expr, place)[0].expr
        return first.value if isinstance(first, Text) else ""

    def _of_ai_sdk(self, match: Match, built: Built) -> tuple[CallSignature, Built]:
        route = match.signature.route
        found, wires = on_the_wire(built, route, self._records)
        given = found.entries.get("model")
        if given is not None:
            found.entries["model"] = ai_sdk.as_given(self._models, given, self._tracer.ends)
        spelling = "gemini" if route == "gemini" else "same"
        return replace(match.signature, renames=wires, spelling=spelling), found

    def _model(self, match: Match) -> Given | None:
        first = match.call.args[0] if match.call.args else None
        if first is None or first.spread:
            return None
        return self._records.of(first.value, match.place).entries.get("model")

    def _senders(self, match: Match) -> Iterator[Made]:
        """The clients that send a command."""
        module = match.place.module
        for count, call in enumerate(module.calls(_SENDS)):
            callee, args = call.expr.callee, call.expr.args
            if count >= MOST_SENDS or not isinstance(callee, Member) or not args:
                continue
            place = Place(module, call.scope, call.offset)
            if any(end.expr == match.call for end in self._tracer.ends(args[0].value, place)):
                found = self._makers.find(callee.of, place).made
                yield from (made for made in found if made.signature.sdk == match.signature.sdk)
                return


def _family(model: str) -> str:
    return next((word for first, word in FAMILIES.items() if model.startswith(first)), "")


def in_seconds(timeout: Fact | None, language: Language, sdk: str) -> Fact | None:
    """A time that the SDK counts in milliseconds."""
    counted = language in SCRIPTS or sdk in _MILLISECONDS
    if timeout is None or timeout.value is None or not counted:
        return timeout
    try:
        seconds = float(timeout.value.replace("_", "")) / 1000
    except ValueError:
        return replace(timeout, value=None, certainty=Certainty.UNKNOWN)
    return replace(timeout, value=f"{seconds:g}")


def _has_body(match: Match) -> bool:
    return match.signature.body in (Body.FIRST, Body.SECOND, Body.THIRD)
