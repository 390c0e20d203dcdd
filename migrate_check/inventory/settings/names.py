"""What names and values of settings say: which provider, and what they decide."""

from __future__ import annotations

import re
from collections.abc import Sequence

from migrate_check.domain.call_site import SettingKind
from migrate_check.inventory.endpoints import provider_of_host, split_url

_PROVIDER_WORDS: tuple[tuple[str, str | None], ...] = (
    ("AZURE_OPENAI", "azure"),
    ("AZUREOPENAI", "azure"),
    ("OPENROUTER", None),
    ("OPENAI", "openai"),
    ("ANTHROPIC", "anthropic"),
    ("CLAUDE", "anthropic"),
    ("GEMINI", "gemini"),
    ("GOOGLE_GENERATIVE_AI", "gemini"),
    ("GOOGLE_GENAI", "gemini"),
    ("GOOGLE_API_KEY", "gemini"),
    ("MISTRAL", "mistral"),
    ("DEEPSEEK", "deepseek"),
    ("TOKENLAB", "tokenlab"),
    ("TOKENROUTER", "tokenrouter"),
    ("TOKENPAK", "tokenpak"),
    ("APIBOX", "apibox"),
    ("GOOGLE_VERTEX", "vertex"),
    ("VERTEXAI", "vertex"),
    ("BEDROCK", "bedrock"),
    ("LITELLM", None),
    ("AI_GATEWAY", None),
    ("PORTKEY", None),
    ("HELICONE", None),
    ("GROQ", None),
    ("TOGETHER", None),
    ("FIREWORKS", None),
    ("COHERE", None),
    ("XAI", None),
    ("LLM", None),
)
"""Word that a name begins with, or has between `_` → provider; None: of LLMs, but no profile."""

_PROVIDERS = tuple(
    (re.compile(rf"(?:^|_){word}(?:_|$)"), provider) for word, provider in _PROVIDER_WORDS
)

_KEY = re.compile(r"(?:^|_)(?:API_?)?(?:KEYS?|TOKEN|SECRET|CREDENTIALS?|PASSWORD)$")
_URL = re.compile(
    r"(?:^|_)(?:BASE_?UR[LI]|API_?BASE|BASE_?PATH|(?:API_?)?ENDPOINT|API_?UR[LI]|API_?HOST"
    r"|UR[LI]|HOST|PROXY)$"
)
_MODEL = re.compile(
    r"(?:^|_)MODELS?(?:_?(?:NAME|ID|SLUG|VERSION))?(?:_[A-Z0-9]+)?$"
    r"|(?:^|_)DEPLOYMENT(?:_?(?:NAME|ID))?$|(?:^|_)(?:ENGINE|LLM)$"
)
_HEADER = re.compile(
    r"(?:^|_)(?:ORG(?:ANIZATION)?(?:_?ID)?|PROJECT(?:_?ID)?|CUSTOM_HEADERS|BETAS?)$"
)

_FAMILY = re.compile(
    r"^(?:[\w.-]+[/:])*(?:gpt-(?:[345]|oss|image|4o|realtime|audio)|chatgpt-|o[134](?:-|$)"
    r"|text-embedding-|text-davinci|davinci-|whisper-|tts-1|dall-e|sora-\d|omni-moderation|codex-"
    r"|claude-|gemini-|gemma-|imagen-|veo-|mistral-|open-mi[sx]tral|mixtral|ministral|codestral"
    r"|pixtral|magistral|devstral|voxtral|deepseek-|llama-?[234]|meta-llama|command-[ra]|grok-\d"
    r"|qwen[\d-]|kimi-|sonar(?:-|$)|amazon\.|anthropic\.claude|us\.anthropic|eu\.anthropic"
    r"|auto:|ft:gpt)",
    re.IGNORECASE,
)
_SECRET = re.compile(
    r"\b(?:sk-(?:ant-|proj-|or-|svcacct-)?[A-Za-z0-9_-]{16,}|AIza[A-Za-z0-9_-]{30,}"
    r"|gsk_[A-Za-z0-9]{20,}|xai-[A-Za-z0-9]{20,})"
)
_DEFAULT = re.compile(r"^\$\{[A-Za-z_]\w*:?[-=]([^{}]*)\}$")
_REFERENCE = re.compile(r"^(?:\$\{?\{?.*|\{\{.*|<.*>|%\(.*|os\.environ/.*|!.*)$")


def as_variable(name: str) -> str:
    """A key in any spelling as an environment variable's name: `baseURL` → `BASE_URL`."""
    spaced = re.sub(r"([a-z0-9])([A-Z])|([A-Z]+)([A-Z][a-z])", r"\1\3_\2\4", name)
    variable = re.sub(r"[^A-Za-z0-9]+", "_", spaced).strip("_").upper()
    return _SPLIT_NAMES.sub(lambda found: found[0].replace("_", ""), variable)


_SPLIT_NAMES = re.compile(
    r"OPEN_AI|DEEP_SEEK|LITE_LLM|OPEN_ROUTER|TOKEN_(?:LAB|ROUTER|PAK)|VERTEX_AI|API_BOX"
)


def names_llm(variable: str) -> bool:
    """Whether a name in capitals is about LLMs."""
    return any(pattern.search(variable) for pattern, _ in _PROVIDERS)


def provider_of_name(variable: str) -> str | None:
    """The provider that a name in capitals speaks of."""
    return next((p for pattern, p in _PROVIDERS if pattern.search(variable)), None)


def kind_of_name(variable: str) -> SettingKind | None:
    """What a name in capitals decides, by its end."""
    for pattern, kind in (
        (_KEY, SettingKind.KEY),
        (_URL, SettingKind.BASE_URL),
        (_MODEL, SettingKind.MODEL),
        (_HEADER, SettingKind.HEADER),
    ):
        if pattern.search(variable):
            return kind
    return None


def is_model(value: str) -> bool:
    """Whether it is an id of a known family of models, with or without a provider before it."""
    return len(value) < 120 and " " not in value and bool(_FAMILY.match(value))


def is_secret(value: str) -> bool:
    """Whether a key of a known form is in it."""
    return bool(_SECRET.search(value))


def default_of(value: str) -> str | None:
    """The value, or what a reference falls back on; None: it is a reference to elsewhere."""
    if found := _DEFAULT.match(value.strip()):
        return found[1]
    return None if _REFERENCE.match(value.strip()) else value.strip()


def provider_of_url(value: str) -> str | None:
    """Who serves the URL; None: not a URL, or not known."""
    url = default_of(value) or ""
    return provider_of_host(split_url(url)[0]) if "://" in url else None


_PAGE = re.compile(
    r"(?:^|_)(?:SOURCE|DOCS?|DOCUMENTATION|HOME|HOMEPAGE|REPO|REPOSITORY|ISSUES?|HELP|INFO|LOGO|ICON"
    r"|IMAGE|TERMS|PRIVACY|PRICING|WEBSITE|SITE|SCHEMA|REFERENCE|LEARN|SIGNUP|STATUS|CONSOLE)_?UR[LI]$"
)
_PAGE_HOST = re.compile(
    r"^https?://(?:docs?|platform|console|www|github|gitlab|status|help|support|cookbook|blog)\."
    r"|^https?://(?:github|gitlab|huggingface|openai|anthropic)\.com?/|\.(?:html?|md|png|svg|pdf)$"
)


def is_page(variable: str, value: str) -> bool:
    """Whether a URL is for people, by its name in capitals or its host."""
    return bool(_PAGE.search(variable) or _PAGE_HOST.search(value))


def looks_like_url(value: str) -> bool:
    """Whether it is a URL, or a reference that may become one."""
    default = default_of(value)
    return default is None or default.startswith(("http://", "https://", "ws://", "wss://"))


def without_secrets(value: str) -> str:
    """A URL without user and query, and any text without keys, at most 200 characters."""
    if "://" in value:
        value = re.sub(r"(://)[^/@\s]*@", r"\1", value)
        value = re.sub(r"\?[^\s}]*", "", value)
    return _SECRET.sub("…", value)[:200]


_NOT_SETTINGS = frozenset(
    {
        "choices",
        "components",
        "default_response",
        "definitions",
        "description",
        "enum",
        "example",
        "examples",
        "interactions",
        "messages",
        "parameters",
        "paths",
        "response",
        "responses",
        "schemas",
        "usage",
    }
)


def is_data(path: Sequence[str]) -> bool:
    """Whether the keys above say that it is a recording, a schema or an example.

    A file that is one list of records is a table: of prices, of results, of models to choose from.
    """
    if len(path) > 1 and path[0].startswith("["):
        return True
    return not _NOT_SETTINGS.isdisjoint(key.lower() for key in path[:-1])
