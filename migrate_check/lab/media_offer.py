"""The models of the provider that do not chat: for vectors, images, sound and old completions."""

from __future__ import annotations

from collections.abc import Mapping

from migrate_check.lab.offer import Model

DIMENSIONS: Mapping[str, int] = {
    "text-embedding-3-small": 1_536,
    "text-embedding-3-large": 3_072,
    "text-embedding-ada-002": 1_536,
}
"""Model → numbers of a whole vector."""

FIXED_DIMENSIONS = frozenset(("text-embedding-ada-002",))
"""Models that refuse `dimensions`."""

EMBEDDING_MODELS = tuple(Model(name, name, 0, 8_192) for name in DIMENSIONS)

IMAGE_SIZES: Mapping[str, tuple[str, ...]] = {
    "gpt-image-1": ("1024x1024", "1024x1536", "1536x1024"),
    "dall-e-3": ("1024x1024", "1024x1792", "1792x1024"),
    "dall-e-2": ("256x256", "512x512", "1024x1024"),
    # Takes what any of the others takes.
    "lab-image": ("256x256", "512x512", "1024x1024", "1024x1536", "1536x1024"),
}
"""Model → sizes in pixels."""

IMAGE_MODELS = tuple(Model(name, name, 0) for name in IMAGE_SIZES)

UNSTREAMED_VOICES = frozenset(("tts-1", "tts-1-hd"))
"""Models that do not speak in events."""

SPEECH_MODELS = tuple(Model(name, name, 0) for name in ("gpt-4o-mini-tts", "tts-1", "tts-1-hd"))
TRANSCRIPTION_MODELS = tuple(
    Model(name, name, 0) for name in ("gpt-4o-transcribe", "gpt-4o-mini-transcribe", "whisper-1")
)

COMPLETION_MODELS = (
    Model("gpt-3.5-turbo-instruct", "gpt-3.5-turbo-instruct:20230824-v2", 4_096),
    Model("davinci-002", "davinci-002", 16_384),
    Model("babbage-002", "babbage-002", 16_384),
)
"""Those of the older completions."""

MEDIA_MODELS = (
    *EMBEDDING_MODELS,
    *IMAGE_MODELS,
    *SPEECH_MODELS,
    *TRANSCRIPTION_MODELS,
    *(Model(model.id, model.id, model.most_output) for model in COMPLETION_MODELS),
)
"""All of them, as the list of models shows them."""
