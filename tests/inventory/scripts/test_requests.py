"""Raw requests of JavaScript."""

from __future__ import annotations

import pytest

from migrate_check.domain.call_site import Rollback
from tests.inventory.scripts.found import names, site, sites

URL = "https://api.openai.com/v1/chat/completions"
BODY = '{ model: "gpt-4o", n: 2 }'


@pytest.mark.parametrize(
    "source",
    [
        f'fetch("{URL}", {{ method: "POST", body: JSON.stringify({BODY}) }});',
        f'const U = "{URL}";\nfetch(new URL(U), {{ body: JSON.stringify({BODY}) }});',
        'const B = "https://api.openai.com/v1";\n'
        f'fetch(B + "/chat/completions", {{ body: JSON.stringify({BODY}) }});',
        f'fetch(new Request("{URL}", {{ method: "POST", body: JSON.stringify({BODY}) }}));',
        f'import axios from "axios";\naxios.post("{URL}", {BODY});',
        f'import axios from "axios";\naxios({{ url: "{URL}", data: {BODY} }});',
        'import axios from "axios";\n'
        'const api = axios.create({ baseURL: "https://api.openai.com" });\n'
        f'api.post("/v1/chat/completions", {BODY});',
        f'import got from "got";\ngot.post("{URL}", {{ json: {BODY} }});',
        f'import ky from "ky";\nky.post("{URL}", {{ json: {BODY} }});',
        'import { request } from "undici";\n'
        f'request("{URL}", {{ body: JSON.stringify({BODY}) }});',
        'import https from "node:https";\nconst req = https.request({ hostname: "api.openai.com", '
        f'path: "/v1/chat/completions" }}, done);\nreq.write(JSON.stringify({BODY}));\nreq.end();',
        f'const x = new XMLHttpRequest();\nx.open("POST", "{URL}");\n'
        f"x.send(JSON.stringify({BODY}));",
    ],
)
def test_a_request_to_an_llm(source: str) -> None:
    found = site(source)
    assert (found.sdk, found.route, found.client.provider) == ("http", "openai-chat", "openai")
    assert (found.model.value, names(found)) == ("gpt-4o", {"n"})
    assert found.client.rollback is Rollback.C
    assert found.fields_known


def test_a_key_that_is_set_later() -> None:
    found = site(
        f'const x = new XMLHttpRequest();\nx.open("POST", "{URL}");\n'
        'x.setRequestHeader("Authorization", "Bearer sk-1");\nx.setRequestHeader("X-Team", "a");\n'
        f"x.send(JSON.stringify({BODY}));"
    )
    assert found.client.key_rollback is Rollback.C
    assert found.client.headers == ("x-team",)


@pytest.mark.parametrize(
    ("options", "seconds"),
    [
        ("{ timeout: 20_000 }", "20"),
        ("{ timeout: { request: 5000 } }", "5"),
        ("{ signal: AbortSignal.timeout(30000) }", "30"),
    ],
)
def test_times(options: str, seconds: str) -> None:
    found = site(f'import got from "got";\ngot.post("{URL}", {options});')
    assert found.client.timeout is not None
    assert found.client.timeout.value == seconds


@pytest.mark.parametrize(
    "source",
    [
        'const x = new XMLHttpRequest();\nx.open("GET", "https://example.com/v1/users");',
        'window.open("https://chat.openai.com", "_blank");',
        'import https from "https";\nhttps.request({ hostname: "example.com", path: "/" });',
        'fetch("https://hooks.example.com/v2/messages", { body });',
    ],
)
def test_requests_elsewhere(source: str) -> None:
    assert sites(source) == []


def test_an_endpoint_that_a_caller_chooses() -> None:
    found = site(
        "const post = (path, body) => fetch(`https://api.openai.com/v1${path}`, { body });"
    )
    assert (found.route, found.client.provider) == ("unknown", "openai")
