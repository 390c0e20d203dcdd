"""Constants that SDKs have for models: `ChatModel.GPT_4_1`, `openai.GPT4oMini`."""

from __future__ import annotations

import re

from migrate_check.inventory.neutral import Expr, Member, Name

_OWNERS = frozenset(
    {
        "ChatModel",
        "EmbeddingModel",
        "ImageModel",
        "AudioModel",
        "ResponsesModel",
        "Model",
        "Models",
        "AnthropicModels",
        "OpenAiChatModelName",
        "OpenAiEmbeddingModelName",
        "OpenAiImageModelName",
        "AnthropicChatModelName",
        "MistralAiChatModelName",
        "OpenAiModerationModelName",
    }
)
_PREFIX = re.compile(
    r"^(?:(?:Chat|Embedding|Image|Audio|Responses|Speech|Moderation)?Model)?_?"
    r"(?=GPT|Gpt|O[1345]|Claude|TextEmbedding|DallE|Whisper|TTS|Omni|Gemini)"
)
_FAMILY = re.compile(
    r"^(?:chatgpt|gpt|o[1345]|claude|text|dall|whisper|tts|omni|gemini|computer|codex)(?:-|$|\d)"
)
_WORD = re.compile(r"[A-Z]{2,}(?=[A-Z][a-z])|[A-Z]{2,}(?![a-z])|[A-Z]?[a-z]+|\d+[a-z]?|[A-Z]")
_OLD = {
    "SmallEmbedding3": "text-embedding-3-small",
    "LargeEmbedding3": "text-embedding-3-large",
    "AdaEmbeddingV2": "text-embedding-ada-002",
    "CreateImageModelDallE3": "dall-e-3",
    "CreateImageModelDallE2": "dall-e-2",
    "CreateImageModelGptImage1": "gpt-image-1",
    "Whisper1": "whisper-1",
    "TTSModel1": "tts-1",
    "TTSModel1HD": "tts-1-hd",
}


def model_id(of: Expr, name: str, known: bool = False) -> str | None:
    """The id that a constant of an SDK stands for; None for anything else. `known`: what it is
    a member of is known to be an SDK's package."""
    owner = of.name if isinstance(of, Name | Member) else ""
    if not known and owner not in _OWNERS:
        return None
    if name in _OLD:
        return _OLD[name]
    text = _spelled(_PREFIX.sub("", name))
    return text if _FAMILY.match(text) else None


def _spelled(name: str) -> str:
    """Words joined by hyphens; versions of two numbers as each provider writes them."""
    if name.upper() == name and "_" in name:
        words = name.lower().split("_")
    else:
        spaced = re.sub(r"(?<=[a-z\d])Dot(?=\d)", "_", name)
        words = [word.lower() for part in spaced.split("_") for word in _WORD.findall(part)]
    return _dated(_versioned([word for word in words if word]))


def _versioned(words: list[str]) -> str:
    text = "-".join(words)
    text = re.sub(r"^(gpt)(?=\d)", r"\1-", text)
    text = re.sub(r"^(gpt|chatgpt)-?(\d+o?)-(\d)(?=-|$)", r"\1-\2.\3", text)
    text = re.sub(r"^gemini-(\d)-(\d)(?=-|$)", r"gemini-\1.\2", text)
    return re.sub(r"^(o)-(\d)", r"\1\2", text)


def _dated(text: str) -> str:
    """`20250514` and `2024-08-06` as they are written in ids."""
    text = re.sub(r"-(20\d\d)(\d\d)(\d\d)$", lambda m: f"-{m[1]}{m[2]}{m[3]}", text)
    return re.sub(r"^(gpt-[\d.]+)-([ao])(?=-|$)", r"\1\2", text)
