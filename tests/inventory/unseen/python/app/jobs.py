import json
from urllib.parse import urljoin

import boto3
import google.genai
import requests
from django.conf import settings
from langchain.chat_models import ChatOpenAI
from langchain_core.output_parsers import StrOutputParser
from tenacity import retry

from app.config import BASE, Model

http = requests.Session()
http.headers.update({"Authorization": f"Bearer {settings.LLM_KEY}", "Content-Type": "application/json"})


@retry
def classify(text):
    payload = dict(BASE, model=Model.GOOD.value)
    payload["messages"] = [{"role": "user", "content": text}]
    del payload["max_tokens"]
    answer = http.post(urljoin(settings.LLM_URL, "/v1/chat/completions"), data=json.dumps(payload), timeout=(3, 20))
    return answer.json()


def structured(text):
    llm = ChatOpenAI(model_name=getattr(settings, "CHAT_MODEL", "gpt-4o"), temperature=0, request_timeout=9)
    for token in (llm.with_structured_output(dict) | StrOutputParser()).stream(text):
        print(token)


def nova(text):
    session = boto3.Session(profile_name="ml")
    runtime = session.client(service_name="bedrock-runtime")
    request = {"modelId": "amazon.nova-lite-v1:0", "messages": [{"role": "user", "content": [{"text": text}]}]}
    request["inferenceConfig"] = {"maxTokens": 50}
    return runtime.converse(**request)["output"]


def tokens(text):
    return google.genai.Client().models.count_tokens(model="gemini-2.0-flash", contents=text).total_tokens


def search(text):
    return [
        requests.request(
            method="POST",
            url="https://api.openai.com/v1/embeddings",
            headers={"Authorization": "Bearer sk-example"},
            json={"model": "text-embedding-3-large", "input": part, "dimensions": 64},
        )
        for part in text.split()
    ]
