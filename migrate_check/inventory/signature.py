"""What a call of an LLM looks like: the tables under `signatures/` are made of these rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from migrate_check.domain.call_site import Language, Rollback


class Body(StrEnum):
    """Where a call's request fields stand."""

    KEYWORDS = "keywords"
    """Named arguments: Python, Kotlin, Ruby, PHP, C#."""
    FIRST = "first"
    """The first argument is the record: JavaScript objects, PHP arrays, Go and Rust structs."""
    SECOND = "second"
    THIRD = "third"
    NAMED = "named"
    """A named argument holds the record: Ruby's `chat(parameters: {...})`; see `body_name`."""
    BUILDER = "builder"
    """The first argument, or a variable in it, is made by setters: Java, Rust, C#."""
    RECEIVER = "receiver"
    """The call's own chain sets them: `prompt().user("…").options(…).call()`."""
    CONSTRUCTOR = "constructor"
    """The object it is called on was made with them: chat sessions, LangChain, .NET clients."""
    NONE = "none"
    """Nothing that matters: reading or deleting by id."""


class Streams(StrEnum):
    """How a call says that it streams."""

    FIELD = "field"
    """By the field `stream`; absent is false."""
    ALWAYS = "always"
    NEVER = "never"
    USE = "use"
    """By the method that is called on the object made here (`.stream()`, `.astream()`)."""


@dataclass(frozen=True, slots=True)
class CallSignature:
    """One method of one SDK."""

    sdk: str
    """As `CallSite.sdk`."""
    tail: tuple[str, ...]
    """Last names of the callee's chain: `("chat", "completions", "create")`. Names that only
    decorate a chain (`with_raw_response`, `with_options(...)`, `beta`, `aio`) are skipped by the
    matcher, see `matching.TRANSPARENT`. One name alone is a function or a constructor."""
    route: str
    languages: frozenset[Language]
    modules: tuple[str, ...]
    """Import names, by prefix on a dot or slash, that make it this SDK: `openai`,
    `@anthropic-ai/sdk`, `com.openai`."""
    body: Body = Body.KEYWORDS
    streams: Streams = Streams.FIELD
    distinctive: bool = False
    """The tail alone is proof enough where the client comes from somewhere unseen. Never for
    words that others use too (`messages.create` is Twilio's as well)."""
    is_async: bool = False
    """Asynchronous whatever the client is: `acompletion`, `CreateAsync`."""
    provider: str | None = None
    """Whom it calls where no client is made: `openai` for `openai.ChatCompletion.create`."""
    body_name: str | None = None
    """Name of the argument of `Body.NAMED`. Of `Body.KEYWORDS`: one whose entries are fields."""
    model: tuple[str, ...] = ("model",)
    """Names under which the model is given, on the call or else on the client."""
    positional: tuple[str, ...] = ()
    """Wire names of the leading positional arguments: `("model",)`."""
    renames: Mapping[str, str] = field(default_factory=dict)
    """Name in code → wire name. A name not listed is turned by `spelling`. An empty wire name:
    no request field (`timeout`, `callbacks`)."""
    spelling: str = "same"
    """`same`; `snake` (maxTokens → max_tokens); `gemini` (max_output_tokens →
    generationConfig.maxOutputTokens)."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Fields that the call sends by itself → value: `{"stream": "true"}` is not one of them."""


@dataclass(frozen=True, slots=True)
class ClientSignature:
    """One constructor, or one module that acts as a client."""

    sdk: str
    names: tuple[str, ...]
    """Constructor names: `OpenAI`, `AsyncOpenAI`, `createOpenAI`, `NewClient`; dotted where the
    name alone says too little: `OpenAIOkHttpClient.builder`."""
    languages: frozenset[Language]
    modules: tuple[str, ...]
    provider: str | None
    """`openai`, `anthropic`, `gemini`, `mistral`, `deepseek`, `azure`, `bedrock`, `vertex`."""
    is_async: bool = False
    base_url: tuple[str, ...] = ("base_url",)
    """Names of its argument, option, setter or environment-independent setting."""
    key: tuple[str, ...] = ("api_key",)
    timeout: tuple[str, ...] = ("timeout",)
    retries: tuple[str, ...] = ("max_retries",)
    headers: tuple[str, ...] = ("default_headers",)
    base_url_env: tuple[str, ...] = ()
    """Variables that it reads by itself when no base URL is given. Empty: rollback class C when
    none is given, or `default_rollback`."""
    key_env: tuple[str, ...] = ()
    positional: tuple[str, ...] = ()
    """What the leading positional arguments are, by the names above: `("api_key",)`."""
    default_base_url: str | None = None
    default_rollback: Rollback | None = None


@dataclass(frozen=True, slots=True)
class HttpSignature:
    """A function of an HTTP library: the URL, not the name, says whether it calls an LLM."""

    sdk: str
    """`http`, with the library in `library`."""
    library: str
    names: tuple[str, ...]
    """Callee tails joined by dots: `requests.post`, `fetch`, `axios.post`, `client.post`."""
    languages: frozenset[Language]
    modules: tuple[str, ...] = ()
    url: tuple[str, ...] = ("url",)
    """Names of the URL's argument; the position is `url_position`."""
    url_position: int = 0
    json: tuple[str, ...] = ("json", "body", "data", "content")
    """Names of the body's argument or option; also inside the record at `options_position`."""
    body_position: int | None = None
    headers: tuple[str, ...] = ("headers",)
    options_position: int | None = None
    """Position of a record that holds method, headers and body: `fetch(url, {…})`."""
    is_async: bool = False


@dataclass(frozen=True, slots=True)
class SignatureTable:
    """All rows of one module under `signatures/`: each exports one as `TABLE`."""

    calls: tuple[CallSignature, ...] = ()
    clients: tuple[ClientSignature, ...] = ()
    http: tuple[HttpSignature, ...] = ()
