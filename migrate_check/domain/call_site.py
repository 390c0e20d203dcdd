"""Where a code base calls an LLM: what the inventory finds and every later step reads.

Every fact says how sure it is. What the scan could not see is `unknown`, never absent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from migrate_check.domain.finding import Severity
from migrate_check.domain.scenario import Route


class Certainty(StrEnum):
    """How a fact is known."""

    LITERAL = "literal"
    """Written at the place itself."""
    RESOLVED = "resolved"
    """Followed through constants, variables, imports or an environment variable's default."""
    MAYBE = "maybe"
    """One of several, or only on some path."""
    UNKNOWN = "unknown"
    """It depends on what the scan cannot see: a caller, a file, a value at run time."""


class Language(StrEnum):
    """What a file is written in."""

    PYTHON = "python"
    TYPESCRIPT = "typescript"
    JAVASCRIPT = "javascript"
    GO = "go"
    JAVA = "java"
    KOTLIN = "kotlin"
    RUBY = "ruby"
    PHP = "php"
    CSHARP = "csharp"
    RUST = "rust"
    SHELL = "shell"
    NOTEBOOK = "notebook"
    ENV = "env"
    YAML = "yaml"
    JSON = "json"
    TOML = "toml"
    DOCKERFILE = "dockerfile"


ROUTES = frozenset(route.value for route in Route)
"""Routes that scenarios can test."""

OTHER_ENDPOINTS = frozenset(
    {
        "anthropic-batches",
        "anthropic-files",
        "audio-translation",
        "bedrock-converse",
        "bedrock-invoke",
        "gemini-batches",
        "gemini-caches",
        "gemini-count-tokens",
        "gemini-embeddings",
        "gemini-files",
        "gemini-images",
        "gemini-live",
        "gemini-tunings",
        "gemini-videos",
        "image-edits",
        "image-variations",
        "mistral-agents",
        "mistral-fim",
        "mistral-ocr",
        "moderations",
        "openai-assistants",
        "openai-batches",
        "openai-containers",
        "openai-conversations",
        "openai-evals",
        "openai-files",
        "openai-fine-tuning",
        "openai-realtime",
        "openai-responses-stored",
        "openai-threads",
        "openai-uploads",
        "openai-vector-stores",
        "openai-videos",
        "rerank",
    }
)
"""Endpoints that code calls and no scenario tests yet. `openai-responses-stored` is reading,
deleting or cancelling a stored response."""

UNKNOWN_ROUTE = "unknown"
"""A call of an LLM library or host whose endpoint depends on what the scan cannot see."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value with how it is known."""

    value: str | None
    """As text; None where it is unknown. Of several possible values, the first."""
    certainty: Certainty
    origin: str
    """For a person, without a full stop: `literal`, `constant MODEL, settings.py:3`,
    `environment variable OPENAI_MODEL, default "gpt-4o"`, `parameter model of ask()`."""
    env: tuple[str, ...] = ()
    """Environment variables that decide it."""
    alternatives: tuple[str, ...] = ()
    """The other values it may have."""


NOT_KNOWN = Fact(None, Certainty.UNKNOWN, "not seen in the code")


@dataclass(frozen=True, slots=True)
class RequestField:
    """A field of the request body, by its name on the wire.

    Names are keys of the route's JSON body, nested ones joined by dots: `max_tokens`,
    `response_format`, `stream_options.include_usage`, `generationConfig.temperature`. A built-in
    tool is `tools:web_search_preview`; a request header is `header:anthropic-beta`.
    """

    name: str
    value: str | None
    """The literal as JSON, up to 80 characters; None where it is no plain value."""
    certainty: Certainty
    line: int
    written: str = ""
    """The name in the code where it differs, such as `max_output_tokens`."""


class Rollback(StrEnum):
    """What it takes to send a client's traffic back to the old provider."""

    A = "A"
    """An environment variable switches it: no release needed."""
    B = "B"
    """A setting, an argument or a configuration file of the program."""
    C = "C"
    """A literal in the code: needs a change and a release."""
    D = "D"
    """Not known."""


@dataclass(frozen=True, slots=True)
class Client:
    """How the calling client is made."""

    made_at: str | None
    """`path:line` of the constructor; None where it was not found."""
    constructor: str | None
    """`AsyncOpenAI`, `ChatOpenAI`; None for raw HTTP."""
    provider: str | None
    """Whom it calls as far as the code says: a profile's name, `azure`, `bedrock`, `vertex`."""
    base_url: Fact
    key: Fact
    """Only where the key comes from; its value is None always: `environment variable X`,
    `a literal in the code`."""
    rollback: Rollback
    """By the source of the base URL."""
    key_rollback: Rollback
    """By the source of the key."""
    timeout: Fact | None = None
    """Seconds as written; None: the SDK's default."""
    retries: Fact | None = None
    """Attempts after the first; None: the SDK's default."""
    headers: tuple[str, ...] = ()
    """Lower-case names of headers it always sends."""
    in_browser: bool = False
    """It runs in a page: `dangerouslyAllowBrowser` and its like."""


UNKNOWN_CLIENT = Client(None, None, None, NOT_KNOWN, NOT_KNOWN, Rollback.D, Rollback.D)


@dataclass(frozen=True, slots=True)
class ResponseRead:
    """A field of the answer that the code reads."""

    path: str
    """`choices[].message.reasoning_content`, `usage.cache_read_input_tokens`."""
    line: int


@dataclass(frozen=True, slots=True)
class Caller:
    """A place that calls a wrapper."""

    path: str
    line: int
    model: Fact | None = None
    """What it passes as the model; None where it passes none."""
    fields: tuple[str, ...] = ()
    """Wire names of further fields it passes."""


@dataclass(frozen=True, slots=True)
class Wrapper:
    """The function of the code base around a call, where its arguments decide the request."""

    function: str
    callers: tuple[Caller, ...]


@dataclass(frozen=True, slots=True)
class CallSite:
    """One place that calls an LLM, or describes such a call in a file."""

    path: str
    """Relative to the scanned root, with `/`; a notebook has `#cell-N` appended, N from 1."""
    line: int
    """From 1; of the call's own name (`create`) or, in a notebook, within the cell."""
    language: Language
    sdk: str
    """`openai`, `anthropic`, `google-genai`, `langchain`, `ai-sdk`, `http`, `curl`, …"""
    call: str
    """As it stands in the code, shortened: `client.chat.completions.create`."""
    route: str
    """A member of ROUTES or OTHER_ENDPOINTS, or UNKNOWN_ROUTE."""
    model: Fact
    fields: tuple[RequestField, ...]
    """In order of name, without the model."""
    fields_known: bool
    """False: a spread, a variable or a caller adds fields that could not be traced."""
    streaming: Fact
    """Value `true`, `false`, or None."""
    is_async: bool
    client: Client = UNKNOWN_CLIENT
    reads: tuple[ResponseRead, ...] = ()
    wrapper: Wrapper | None = None
    owner: str | None = None
    """Who pays for it, from the owners file or CODEOWNERS."""
    in_test: bool = False
    """The file is a test or an example by its path."""
    not_known: tuple[str, ...] = ()
    """What could not be traced, for a person: `**options, a parameter of ask()`."""
    ignored: Mapping[str, str] = field(default_factory=dict)
    """Suppression comments at the site: rule id, or `*` for all → reason."""


class SettingKind(StrEnum):
    """What a configuration entry decides."""

    BASE_URL = "base-url"
    KEY = "key"
    MODEL = "model"
    HEADER = "header"
    ADDRESS = "address"
    """An endpoint that code names in a file in which no call was recognised."""


@dataclass(frozen=True, slots=True)
class Setting:
    """An entry of an `.env`, YAML, JSON, TOML, Dockerfile or CI file that decides LLM calls."""

    path: str
    line: int
    language: Language
    kind: SettingKind
    name: str
    """`OPENAI_BASE_URL`, or the dotted path of the entry: `services.api.environment.MODEL`."""
    value: str | None
    """None for keys, whatever they are, and where there is none."""
    provider: str | None = None
    """A profile's name where the entry names one."""
    ignored: Mapping[str, str] = field(default_factory=dict)
    """Suppression comments at the entry: rule id, or `*` for all → reason."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not read whole, and why."""

    path: str
    reason: str
    """`larger than 2 MB`, `minified`, `binary`, `not readable: permission denied`."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """All that a scan found."""

    roots: tuple[str, ...]
    sites: tuple[CallSite, ...]
    """In order of path and line."""
    settings: tuple[Setting, ...]
    files_seen: int
    files_parsed: int
    skipped: tuple[Skipped, ...]
    changed_since: str | None = None
    """The git revision of `--changed`, where only changed files were read."""


@dataclass(frozen=True, slots=True)
class SiteAnswer:
    """A site rule's positive answer. The engine adds id, severity and fingerprint."""

    message: str
    """One sentence: what the code does and what becomes of it at the gateway."""
    advice: str
    """One sentence or command: what to do about it."""
    subject: str
    """What tells two answers of one rule at one site apart: a field's name, a model id."""
    line: int | None = None
    """Where it stands if not at the site's own line."""
    severity: Severity | None = None
    """Weaker than the rule's own, where the claim behind it is weaker."""
    claim: str | None = None
    """The profile's claim with mark and source that it rests on, for a person."""


@dataclass(frozen=True, slots=True)
class SiteFinding:
    """What a site rule says of one call site, or of one setting."""

    rule: str
    severity: Severity
    path: str
    line: int
    route: str
    subject: str
    message: str
    advice: str
    claim: str | None
    fingerprint: str
    """12 hex digits of rule, path, route, subject and the call's text; no line number."""
    suppressed: str | None = None
    """Reason of the comment that covers it."""


class Proof(StrEnum):
    """What a run says of a call site."""

    PROVED = "proved"
    """A case of the same route, model, fields and streaming passed."""
    CONTRADICTED = "contradicted"
    """A finding of that run is about what this site sends or reads."""
    UNTESTED = "untested"


@dataclass(frozen=True, slots=True)
class SiteProof:
    """A call site beside a run."""

    proof: Proof
    run_id: str | None
    reasons: tuple[str, ...]
    """What was proved by which case, which finding contradicts, or what no case covers."""


class PartKind(StrEnum):
    """What a call sends that a gateway treats in its own way."""

    ROUTE = "route"
    BASE_URL = "base-url"
    MODEL = "model"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class PartFate:
    """What the gateway does with one part of a call, whether that is a finding or not."""

    kind: PartKind
    name: str
    """The route, the kind of client, the model id or the field's wire name."""
    fate: str
    """A member of `Fate`, or `not-offered` for routes and base URLs."""
    claim: str
    """What the profile says, with mark and source; or that it says nothing."""


@dataclass(frozen=True, slots=True)
class JudgedSite:
    """A call site with all that is said of it."""

    site: CallSite
    findings: tuple[SiteFinding, ...]
    proof: SiteProof | None = None
    fates: tuple[PartFate, ...] = ()
    """Of its route, base URL, models and fields, in this order; empty without a gateway."""


@dataclass(frozen=True, slots=True)
class JudgedInventory:
    """Input of every inventory output."""

    inventory: Inventory
    gateway: str | None
    """Profile that it was judged for, with its generation; None: only listed."""
    sites: tuple[JudgedSite, ...]
    setting_findings: tuple[SiteFinding, ...]
    advice: tuple[str, ...]
    """What the route mapping and the pitfalls say for this code base, most important first."""
    stale_suppressions: tuple[str, ...] = ()
    """`path:line: rule` of comments that matched nothing."""
