"""Which base URLs are accepted."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\Z|.*:")
"""A name or IPv4 address; IPv6 addresses were looked at when the URL was split."""
_VERSION_TWICE = re.compile(r"/(v[0-9]+[a-z0-9]*)/\1(/|$)")


def normal_base_url(text: str) -> str:
    """The URL without a slash at the end. Raises ValueError, which never repeats credentials."""
    text = text.strip()
    if "${" in text:
        raise ValueError("write the URL itself; ${…} is only for api_key and headers")
    if not text.isascii() or re.search(r"[\s\x00-\x1f\x7f\\]", text):
        raise ValueError("the URL holds a space or a character that must be percent-encoded")
    try:
        split = urlsplit(text)
        port_is_valid = split.port != 0
    except ValueError:
        port_is_valid, split = False, SplitResult("https", "-", "", "", "")
    if not port_is_valid:
        raise ValueError("the host or port of the URL is not valid")
    _refuse_parts(split)
    return text.rstrip("/")


def _refuse_parts(split: SplitResult) -> None:
    if split.scheme not in ("http", "https") or not split.hostname:
        raise ValueError("expected a URL such as https://api.example.com/v1")
    if not _HOST.match(split.hostname):
        raise ValueError("the host or port of the URL is not valid")
    if "@" in split.netloc:
        raise ValueError("credentials do not belong in the URL; use api_key: ${NAME}")
    if split.query or split.fragment:
        raise ValueError("remove what follows ? or #; extra parameters go under query:")
    if twice := _VERSION_TWICE.search(split.path):
        raise ValueError(f"the path has /{twice[1]} twice; write it once")
