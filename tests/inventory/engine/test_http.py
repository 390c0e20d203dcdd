"""Raw HTTP requests to LLMs."""

from __future__ import annotations

import pytest

from migrate_check.domain.call_site import Certainty, Rollback
from tests.inventory.engine.code import names, only, sites_of

BODY = "{'model': 'm', 'messages': [], 'seed': 1}"


@pytest.mark.parametrize(
    "code",
    [
        "import requests\n"
        f"requests.post('https://api.openai.com/v1/chat/completions', json={BODY})",
        "import requests, json\n"
        f"requests.post('https://api.openai.com/v1/chat/completions', data=json.dumps({BODY}))",
        f"import requests\ns = requests.Session()\np = {BODY}\n"
        "s.post('https://api.openai.com/v1/chat/completions', json=p)",
        "from requests import post\n"
        f"post(url='https://api.openai.com/v1/chat/completions', json={BODY})",
        "import requests\n"
        f"requests.request('POST', 'https://api.openai.com/v1/chat/completions', json={BODY})",
        "import httpx\nwith httpx.Client(base_url='https://api.openai.com/v1') as c:\n"
        f"    c.post('/chat/completions', json={BODY})",
        "import httpx\nU = 'https://api.openai.com/v1'\n"
        f"httpx.post(U + '/chat/completions', json={BODY})",
        "import httpx\nclass A:\n    def __init__(self):\n"
        "        self.c = httpx.Client(base_url='https://api.openai.com/v1')\n"
        f"    def f(self):\n        self.c.post('chat/completions', json={BODY})",
        "import httpx\nwith httpx.stream('POST', 'https://api.openai.com/v1/chat/completions',\n"
        f"        json={BODY}) as r:\n    pass",
        "import json, urllib.request\nurllib.request.urlopen(urllib.request.Request(\n"
        "    'https://api.openai.com/v1/chat/completions',\n"
        f"    data=json.dumps({BODY}).encode()))",
        "import json\nfrom urllib import request\nbody = json.dumps("
        f"{BODY})\nrequest.Request('https://api.openai.com/v1/chat/completions', data=body)",
        "import aiohttp\nasync def f(s: aiohttp.ClientSession):\n"
        f"    await s.post('https://api.openai.com/v1/chat/completions', json={BODY})",
        "import httpx\ndef f(client):\n"
        f"    client.post('https://api.openai.com/v1/chat/completions', json={BODY})",
    ],
)
def test_chat_is_found(code: str) -> None:
    site = only(code)
    assert (site.sdk, site.route, site.model.value) == ("http", "openai-chat", "m")
    assert names(site) == ["messages", "seed"]
    assert site.client.provider == "openai"


@pytest.mark.parametrize(
    ("url", "route", "provider", "model"),
    [
        ("https://api.anthropic.com/v1/messages", "anthropic-messages", "anthropic", "m"),
        ("https://api.openai.com/v1/responses", "openai-responses", "openai", "m"),
        ("https://api.openai.com/v1/embeddings", "embeddings", "openai", "m"),
        (
            "https://x.openai.azure.com/openai/deployments/d/chat/completions?api-version=1",
            "openai-chat",
            "azure",
            "m",
        ),
        ("https://api.deepseek.com/chat/completions", "openai-chat", "deepseek", "m"),
        ("http://localhost:8000/v1/chat/completions", "openai-chat", None, "m"),
    ],
)
def test_routes_and_providers(url: str, route: str, provider: str | None, model: str) -> None:
    site = only(f"import requests\nrequests.post('{url}', json={{'model': 'm', 'input': 1}})")
    assert (site.route, site.client.provider, site.model.value) == (route, provider, model)


def test_gemini_says_the_model_and_the_key_in_the_url() -> None:
    site = only(
        "import os, requests\nK = os.environ['GEMINI_API_KEY']\n"
        "requests.post('https://generativelanguage.googleapis.com/v1beta/models/g:streamGenerate'\n"
        "    f'Content?key={K}', json={'contents': [], 'generationConfig': {'topK': 1}})"
    )
    assert (site.route, site.model.value, site.streaming.value) == ("gemini", "g", "true")
    assert names(site) == ["contents", "generationConfig.topK"]
    assert (site.client.key.env, site.client.key_rollback) == (("GEMINI_API_KEY",), Rollback.A)
    assert site.client.base_url.value is not None and "?" not in site.client.base_url.value


def test_headers_are_fields_and_keys() -> None:
    site = only(
        "import os, requests\nH = {'x-api-key': os.environ['K'], 'anthropic-version': '2023'}\n"
        "requests.post('https://api.anthropic.com/v1/messages', timeout=9,\n"
        "    headers={**H, 'anthropic-beta': 'x'}, json={'model': 'm', 'stream': True})"
    )
    assert names(site) == ["header:anthropic-beta", "stream"]
    assert (site.client.key.origin, site.client.key_rollback) == (
        "environment variable K",
        Rollback.A,
    )
    assert site.streaming.value == "true"
    assert site.client.timeout is not None and site.client.timeout.value == "9"


def test_headers_that_are_put_into_a_session() -> None:
    site = only(
        "import os, requests\nfrom urllib.parse import urljoin\ns = requests.Session()\n"
        "s.headers.update({'Authorization': os.environ['K']})\ns.headers['X-Team'] = 'a'\n"
        f"s.post(urljoin(os.environ['LLM'], '/v1/chat/completions'), json={BODY})"
    )
    assert (site.route, site.client.key.env, site.client.headers) == (
        "openai-chat",
        ("K",),
        ("x-team",),
    )
    assert site.client.rollback is Rollback.A


def test_body_from_elsewhere_is_not_known() -> None:
    site = only(
        "import requests\ndef f(body):\n"
        "    requests.post('https://api.openai.com/v1/responses', json=body)"
    )
    assert not site.fields_known
    assert (site.streaming.value, site.model.value) == (None, None)
    assert site.not_known == ("**body, a parameter of f()",)


def test_base_of_an_environment_variable() -> None:
    site = only(
        "import os, httpx\nB = os.environ['LLM_BASE_URL']\n"
        "httpx.post(f'{B}/embeddings', json={'model': 'm', 'input': 'x'})"
    )
    assert (site.route, site.client.rollback) == ("embeddings", Rollback.A)


def test_url_that_is_handed_in_with_a_body_that_tells() -> None:
    site = only(
        "import requests\ndef f(url):\n"
        "    requests.post(url, json={'model': 'm', 'messages': []},\n"
        "        headers={'anthropic-version': '1'})"
    )
    assert (site.route, site.client.rollback) == ("anthropic-messages", Rollback.B)


@pytest.mark.parametrize(
    "code",
    [
        "import requests\n"
        "requests.post('https://chat.example.com/api/messages', json={'model': 1})",
        "import requests\nrequests.get('https://example.com/v1/models')",
        "import requests\nrequests.post('https://matrix.io/v1/messages', json={'model': 'x'})",
        "import requests\nrequests.get('https://api.openai.com/v1/account/llm',\n"
        "    headers={'Authorization': 'x'})",
        "import requests\n"
        "requests.post('https://slack.com/api/chat.postMessage', json={'text': 'gpt'})",
        "import requests\nrequests.post('https://api.openai.com/v1/unheard-of')",
        "import requests\ndef f(url, llm):\n    requests.post(url, json={'model': llm})",
        "print('https://api.openai.com/v1/chat/completions')",
        "log.post('https://api.openai.com/v1/chat/completions')",
        "class C:\n    def post(self, u, json):\n        pass\n"
        "C().post('https://api.openai.com/v1/chat/completions', json={'model': 'm'})",
        "import requests\nrequests.post('https://shop.io/v1/files', json={'model': 'llm'})",
    ],
)
def test_other_requests_are_left_alone(code: str) -> None:
    assert sites_of(code) == []


def test_an_endpoint_that_is_handed_in_at_a_host_that_is_known() -> None:
    site = only(
        "import requests\ndef call(path, body):\n"
        "    return requests.post(f'https://api.openai.com/v1{path}', json=body)\n"
    )
    assert (site.route, site.client.provider, site.client.rollback) == (
        "unknown",
        "openai",
        Rollback.C,
    )


def test_a_model_in_the_url_is_known_as_well_as_its_part() -> None:
    site = only(
        "import os, requests\nMODEL = os.getenv('GEMINI_MODEL', 'gemini-2.5-flash')\n"
        "def ask(model=MODEL):\n"
        "    url = f'https://generativelanguage.googleapis.com/v1beta/models/{model}:generateContent'\n"
        "    return requests.post(url, json={'contents': []})\n"
    )
    assert (site.model.value, site.model.certainty) == ("gemini-2.5-flash", Certainty.MAYBE)
    assert site.model.env == ("GEMINI_MODEL",)


def test_gemini_s_fields_in_snake_case_are_told_as_the_others() -> None:
    site = only(
        "import requests\n"
        "URL = 'https://generativelanguage.googleapis.com/v1beta/models/m:generateContent'\n"
        "requests.post(URL, json={'contents': [], 'generation_config': {'max_output_tokens': 1}})\n"
    )
    assert names(site) == ["contents", "generationConfig.maxOutputTokens"]
    assert site.fields[1].written == "generation_config.max_output_tokens"
