"""What an answer gives away: keys, upstream addresses, stack traces, routing details.

Text that the model wrote and text that the caller sent prove nothing, so they are left out. Each
scan first looks for a few literals, which is much faster than the patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.observe.encoded_ids import encoded_ids

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
    "://",
    "api.",
    "azure.com",
    "bedrock",
    "googleapis.com",
    "openrouter.ai",
    "localhost:",
    ".internal:",
    ".local:",
    "127.0.0.1",
    "192.168.",
    "172.",
    "10.",
)
_PRIVATE_HOST = (
    r"(?:localhost|127(?:\.\d{1,3}){3}|10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}"
    r"|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|(?:[\w-]{1,63}\.){1,8}(?:internal|local))"
)
# Repetitions are bounded: the text is hostile, and must not make the search quadratic.
_HOSTS = re.compile(
    r"\b(?:api\.(?:openai\.com|anthropic\.com|mistral\.ai|deepseek\.com|groq\.com|x\.ai"
    r"|together\.xyz|cohere\.com|cohere\.ai)"
    r"|[\w-]{1,63}\.openai\.azure\.com"
    r"|openrouter\.ai(?=/api)"
    r"|bedrock(?:-runtime)?\.[\w-]{1,30}\.amazonaws\.com"
    r"|(?:[\w-]{1,63}-)?(?:generativelanguage|aiplatform)\.googleapis\.com)(?::\d{2,5})?"
    rf"|https?://{_PRIVATE_HOST}(?::\d{{2,5}})?(?![\w.-])"
    rf"|\b{_PRIVATE_HOST}:\d{{2,5}}\b"
    # Without a port it may be any dotted number, unless the whole text is an address.
    r"|\A(?:127\.\d{1,3}|10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2}\Z"
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
)
# OpenAI, Anthropic and Mistral send these themselves; they tell a duration and nothing else.
_PLAIN_TIMINGS = frozenset(("x-envoy-upstream-service-time", "x-kong-upstream-latency"))
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


# Marks of the exchange layer that show no leak: personal data of any text, and the wrong key that
# this program sent itself.
_HARMLESS_MARKS = frozenset(("e-mail", "card-number", "card", "invalid-key"))
# Under these keys an answer holds what the model wrote, or documents that it was shown.
_WRITTEN_KEYS = frozenset(
    (
        "content",
        "text",
        "refusal",
        "reasoning",
        "reasoning_content",
        "reasoning_details",
        "thinking",
        "signature",
        "data",
        "input",
        "partial_json",
        "citation",
        "citations",
        "annotations",
        "tool_calls",
        "function_call",
        "functionCall",
        "thoughtSignature",
        "executableCode",
        "codeExecutionResult",
        "groundingMetadata",
        "logprobs",
        "audio",
        "images",
    )
)
_DEPTH_LIMIT = 64


@dataclass(frozen=True, slots=True)
class Scanned:
    """One answer, as far as leaks need it."""

    headers: Mapping[str, str]
    """Lower-case name → value."""
    text: str
    documents: tuple[Json, ...]
    """The body, or the data of each event; empty where nothing is JSON."""
    comments: tuple[str, ...]
    is_error: bool
    sent: str
    """The request's body: what is echoed from it is no leak."""
    own_host: str
    """host[:port] of the request's URL."""


def find_leaks(scanned: Scanned, log: AnomalyLog) -> None:
    """Note everything that the answer gives away."""
    _scan_routing(scanned, log)
    _scan_ids(scanned, log)
    # Most answers have nothing of interest: a look for literals in all headers together, and in
    # the whole body, tells so.
    values = "\n".join(scanned.headers.values())
    if _holds(values, _SECRET_LITERALS) or _holds(values, _HOST_LITERALS):
        for name, value in scanned.headers.items():
            _scan_text(value, f"header {name}", scanned, log)
    text = scanned.text
    if _holds(text, _SECRET_LITERALS) or _holds(text, _HOST_LITERALS):
        for place, string in _strings_of(scanned):
            _scan_text(string, place, scanned, log)
    if scanned.is_error:
        for match in _TRACES.finditer(text):
            if match[0] not in scanned.sent:
                log.add(AnomalyKind.LEAK_STACK_TRACE, "body", match[0])


def host_of(url: str) -> str:
    """host[:port] of a URL in lower case, empty when there is none."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def _holds(text: str, literals: tuple[str, ...]) -> bool:
    for literal in literals:  # noqa: SIM110 (a generator in any() takes three times as long)
        if literal in text:
            return True
    return False


def _scan_text(text: str, place: str, scanned: Scanned, log: AnomalyLog) -> None:
    for match in _SECRETS.finditer(text):
        if match[0] not in scanned.sent and match["mark"] not in _HARMLESS_MARKS:
            # The evidence names the kind only: a report must not repeat the secret.
            kind = match.lastgroup or ""
            detail = f"redacted {match['mark']}" if kind == "mark" else _KINDS[kind]
            log.add(AnomalyKind.LEAK_SECRET, place, detail, sort=detail)
    for match in _HOSTS.finditer(text):
        found = match[0].lower()
        host = found.partition("://")[2] or found
        own = scanned.own_host
        if host not in (own, own.partition(":")[0]) and match[0] not in scanned.sent:
            log.add(AnomalyKind.LEAK_UPSTREAM_HOST, place, host)


def _scan_ids(scanned: Scanned, log: AnomalyLog) -> None:
    for place, decoded in encoded_ids(scanned.headers, scanned.documents):
        log.add(AnomalyKind.LEAK_ENCODED_ID, place, decoded)
        _scan_text(decoded, place, scanned, log)


def _scan_routing(scanned: Scanned, log: AnomalyLog) -> None:
    for name, value in scanned.headers.items():
        if name.startswith(_ROUTING_PREFIXES) and name not in _PLAIN_TIMINGS:
            log.add(AnomalyKind.LEAK_ROUTING, f"header {name}", value)
    for document in scanned.documents:
        if isinstance(document, dict):
            _scan_routing_fields(document, "", log)
            _scan_routing_fields(document.get("error"), "error.", log)
    for comment in scanned.comments:
        name, _, value = comment.strip().partition("=")
        if name.lower().startswith(_ROUTING_PREFIXES):
            log.add(AnomalyKind.LEAK_ROUTING, f"comment {name.lower()}", value)


def _scan_routing_fields(value: Json, prefix: str, log: AnomalyLog) -> None:
    if isinstance(value, dict) and not _ROUTING_FIELDS.isdisjoint(value):
        for name in sorted(_ROUTING_FIELDS & value.keys()):
            log.add(AnomalyKind.LEAK_ROUTING, prefix + name, str(value[name]))


def _strings_of(scanned: Scanned) -> Iterator[tuple[str, str]]:
    """What the gateway itself may have put into the body, with its place."""
    if not scanned.documents:
        yield "body", scanned.text
        return
    written = frozenset[str]() if scanned.is_error else _WRITTEN_KEYS
    for document in scanned.documents:
        yield from _walk(document, "", written, 0)
    for comment in scanned.comments:
        yield "comment", comment


def _walk(
    value: Json, place: str, skipped: frozenset[str], depth: int
) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place or "body", value
    elif depth > _DEPTH_LIMIT:
        return
    elif isinstance(value, dict):
        prefix = f"{place}." if place else ""
        for key, child in value.items():
            if key not in skipped:
                yield from _walk(child, prefix + key, skipped, depth + 1)
    elif isinstance(value, list):
        for child in value:
            yield from _walk(child, f"{place}[]", skipped, depth + 1)
