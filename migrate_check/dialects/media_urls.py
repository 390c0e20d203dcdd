"""Where the URL of an image or a sound leads."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

_LOCAL_NAMES = ("localhost", "host.docker.internal")
_LOCAL_ENDS = (".local", ".internal", ".localhost", ".lan")


def local_host(url: str, own: str) -> str | None:
    """host[:port] of a URL that only the server itself or its network can reach, else None.

    `own` is the host[:port] that the request went to: what is there can be reached.
    """
    try:
        parts = urlsplit(url)
        name = parts.hostname or ""
    except ValueError:
        return None
    where = parts.netloc.rpartition("@")[2].lower()
    return where if where != own.lower() and _is_local(name) else None


def _is_local(name: str) -> bool:
    if name in _LOCAL_NAMES or name.endswith(_LOCAL_ENDS):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_private or address.is_loopback


def host_of(url: str) -> str:
    """host[:port] of a request's URL, empty where there is none."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
