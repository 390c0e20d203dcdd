"""LiteLLM and instructor."""

from __future__ import annotations

from migrate_check.inventory.signature import (
    CallSignature,
    ClientSignature,
    SignatureTable,
    Streams,
)
from migrate_check.inventory.signatures.rows import PYTHON, methods

LITELLM = ("litellm",)
INSTRUCTOR = ("instructor",)
_SETTINGS = [
    "api_key",
    "api_base",
    "base_url",
    "api_version",
    "num_retries",
    "max_retries",
    "timeout",
    "request_timeout",
    "custom_llm_provider",
    "fallbacks",
    "context_window_fallback_dict",
    "mock_response",
    "drop_params",
    "caching",
    "cache",
    "deployment_id",
    "vertex_project",
    "vertex_location",
    "vertex_credentials",
    "input_cost_per_token",
    "output_cost_per_token",
    "model_list",
    "headers",
    "additional_drop_params",
    "allowed_openai_params",
    "aws_region_name",
    "aws_access_key_id",
    "aws_secret_access_key",
    "logger_fn",
    "verbose",
    "acompletion",
]


def _row(streams: Streams, is_async: bool) -> CallSignature:
    return CallSignature(
        "litellm",
        (),
        "",
        PYTHON,
        LITELLM,
        streams=streams,
        is_async=is_async,
        renames=dict.fromkeys(_SETTINGS, ""),
        positional=("model", "messages"),
    )


_STREAMED = {
    "openai-chat": ["completion", "completion_with_retries"],
    "openai-completions": ["text_completion"],
    "openai-responses": ["responses"],
    "anthropic-messages": ["anthropic_messages"],
}
_PLAIN = {
    "embeddings": ["embedding"],
    "images": ["image_generation"],
    "image-edits": ["image_edit"],
    "audio-transcription": ["transcription"],
    "audio-speech": ["speech"],
    "moderations": ["moderation"],
    "rerank": ["rerank"],
}


def _later(routes: dict[str, list[str]]) -> dict[str, list[str]]:
    return {route: [f"a{tail}" for tail in tails] for route, tails in routes.items()}


_LITELLM_CALLS = (
    *methods(_row(Streams.FIELD, False), _STREAMED),
    *methods(_row(Streams.FIELD, True), _later(_STREAMED)),
    *methods(_row(Streams.NEVER, False), _PLAIN),
    *methods(_row(Streams.NEVER, True), _later(_PLAIN)),
)

_INSTRUCTED = CallSignature(
    "instructor",
    (),
    "",
    PYTHON,
    INSTRUCTOR,
    # The answer's type is asked for as a tool, unless another mode is chosen.
    renames={
        "response_model": "tools",
        **dict.fromkeys(("max_retries", "validation_context", "context", "strict", "hooks"), ""),
    },
)
_INSTRUCTED_STREAM = CallSignature(
    "instructor",
    (),
    "",
    PYTHON,
    INSTRUCTOR,
    streams=Streams.ALWAYS,
    renames=_INSTRUCTED.renames,
)
_NAMES = ("create", "create_with_completion")
_INSTRUCTOR_CALLS = (
    *methods(
        _INSTRUCTED,
        {
            "openai-chat": [
                *(f"chat.completions.{name}" for name in _NAMES),
                *_NAMES,
            ],
            "openai-responses": [f"responses.{name}" for name in _NAMES],
            "anthropic-messages": [f"messages.{name}" for name in _NAMES],
        },
    ),
    *methods(
        _INSTRUCTED_STREAM,
        {
            "openai-chat": [
                "chat.completions.create_partial",
                "chat.completions.create_iterable",
                "create_partial",
                "create_iterable",
            ],
            "anthropic-messages": ["messages.create_partial", "messages.create_iterable"],
        },
    ),
)

_CLIENTS = (
    ClientSignature(
        "litellm",
        ("Router",),
        PYTHON,
        LITELLM,
        None,
        base_url=("api_base", "base_url"),
        retries=("num_retries", "max_retries"),
        base_url_env=("OPENAI_BASE_URL", "OPENAI_API_BASE"),
        key_env=("OPENAI_API_KEY",),
    ),
    ClientSignature(
        "instructor",
        (
            "from_openai",
            "patch",
            "apatch",
            "from_anthropic",
            "from_litellm",
            "from_mistral",
            "from_genai",
            "from_gemini",
            "from_bedrock",
            "from_vertexai",
            "from_groq",
        ),
        PYTHON,
        INSTRUCTOR,
        None,
    ),
    ClientSignature(
        "instructor",
        ("from_provider",),
        PYTHON,
        INSTRUCTOR,
        None,
        base_url_env=("OPENAI_BASE_URL",),
        key_env=("OPENAI_API_KEY",),
        positional=("model",),
    ),
)

COMPATIBLE = (("groq", ("Groq", "AsyncGroq")), ("together", ("Together", "AsyncTogether")))
"""SDKs made after OpenAI's: module, constructors."""


def _compatible() -> tuple[tuple[CallSignature, ...], tuple[ClientSignature, ...]]:
    calls: list[CallSignature] = []
    clients: list[ClientSignature] = []
    for module, names in COMPATIBLE:
        row = CallSignature(module, (), "", PYTHON, (module,), provider=module)
        calls += methods(
            row,
            {
                "openai-chat": ["chat.completions.create"],
                "openai-completions": ["completions.create"],
                "embeddings": ["embeddings.create"],
            },
        )
        clients += [
            ClientSignature(
                module,
                (name,),
                PYTHON,
                (module,),
                module,
                is_async=name.startswith("Async"),
                base_url_env=(f"{module.upper()}_BASE_URL",),
                key_env=(f"{module.upper()}_API_KEY",),
            )
            for name in names
        ]
    return tuple(calls), tuple(clients)


_COMPATIBLE_CALLS, _COMPATIBLE_CLIENTS = _compatible()

TABLE = SignatureTable(
    calls=(*_LITELLM_CALLS, *_INSTRUCTOR_CALLS, *_COMPATIBLE_CALLS),
    clients=(*_CLIENTS, *_COMPATIBLE_CLIENTS),
)
