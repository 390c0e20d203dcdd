"""The models the provider serves: id asked → snapshot that answers, and its limits."""

from __future__ import annotations

from dataclasses import dataclass

RATE_LIMITED = "lab-rate-limited"
"""Asking for this model gives 429."""


CONTEXT_WINDOW = 16_000
"""Tokens, of every model: smaller than the vendors', so that an overflow is cheap to provoke."""


@dataclass(frozen=True, slots=True)
class Model:
    """One model. Limits in tokens."""

    id: str
    snapshot: str
    most_output: int
    context: int = CONTEXT_WINDOW


LAB_MODELS = (
    Model("lab-small", "lab-small", 8_192),
    Model("lab-large", "lab-large", 16_384),
    Model("lab-tiny", "lab-tiny", 8_192),
)
OPENAI_MODELS = (
    *LAB_MODELS,
    Model("gpt-4o-mini", "gpt-4o-mini-2024-07-18", 16_384),
    Model("gpt-4o", "gpt-4o-2024-08-06", 16_384),
    Model("gpt-4.1", "gpt-4.1-2025-04-14", 32_768),
    Model("gpt-4.1-mini", "gpt-4.1-mini-2025-04-14", 32_768),
    Model("gpt-4.1-nano", "gpt-4.1-nano-2025-04-14", 32_768),
    Model("gpt-4-turbo", "gpt-4-turbo-2024-04-09", 4_096),
    Model("gpt-3.5-turbo", "gpt-3.5-turbo-0125", 4_096),
    Model("o4-mini", "o4-mini-2025-04-16", 100_000),
    Model("gpt-5-mini", "gpt-5-mini-2025-08-07", 128_000),
    Model("gpt-5.2", "gpt-5.2-2025-12-11", 128_000),
)
ANTHROPIC_MODELS = (
    *LAB_MODELS,
    Model("claude-haiku-4-5", "claude-haiku-4-5-20251001", 64_000),
    Model("claude-sonnet-4-5", "claude-sonnet-4-5-20250929", 64_000),
    Model("claude-opus-4-5", "claude-opus-4-5-20251101", 64_000),
    Model("claude-sonnet-4-0", "claude-sonnet-4-20250514", 64_000),
    Model("claude-3-5-haiku-latest", "claude-3-5-haiku-20241022", 8_192),
    Model("claude-3-haiku-20240307", "claude-3-haiku-20240307", 4_096),
)
GEMINI_MODELS = (
    *LAB_MODELS,
    Model("gemini-2.0-flash", "gemini-2.0-flash", 8_192),
    Model("gemini-2.5-flash", "gemini-2.5-flash", 65_536),
    Model("gemini-2.5-flash-lite", "gemini-2.5-flash-lite", 65_536),
    Model("gemini-2.5-pro", "gemini-2.5-pro", 65_536),
    Model("gemini-3-flash-preview", "gemini-3-flash-preview", 65_536),
    Model("gemini-3-pro-preview", "gemini-3-pro-preview", 65_536),
)


def find(models: tuple[Model, ...], wanted: str) -> Model | None:
    """By alias or snapshot id."""
    return next((model for model in models if wanted in {model.id, model.snapshot}), None)


def cheaper(wanted: str) -> str:
    """The model that a dishonest gateway would take instead; unknown names stay as they are."""
    if find(OPENAI_MODELS + ANTHROPIC_MODELS, wanted) is None:
        return wanted
    if wanted.startswith("gpt-"):
        return "gpt-4.1-nano"
    if wanted.startswith("claude-"):
        return "claude-3-haiku-20240307"
    return "lab-tiny"


USUAL_MODELS = {
    "openai-chat": "gpt-4o-mini",
    "anthropic-messages": "claude-haiku-4-5",
    "anthropic-count-tokens": "claude-haiku-4-5",
    "openai-responses": "gpt-5.2",
    "gemini": "gemini-3-flash-preview",
    "embeddings": "text-embedding-3-small",
    "images": "lab-image",
    "audio-speech": "gpt-4o-mini-tts",
    "audio-transcription": "whisper-1",
    "openai-completions": "gpt-3.5-turbo-instruct",
}
"""Route → the model that examples and the self-test ask for. Lists of models need none."""
