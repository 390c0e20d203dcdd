"""One request as a shell command that anybody can paste, without any secret in it.

The command sends the same body bytes (one line feed more where a here-document is used) and
works in sh, bash and zsh. Nothing in a request can leave its quotes: body, URL and headers may
come from recorded traffic.
"""

from __future__ import annotations

import base64
import json
import re
from urllib.parse import quote, urlsplit, urlunsplit

from migrate_check.domain.exchange import Headers, Request, Side, header
from migrate_check.report.text import UNSEEN, bare_url

_BREAK = " \\\n  "
_ARGUMENT_LIMIT = 100_000
"""Bytes; systems refuse single arguments above 128 KiB."""
_OWN = frozenset(
    {
        "accept",
        "accept-encoding",
        "connection",
        "content-length",
        "host",
        "transfer-encoding",
        "user-agent",
    }
)
"""Headers that curl sets itself."""
_KEY_HEADERS = frozenset({"authorization", "x-api-key", "api-key", "x-goog-api-key"})
_SECRET_NAME = re.compile(r"(?i)auth|api[-_]?key|token|secret|cookie|password|credential|\bkey\b")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
_PLAIN_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def curl_command(request: Request, side: Side) -> str:
    """The command. Credentials become `$BASELINE_API_KEY` or `$CANDIDATE_API_KEY`."""
    variable = f"{side.value.upper()}_API_KEY"
    parts = ["curl -sS -i", *_switches(request)]
    parts += [f"-H {line}" for line in _header_arguments(request.headers, variable)]
    before, body, after = _body(request.body)
    if body and header(request.headers, "content-type") is None:
        parts.append("-H 'Content-Type:'")
    parts.append(_url_argument(request.url, variable))
    parts += [body] if body else []
    return before + _BREAK.join(parts) + after


def _switches(request: Request) -> list[str]:
    switches = ["--no-buffer"] if _streams(request.body) else []
    method = re.sub("[^A-Z]", "", request.method.upper()) or "POST"
    if method == "HEAD":
        switches.append("--head")
    elif method != ("POST" if request.body else "GET"):
        switches.append(f"-X {method}")
    if re.search(r"[][{}]", request.url):
        switches.append("--globoff")
    return switches


def _streams(body: bytes) -> bool:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and document.get("stream") is True


def _header_arguments(headers: Headers, variable: str) -> list[str]:
    return [
        _header_argument(name, value, variable)
        for name, value in headers
        if name.lower() not in _OWN and _TOKEN.match(name)
    ]


def _header_argument(name: str, value: str, variable: str) -> str:
    if name.lower() in _KEY_HEADERS:
        found = re.match(r"(?i)(bearer|basic|token|apikey) ", value)
        fallback = "Bearer " if name.lower() == "authorization" else ""
        scheme = found.group() if found else fallback
        return f'"{_no_expansion(name)}: {scheme}${variable}"'
    if _SECRET_NAME.search(name):
        return f'"{_no_expansion(name)}: $SECRET_{re.sub("[^A-Z0-9]", "_", name.upper())}"'
    clean = "".join(c for c in value if c.isprintable())
    return _quoted(f"{name}: {clean}" if clean else f"{name};")


def _url_argument(url: str, variable: str) -> str:
    """Quoted; a key in the query becomes the variable, outside of the single quotes."""
    parts = urlsplit(quote(bare_url(url), safe="%/:?#[]@!$&'()*+,;=~{}|"))
    fields = parts.query.split("&") if parts.query else []
    shown = [
        f"{field.partition('=')[0]}=\0" if _SECRET_NAME.search(field.partition("=")[0]) else field
        for field in fields
    ]
    address = urlunsplit(parts._replace(query="&".join(shown)))
    return "".join(
        piece if index == 0 else f'"${variable}"{piece if piece != _quoted("") else ""}'
        for index, piece in enumerate(_quoted(piece) for piece in address.split("\0"))
    )


def _body(body: bytes) -> tuple[str, str, str]:
    """What stands before the command, its body argument, and what follows it."""
    if not body:
        return "", "", ""
    text = _printable(body)
    if text is None:
        coded = base64.encodebytes(body).decode().strip()
        return f"base64 -d <<'BODY' |\n{coded}\nBODY\n", "--data-binary @-", ""
    if "'" not in text and not text.startswith("@") and len(text) < _ARGUMENT_LIMIT:
        return "", f"--data-binary '{text}'", ""
    # No line of a JSON document can be the bare word BODY.
    return "", "--data-binary @-", f" <<'BODY'\n{text.removesuffix(chr(10))}\nBODY"


def _printable(body: bytes) -> str | None:
    """The body as text that survives copy and paste, or None.

    In a JSON document, a character that a reader cannot see is written as its escape, which means
    the same. A text that a here-document would change is no JSON, so it goes as base64.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if _PLAIN_CONTROL.search(text):
        return None
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        exact = not UNSEEN.search(text) and "'" not in text and not text.startswith("@")
        return text if exact and len(text) < _ARGUMENT_LIMIT else None
    return UNSEEN.sub(lambda found: json.dumps(found.group())[1:-1], text)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _no_expansion(text: str) -> str:
    return re.sub(r'([$`"\\])', r"\\\1", text)
