"""Google's SDKs for Python: google-genai, google-generativeai and vertexai."""

from __future__ import annotations

from migrate_check.inventory.signature import (
    Body,
    CallSignature,
    ClientSignature,
    SignatureTable,
    Streams,
)
from migrate_check.inventory.signatures.rows import PYTHON, each, methods

GENAI = ("google.genai",)
OLD = ("google.generativeai",)
VERTEX = ("vertexai",)
_GEMINI = "gemini"


def _new(streams: Streams, body: Body = Body.KEYWORDS, distinctive: bool = False) -> CallSignature:
    return CallSignature(
        "google-genai",
        (),
        "",
        PYTHON,
        GENAI,
        body,
        streams,
        distinctive,
        model=() if body is Body.NONE else ("model",),
        spelling=_GEMINI,
    )


_GENAI_CALLS = (
    *methods(
        _new(Streams.NEVER, distinctive=True),
        {
            "gemini": ["models.generate_content"],
            "gemini-embeddings": ["models.embed_content"],
            "gemini-images": each(
                "models", "generate_images edit_image upscale_image recontext_image"
            ),
            "gemini-videos": ["models.generate_videos"],
            "gemini-count-tokens": ["models.count_tokens", "models.compute_tokens"],
        },
    ),
    *methods(
        _new(Streams.ALWAYS, distinctive=True),
        {"gemini": ["models.generate_content_stream"], "gemini-live": ["live.connect"]},
    ),
    *methods(_new(Streams.NEVER, Body.CONSTRUCTOR), {"gemini": ["send_message"]}),
    *methods(_new(Streams.ALWAYS, Body.CONSTRUCTOR), {"gemini": ["send_message_stream"]}),
    *methods(
        _new(Streams.NEVER),
        {
            "gemini-caches": ["caches.create", "caches.update"],
            "gemini-batches": ["batches.create", "batches.create_embeddings"],
            "gemini-tunings": ["tunings.tune"],
            "gemini-files": ["files.upload"],
        },
    ),
    *methods(
        _new(Streams.NEVER, Body.NONE),
        {
            "gemini-caches": each("caches", "get list delete"),
            "gemini-batches": each("batches", "get list cancel delete"),
            "gemini-tunings": each("tunings", "get list cancel"),
            "gemini-files": each("files", "get list delete download"),
            "models": each("models", "list get"),
        },
    ),
)


def _old(
    sdk: str, modules: tuple[str, ...], streams: Streams, body: Body, is_async: bool = False
) -> CallSignature:
    return CallSignature(
        sdk,
        (),
        "",
        PYTHON,
        modules,
        body,
        streams,
        is_async=is_async,
        model=("model_name", "model"),
        renames={"request_options": "", "history": ""},
        spelling=_GEMINI,
        positional=("contents",),
    )


def _sessions(sdk: str, modules: tuple[str, ...]) -> tuple[CallSignature, ...]:
    return (
        *methods(
            _old(sdk, modules, Streams.FIELD, Body.CONSTRUCTOR),
            {
                "gemini": ["generate_content", "send_message"],
                "gemini-count-tokens": ["count_tokens"],
            },
        ),
        *methods(
            _old(sdk, modules, Streams.FIELD, Body.CONSTRUCTOR, True),
            {
                "gemini": ["generate_content_async", "send_message_async"],
                "gemini-count-tokens": ["count_tokens_async"],
            },
        ),
    )


_OLD_CALLS = (
    *_sessions("google-generativeai", OLD),
    *methods(
        CallSignature(
            "google-generativeai",
            (),
            "",
            PYTHON,
            OLD,
            streams=Streams.NEVER,
            provider="gemini",
            spelling=_GEMINI,
        ),
        {
            "gemini-embeddings": ["embed_content", "embed_content_async"],
            "gemini-files": ["upload_file"],
        },
    ),
    *methods(
        CallSignature(
            "google-generativeai",
            (),
            "",
            PYTHON,
            OLD,
            Body.NONE,
            Streams.NEVER,
            provider="gemini",
            model=(),
        ),
        {
            "gemini-files": ["get_file", "list_files", "delete_file"],
            "models": ["list_models", "get_model"],
            "gemini-tunings": ["create_tuned_model"],
            "gemini-caches": each("CachedContent", "create get list"),
        },
    ),
)
_VERTEX_CALLS = (
    *_sessions("vertexai", VERTEX),
    *methods(
        _old("vertexai", VERTEX, Streams.NEVER, Body.CONSTRUCTOR),
        {"gemini-embeddings": ["get_embeddings"], "gemini-images": ["generate_images"]},
    ),
)

_CLIENTS = (
    ClientSignature(
        "google-genai",
        ("Client",),
        PYTHON,
        GENAI,
        "gemini",
        base_url=("http_options.base_url",),
        timeout=("http_options.timeout",),
        retries=("http_options.retry_options.attempts",),
        headers=("http_options.headers",),
        base_url_env=("GOOGLE_GEMINI_BASE_URL", "GOOGLE_VERTEX_BASE_URL"),
        key_env=("GOOGLE_API_KEY", "GEMINI_API_KEY"),
    ),
    ClientSignature("google-genai", ("chats.create",), PYTHON, GENAI, None, positional=("model",)),
    ClientSignature(
        "google-generativeai",
        ("GenerativeModel",),
        PYTHON,
        OLD,
        "gemini",
        base_url=("client_options.api_endpoint",),
        key_env=("GOOGLE_API_KEY",),
        positional=("model_name",),
    ),
    ClientSignature("google-generativeai", ("start_chat",), PYTHON, OLD, None),
    ClientSignature(
        "vertexai",
        (
            "GenerativeModel",
            "TextEmbeddingModel.from_pretrained",
            "ImageGenerationModel.from_pretrained",
        ),
        PYTHON,
        VERTEX,
        "vertex",
        base_url=("api_endpoint",),
        key_env=("GOOGLE_APPLICATION_CREDENTIALS",),
        positional=("model_name",),
    ),
    ClientSignature("vertexai", ("start_chat",), PYTHON, VERTEX, None),
)

TABLE = SignatureTable(calls=(*_GENAI_CALLS, *_OLD_CALLS, *_VERTEX_CALLS), clients=_CLIENTS)
