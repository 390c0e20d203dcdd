"""LangChain, LlamaIndex, LiteLLM, instructor and Google's first SDK."""

from __future__ import annotations

import pytest

from migrate_check.domain.call_site import Certainty, Rollback
from tests.inventory.engine.code import names, only, sites_of

LC = "from langchain_openai import ChatOpenAI\n"


def test_langchain_constructor_is_the_site() -> None:
    site = only(
        f"{LC}llm = ChatOpenAI(model_name='m', temperature=0, streaming=True, timeout=3,\n"
        "    max_retries=1, base_url='https://gw.io', model_kwargs={'seed': 1})\nllm.invoke('x')\n"
    )
    assert (site.sdk, site.route, site.model.value) == ("langchain", "openai-chat", "m")
    assert names(site) == ["seed", "stream", "temperature"]
    assert site.streaming.value == "true"
    client = site.client
    assert client.timeout is not None and client.timeout.value == "3"
    assert client.retries is not None and client.retries.value == "1"
    assert client.constructor == "ChatOpenAI"


@pytest.mark.parametrize(
    ("use", "fields", "known"),
    [
        ("llm.bind_tools([search]).invoke('x')", ["temperature", "tools"], True),
        (
            "agent = llm.bind_tools([search], tool_choice='any')\nagent.invoke('x')",
            ["temperature", "tool_choice", "tools"],
            True,
        ),
        ("llm.bind(stop=['END']).invoke('x')", ["stop", "temperature"], True),
        ("llm.bind(**unseen).invoke('x')", ["temperature"], False),
        (
            "llm.with_structured_output(Answer).invoke('x')",
            ["response_format", "temperature"],
            True,
        ),
        (
            "llm.with_structured_output(Answer, method='function_calling').invoke('x')",
            ["temperature", "tool_choice", "tools"],
            True,
        ),
        ("other.bind_tools([search])\nllm.invoke('x')", ["temperature"], True),
    ],
)
def test_what_is_bound_later_is_sent(use: str, fields: list[str], known: bool) -> None:
    site = only(f"{LC}llm = ChatOpenAI(model='m', temperature=0)\n{use}\n")
    assert names(site) == fields
    assert site.fields_known is known
    bound = [one.certainty for one in site.fields if one.name != "temperature"]
    assert set(bound) <= {Certainty.MAYBE}


def test_a_schema_whose_field_is_not_known_leaves_fields_unknown() -> None:
    site = only(
        "from langchain_google_genai import ChatGoogleGenerativeAI\n"
        "llm = ChatGoogleGenerativeAI(model='m')\nllm.with_structured_output(Answer).invoke('x')\n"
    )
    assert not site.fields_known
    assert site.not_known == ("with_structured_output(), whose field is not known",)


@pytest.mark.parametrize(
    ("made", "base", "key"),
    [
        ("langchain_groq import ChatGroq", "GROQ_API_BASE", "GROQ_API_KEY"),
        ("langchain_deepseek import ChatDeepSeek", "DEEPSEEK_API_BASE", "DEEPSEEK_API_KEY"),
    ],
)
def test_openai_likes_read_their_own_variables(made: str, base: str, key: str) -> None:
    site = only(f"from {made}\nllm = {made.split()[-1]}(model='m')\nllm.invoke('x')\n")
    assert base in site.client.base_url.env
    assert site.client.key.env == (key,)
    assert not any("OPENAI" in name for name in (*site.client.base_url.env, *site.client.key.env))


def test_whom_litellm_calls_is_not_known() -> None:
    site = only(
        "from langchain_litellm import ChatLiteLLM\nllm = ChatLiteLLM(model='m')\nllm.invoke('x')\n"
    )
    assert (site.client.rollback, site.client.key_rollback) == (Rollback.D, Rollback.D)


@pytest.mark.parametrize(
    ("spread", "rollback", "env"),
    [
        ("**{'api_base': os.getenv('GW')}", Rollback.A, ("GW",)),
        ("**json.loads(text)", Rollback.D, ()),
    ],
)
def test_litellm_may_be_told_its_url_by_what_is_spread(
    spread: str, rollback: Rollback, env: tuple[str, ...]
) -> None:
    site = only(
        "import json, os, litellm\ndef ask(text):\n"
        f"    return litellm.completion(model='m', messages=[], {spread})\n"
    )
    assert (site.client.rollback, site.client.base_url.env) == (rollback, env)


@pytest.mark.parametrize(
    ("use", "value", "certainty", "is_async"),
    [
        ("llm.invoke('x')", "false", Certainty.RESOLVED, False),
        ("llm.stream('x')", "true", Certainty.RESOLVED, False),
        ("llm.ainvoke('x')", "false", Certainty.RESOLVED, True),
        ("(prompt | llm).astream('x')", "true", Certainty.RESOLVED, True),
        ("(prompt | llm | parser).invoke('x')", "false", Certainty.RESOLVED, False),
        ("chain = prompt | llm\nchain.stream('x')", "true", Certainty.RESOLVED, False),
        ("llm.bind_tools([]).stream('x')", "true", Certainty.RESOLVED, False),
        ("llm.invoke('x')\nllm.stream('x')", "true", Certainty.MAYBE, False),
        ("other.stream('x')", None, Certainty.UNKNOWN, False),
    ],
)
def test_use_decides_streaming(
    use: str, value: str | None, certainty: Certainty, is_async: bool
) -> None:
    site = only(f"{LC}llm = ChatOpenAI(model='m')\n{use}\n")
    assert (site.streaming.value, site.streaming.certainty) == (value, certainty)
    assert site.is_async is is_async


@pytest.mark.parametrize(
    ("code", "route", "model"),
    [
        ("init_chat_model('openai:gpt-4o')", "openai-chat", "openai:gpt-4o"),
        (
            "init_chat_model('claude-3', model_provider='anthropic')",
            "anthropic-messages",
            "claude-3",
        ),
        ("init_chat_model('claude-3')", "anthropic-messages", "claude-3"),
        ("init_chat_model(unseen)", "unknown", None),
    ],
)
def test_init_chat_model(code: str, route: str, model: str | None) -> None:
    site = only(f"from langchain.chat_models import init_chat_model\n{code}")
    assert (site.route, site.model.value) == (route, model)


@pytest.mark.parametrize(
    ("model", "route"),
    [
        ("gpt-4o", "openai-chat"),
        ("anthropic/claude-3", "anthropic-messages"),
        ("gemini/gemini-pro", "gemini"),
        ("vertex_ai/claude-3", "anthropic-messages"),
        ("bedrock/x", "bedrock-converse"),
        ("unheard/of", "openai-chat"),
    ],
)
def test_litellm_route_by_prefix(model: str, route: str) -> None:
    site = only(f"import litellm\nlitellm.completion('{model}', messages=[])")
    assert (site.sdk, site.route, site.model.value) == ("litellm", route, model)


def test_litellm_function_by_name_and_async() -> None:
    site = only(
        "from litellm import acompletion as ask\nasync def f():\n"
        "    await ask(model='m', messages=[], api_base='https://gw.io', num_retries=2, seed=1)\n"
    )
    assert (site.is_async, names(site)) == (True, ["messages", "seed"])
    assert site.client.base_url.value == "https://gw.io"
    assert site.client.retries is not None and site.client.retries.value == "2"


@pytest.mark.parametrize(
    ("made", "call", "route"),
    [
        ("instructor.from_openai(OpenAI())", "chat.completions.create", "openai-chat"),
        ("instructor.patch(OpenAI())", "chat.completions.create", "openai-chat"),
        ("instructor.from_anthropic(Anthropic())", "messages.create", "anthropic-messages"),
        (
            "instructor.from_anthropic(Anthropic())",
            "chat.completions.create",
            "anthropic-messages",
        ),
        (
            "instructor.from_provider('anthropic/claude-3')",
            "chat.completions.create",
            "anthropic-messages",
        ),
    ],
)
def test_instructor(made: str, call: str, route: str) -> None:
    site = only(
        "import instructor\nfrom openai import OpenAI\nfrom anthropic import Anthropic\n"
        f"c = {made}\nc.{call}(model='m', response_model=object, messages=[])\n"
    )
    assert (site.sdk, site.route) == ("instructor", route)
    assert [(field.name, field.written) for field in site.fields if field.name == "tools"] == [
        ("tools", "response_model")
    ]


def test_first_google_sdk() -> None:
    site = only(
        "import os\nimport google.generativeai as genai\ngenai.configure(api_key=os.environ['K'])\n"
        "def f(m=None):\n    m = genai.GenerativeModel('g', generation_config={'top_p': 1})\n"
        "    chat = m.start_chat()\n    return chat.send_message('x', stream=True)\n"
    )
    assert (site.sdk, site.route, site.model.value) == ("google-generativeai", "gemini", "g")
    assert names(site) == ["contents", "generationConfig.topP", "stream"]
    assert (site.streaming.value, site.client.key.env) == ("true", ("K",))


def test_llama_index_takes_the_names_of_others() -> None:
    found = sites_of(
        "from llama_index.llms.openai import OpenAI\nfrom llama_index.llms.anthropic import "
        "Anthropic\nOpenAI(model='m', temperature=1)\nAnthropic(model='c', max_tokens=1)\n"
    )
    assert [(site.sdk, site.route) for site in found] == [
        ("llama-index", "openai-chat"),
        ("llama-index", "anthropic-messages"),
    ]


def test_v0_names() -> None:
    found = sites_of(
        "import openai\nfrom openai import ChatCompletion\n"
        "openai.Completion.create(engine='e', prompt='x')\n"
        "ChatCompletion.create(model='m', messages=[])\n"
        "openai.Embedding.create(model='m', input='x')\n"
    )
    assert [(site.route, site.model.value) for site in found] == [
        ("openai-completions", "e"),
        ("openai-chat", "m"),
        ("embeddings", "m"),
    ]


def test_notebook_cells_share_their_names() -> None:
    found = sites_of(
        {
            "n.ipynb#cell-1": "from openai import OpenAI\nMODEL = 'm'\n",
            "n.ipynb#cell-2": "client = OpenAI()\n",
            "n.ipynb#cell-3": "client.responses.create(model=MODEL, input='x')\n",
        }
    )
    assert [(s.path, s.language, s.route, s.model.value) for s in found] == [
        ("n.ipynb#cell-3", "notebook", "openai-responses", "m")
    ]
