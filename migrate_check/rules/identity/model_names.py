"""Reading model ids: vendor prefix, family and snapshot."""

from __future__ import annotations

import re

from migrate_check.domain.observation import Observation

# Bedrock's ids: `us.anthropic.claude-sonnet-4-5-20250929-v1:0`.
_BEDROCK_VENDOR = re.compile(
    r"^(?:(?:us|us-gov|eu|apac|jp|au|ca|global)\.)?"
    r"(?:ai21|amazon|anthropic|cohere|deepseek|meta|mistral|openai|qwen)\."
)
_BEDROCK_VERSION = re.compile(r"-v\d+:\d+$")
# OpenAI's older builds: `text-embedding-ada-002-v2`, `gpt-3.5-turbo-instruct:20230824-v2`.
_BUILD = re.compile(r"(?<=[-:]\d{3}|\d{4})-v\d$")
# Names of deployments may have no dot, so Azure leaves it out of this one.
_AZURE_GPT_35 = re.compile(r"^gpt-35(?=-)")
_SNAPSHOT = re.compile(r"[-@:](\d{4}-\d{2}-\d{2}|\d{8}|\d{6}|\d{4}|\d{3}|latest)$")


def _last(model: str) -> str:
    name = _BEDROCK_VENDOR.sub("", model.rsplit("/", 1)[-1].lower())
    return _AZURE_GPT_35.sub("gpt-3.5", _BUILD.sub("", _BEDROCK_VERSION.sub("", name)))


def family_of(model: str) -> str:
    """Without vendor prefix and snapshot: `openai/gpt-4o-2024-08-06` is `gpt-4o`."""
    return _SNAPSHOT.sub("", _last(model))


def snapshot_of(model: str) -> str | None:
    """The date or build at the end, or None."""
    found = _SNAPSHOT.search(_last(model))
    return found.group(1) if found else None


def is_prefixed(model: str) -> bool:
    """Whether it names a vendor or a route before the model."""
    return "/" in model or _BEDROCK_VENDOR.match(model.lower()) is not None


def spoken_of(answer: Observation) -> str | None:
    """The model that an answer names."""
    return (answer.reply.model or None) if answer.reply is not None else None
