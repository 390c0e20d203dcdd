"""Which calls are calls of an LLM."""

from __future__ import annotations

import pytest

from tests.inventory.engine.code import only, sites_of

ARGS = 'model="gpt-4o", messages=[]'


@pytest.mark.parametrize(
    ("code", "call"),
    [
        pytest.param(
            "from openai import OpenAI\nOpenAI().chat.completions.create({args})",
            "OpenAI().chat.completions.create",
            id="made at the call",
        ),
        pytest.param(
            "from openai import OpenAI as O\nc = O()\nc.chat.completions.create({args})",
            "c.chat.completions.create",
            id="alias of the class",
        ),
        pytest.param(
            "import openai as oa\nc = oa.AsyncOpenAI()\nc.chat.completions.create({args})",
            "c.chat.completions.create",
            id="alias of the module",
        ),
        pytest.param(
            "import openai\nopenai.chat.completions.create({args})",
            "openai.chat.completions.create",
            id="the module as client",
        ),
        pytest.param(
            "from openai import OpenAI\nc = OpenAI()\nchat = c.chat\n"
            "chat.completions.create({args})",
            "chat.completions.create",
            id="a part of the client in a variable",
        ),
        pytest.param(
            "from openai import OpenAI\ncompletions = OpenAI().chat.completions\n"
            "completions.create({args})",
            "completions.create",
            id="the resource in a variable",
        ),
        pytest.param(
            "from openai import OpenAI\ncreate = OpenAI().chat.completions.create\ncreate({args})",
            "create",
            id="the method in a variable",
        ),
        pytest.param(
            "from openai import OpenAI\nask = OpenAI().chat.completions.create\nask({args})",
            "ask",
            id="the method under another name",
        ),
        pytest.param(
            "from openai import OpenAI\nc = OpenAI()\n"
            "c.chat.completions.with_raw_response.create({args})",
            "c.chat.completions.with_raw_response.create",
            id="raw response",
        ),
        pytest.param(
            "from openai import OpenAI\nc = OpenAI()\n"
            "c.with_options(timeout=3).chat.completions.create({args})",
            "c.with_options(…).chat.completions.create",
            id="with options",
        ),
        pytest.param(
            "from openai import OpenAI\nc = OpenAI()\nc.beta.chat.completions.parse({args})",
            "c.beta.chat.completions.parse",
            id="beta",
        ),
        pytest.param(
            "import asyncio\nfrom openai import OpenAI\nc = OpenAI()\n"
            "asyncio.to_thread(c.chat.completions.create, {args})",
            "c.chat.completions.create",
            id="to_thread",
        ),
        pytest.param(
            "from functools import partial\nfrom openai import OpenAI\nc = OpenAI()\n"
            "ask = partial(c.chat.completions.create, {args})",
            "c.chat.completions.create",
            id="partial",
        ),
        pytest.param(
            "from openai import OpenAI\nc = OpenAI()\n"
            "m = getattr(c.chat.completions, 'create')\nm({args})",
            "m",
            id="getattr",
        ),
        pytest.param(
            "from openai import OpenAI\ndef make():\n    return OpenAI()\n"
            "make().chat.completions.create({args})",
            "make().chat.completions.create",
            id="a function that makes it",
        ),
        pytest.param(
            "from openai import OpenAI\nwith OpenAI() as c:\n    c.chat.completions.create({args})",
            "c.chat.completions.create",
            id="with",
        ),
        pytest.param(
            "from openai import OpenAI\ndef ask(c: OpenAI):\n    c.chat.completions.create({args})",
            "c.chat.completions.create",
            id="declared type",
        ),
        pytest.param(
            "from openai import OpenAI\ndef ask(c: 'OpenAI | None' = None):\n"
            "    c = c or OpenAI()\n    c.chat.completions.create({args})",
            "c.chat.completions.create",
            id="optional parameter",
        ),
        pytest.param(
            "from openai import OpenAI\nclass A:\n    c: OpenAI\n"
            "    def ask(self):\n        self.c.chat.completions.create({args})",
            "self.c.chat.completions.create",
            id="declared field",
        ),
        pytest.param(
            "from openai import OpenAI\nclass A:\n    def __init__(self):\n"
            "        self.chat = OpenAI().chat.completions\n"
            "    def ask(self):\n        self.chat.create({args})",
            "self.chat.create",
            id="a resource in a field",
        ),
        pytest.param(
            "from openai import OpenAI\nclass B:\n    def __init__(self):\n"
            "        self.c = OpenAI()\nclass A(B):\n"
            "    def ask(self):\n        self.c.chat.completions.create({args})",
            "self.c.chat.completions.create",
            id="inherited field",
        ),
        pytest.param(
            "from openai import OpenAI\nclass A:\n    @property\n    def c(self):\n"
            "        return OpenAI()\n    def ask(self):\n"
            "        self.c.chat.completions.create({args})",
            "self.c.chat.completions.create",
            id="property",
        ),
        pytest.param(
            "from openai import OpenAI\nclass Mine(OpenAI):\n    pass\n"
            "Mine().chat.completions.create({args})",
            "Mine().chat.completions.create",
            id="a class that extends the client",
        ),
        pytest.param(
            "from openai import OpenAI\nclients = {{'a': OpenAI()}}\n"
            "clients['a'].chat.completions.create({args})",
            'clients["a"].chat.completions.create',
            id="in a dict",
        ),
        pytest.param(
            "from openai import OpenAI\nfor c in [OpenAI(), OpenAI()]:\n"
            "    c.chat.completions.create({args})",
            "c.chat.completions.create",
            id="in a loop",
        ),
        pytest.param(
            "from openai import OpenAI\nc = None\ndef get():\n    global c\n"
            "    if c is None:\n        c = OpenAI()\n    return c\n"
            "get().chat.completions.create({args})",
            "get().chat.completions.create",
            id="made when first needed",
        ),
        pytest.param(
            "from openai import OpenAI\nfrom fastapi import Depends\n"
            "def get():\n    return OpenAI()\n"
            "def route(c=Depends(get)):\n    c.chat.completions.create({args})",
            "c.chat.completions.create",
            id="injected",
        ),
        pytest.param(
            "from typing import Annotated\nfrom openai import OpenAI\nfrom fastapi import Depends\n"
            "def get():\n    return OpenAI()\n"
            "def route(c: Annotated[object, Depends(get)]):\n    c.chat.completions.create({args})",
            "c.chat.completions.create",
            id="injected by annotation",
        ),
        pytest.param(
            "from openai import OpenAI\nfrom langsmith.wrappers import wrap_openai\n"
            "c = wrap_openai(OpenAI())\nc.chat.completions.create({args})",
            "c.chat.completions.create",
            id="wrapped for tracing",
        ),
        pytest.param(
            "def ask(llm):\n    return llm.chat.completions.create({args})",
            "llm.chat.completions.create",
            id="a client from nowhere, the chain says enough",
        ),
        pytest.param(
            "import pytest\nfrom openai import OpenAI\n@pytest.fixture\ndef c():\n"
            "    return OpenAI()\ndef test_it(c):\n    c.chat.completions.create({args})",
            "c.chat.completions.create",
            id="a fixture",
        ),
        pytest.param(
            "from openai import *\nc = OpenAI()\nc.chat.completions.create({args})",
            "c.chat.completions.create",
            id="import star",
        ),
        pytest.param(
            "def ask():\n    from openai import OpenAI\n    c = OpenAI()\n"
            "    if (r := c.chat.completions.create({args})):\n        return r",
            "c.chat.completions.create",
            id="imported in the function",
        ),
    ],
)
def test_openai_chat_is_found(code: str, call: str) -> None:
    site = only(code.format(args=ARGS))
    assert (site.sdk, site.route, site.call) == ("openai", "openai-chat", call)
    assert site.model.value == "gpt-4o"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            "from twilio.rest import Client\nc = Client()\n"
            "c.messages.create(body='x', to='1', messages=[])",
            id="Twilio",
        ),
        pytest.param(
            "import anthropic\nfrom twilio.rest import Client\nc = Client()\n"
            "c.messages.create(body='x', to='1')",
            id="Twilio beside Anthropic",
        ),
        pytest.param(
            "import openai, stripe\nstripe.files.create(purpose='x', file=1)", id="Stripe"
        ),
        pytest.param(
            "import openai\nfrom app import models\nmodels.Completion.objects.create(model='a')",
            id="Django",
        ),
        pytest.param(
            "class Chat:\n    pass\nchat = Chat()\nchat.completions.create(model='a', messages=[])",
            id="a class of the tree",
        ),
        pytest.param("def create(model, messages):\n    pass", id="a definition"),
        pytest.param("x = 'client.chat.completions.create(model=1)'", id="a text"),
        pytest.param("# client.chat.completions.create(model=1)\n", id="a comment"),
        pytest.param(
            "import google.generativeai\ndef f(bot):\n    bot.send_message('hi', text='x')",
            id="a bot's send_message",
        ),
        pytest.param(
            "import litellm\ndef completion(model, messages):\n    pass\n"
            "completion(model='a', messages=[])",
            id="a function of the same name",
        ),
        pytest.param(
            "from openai import OpenAI\nclass OpenAI:\n    pass\n"
            "OpenAI().chat.completions.create(model='a', messages=[])",
            id="a class that hides the import",
        ),
        pytest.param(
            "import boto3\ns3 = boto3.client('s3')\ns3.converse(modelId='x')",
            id="another service of AWS",
        ),
        pytest.param("foo = {'create': 1}\nfoo.get('create')\n", id="a dict"),
        pytest.param("import openai\ncache = {}\ncache.models.list()", id="a literal is no client"),
    ],
)
def test_look_alikes_are_left_alone(code: str) -> None:
    assert sites_of(code) == []


def test_client_of_another_file() -> None:
    site = only(
        {
            "shop/llm/__init__.py": "from .client import make_client as build\n",
            "shop/llm/client.py": (
                "import os\nimport openai\n"
                "def make_client():\n    return openai.OpenAI(base_url=os.environ['GW'])\n"
            ),
            "shop/ask.py": (
                "from shop.llm import build\nc = build()\n"
                f"def f():\n    return c.chat.completions.create({ARGS})\n"
            ),
        }
    )
    assert (site.path, site.client.made_at) == ("shop/ask.py", "shop/llm/client.py:4")
    assert site.client.base_url.env == ("GW",)


def test_relative_imports_and_modules_as_names() -> None:
    site = only(
        {
            "pkg/__init__.py": "",
            "pkg/settings.py": 'MODEL = "gpt-4.1"\n',
            "pkg/sub/__init__.py": "",
            "pkg/sub/a.py": (
                "from openai import OpenAI\nfrom .. import settings\nfrom ..settings import MODEL\n"
                "OpenAI().chat.completions.create(model=settings.MODEL, messages=[], user=MODEL)\n"
            ),
        }
    )
    assert (site.model.value, site.model.origin) == (
        "gpt-4.1",
        "constant MODEL, pkg/settings.py:1",
    )


def test_import_cycles_end() -> None:
    sites = sites_of(
        {
            "a.py": (
                "from b import client\nclient.chat.completions.create(model='x', messages=[])\n"
            ),
            "b.py": "from a import client\n",
        }
    )
    assert [site.route for site in sites] == ["openai-chat"]


@pytest.mark.parametrize(
    "call",
    [
        "getattr(c.chat.completions, 'create')({args})",
        "sync_to_async(c.chat.completions.create)({args})",
        "partial(c.chat.completions.create, seed=1)({args})",
        "run_in_threadpool(c.chat.completions.create, {args})",
    ],
)
def test_methods_that_are_handed_on(call: str) -> None:
    site = only(f"from openai import OpenAI\nc = OpenAI()\n{call.format(args=ARGS)}\n")
    assert (site.route, site.model.value, site.fields_known) == ("openai-chat", "gpt-4o", True)


def test_threads_are_told_from_messages() -> None:
    found = sites_of(
        "from openai import OpenAI\nimport anthropic\nc = OpenAI()\na = anthropic.Anthropic()\n"
        "c.beta.threads.messages.create(thread_id='t', role='user', content='x')\n"
        "a.messages.create(model='claude', max_tokens=1, messages=[])\n"
    )
    assert [site.route for site in found] == ["openai-threads", "anthropic-messages"]


def test_a_lazy_import_is_known_by_its_name() -> None:
    site = only(
        {
            "lazy.py": "import importlib\nclass Lazy:\n    def __getattr__(self, name):\n"
            "        return getattr(importlib.import_module('litellm'), name)\nlitellm = Lazy()\n",
            "app.py": "from lazy import litellm\nlitellm.completion(model='m', messages=[])\n",
        }
    )
    assert (site.sdk, site.route) == ("litellm", "openai-chat")


@pytest.mark.parametrize(
    ("code", "route"),
    [
        (
            "from company.llm import get_client\nclient = get_client()\n"
            "client.responses.create(model='m', input='x')",
            "openai-responses",
        ),
        (
            "def f(client):\n    client.messages.create(model='m', messages=[])",
            "anthropic-messages",
        ),
        (
            "from openai import OpenAI\nfrom company.tracing import watch\nc = watch(OpenAI())\n"
            "c.embeddings.create(model='m', input='x')",
            "embeddings",
        ),
        (
            "from openai import OpenAI\nfrom pydantic import BaseModel, PrivateAttr\n"
            "class A(BaseModel):\n    _c: OpenAI = PrivateAttr()\n    def f(self):\n"
            "        self._c.files.create(purpose='batch', file=1)",
            "openai-files",
        ),
        (
            "def f(c):\n    chat = c.chats.create(model='g')\n    chat.send_message('x')",
            "gemini",
        ),
    ],
)
def test_clients_from_other_libraries(code: str, route: str) -> None:
    assert only(code).route == route


def test_a_library_with_such_calls_is_none_whatever_it_is_given() -> None:
    code = "from twilio.rest import Client\nClient().messages.create(model='m', messages=[])"
    assert sites_of(code) == []


def test_fixtures_of_a_conftest() -> None:
    site = only(
        {
            "conftest.py": "import pytest\nfrom openai import OpenAI\n"
            "@pytest.fixture(scope='session')\ndef c():\n    return OpenAI()\n",
            "tests/unit/test_it.py": "def test_it(c):\n    c.files.create(purpose='x')\n",
        }
    )
    assert site.client.made_at == "conftest.py:5"


def test_a_session_of_boto3() -> None:
    site = only(
        "import boto3\ns = boto3.Session()\nc = s.client('bedrock-runtime')\n"
        "c.converse(modelId='m', messages=[])"
    )
    assert (site.route, site.client.constructor) == ("bedrock-converse", "client")


def test_parts_of_a_client_that_is_seen_are_no_clients() -> None:
    code = (
        "from openai import OpenAI\nc = OpenAI()\nc.unheard.of.messages.create(body='x')\n"
        "c.make().messages.create(body='x')\n"
    )
    assert sites_of(code) == []


def test_declared_types_of_the_tree() -> None:
    site = only(
        "from openai import OpenAI\nclass Mine(OpenAI):\n    pass\nclass Door:\n    pass\n"
        "def f(c: Mine, d: Door):\n    c.files.create(purpose='x')\n"
        "    d.files.create(purpose='x')\n"
    )
    assert site.line == 7


def test_an_object_that_loads_its_library_late() -> None:
    lazy = """\
        import importlib
        class Lazy:
            def __getattr__(self, name):
                return getattr(importlib.import_module("litellm"), name)
        litellm = Lazy()
        """
    calling = f"from llm import litellm\nlitellm.completion({ARGS})\n"
    (site,) = sites_of({"llm.py": lazy, "app.py": calling})
    assert (site.path, site.sdk) == ("app.py", "litellm")
    own = lazy.replace("__getattr__", "completion")
    assert not sites_of({"llm.py": own, "app.py": calling})
