"""Constants of SDKs and the models that they stand for."""

from __future__ import annotations

import pytest

from migrate_check.inventory.neutral import Member, Name
from migrate_check.inventory.readers.model_names import model_id

NAMES = [
    ("GPT_4_1", "gpt-4.1"),
    ("GPT_4O_MINI", "gpt-4o-mini"),
    ("GPT_4O_2024_08_06", "gpt-4o-2024-08-06"),
    ("GPT_3_5_TURBO", "gpt-3.5-turbo"),
    ("GPT_5", "gpt-5"),
    ("O3_MINI", "o3-mini"),
    ("CLAUDE_SONNET_4_20250514", "claude-sonnet-4-20250514"),
    ("CLAUDE_3_7_SONNET_LATEST", "claude-3-7-sonnet-latest"),
    ("TEXT_EMBEDDING_3_SMALL", "text-embedding-3-small"),
    ("DALL_E_3", "dall-e-3"),
    ("ChatModelGPT4o", "gpt-4o"),
    ("ChatModelGPT4_1Mini", "gpt-4.1-mini"),
    ("ChatModelGPT5", "gpt-5"),
    ("GPT4", "gpt-4"),
    ("GPT4_O", "gpt-4o"),
    ("GPT3Dot5Turbo", "gpt-3.5-turbo"),
    ("ModelClaudeSonnet4_5", "claude-sonnet-4-5"),
    ("ModelClaude3_5HaikuLatest", "claude-3-5-haiku-latest"),
    ("EmbeddingModelTextEmbedding3Small", "text-embedding-3-small"),
    ("AdaEmbeddingV2", "text-embedding-ada-002"),
    ("Gpt_4o_mini", "gpt-4o-mini"),
    ("ChatCompletionNewParams", None),
    ("UserMessage", None),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_constants(name: str, expected: str | None) -> None:
    assert model_id(Name("openai", 1), name, known=True) == expected


def test_only_of_classes_that_hold_models() -> None:
    assert model_id(Name("ChatModel", 1), "GPT_4O") == "gpt-4o"
    assert model_id(Member(Name("a", 1), "ChatModel", 1), "GPT_4O") == "gpt-4o"
    assert model_id(Name("Plans", 1), "GPT_4O") is None
