import os

import openai
from fastapi import Depends, FastAPI, Request
from openai import AsyncOpenAI

from app.config import BASE, Config, Model

openai.api_key = os.environ["OPENAI_API_KEY"]
app = FastAPI()
config = Config()
client = AsyncOpenAI(base_url=config.base_url, timeout=config.timeout_s)


def get_client() -> AsyncOpenAI:
    return client


@app.post("/ask")
async def ask(question: str, llm: AsyncOpenAI = Depends(get_client)):
    params = {**BASE, "model": Model.FAST.value, "messages": [{"role": "user", "content": question}]}
    params.setdefault("top_p", 0.5)
    reply = await llm.chat.completions.create(**params)
    return reply.choices[0].message.content


@app.post("/raw")
async def raw(request: Request):
    body = await request.json()
    return await client.chat.completions.create(**body)


@app.get("/fact")
def fact():
    if (reply := openai.chat.completions.create(model=os.environ.get("FACT_MODEL") or "gpt-4o", messages=[{"role": "user", "content": "A fact!"}], presence_penalty=1)) is not None:
        return reply.choices[0].message.content


@app.get("/plan")
async def plan():
    async with client.chat.completions.stream(model=config.model, messages=[], tools=[openai.pydantic_function_tool(Config)]) as stream:
        async for event in stream:
            pass


@app.get("/parsed")
async def parsed():
    response = await client.responses.parse(model="gpt-4.1-mini", input="x", text_format=Config, max_output_tokens=9)
    return response.output_parsed
