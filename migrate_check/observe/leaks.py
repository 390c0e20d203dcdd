"""What an answer gives away: keys, upstream addresses, stack traces, routing details.

Text that the model wrote and text that the caller sent prove nothing, so hits that occur there do
not count. Each scan first looks for a few literals, which is much faster than the patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json

_SECRET_LITERALS = (
    "[redacted:",
    "sk-",
    "AIza",
    "AKIA",
    "ghp_",
    "eyJ",
    "Bearer ",
    "-----BEGIN",
)
_SECRETS = re.compile(
    r"\[redacted:(?P<mark>[^\]]{1,40})\]"
    r"|(?P<anthropic>\bsk-ant-[A-Za-z0-9_-]{16,})"
    r"|(?P<openai>\bsk-[A-Za-z0-9_-]{20,})"
    r"|(?P<google>\bAIza[0-9A-Za-z_-]{30,})"
    r"|(?P<aws>\bAKIA[0-9A-Z]{16}\b)"
    r"|(?P<github>\bghp_[A-Za-z0-9]{30,})"
    r"|(?P<jwt>\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{8,})"
    r"|(?P<bearer>\bBearer [A-Za-z0-9._~+/-]{24,})"
    r"|(?P<private>-----BEGIN [A-Z ]*PRIVATE KEY-----)"
)
_KINDS = {
    "anthropic": "an Anthropic key",
    "openai": "a key of the form sk-…",
    "google": "a Google API key",
    "aws": "an AWS access key id",
    "github": "a GitHub token",
    "jwt": "a JSON Web Token",
    "bearer": "a bearer token",
    "private": "a private key",
}
_HOST_LITERALS = (
    "api.openai.com",
    "api.anthropic.com",
    ".openai.azure.com",
    "bedrock",
    ".googleapis.com",
    "api.mistral.ai",
    "api.deepseek.com",
    "api.groq.com",
    "openrouter.ai",
    "api.together.xyz",
    "api.x.ai",
    "api.cohere",
    "localhost",
    "127.0.0.1",
    "://10.",
    "://172.",
    "192.168.",
    "10.",
    ".internal",
    ".local",
)
_HOSTS = re.compile(
    r"\b(?:(?:[\w-]+\.)*(?:api\.(?:openai\.com|anthropic\.com|mistral\.ai|deepseek\.com|groq\.com"
    r"|together\.xyz|x\.ai|cohere\.(?:ai|com))|openai\.azure\.com)"
    r"|openrouter\.ai/api"
    r"|bedrock(?:-runtime)?\.[\w-]+\.amazonaws\.com"
    r"|(?:[\w-]+\.)*(?:generativelanguage|aiplatform)\.googleapis\.com)(?::\d{2,5})?"
    r"|(?:https?://(?P<private>localhost|127(?:\.\d{1,3}){3}|10(?:\.\d{1,3}){3}"
    r"|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}"
    r"|(?:[\w-]+\.)+(?:internal|local))(?::\d{2,5})?)"
    r"|\b(?:localhost|127(?:\.\d{1,3}){3}|10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}"
    r"|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|(?:[\w-]+\.)+(?:internal|local)):\d{2,5}\b"
)
_TRACES = re.compile(
    r"Traceback \(most recent call last\)"
    r'|File (?:\\?")[^"\n]{1,200}\.py\\?", line \d+'
    r"|\bat [\w$.<> \[\]]{1,120}\((?:file://)?[^()\n]{1,200}\.(?:js|ts|mjs|cjs):\d+(?::\d+)?\)"
    r"|\bat (?:/|file:///)[^\s()]{1,200}\.(?:js|ts|mjs|cjs):\d+:\d+"
    r"|\bat [\w$.]{1,150}\([\w$]{1,80}\.(?:java|kt|scala):\d+\)"
    r"|\bgoroutine \d+ \[[a-z ,0-9]{1,40}\]:"
    r"|\bpanic: runtime error"
    r"|\bthread '[^']{1,60}' panicked at"
)
_ROUTING_PREFIXES = (
    "x-litellm-",
    "x-portkey-",
    "x-upstream-",
    "x-envoy-upstream",
    "x-kong-upstream",
    "x-omniroute-",
    "x-oneapi-",
    "x-new-api-",
    "x-bifrost-",
    "x-helicone-",
    "helicone-",
    "cf-aig-",
    "llm_provider-",
    "llm-provider-",
    "x-provider",
    "x-llm-provider",
    "x-model-provider",
    "x-backend-",
    "x-gateway-upstream",
    "x-gateway-provider",
    "x-routed-",
    "x-deployment",
)
_ROUTING_FIELDS = frozenset(
    (
        "provider",
        "provider_name",
        "providers",
        "upstream",
        "upstream_id",
        "upstream_model",
        "upstream_provider",
        "upstream_url",
        "upstream_request_id",
        "api_base",
        "base_url",
        "deployment",
        "deployment_id",
        "channel",
        "channel_id",
        "backend",
        "routing",
        "route",
        "_hidden_params",
        "hidden_params",
        "litellm_params",
        "litellm_call_id",
        "litellm_model_name",
        "provider_metadata",
        "provider_specific_fields",
        "x_provider",
    )
)


@dataclass(frozen=True, slots=True)
class Scanned:
    """One answer, as far as leaks need it."""

    headers: Mapping[str, str]
    """Lower-case name → value."""
    text: str
    documents: tuple[Json, ...]
    """The body, or the data of each event."""
    comments: tuple[str, ...]
    is_error: bool
    written: tuple[str, ...]
    """Texts of the model and of the caller: what occurs in them is no leak."""
    own_host: str
    """host[:port] of the request's URL."""


def find_leaks(scanned: Scanned, log: AnomalyLog) -> None:
    """Note everything that the answer gives away."""
    for name, value in scanned.headers.items():
        place = f"header {name}"
        _scan_secrets(value, place, (), log)
        _scan_hosts(value, place, scanned, log)
        if name.startswith(_ROUTING_PREFIXES):
            log.add(AnomalyKind.LEAK_ROUTING, place, value)
    _scan_secrets(scanned.text, "body", scanned.written, log)
    _scan_hosts(scanned.text, "body", scanned, log)
    _scan_routing(scanned, log)
    if scanned.is_error:
        _scan_traces(scanned, log)


def host_of(url: str) -> str:
    """host[:port] of a URL in lower case, empty when there is none."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def _scan_secrets(text: str, place: str, written: tuple[str, ...], log: AnomalyLog) -> None:
    if not any(literal in text for literal in _SECRET_LITERALS):
        return
    for match in _foreign_matches(_SECRETS, text, written):
        kind = match.lastgroup or ""
        # The evidence names the kind only: a report must not repeat the secret.
        detail = f"redacted {match['mark']}" if kind == "mark" else _KINDS[kind]
        log.add(AnomalyKind.LEAK_SECRET, place, detail)


def _scan_hosts(text: str, place: str, scanned: Scanned, log: AnomalyLog) -> None:
    if not any(literal in text for literal in _HOST_LITERALS):
        return
    for match in _foreign_matches(_HOSTS, text, scanned.written):
        found = match[0].lower()
        host = found.partition("://")[2] or found
        own = scanned.own_host
        if host != own and host != own.partition(":")[0]:
            log.add(AnomalyKind.LEAK_UPSTREAM_HOST, place, host)


def _scan_routing(scanned: Scanned, log: AnomalyLog) -> None:
    for document in scanned.documents:
        if isinstance(document, dict):
            for name in _ROUTING_FIELDS & document.keys():
                log.add(AnomalyKind.LEAK_ROUTING, name, str(document[name]))
    for comment in scanned.comments:
        name, _, value = comment.strip().partition("=")
        if name.lower().startswith(_ROUTING_PREFIXES):
            log.add(AnomalyKind.LEAK_ROUTING, f"comment {name.lower()}", value)


def _scan_traces(scanned: Scanned, log: AnomalyLog) -> None:
    for match in _foreign_matches(_TRACES, scanned.text, scanned.written):
        log.add(AnomalyKind.LEAK_STACK_TRACE, "body", match[0])


def _foreign_matches(
    pattern: re.Pattern[str], text: str, written: tuple[str, ...]
) -> Iterator[re.Match[str]]:
    """Matches that neither the model nor the caller wrote."""
    for match in pattern.finditer(text):
        if not any(match[0] in own for own in written):
            yield match
