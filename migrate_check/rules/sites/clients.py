"""Clients as the code makes them: which calls share one, and what their addresses say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from migrate_check.domain.call_site import CallSite, Certainty, Fact
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import ClientUse

_OPENAI, _ANTHROPIC = "OPENAI_BASE_URL", "ANTHROPIC_BASE_URL"
_VARIABLES = {
    ("ai-sdk", "anthropic"): _ANTHROPIC,
    ("ai-sdk", "openai"): _OPENAI,
    ("anthropic", "anthropic"): _ANTHROPIC,
    ("google-genai", "gemini"): "GOOGLE_GEMINI_BASE_URL",
    ("openai", "openai"): _OPENAI,
}
"""SDK and family of routes → the variable that the SDK reads when no base URL is given."""

_SURE = (Certainty.LITERAL, Certainty.RESOLVED)


def client_uses(sites: Sequence[CallSite]) -> Iterator[tuple[ClientUse, int]]:
    """Each client with its call sites, and the index of the first of them.

    Where the constructor is not known, each call has a client of its own.
    """
    groups: dict[object, list[int]] = {}
    for number, site in enumerate(sites):
        made_at = site.client.made_at
        groups.setdefault((made_at, site.client) if made_at else number, []).append(number)
    for numbers in groups.values():
        members = tuple(sites[number] for number in numbers)
        yield ClientUse(members[0].client, members), numbers[0]


def shared_by(use: ClientUse) -> str:
    """For a sentence: ` (3 calls)`; nothing for one."""
    return f" ({len(use.sites)} calls)" if len(use.sites) > 1 else ""


def url_env(site: CallSite) -> str | None:
    """The variable that the SDK reads by itself for its own provider; None: none is known."""
    if site.client.provider == "azure":
        return "AZURE_OPENAI_ENDPOINT"
    head = site.route.partition("-")[0]
    family = head if head in ("anthropic", "gemini") else "openai"
    if site.client.provider not in (family, None):
        return None  # Two providers of one SDK cannot share its variable.
    return _VARIABLES.get((site.sdk, family))


def certain(fact: Fact) -> bool:
    """Whether the value is sure to be this one."""
    return fact.value is not None and fact.certainty in _SURE and not fact.env


def most(fact: Fact) -> Severity:
    """An error where the value is sure, else a warning."""
    return Severity.ERROR if certain(fact) else Severity.WARNING


@dataclass(frozen=True, slots=True)
class Address:
    """A base URL taken apart. `host` is lower case without port; both are empty where unknown."""

    text: str
    host: str
    path: str
    query: str


def address(text: str) -> Address:
    """Never fails: what is no URL has neither host nor path."""
    parts = _split(text if "://" in text else f"https://{text}" if "." in text else "")
    return Address(text, (parts.hostname or "").lower(), parts.path.rstrip("/"), parts.query)


def _split(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError:
        return urlsplit("")


def is_local(host: str) -> bool:
    """A machine of one's own: keys for it are placeholders, and it has no look-alikes."""
    if host in ("", "localhost") or "." not in host or host.endswith((".local", ".internal")):
        return True
    try:
        return ip_address(host).is_private
    except ValueError:
        return False


def label(host: str) -> str:
    """The part of a host that somebody chose: `tokenrouter` of `api.tokenrouter.io`."""
    parts = host.split(".")
    second_level = len(parts) > 2 and parts[-2] in ("co", "com", "org", "net", "ac", "gov")
    return parts[-3 if second_level and len(parts[-1]) == 2 else -2] if len(parts) > 1 else host
