"""Google's SDKs for JavaScript: @google/genai, @google/generative-ai, Vertex AI, Firebase."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.inventory.signature import (
    Body,
    CallSignature,
    ClientSignature,
    SignatureTable,
    Streams,
)
from migrate_check.inventory.signatures.rows import SCRIPT, each, methods

GENAI = ("@google/genai",)
OLD = ("@google/generative-ai",)
VERTEX = ("@google-cloud/vertexai", "firebase/vertexai", "firebase/ai")

_NEW = CallSignature(
    "google-genai",
    (),
    "",
    SCRIPT,
    GENAI,
    Body.FIRST,
    Streams.NEVER,
    is_async=True,
    spelling="gemini",
)
_BY_ID = replace(_NEW, body=Body.NONE, model=())
_CHAT = replace(_NEW, body=Body.CONSTRUCTOR)
_NEW_CALLS = (
    *methods(
        replace(_NEW, distinctive=True),
        {
            "gemini": ["models.generateContent"],
            "gemini-embeddings": ["models.embedContent"],
            "gemini-images": each(
                "models", "generateImages editImage upscaleImage recontextImage segmentImage"
            ),
            "gemini-videos": ["models.generateVideos"],
            "gemini-count-tokens": each("models", "countTokens computeTokens"),
        },
    ),
    *methods(
        replace(_NEW, streams=Streams.ALWAYS, distinctive=True),
        {"gemini": ["models.generateContentStream"], "gemini-live": ["live.connect"]},
    ),
    *methods(_CHAT, {"gemini": ["sendMessage"]}),
    *methods(replace(_CHAT, streams=Streams.ALWAYS), {"gemini": ["sendMessageStream"]}),
    *methods(
        _NEW,
        {
            "gemini-caches": each("caches", "create update"),
            "gemini-batches": each("batches", "create createEmbeddings"),
            "gemini-tunings": ["tunings.tune"],
            "gemini-files": ["files.upload"],
        },
    ),
    *methods(
        _BY_ID,
        {
            "gemini-caches": each("caches", "get list delete"),
            "gemini-batches": each("batches", "get list cancel delete"),
            "gemini-tunings": each("tunings", "get list cancel"),
            "gemini-files": each("files", "get list delete download"),
            "models": each("models", "list get"),
        },
    ),
)


def _sessions(sdk: str, modules: tuple[str, ...]) -> tuple[CallSignature, ...]:
    plain = replace(_CHAT, sdk=sdk, modules=modules, renames={"history": ""})
    return (
        *methods(
            plain,
            {
                "gemini": ["generateContent", "sendMessage"],
                "gemini-count-tokens": ["countTokens"],
                "gemini-embeddings": ["embedContent", "batchEmbedContents"],
            },
        ),
        *methods(
            replace(plain, streams=Streams.ALWAYS),
            {"gemini": ["generateContentStream", "sendMessageStream"]},
        ),
    )


_CLIENTS = (
    ClientSignature(
        "google-genai",
        ("GoogleGenAI",),
        SCRIPT,
        GENAI,
        "gemini",
        is_async=True,
        base_url=("httpOptions.baseUrl",),
        key=("apiKey",),
        timeout=("httpOptions.timeout",),
        retries=("httpOptions.retryOptions.attempts",),
        headers=("httpOptions.headers",),
        base_url_env=("GOOGLE_GEMINI_BASE_URL", "GOOGLE_VERTEX_BASE_URL"),
        key_env=("GOOGLE_API_KEY", "GEMINI_API_KEY"),
    ),
    ClientSignature("google-genai", ("chats.create",), SCRIPT, GENAI, None),
    ClientSignature(
        "google-generativeai",
        ("GoogleGenerativeAI",),
        SCRIPT,
        OLD,
        "gemini",
        is_async=True,
        base_url=(),
        key=("apiKey",),
        headers=(),
        positional=("apiKey",),
        default_base_url="https://generativelanguage.googleapis.com",
    ),
    ClientSignature(
        "google-generativeai",
        ("getGenerativeModel", "getGenerativeModelFromCachedContent"),
        SCRIPT,
        OLD,
        None,
        base_url=("requestOptions.baseUrl",),
        timeout=("requestOptions.timeout",),
        headers=("requestOptions.customHeaders",),
        positional=("", "requestOptions"),
    ),
    ClientSignature("google-generativeai", ("startChat",), SCRIPT, OLD, None),
    ClientSignature(
        "vertexai",
        ("VertexAI", "getVertexAI", "getAI"),
        SCRIPT,
        VERTEX,
        "vertex",
        is_async=True,
        base_url=("apiEndpoint",),
        key_env=("GOOGLE_APPLICATION_CREDENTIALS",),
        key=("googleAuthOptions",),
        headers=(),
        default_base_url="https://aiplatform.googleapis.com",
    ),
    ClientSignature(
        "vertexai", ("getGenerativeModel", "preview.getGenerativeModel"), SCRIPT, VERTEX, None
    ),
    ClientSignature("vertexai", ("startChat",), SCRIPT, VERTEX, None),
)

TABLE = SignatureTable(
    calls=(
        *_NEW_CALLS,
        *_sessions("google-generativeai", OLD),
        *_sessions("vertexai", VERTEX),
    ),
    clients=_CLIENTS,
)
