"""Path patterns as `.gitignore`, CODEOWNERS and `--exclude` write them."""

from __future__ import annotations

import re
from functools import cache


@cache
def translate(pattern: str) -> str:
    """The regular expression of one pattern, to be matched against a whole relative path.

    As in gitignore(5): without a slash, except at its end, it matches at every depth; `*` and `?`
    stop at slashes, `**` does not. A slash at the end is ignored here: whether only folders are
    meant is the caller's affair.
    """
    body = pattern.rstrip("/") if pattern.endswith("/") else pattern
    anchored = "/" in body
    body = re.sub(r"(?:\*\*/)+", "**/", body.removeprefix("/"))
    prefix = "" if anchored else "(?:.*/)?"
    return prefix + "".join(_pieces(body))


_TOKEN = re.compile(r"/\*\*/|^\*\*/|/\*\*$|\*+|\?|\[!?\]?[^\]/]*\]|\\.|.", re.DOTALL)


def _pieces(body: str) -> list[str]:
    return [_piece(match.group()) for match in _TOKEN.finditer(body)]


_FIXED = {"/**/": "/(?:.*/)?", "**/": "(?:.*/)?", "/**": "/.+", "?": "[^/]"}


def _piece(token: str) -> str:
    if token in _FIXED:
        return _FIXED[token]
    if token.startswith("*"):
        return "[^/]*"
    if token.startswith("[") and len(token) > 2:
        return _character_class(token[1:-1])
    if token.startswith("\\") and len(token) == 2:
        return re.escape(token[1])
    return re.escape(token)


def _character_class(inside: str) -> str:
    negated = inside.startswith(("!", "^"))
    members = inside[1:] if negated else inside
    members = re.sub(r"([\\\[\]&~|^])", r"\\\1", members)
    written = f"(?!/)[{'^' if negated else ''}{members}]"
    try:
        re.compile(written)
    except re.error:
        return re.escape(f"[{inside}]")
    return written
