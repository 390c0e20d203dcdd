"""Vercel's AI SDK: its functions, and the packages of its providers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from migrate_check.inventory.signature import (
    Body,
    CallSignature,
    ClientSignature,
    SignatureTable,
    Streams,
)
from migrate_check.inventory.signatures.rows import SCRIPT, methods

SDK = "ai-sdk"
MODULES = ("ai", "@ai-sdk/rsc")
GATEWAY = ("ai", "@ai-sdk/gateway")

_PLAIN = CallSignature(SDK, (), "", SCRIPT, MODULES, Body.FIRST, Streams.NEVER, is_async=True)
_CALLS = (
    *methods(
        _PLAIN,
        {
            "unknown": ["generateText", "generateObject"],
            "embeddings": ["embed", "embedMany"],
            "images": ["generateImage", "experimental_generateImage"],
            "audio-speech": ["generateSpeech", "experimental_generateSpeech"],
            "audio-transcription": ["transcribe", "experimental_transcribe"],
            "rerank": ["rerank"],
        },
    ),
    *methods(
        CallSignature(SDK, (), "", SCRIPT, MODULES, Body.FIRST, Streams.ALWAYS, is_async=True),
        {"unknown": ["streamText", "streamObject", "streamUI"]},
    ),
    *methods(
        CallSignature(SDK, (), "", SCRIPT, MODULES, Body.FIRST, Streams.USE, is_async=True),
        {"unknown": ["Agent", "Experimental_Agent", "ToolLoopAgent"]},
    ),
)


@dataclass(frozen=True, slots=True)
class Provider:
    """A package that makes models for the AI SDK."""

    name: str
    """Of a profile where there is one."""
    package: str
    route: str
    """Of a language model that is made by calling the provider itself."""
    base_url_env: tuple[str, ...] = ()
    key_env: tuple[str, ...] = ()
    base_url: tuple[str, ...] = ("baseURL",)
    key: tuple[str, ...] = ("apiKey",)
    default_base_url: str | None = None
    routes: Mapping[str, str] = field(default_factory=dict)
    """Method of the provider → route, where `METHODS` does not say it."""

    @property
    def client(self) -> ClientSignature:
        """How the provider's `create…` is read."""
        return ClientSignature(
            SDK,
            (self.package,),
            SCRIPT,
            (self.package,),
            self.name or None,
            is_async=True,
            base_url=self.base_url,
            key=self.key,
            retries=("maxRetries",),
            headers=("headers",),
            base_url_env=self.base_url_env,
            key_env=self.key_env,
            default_base_url=self.default_base_url,
        )


LANGUAGE_METHODS = frozenset({"languageModel", "messages", "generativeAI", "chatModel"})
"""They make what calling the provider makes."""
METHODS: Mapping[str, str] = {
    "chat": "openai-chat",
    "completion": "openai-completions",
    "completionModel": "openai-completions",
    "responses": "openai-responses",
    "embedding": "embeddings",
    "embeddingModel": "embeddings",
    "textEmbedding": "embeddings",
    "textEmbeddingModel": "embeddings",
    "image": "images",
    "imageModel": "images",
    "speech": "audio-speech",
    "speechModel": "audio-speech",
    "transcription": "audio-transcription",
    "transcriptionModel": "audio-transcription",
    "reranking": "rerank",
    "rerankingModel": "rerank",
}
"""Method of a provider → route."""
_OF_GEMINI = {
    "chat": "gemini",
    "embedding": "gemini-embeddings",
    "embeddingModel": "gemini-embeddings",
    "textEmbedding": "gemini-embeddings",
    "textEmbeddingModel": "gemini-embeddings",
    "image": "gemini-images",
    "imageModel": "gemini-images",
}
GEMINI_ROUTES = {"embeddings": "gemini-embeddings", "images": "gemini-images"}


def _alike(name: str, package: str = "") -> Provider:
    """A provider with OpenAI's chat format whose address no variable sets."""
    return Provider(
        name,
        package or f"@ai-sdk/{name}",
        "openai-chat",
        key_env=(f"{name.upper()}_API_KEY",),
    )


PROVIDERS: tuple[Provider, ...] = (
    Provider(
        "openai",
        "@ai-sdk/openai",
        "openai-responses",
        ("OPENAI_BASE_URL",),
        ("OPENAI_API_KEY",),
    ),
    Provider("", "@ai-sdk/openai-compatible", "openai-chat"),
    Provider(
        "anthropic",
        "@ai-sdk/anthropic",
        "anthropic-messages",
        ("ANTHROPIC_BASE_URL",),
        ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"),
        key=("apiKey", "authToken"),
        routes={"chat": "anthropic-messages"},
    ),
    Provider(
        "gemini",
        "@ai-sdk/google",
        "gemini",
        key_env=("GOOGLE_GENERATIVE_AI_API_KEY",),
        default_base_url="https://generativelanguage.googleapis.com/v1beta",
        routes=_OF_GEMINI,
    ),
    Provider(
        "vertex",
        "@ai-sdk/google-vertex/anthropic",
        "anthropic-messages",
        key_env=("GOOGLE_APPLICATION_CREDENTIALS",),
        key=("googleAuthOptions",),
    ),
    Provider(
        "vertex",
        "@ai-sdk/google-vertex",
        "gemini",
        key_env=("GOOGLE_APPLICATION_CREDENTIALS",),
        key=("googleAuthOptions", "apiKey"),
        routes=_OF_GEMINI,
    ),
    Provider(
        "azure",
        "@ai-sdk/azure",
        "openai-chat",
        key_env=("AZURE_API_KEY",),
        base_url=("baseURL", "resourceName"),
    ),
    Provider(
        "bedrock",
        "@ai-sdk/amazon-bedrock",
        "bedrock-converse",
        key_env=("AWS_ACCESS_KEY_ID", "AWS_BEARER_TOKEN_BEDROCK"),
        key=("accessKeyId", "apiKey", "credentialProvider"),
    ),
    Provider(
        "mistral",
        "@ai-sdk/mistral",
        "openai-chat",
        key_env=("MISTRAL_API_KEY",),
        default_base_url="https://api.mistral.ai/v1",
    ),
    Provider("cohere", "@ai-sdk/cohere", "unknown", key_env=("COHERE_API_KEY",)),
    *(
        _alike(name)
        for name in ("groq", "deepseek", "xai", "togetherai", "fireworks", "cerebras", "deepinfra")
    ),
    _alike("perplexity"),
    _alike("openrouter", "@openrouter/ai-sdk-provider"),
    Provider(
        "vercel",
        "@ai-sdk/gateway",
        "unknown",
        key_env=("AI_GATEWAY_API_KEY",),
        default_base_url="https://ai-gateway.vercel.sh",
    ),
)
"""Longer package names before their beginnings."""

GATEWAY_PROVIDER = PROVIDERS[-1]

TABLE = SignatureTable(calls=_CALLS)
