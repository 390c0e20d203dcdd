"""What is known of the shipped profiles without reading them. A test holds it against the files."""

from __future__ import annotations

from collections.abc import Mapping

GENERIC = "generic"

NAMES = (
    "openai",
    "anthropic",
    "gemini",
    "mistral",
    "deepseek",
    "tokenlab",
    "tokenrouter",
    "tokenpak",
    "apibox",
    GENERIC,
    "lab",
)
"""In the order in which they are listed."""

HOSTS: Mapping[str, str] = {
    "api.openai.com": "openai",
    "api.anthropic.com": "anthropic",
    "generativelanguage.googleapis.com": "gemini",
    "api.mistral.ai": "mistral",
    "api.deepseek.com": "deepseek",
    "api.tokenlab.sh": "tokenlab",
    "api.tokenrouter.io": "tokenrouter",
}
"""Documented public host → profile. A loopback address does not tell what listens there."""
