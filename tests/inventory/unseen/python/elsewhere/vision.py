import base64
import os

import httpx
import google.genai as genai
from google.genai.types import GenerateContentConfig, ThinkingConfig

gemini = genai.Client(vertexai=True, project=os.environ["GCP_PROJECT"], location="europe-west1")
SETTINGS = GenerateContentConfig(
    temperature=0,
    thinking_config=ThinkingConfig(thinking_budget=128),
    response_mime_type="application/json",
)


def describe(path: str) -> str:
    image = base64.b64encode(open(path, "rb").read()).decode()
    return gemini.models.generate_content(
        model="gemini-2.5-flash-lite",
        contents=["What is this?", image],
        config=SETTINGS,
    ).text


async def local(prompt: str) -> str:
    async with httpx.AsyncClient(timeout=httpx.Timeout(60.0)) as session:
        answer = await session.request(
            "POST",
            "https://api.groq.com/openai/v1/chat/completions",
            headers={"Authorization": "Bearer " + os.environ["GROQ_API_KEY"]},
            json={"model": "llama-3.3-70b-versatile", "temperature": 0.2, "messages": [{"role": "user", "content": prompt}]},
        )
        return answer.json()["choices"][0]["message"]["content"]


def stream(prompt):
    with httpx.stream("POST", "https://api.deepseek.com/chat/completions", json={"model": "deepseek-reasoner", "stream": True, "messages": prompt}) as lines:
        yield from lines.iter_lines()
