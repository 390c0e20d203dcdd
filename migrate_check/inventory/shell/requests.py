"""The HTTP request that a command line of curl, wget or HTTPie makes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from migrate_check.inventory.shell.script import Command
from migrate_check.inventory.shell.values import Value, joined

CURL, WGET, HTTPIE = "curl", "wget", "httpie"
_PROGRAMS = {
    "curl": CURL,
    "curl.exe": CURL,
    "wget": WGET,
    "http": HTTPIE,
    "https": HTTPIE,
    "xh": HTTPIE,
    "xhs": HTTPIE,
}

_TALKS_ABOUT = frozenset(
    {
        "apk",
        "apt",
        "apt-get",
        "brew",
        "dnf",
        "echo",
        "grep",
        "man",
        "printf",
        "type",
        "which",
        "yum",
    }
)
"""Programs that take these names for words."""

_CURL_SHORT = frozenset("AbcCdDeEFhHKmoPQrtTuUwxXyYz")
"""Letters that take a value."""
_CURL_FLAGS = re.compile(
    r"^--(?:no-.*|silent|show-error|fail|fail-with-body|location|insecure|compressed|verbose"
    r"|include|head|get|globoff|http1\.[01]|http2.*|ipv[46]|progress-bar|parallel|fail-early"
    r"|remote-name|tlsv1.*|retry-all-errors|retry-connrefused|location-trusted|raw|tcp-nodelay"
    r"|create-dirs|junk-session-cookies|path-as-is|disable|anyauth|basic|digest|next)$"
)
_BODIES = frozenset({"-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json"})
_FORMS = frozenset({"-F", "--form", "--form-string"})


@dataclass(slots=True)
class HttpRequest:
    """One request as written."""

    program: str
    line: int
    url: Value | None = None
    method: str | None = None
    headers: list[Value] = field(default_factory=list)
    bodies: list[tuple[Value, int]] = field(default_factory=list)
    """Texts, or `@file`; each with its line."""
    forms: list[tuple[Value, int]] = field(default_factory=list)
    """`name=value` of a form or of HTTPie's items."""
    user: Value | None = None
    timeout: Value | None = None
    retries: Value | None = None
    in_query: bool = False


def request_of(command: Command) -> HttpRequest | None:
    """The request, also where another program runs the command (`sudo`, `time`, `xargs`)."""
    if command.words and command.words[0].text in _TALKS_ABOUT:
        return None
    for index, word in enumerate(command.words):
        name = word.text.rpartition("/")[2]
        program = _PROGRAMS.get(name)
        if program is not None and (index == 0 or program != HTTPIE):
            request = HttpRequest(program, command.lines[index])
            arguments = list(
                zip(command.words[index + 1 :], command.lines[index + 1 :], strict=True)
            )
            if program == HTTPIE:
                _read_httpie(request, arguments)
            else:
                _read_options(request, arguments)
            return request
    return None


def _read_options(request: HttpRequest, arguments: list[tuple[Value, int]]) -> None:
    waiting = list(reversed(arguments))
    while waiting:
        word, line = waiting.pop()
        text = word.text
        if text.startswith("--"):
            name, equals, _ = text.partition("=")
            if equals and request.program == WGET:
                _option(request, name, word.cut(len(name) + 1), line)
            elif not _is_flag(request.program, name):
                _option(request, name, *(waiting.pop() if waiting else (word, line)))
            else:
                _option(request, name, word, line)
        elif text.startswith("-") and len(text) > 1:
            _short(request, word, line, waiting)
        elif request.url is None and text:
            request.url = word


def _is_flag(program: str, name: str) -> bool:
    if program == WGET:
        return name not in ("--header", "--post-data", "--post-file", "--body-data", "--method")
    return bool(_CURL_FLAGS.match(name))


def _short(request: HttpRequest, word: Value, line: int, waiting: list[tuple[Value, int]]) -> None:
    """`-sSX POST`, `-XPOST`, `-d@file`: flags, then one that takes the rest or the next word."""
    letters = _CURL_SHORT if request.program == CURL else frozenset("OoPUteTQw")
    for index, letter in enumerate(word.text[1:], start=1):
        if letter == "G":
            request.in_query = True
        if letter in letters:
            rest = word.cut(index + 1)
            value, at = (rest, line) if rest.text else (waiting.pop() if waiting else (word, line))
            _option(request, f"-{letter}", value, at)
            return


def _option(request: HttpRequest, name: str, value: Value, line: int) -> None:
    if name in _BODIES or name in ("--post-data", "--body-data", "--data-urlencode"):
        request.bodies.append((value, line))
    elif name in ("--post-file", "--body-file"):
        request.bodies.append((joined([Value("@"), value]), line))
    elif name in _FORMS:
        request.forms.append((value, line))
    elif name in ("-H", "--header"):
        request.headers.append(value)
    elif name == "--get":
        request.in_query = True
    else:
        _rare_option(request, name, value)


def _rare_option(request: HttpRequest, name: str, value: Value) -> None:
    if name in ("-X", "--request", "--method"):
        request.method = value.text.upper()
    elif name == "--url":
        request.url = value
    elif name in ("-u", "--user", "--oauth2-bearer"):
        request.user = value
    elif name in ("-m", "--max-time"):
        request.timeout = value
    elif name == "--retry":
        request.retries = value


_ITEM = re.compile(r"^([\w.\[\]-]+)(:=@|:=|=@|==|=|@|:)(.*)$", re.DOTALL)


def _read_httpie(request: HttpRequest, arguments: list[tuple[Value, int]]) -> None:
    for word, line in arguments:
        text = word.text
        if text.startswith("-"):
            continue
        if request.url is None and text.isupper() and text.isalpha():
            request.method = text
        elif request.url is None:
            request.url = word
        elif found := _ITEM.match(text):
            _item(request, found, word, line)


def _item(request: HttpRequest, found: re.Match[str], word: Value, line: int) -> None:
    name, mark = found[1], found[2]
    value = word.cut(found.start(3))
    if mark == ":":
        request.headers.append(joined([Value(f"{name}: "), value]))
    elif mark == ":=":
        request.bodies.append((joined([Value(f'{{"{name}": '), value, Value("}")]), line))
    elif mark != "==":
        request.forms.append((word, line))
