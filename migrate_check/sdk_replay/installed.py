"""Which official SDKs this Python has, without importing them."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

EXTRA = "pip install 'migrate-check[sdk]'"


class Sdk(NamedTuple):
    """One official SDK."""

    name: str
    """Of its distribution: `google-genai`."""
    major: int
    """The oldest major that the replay knows."""


OPENAI = Sdk("openai", 3)
ANTHROPIC = Sdk("anthropic", 2)
GOOGLE = Sdk("google-genai", 3)
SDKS = (OPENAI, ANTHROPIC, GOOGLE)

SDK_OF_ROUTE = {
    "openai-chat": OPENAI,
    "openai-completions": OPENAI,
    "openai-responses": OPENAI,
    "embeddings": OPENAI,
    "images": OPENAI,
    "audio-speech": OPENAI,
    "audio-transcription": OPENAI,
    "models": OPENAI,
    "anthropic-messages": ANTHROPIC,
    "anthropic-count-tokens": ANTHROPIC,
    "gemini": GOOGLE,
}
"""Route → the SDK of who invented the format. Routes that are not here are not replayed."""


def installed_version(sdk: Sdk) -> str | None:
    """The version, or None where the SDK is absent or older than the replay knows."""
    try:
        found = version(sdk.name)
    except PackageNotFoundError:
        return None
    major = found.partition(".")[0]
    return found if major.isdigit() and int(major) >= sdk.major else None


def wanted(sdk: Sdk) -> str:
    """As a requirement: `openai>=3`."""
    return f"{sdk.name}>={sdk.major}"
