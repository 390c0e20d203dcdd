"""The wire formats that this program knows."""

from __future__ import annotations

from collections.abc import Mapping

from migrate_check.dialects.anthropic_count_tokens import AnthropicCountTokens
from migrate_check.dialects.anthropic_messages import AnthropicMessages
from migrate_check.dialects.audio_speech import AudioSpeech
from migrate_check.dialects.audio_transcription import AudioTranscription
from migrate_check.dialects.dialect import Dialect
from migrate_check.dialects.embeddings import Embeddings
from migrate_check.dialects.gemini import Gemini
from migrate_check.dialects.images import Images
from migrate_check.dialects.model_lists import Models
from migrate_check.dialects.openai_chat import OpenAIChat
from migrate_check.dialects.openai_completions import OpenAICompletions
from migrate_check.dialects.openai_responses import OpenAIResponses
from migrate_check.domain.scenario import Route

DIALECTS: Mapping[Route, Dialect] = {
    Route.OPENAI_CHAT: OpenAIChat(),
    Route.ANTHROPIC_MESSAGES: AnthropicMessages(),
    Route.ANTHROPIC_COUNT_TOKENS: AnthropicCountTokens(),
    Route.OPENAI_RESPONSES: OpenAIResponses(),
    Route.EMBEDDINGS: Embeddings(),
    Route.IMAGES: Images(),
    Route.AUDIO_SPEECH: AudioSpeech(),
    Route.AUDIO_TRANSCRIPTION: AudioTranscription(),
    Route.MODELS: Models(),
    Route.OPENAI_COMPLETIONS: OpenAICompletions(),
    Route.GEMINI: Gemini(),
}

TYPED_EVENTS: frozenset[Route] = frozenset(
    (
        Route.ANTHROPIC_MESSAGES,
        Route.OPENAI_RESPONSES,
        Route.IMAGES,
        Route.AUDIO_SPEECH,
        Route.AUDIO_TRANSCRIPTION,
    )
)
"""Routes whose stream events tell their kind in `data.type`."""
