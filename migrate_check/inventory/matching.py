"""Which calls are calls of an LLM's SDK: by the callee's chain, then by what it is called on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from migrate_check.domain.call_site import Language
from migrate_check.inventory.builders import BUILDING
from migrate_check.inventory.makers import PASSING, Made, Makers, Receiver, in_modules
from migrate_check.inventory.neutral import (
    BindingKind,
    Expr,
    Invoke,
    Member,
    Module,
    Name,
    Record,
    Text,
)
from migrate_check.inventory.project import Project
from migrate_check.inventory.resolver.chain import LONGEST, last_name, shown
from migrate_check.inventory.resolver.place import Place
from migrate_check.inventory.resolver.trace import Tracer
from migrate_check.inventory.signature import Body, CallSignature

TRANSPARENT = frozenset(
    {"with_raw_response", "with_streaming_response", "beta", "aio", "raw", "asResponse", "async"}
    | {"withRawResponse"}
)
"""Names that only decorate a chain."""
OPEN_SINGLES = frozenset(
    {"generate_content", "generate_content_async", "generateContent", "generateContentStream"}
    | {"converse", "converse_stream", "invoke_model", "invoke_model_with_response_stream"}
    | {"chat_stream", "chatStream", "generate_content_stream"}
)
"""Tails of one name that suffice where the file imports the SDK and the receiver is not seen."""
BY_ID = frozenset({"runs", "messages", "steps", "files", "fileBatches", "file_batches", "items"})
"""Resources that are reached by an id, as getters of Java and Rust."""
OTHERS = frozenset({"twilio", "stripe", "django", "kubernetes", "slack_sdk", "sklearn", "discord"})
"""Libraries whose calls look like an LLM's."""
TELLING = frozenset(
    {"model", "messages", "input", "contents", "prompt", "max_tokens", "modelId", "text"}
)
"""Named arguments that an LLM's call has."""
NEEDED = {
    "anthropic-messages": frozenset({"messages"}),
    "audio-speech": frozenset({"input"}),
    "embeddings": frozenset({"input", "inputs"}),
    "images": frozenset({"prompt"}),
    "moderations": frozenset({"input"}),
    "openai-chat": frozenset({"messages"}),
    "openai-completions": frozenset({"prompt"}),
    "openai-responses": frozenset({"input", "prompt"}),
}
"""Arguments without which a call of that route makes no sense, where all of them are seen."""
CLIENT_NAME = re.compile(
    r"(?i)client|openai|azure|llm|anthropic|claude|gpt|gemini|genai|mistral|model|bedrock|api|sdk"
    r"|(?:^|[._])ai(?:$|[._])|oai|groq|together|service"
)
"""What clients are called."""


@dataclass(frozen=True, slots=True)
class Step:
    """One name of a chain, with what it is a member of."""

    name: str
    of: Expr | None
    """None: the name is the root."""


@dataclass(frozen=True, slots=True)
class Match:
    """A call that is one of an SDK's."""

    signature: CallSignature
    call: Invoke
    place: Place
    """Of the call."""
    made: tuple[Made, ...]
    """Clients that it may be made on, the likeliest first."""
    options: tuple[Invoke, ...]
    """`with_options(…)` within the chain."""
    names: tuple[str, ...]
    """All names of the callee's chain."""
    module_name: str | None = None
    """The module acts as the client."""


class Matcher:
    """Matches calls of one language against the tables."""

    def __init__(
        self, tracer: Tracer, project: Project, makers: Makers, rows: Iterable[CallSignature]
    ) -> None:
        self._tracer = tracer
        self._project = project
        self._makers = makers
        self._rows: dict[tuple[Language, str], list[CallSignature]] = {}
        for row in rows:
            for language in row.languages:
                self._rows.setdefault((language, row.tail[-1]), []).append(row)
        for known in self._rows.values():
            known.sort(key=lambda row: -len(row.tail))

    def match(self, call: Invoke, place: Place) -> Match | None:
        """The SDK's method that is called, if it is one."""
        steps = _steps(call.callee, place.module.language in BUILDING)
        found = self._by_chain(steps, call, place, place)
        if found is not None:
            return found
        return self._by_root(steps, call, place)

    def _by_root(self, steps: list[Step], call: Invoke, place: Place) -> Match | None:
        """The chain begins at something that stands for more of the chain: `create(…)`,
        `self.completions.create(…)`, `ChatCompletion.create(…)`, an imported function."""
        begun = self._beginning(steps, place)
        if begun is None:
            return None
        expr, rest = begun
        for end in self._tracer.ends(expr, place):
            if end.external is not None and not end.is_call:
                found = self._imported(end.external, rest, call, place)
            elif isinstance(end.expr, Member) and end.expr != expr:
                longer = [*_steps(end.expr), *rest]
                found = self._by_chain(longer, call, place, end.place)
            else:
                found = None
            if found is not None:
                return found
        return self._by_name_alone(steps, call, place)

    def _by_name_alone(self, steps: list[Step], call: Invoke, place: Place) -> Match | None:
        """A constructor that no other library has, where the import is not seen."""
        if len(steps) != 1:
            return None
        name = steps[0].name
        rows = self._rows.get((place.module.language, name), [])
        alone = next((row for row in rows if row.distinctive and row.tail == (name,)), None)
        ends = self._tracer.ends(Name(name, call.line), place) if alone is not None else ()
        if alone is None or any(end.definition is not None or end.external for end in ends):
            return None
        return Match(alone, call, place, (), (), (name,))

    def _beginning(self, steps: list[Step], place: Place) -> tuple[Expr, list[Step]] | None:
        """What may stand for the rest of a chain, and the names after it; None: surely nothing."""
        if not steps:
            return None
        last = steps[-1]
        if last.of is None:
            return Name(last.name, 0), []
        before = [step for step in steps[:-1] if step.name not in TRANSPARENT]
        wanted = {
            name for row in self._candidates(steps, place.module.language) for name in row.tail[:-1]
        }
        if not before or not wanted:
            return None
        for at in range(len(before) - 1, max(len(before) - 4, -1), -1):
            if self._may_stand(before[at].name, wanted, place.module):
                after = steps[steps.index(before[at]) + 1 :]
                held = after[0].of
                return (held, after) if held is not None else None
        return None

    def _may_stand(self, name: str, wanted: set[str], module: Module) -> bool:
        """Whether the name is imported, or a member of one of the wanted names is put into it."""
        if name in module.imports:
            return True
        for path in (name, f"self.{name}"):
            for binding in module.bindings(path):
                if binding.kind is BindingKind.SET and last_name(binding.value) in wanted:
                    return True
        return False

    def _candidates(self, steps: list[Step], language: Language) -> list[CallSignature]:
        return self._rows.get((language, steps[-1].name), []) if steps else []

    def _imported(self, full: str, steps: list[Step], call: Invoke, place: Place) -> Match | None:
        """By the full name of what is called."""
        names = [*full.split("."), *(step.name for step in steps)]
        for row in self._rows.get((place.module.language, names[-1]), []):
            if not in_modules(full, row.modules) or tuple(names[-len(row.tail) :]) != row.tail:
                continue
            return Match(row, call, place, (), (), tuple(names), full)
        return None

    def _by_chain(self, steps: list[Step], call: Invoke, place: Place, at: Place) -> Match | None:
        language = place.module.language
        plain = [
            step for step in steps if step.name not in TRANSPARENT and step.name not in PASSING
        ]
        fits: list[tuple[CallSignature, Expr]] = []
        for row in self._candidates(plain, language):
            tail = plain[-len(row.tail) :]
            receiver = tail[0].of
            if row.body is Body.FIRST and not call.args and language in BUILDING:
                continue  # `client.audio().speech()` is a resource, `speech(request)` a call
            if tuple(step.name for step in tail) == row.tail and receiver is not None:
                fits.append((row, receiver))
        if not fits:
            return None
        longest = len(fits[0][0].tail)
        receiver, options = _bare(fits[0][1])
        held = self._makers.find(receiver, at)
        rows = [row for row, _ in fits if len(row.tail) == longest]
        shorter = [row for row, _ in fits if len(row.tail) < longest]
        found = self._gate(rows, held, call, place)
        if found is None and shorter and not held.made:
            found = self._gate_shorter(fits, longest, call, place, at)
        if found is None:
            return None
        row, made, module = found
        passed = [*options, *_options(call.callee)]
        names = tuple(step.name for step in steps)
        return Match(row, call, place, made, tuple(dict.fromkeys(passed)), names, module)

    def _gate_shorter(
        self,
        fits: list[tuple[CallSignature, Expr]],
        longest: int,
        call: Invoke,
        place: Place,
        at: Place | None = None,
    ) -> tuple[CallSignature, tuple[Made, ...], str | None] | None:
        """`agents.chat` where the longer tail's receiver was no client."""
        for row, receiver in fits:
            if len(row.tail) < longest:
                held = self._makers.find(_bare(receiver)[0], at or place)
                found = self._gate([row], held, call, place)
                if found is not None:
                    return found
        return None

    def _gate(
        self, rows: list[CallSignature], held: Receiver, call: Invoke, place: Place
    ) -> tuple[CallSignature, tuple[Made, ...], str | None] | None:
        for made in held.made:
            for row in rows:
                if row.sdk == made.signature.sdk:
                    same = [one for one in held.made if one.signature.sdk == row.sdk]
                    return row, tuple(same), None
        if held.made:
            return None
        for full in held.modules:
            found = next((row for row in rows if in_modules(full, row.modules)), None)
            if found is not None:
                return found, (), full
        return None if held.other else self._by_surroundings(rows, held, call, place)

    def _by_surroundings(
        self, rows: list[CallSignature], held: Receiver, call: Invoke, place: Place
    ) -> tuple[CallSignature, tuple[Made, ...], str | None] | None:
        """The client is not seen: the file's imports decide, or words that only LLMs have."""
        telling = _telling(call)
        namespaces = self.namespaces(place.module)
        for row in rows:
            related = [name for name in held.foreign if in_modules(name, row.modules)]
            if related:
                return row, (), None
            if held.foreign or held.modules:
                continue
            imported = any(in_modules(name, row.modules) for name in namespaces)
            enough = len(row.tail) > 1 or row.tail[0] in OPEN_SINGLES
            if imported and enough and self._plausible(row, call):
                return row, (), None
            if telling and _called_like(call, row):
                return row, (), row.modules[0]
        for row in rows:
            sure = row.distinctive or (_surely(call, row) and not held.of_others)
            if sure and telling and not held.modules and not _elsewhere(held):
                return row, (), None
        return None

    def _plausible(self, row: CallSignature, call: Invoke) -> bool:
        """Whether a call on something unseen, in a file that knows the SDK, is the SDK's."""
        names, hidden = _given(call)
        if row.body is Body.NONE or not (names or hidden):
            return _named_as_client(call, row)
        needed = NEEDED.get(row.route)
        if needed is not None and not hidden:
            return bool(names & needed)
        return hidden or bool(names & TELLING)

    def namespaces(self, module: Module) -> set[str]:
        """All modules that the file, or the notebook around it, imports."""
        found = set(module.namespaces)
        for name, what in module.imports.items():
            found.add(f"{what.module}.{what.name}" if what.name else what.module)
            found.discard(name if not what.module else "")
        for cell in self._project.cells(module):
            found |= cell.namespaces
            found |= {f"{w.module}.{w.name}" for w in cell.imports.values() if w.name}
        return found


def _given(call: Invoke) -> tuple[set[str], bool]:
    """Names of arguments, also in a record that is written at the call; whether there may be
    others."""
    names: set[str] = set()
    hidden = False
    for arg in call.args:
        if arg.name:
            names.add(arg.name)
        elif isinstance(arg.value, Record):
            names |= {e.key.value for e in arg.value.entries if isinstance(e.key, Text)}
            hidden = hidden or any(not isinstance(e.key, Text) for e in arg.value.entries)
        else:
            hidden = True
    return names, hidden


def _telling(call: Invoke) -> bool:
    """Whether the arguments are those of an LLM's call, as far as they are seen."""
    names, _ = _given(call)
    records = any(isinstance(arg.value, Record) for arg in call.args if not arg.name)
    return bool(names & TELLING) or records or any(arg.spread == 2 for arg in call.args)


def _surely(call: Invoke, row: CallSignature) -> bool:
    """Whether receiver and arguments are those of an LLM's call, and of hardly any other."""
    names, _ = _given(call)
    fits = "model" in names and bool(names & {"messages", "input", "contents"})
    return fits and len(row.tail) > 1 and _named_as_client(call, row)


def _named_as_client(call: Invoke, row: CallSignature) -> bool:
    """Whether what stands before the tail is named as clients are."""
    names = [name for name in shown(call.callee).split(".") if name not in TRANSPARENT]
    return CLIENT_NAME.search(".".join(names[: -len(row.tail)])) is not None


def _elsewhere(held: Receiver) -> bool:
    """Whether the receiver comes from a library that has calls of such names itself."""
    return any(full.partition(".")[0] in OTHERS for full in held.foreign)


def _called_like(call: Invoke, row: CallSignature) -> bool:
    """Whether something unseen is named as the SDK's module: a lazy import."""
    of = call.callee.of if isinstance(call.callee, Member) else None
    return isinstance(of, Name) and of.name in row.modules


def _steps(callee: Expr, getters: bool = False) -> list[Step]:
    """The chain's names from the root on; calls that pass a client on are left out. With
    `getters`, calls without arguments are members: `client.chat().completions().create`."""
    steps: list[Step] = []
    expr = callee
    for _ in range(LONGEST):
        if isinstance(expr, Member):
            steps.append(Step(expr.name, expr.of))
            expr = expr.of
        elif isinstance(expr, Invoke) and (_passes(expr) or (getters and _gets(expr))):
            expr = expr.callee
        elif isinstance(expr, Name):
            steps.append(Step(expr.name, None))
            break
        else:
            break
    return steps[::-1]


def _passes(call: Invoke) -> bool:
    return isinstance(call.callee, Member) and call.callee.name in PASSING | TRANSPARENT


def _gets(call: Invoke) -> bool:
    """`chat()`, and resources by id: `runs(&thread.id)`."""
    return isinstance(call.callee, Member) and (not call.args or call.callee.name in BY_ID)


def _bare(receiver: Expr) -> tuple[Expr, list[Invoke]]:
    """The receiver without what only decorates it."""
    options: list[Invoke] = []
    for _ in range(LONGEST):
        if isinstance(receiver, Member) and receiver.name in TRANSPARENT:
            receiver = receiver.of
        elif isinstance(receiver, Invoke) and _passes(receiver):
            options.append(receiver)
            receiver = receiver.callee.of if isinstance(receiver.callee, Member) else receiver
        else:
            break
    return receiver, options


def _options(callee: Expr) -> list[Invoke]:
    found: list[Invoke] = []
    for _ in range(LONGEST):
        if isinstance(callee, Invoke):
            found += [callee] if _passes(callee) else []
            callee = callee.callee
        elif isinstance(callee, Member):
            callee = callee.of
        else:
            break
    return found
