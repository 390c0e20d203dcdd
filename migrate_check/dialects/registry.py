"""The wire formats that this program knows."""

from __future__ import annotations

from collections.abc import Mapping

from migrate_check.dialects.anthropic_messages import AnthropicMessages
from migrate_check.dialects.dialect import Dialect
from migrate_check.dialects.embeddings import Embeddings
from migrate_check.dialects.gemini import Gemini
from migrate_check.dialects.models import Models
from migrate_check.dialects.openai_chat import OpenAIChat
from migrate_check.dialects.openai_responses import OpenAIResponses
from migrate_check.domain.scenario import Route

DIALECTS: Mapping[Route, Dialect] = {
    Route.OPENAI_CHAT: OpenAIChat(),
    Route.ANTHROPIC_MESSAGES: AnthropicMessages(),
    Route.OPENAI_RESPONSES: OpenAIResponses(),
    Route.EMBEDDINGS: Embeddings(),
    Route.MODELS: Models(),
    Route.GEMINI: Gemini(),
}

TYPED_EVENTS: frozenset[Route] = frozenset(
    (
        Route.ANTHROPIC_MESSAGES,
        Route.OPENAI_RESPONSES,
    )
)
"""Routes whose stream events tell their kind in `data.type`."""
