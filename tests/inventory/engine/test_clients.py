"""How clients are made, and what it takes to send their traffic back."""

from __future__ import annotations

import pytest

from migrate_check.domain.call_site import Certainty, Client, Rollback
from migrate_check.inventory.source_file import EnvValue
from tests.inventory.engine.code import only, sites_of

CALL = "c.chat.completions.create(model='m', messages=[])\n"


def client(made: str, before: str = "", environment: dict[str, EnvValue] | None = None) -> Client:
    code = f"import os\nfrom openai import OpenAI, AzureOpenAI\n{before}\nc = {made}\n{CALL}"
    return only(code, environment).client


@pytest.mark.parametrize(
    ("made", "rollback", "value", "origin"),
    [
        (
            "OpenAI()",
            Rollback.A,
            None,
            "the SDK's default, or environment variable OPENAI_BASE_URL",
        ),
        ("OpenAI(base_url=None)", Rollback.A, None, None),
        ("OpenAI(base_url='https://gw.io/v1')", Rollback.C, "https://gw.io/v1", "literal"),
        ("OpenAI(base_url=os.environ['GW'])", Rollback.A, None, "environment variable GW"),
        (
            "OpenAI(base_url=os.getenv('GW', 'https://gw.io'))",
            Rollback.A,
            "https://gw.io",
            'environment variable GW, default "https://gw.io"',
        ),
        ("OpenAI(base_url=f\"{os.environ['GW']}/v1\")", Rollback.A, "{…}/v1", None),
        ("OpenAI(base_url=f\"https://gw.io/{os.environ['T']}\")", Rollback.C, None, None),
        ("OpenAI(base_url=settings.llm_url)", Rollback.B, None, "settings.llm_url"),
        ("OpenAI(base_url=config['url'])", Rollback.B, None, None),
        ("OpenAI(base_url=pick())", Rollback.D, None, None),
        ("OpenAI(base_url=f'{settings.host}/v1')", Rollback.B, "{…}/v1", None),
        ("OpenAI(base_url=f'{pick()}/v1')", Rollback.D, "{…}/v1", None),
        ("OpenAI(base_url=f'https://gw.io/{unseen}')", Rollback.C, "https://gw.io/{…}", None),
        ("OpenAI(**more)", Rollback.D, None, "**more"),
        (
            "AzureOpenAI(azure_endpoint='https://x.openai.azure.com')",
            Rollback.C,
            "https://x.openai.azure.com",
            "literal",
        ),
    ],
)
def test_base_url_and_way_back(
    made: str, rollback: Rollback, value: str | None, origin: str | None
) -> None:
    found = client(made)
    assert found.rollback is rollback
    if value is not None:
        assert found.base_url.value == value
    if origin is not None:
        assert found.base_url.origin == origin


def test_base_url_as_parameter_is_a_setting() -> None:
    site = only(
        "from openai import OpenAI\ndef f(url):\n    c = OpenAI(base_url=url, api_key=url)\n    "
        + CALL
    )
    assert (site.client.rollback, site.client.base_url.origin) == (
        Rollback.B,
        "parameter url of f()",
    )
    assert (site.client.key_rollback, site.client.key.origin) == (
        Rollback.B,
        "parameter url of f()",
    )


def test_client_that_is_handed_in() -> None:
    found = only(f"from openai import OpenAI\ndef f(c: OpenAI):\n    {CALL}").client
    assert (found.made_at, found.constructor, found.rollback) == (None, "OpenAI", Rollback.D)
    assert found.base_url.origin == "a client handed in, parameter c of f()"


@pytest.mark.parametrize(
    ("made", "rollback", "origin", "env"),
    [
        (
            "OpenAI()",
            Rollback.A,
            "environment variable OPENAI_API_KEY, read by the SDK",
            ("OPENAI_API_KEY",),
        ),
        ("OpenAI(api_key='sk-1')", Rollback.C, "a literal in the code, app.py:4", ()),
        ("OpenAI(api_key=os.environ['K'])", Rollback.A, "environment variable K", ("K",)),
        ("OpenAI(api_key=os.getenv('K', 'sk-1'))", Rollback.A, "environment variable K", ("K",)),
        ("OpenAI(api_key=secrets.get('k'))", Rollback.B, "secrets.get(…)", ()),
    ],
)
def test_key_comes_from(made: str, rollback: Rollback, origin: str, env: tuple[str, ...]) -> None:
    found = client(made)
    assert (found.key_rollback, found.key.origin, found.key.env) == (rollback, origin, env)


def test_no_key_is_ever_told() -> None:
    for made in (
        "OpenAI(api_key='sk-secret')",
        "OpenAI(api_key=os.getenv('K', 'sk-secret'))",
        "OpenAI(api_key='sk-' + 'secret')",
        "OpenAI(api_key=pick('sk-secret'))",
        "OpenAI(base_url='https://u:sk-secret@gw.io')",
        "OpenAI(base_url=os.getenv('U', 'https://gw.io/v1?key=sk-secret'))",
    ):
        assert "sk-secret" not in repr(client(made))


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("https://api.deepseek.com", "deepseek"),
        ("https://openrouter.ai/api/v1", "openrouter"),
        ("https://api.openai.com/v1", "openai"),
        ("https://gw.example.com/v1", None),
    ],
)
def test_provider_by_host(url: str, provider: str | None) -> None:
    assert client(f"OpenAI(base_url='{url}')").provider == provider


def test_environment_of_the_tree_decides_the_base_url() -> None:
    value = {"OPENAI_BASE_URL": EnvValue("https://api.deepseek.com", ".env", 2)}
    found = client("OpenAI()", environment=value)
    assert (found.base_url.value, found.base_url.certainty) == (
        "https://api.deepseek.com",
        Certainty.MAYBE,
    )
    assert found.provider == "deepseek"


def test_timeout_retries_headers_from_the_constructor_and_options() -> None:
    site = only(
        "from openai import OpenAI\nimport httpx\n"
        "c = OpenAI(timeout=httpx.Timeout(30), max_retries=5, default_headers={'X-A': 'b'})\n"
        "c.with_options(max_retries=0).chat.completions.create(model='m', messages=[])\n"
    )
    found = site.client
    assert found.timeout is not None and found.timeout.value == "30"
    assert found.retries is not None and found.retries.value == "0"
    assert found.headers == ("x-a",)


def test_timeout_of_the_call_wins() -> None:
    site = only(
        "from openai import OpenAI\nc = OpenAI(timeout=30)\n"
        "c.chat.completions.create(model='m', messages=[], timeout=5)\n"
    )
    assert site.client.timeout is not None and site.client.timeout.value == "5"


def test_settings_of_a_module() -> None:
    found = sites_of(
        "import openai\nopenai.api_type = 'azure'\nopenai.api_base = 'https://x.openai.azure.com'\n"
        "openai.api_key = 'sk-x'\nopenai.ChatCompletion.create(engine='d', messages=[])\n"
    )[0]
    assert (found.client.rollback, found.client.key_rollback) == (Rollback.C, Rollback.C)
    assert (found.client.provider, found.model.value) == ("azure", "d")


@pytest.mark.parametrize(
    ("code", "provider", "constructor", "is_async"),
    [
        (
            "from openai import AsyncAzureOpenAI\nc = AsyncAzureOpenAI()\n" + CALL,
            "azure",
            "AsyncAzureOpenAI",
            True,
        ),
        (
            "from anthropic import AnthropicVertex\n"
            "AnthropicVertex().messages.create(model='m', max_tokens=1, messages=[])",
            "vertex",
            "AnthropicVertex",
            False,
        ),
        (
            "from google import genai\nc = genai.Client(vertexai=True)\n"
            "c.models.generate_content(model='m', contents='x')",
            "vertex",
            "Client",
            False,
        ),
        (
            "from mistralai import Mistral\nMistral().chat.complete(model='m', messages=[])",
            "mistral",
            "Mistral",
            False,
        ),
        (
            "from mistralai.client import MistralClient\nc = MistralClient('k')\n"
            "c.chat(model='m', messages=[])",
            "mistral",
            "MistralClient",
            False,
        ),
        (
            "from groq import AsyncGroq\nc = AsyncGroq()\n" + CALL,
            "groq",
            "AsyncGroq",
            True,
        ),
    ],
)
def test_constructors(code: str, provider: str, constructor: str, is_async: bool) -> None:
    site = only(code)
    assert (site.client.provider, site.client.constructor) == (provider, constructor)
    assert site.is_async is is_async


def test_of_several_clients_the_hardest_way_back_counts() -> None:
    site = only(
        "import os\nfrom openai import AzureOpenAI, OpenAI\ndef make(cloud, url):\n"
        "    if cloud:\n        return AzureOpenAI(azure_endpoint='https://x.openai.azure.com')\n"
        "    return OpenAI(base_url=os.environ['GW'])\n"
        "make(1, 2).chat.completions.create(model='m', messages=[])\n"
    )
    client = site.client
    assert (client.constructor, client.provider, client.made_at) == ("OpenAI", None, "app.py:6")
    assert (client.rollback, client.key_rollback) == (Rollback.C, Rollback.A)
    assert client.base_url.env == ("GW",)
    assert client.base_url.alternatives == ("https://x.openai.azure.com",)


def test_a_default_client_is_told_before_one_that_may_be_handed_in() -> None:
    site = only(
        "from openai import OpenAI\ndef f(client: OpenAI | None = None):\n"
        "    client = client or OpenAI(base_url='https://gw.io')\n"
        "    client.chat.completions.create(model='m', messages=[])\n"
    )
    assert (site.client.made_at, site.client.rollback) == ("app.py:3", Rollback.C)


@pytest.mark.parametrize(
    ("head", "base", "key"),
    [
        ("@dataclass\nclass Config", Rollback.B, Rollback.B),
        ("class Config(BaseModel)", Rollback.B, Rollback.B),
        ("class Config", Rollback.A, Rollback.A),
    ],
)
def test_defaults_of_a_record_that_others_make_are_no_facts(
    head: str, base: Rollback, key: Rollback
) -> None:
    site = only(
        "from dataclasses import dataclass\nfrom openai import OpenAI\n"
        f"{head}:\n    url: str | None = None\n    key: str | None = None\n"
        "def ask(config: Config):\n"
        "    client = OpenAI(base_url=config.url, api_key=config.key)\n"
        "    return client.embeddings.create(model='m', input='x')\n"
    )
    assert (site.client.rollback, site.client.key_rollback) == (base, key)


def test_a_record_that_is_made_here_has_its_defaults() -> None:
    site = only(
        "from dataclasses import dataclass\nfrom openai import OpenAI\nclient = OpenAI()\n"
        "@dataclass\nclass Config:\n    model: str = 'small'\n"
        "config = Config()\nclient.embeddings.create(model=config.model, input='x')\n"
    )
    assert (site.model.value, site.model.certainty) == ("small", Certainty.RESOLVED)


def test_a_host_that_is_a_parameter_with_a_default_is_no_literal() -> None:
    site = only(
        "import requests\ndef ask(base='https://api.openai.com/v1'):\n"
        "    body = {'model': 'm', 'messages': []}\n"
        "    return requests.post(f'{base}/chat/completions', json=body)\n"
    )
    assert site.client.rollback is Rollback.B
    assert site.client.base_url.certainty is Certainty.MAYBE


@pytest.mark.parametrize(("word", "is_async"), [("return", False), ("return await", True)])
def test_of_mixed_clients_await_decides(word: str, is_async: bool) -> None:
    site = only(
        "from openai import AsyncOpenAI, OpenAI\n"
        "def make(later):\n    if later:\n        return AsyncOpenAI()\n    return OpenAI()\n"
        "async def ask(later):\n    client = make(later)\n"
        f"    {word} client.embeddings.create(model='m', input='x')\n"
    )
    assert site.is_async is is_async
