"""Blocking calls, pushed to threads."""

import asyncio
import functools

from anthropic import Anthropic
from asgiref.sync import sync_to_async
from openai import OpenAI

openai_client = OpenAI()
claude = Anthropic()


async def answer(text):
    return await asyncio.to_thread(
        openai_client.chat.completions.create,
        model="gpt-4o",
        messages=[{"role": "user", "content": text}],
        temperature=0,
    )


async def opinion(text):
    loop = asyncio.get_running_loop()
    call = functools.partial(claude.messages.create, model="claude-sonnet-4-0", max_tokens=9, messages=text)
    return await loop.run_in_executor(None, call)


async def transcript(audio):
    return await sync_to_async(openai_client.audio.transcriptions.create)(model="whisper-1", file=audio, prompt="shop")
