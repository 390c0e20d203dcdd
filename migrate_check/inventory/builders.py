"""Objects that are put together by setters, options or positions, as records.

`Params.builder().model("m").temperature(0.2).build()` is `{model: "m", temperature: 0.2}`;
`NewClient(option.WithBaseURL(u))` is given `{BaseURL: u}`. Names stay as written, without what only
says that something is set; wire names are the signatures' matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from migrate_check.domain.call_site import Language
from migrate_check.inventory.neutral import (
    Argument,
    Entry,
    Expr,
    Invoke,
    Member,
    Name,
    Record,
    Text,
)

BUILDING = frozenset({Language.GO, Language.JAVA, Language.KOTLIN, Language.CSHARP, Language.RUST})
"""Languages whose programs put requests together by setters."""
_NAMED_SETTERS = frozenset({Language.GO, Language.CSHARP})
MOST_STEPS = 80
STARTS = frozenset({"builder", "newBuilder", "Builder", "default", "new", "CreateBuilder"})
"""Calls that begin a chain of setters."""
ENDS = frozenset(
    {"build", "Build", "GetRequiredService", "GetService", "toBuilder", "clone", "fromEnv"}
)
"""Calls of a chain that set nothing."""
POSITIONS = {
    "DefaultConfig": ("APIKey",),
    "DefaultAzureConfig": ("APIKey", "BaseURL"),
    "AddOpenAIChatCompletion": ("modelId", "apiKey"),
    "AddAzureOpenAIChatCompletion": ("deploymentName", "endpoint", "apiKey"),
    "AddOpenAIChatClient": ("modelId", "apiKey"),
    "AddAzureOpenAIChatClient": ("deploymentName", "endpoint", "apiKey"),
    "AddOpenAITextEmbeddingGeneration": ("modelId", "apiKey"),
    "AddOpenAIEmbeddingGenerator": ("modelId", "apiKey"),
    "ChatCompletionRequest.new": ("model", "messages"),
    "EmbeddingRequest.new": ("model", "input"),
    "CompletionRequest.new": ("model", "prompt"),
    "ChatRequest.new": ("messages",),
    "CreateResponseOptions": ("model", "input"),
}
"""Calls whose arguments have their meaning by position, by their last name or last two."""
_PREFIX = re.compile(r"^(?:with_|set_|[wW]ith(?=[A-Z])|[sS]et(?=[A-Z]))")
_OPTION = re.compile(r"^With(?=[A-Z])")
_ADDED = (
    (re.compile(r"^add\w*(?:Message|message)(?:s|Of\w+|Params?)?$"), "messages"),
    (re.compile(r"^(?:add|tool$|add_)\w*[tT]ools?$"), "tools"),
    (re.compile(r"^addInclude$"), "include"),
    (re.compile(r"^add(?:Stop|StopSequence)$"), "stop"),
    (re.compile(r"^addBeta$"), "betas"),
)
_REQUEST = re.compile(r"(?i)(?:request|options|config|params|parameters)$")


def builder_record(call: Invoke) -> Record | None:
    """What the setters of a chain put together; None where the call is no such chain.

    A chain that goes on from a variable has it as a spread entry, first.
    """
    steps: list[Invoke] = []
    expr: Expr = call
    for _ in range(MOST_STEPS):
        if not isinstance(expr, Invoke):
            break
        steps.append(expr)
        if _begins(expr):
            return Record(tuple(_entries(steps[::-1])), call.line)
        expr = expr.callee.of if isinstance(expr.callee, Member) else Text("", 0)
    single = _single(call)
    if single is not None or _last(call) not in ENDS or not isinstance(expr, Name | Member):
        return single
    entries = tuple(_entries(steps[::-1]))
    of_type = isinstance(expr, Name) and expr.name[:1].isupper()
    return Record(entries if of_type else (Entry(None, expr), *entries), call.line)


def chain_start(call: Invoke) -> Expr | None:
    """What a chain of setters begins with: a call, or a variable; None where it is no chain."""
    expr: Expr = call
    for _ in range(MOST_STEPS):
        if not isinstance(expr, Invoke):
            return expr if _last(call) in ENDS and isinstance(expr, Name | Member) else None
        of_type = isinstance(getattr(expr.callee, "of", None), Name)
        if _begins(expr) or (of_type and _last(expr) == "fromEnv"):
            return expr
        expr = expr.callee.of if isinstance(expr.callee, Member) else Text("", 0)
    return None


def options_record(args: Iterable[Argument]) -> Record | None:
    """Options that are functions, of a call's arguments: `option.WithBaseURL(u)`."""
    entries: list[Entry] = []
    line = 0
    for argument in args:
        value = argument.value
        if isinstance(value, Invoke) and _OPTION.match(_last(value)):
            line = line or value.line
            entries += _setter(value)
    return Record(tuple(entries), line) if entries else None


def setter_entry(method: str, value: Expr, language: Language) -> Entry | None:
    """What a setter that stands alone puts: `builder.seed(7);`. None: it sets nothing. In Go and
    C# a setter is named so: `model.SetTemperature(0.9)`."""
    named = _PREFIX.match(method) is not None or method in POSITIONS
    if method in ENDS or (language in _NAMED_SETTERS and not named):
        return None
    args = value.args if _is_all(value) and isinstance(value, Invoke) else (Argument(None, value),)
    found = list(_setter(Invoke(Name(method, value.line), args, value.line)))
    return found[0] if found else None


def _begins(call: Invoke) -> bool:
    name = _last(call)
    if name in STARTS:
        return not isinstance(call.callee, Name)
    if name.startswith("Add"):
        return False
    return name in POSITIONS or (_last_two(call) in POSITIONS and isinstance(call.callee, Member))


def _single(call: Invoke) -> Record | None:
    """`chatCompletionRequest { model = … }`: a function that is given nothing but a record."""
    first = call.args[0].value if len(call.args) == 1 and not call.args[0].name else None
    if isinstance(first, Record) and _REQUEST.search(_last(call)):
        return first
    return None


def _entries(steps: list[Invoke]) -> Iterator[Entry]:
    for step in steps:
        yield from _setter(step)


def _setter(call: Invoke) -> Iterator[Entry]:
    name = _last(call)
    positions = POSITIONS.get(_last_two(call)) or POSITIONS.get(name)
    if positions is not None:
        yield from _by_position(positions, call)
        return
    if name in ENDS or name in STARTS or not call.args:
        return
    values = [argument.value for argument in call.args]
    if len(values) == 2 and isinstance(values[0], Text):
        yield _pair(name, values[0], values[1])
        return
    yield Entry(Text(_plain(name), call.line), values[0])


def _by_position(positions: tuple[str, ...], call: Invoke) -> Iterator[Entry]:
    leading = [argument.value for argument in call.args if argument.name is None]
    for name, value in zip(positions, leading, strict=False):
        yield Entry(Text(name, call.line), value)
    for argument in call.args:
        if argument.name is not None:
            yield Entry(Text(argument.name, call.line), argument.value)


def _pair(method: str, key: Text, value: Expr) -> Entry:
    """`putAdditionalHeader("k", v)` is a header, `putAdditionalBodyProperty("k", v)` a field."""
    if "header" in method.lower():
        return Entry(Text("extra_headers", key.line), Record((Entry(key, value),), key.line))
    return Entry(key, value)


def _plain(method: str) -> str:
    for pattern, name in _ADDED:
        if pattern.match(method):
            return name
    return _PREFIX.sub("", method)


def _last(call: Invoke) -> str:
    return call.callee.name if isinstance(call.callee, Name | Member) else ""


def _last_two(call: Invoke) -> str:
    of = call.callee.of if isinstance(call.callee, Member) else None
    return f"{of.name}.{_last(call)}" if isinstance(of, Name | Member) else ""


def _is_all(value: Expr) -> bool:
    """Several arguments as one value, see `tree_module`."""
    return isinstance(value, Invoke) and getattr(value.callee, "text", None) == ""
