"""Clients are made once, by a factory."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

from openai import AsyncOpenAI, OpenAI

DEFAULTS: dict[str, Any] = {"temperature": 0.3, "top_p": 0.95}


@lru_cache
def get_client() -> OpenAI:
    return OpenAI(
        base_url=os.environ["NEWS_LLM_URL"],
        api_key=os.environ["NEWS_LLM_KEY"],
        max_retries=1,
    )


def complete(messages: list[dict], *, model: str, **params: Any) -> str:
    """Other modules call this one."""
    response = get_client().chat.completions.create(
        model=model, messages=messages, **{**DEFAULTS, **params}
    )
    return response.choices[0].message.content


class Newsdesk:
    """Keeps its client as a lazily made property."""

    MODEL = "gpt-4.1"

    def __init__(self) -> None:
        self._llm: AsyncOpenAI | None = None

    @property
    def llm(self) -> AsyncOpenAI:
        if self._llm is None:
            self._llm = AsyncOpenAI(timeout=15)
        return self._llm

    async def headline(self, article: str) -> str:
        reply = await self.llm.chat.completions.create(
            model=self.MODEL,
            max_tokens=20,
            stop="\n",
            messages=[{"role": "user", "content": article}],
        )
        return reply.choices[0].message.content

    async def teaser(self, article: str) -> str:
        kwargs = {
            "model": self.MODEL,
            "input": article,
            "text": {"format": {"type": "json_schema", "name": "teaser", "schema": {}}},
        }
        if len(article) > 1000:
            kwargs["truncation"] = "auto"
        else:
            kwargs["max_output_tokens"] = 100
        return (await self.llm.responses.create(**kwargs)).output_text
