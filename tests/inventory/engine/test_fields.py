"""The request's fields, however they are put together."""

from __future__ import annotations

import pytest

from migrate_check.domain.call_site import Certainty
from tests.inventory.engine.code import CLIENT, names, only, sent

L, R, M = Certainty.LITERAL, Certainty.RESOLVED, Certainty.MAYBE


@pytest.mark.parametrize(
    ("before", "arguments", "expected"),
    [
        ("", "seed=1, n=2", {"n": L, "seed": L}),
        ("", '**{"seed": 1}', {"seed": L}),
        ('p = {"seed": 1}', "**p", {"seed": R}),
        ("p = dict(seed=1, n=2)", "**p", {"seed": R, "n": R}),
        ('p = {}\np["seed"] = 1', "**p", {"seed": R}),
        ('p = {}\np["seed"] = 1\np["seed"] = 2', "**p", {"seed": R}),
        ("p = {}\np.update(seed=1)", "**p", {"seed": R}),
        ('p = {}\np.update({"seed": 1})', "**p", {"seed": R}),
        ('p = {"n": 1} | {"seed": 1}', "**p", {"n": R, "seed": R}),
        ('p = {"n": 1}\np |= {"seed": 1}', "**p", {"n": R, "seed": R}),
        ('a = {"n": 1}\np = {**a, "seed": 1}', "**p", {"n": R, "seed": R}),
        ('a = {"n": 1}\np = a.copy()\np["seed"] = 1', "**p", {"n": R, "seed": R}),
        ('a = {"n": 1}', "**a, **dict(seed=1)", {"n": R, "seed": L}),
        ('p = {}\nif question:\n    p["seed"] = 1', "**p", {"seed": M}),
        ('p = {"n": 1} if question else {"n": 2, "seed": 1}', "**p", {"n": R, "seed": M}),
        ("p = {'seed': 1}\np.pop('seed')", "**p", {}),
        ("p = {'seed': 1}\nseed = p.pop('seed', None)", "**p", {}),
        ("p = {'seed': 1}\nif question:\n    p.pop('seed')", "**p", {"seed": M}),
        ("p = {'seed': 1}\nseed = question or p.pop('seed')", "**p", {"seed": M}),
        ("p = {'seed': 1}\np.pop(question)", "**p", {"seed": M}),
        ("p = {}\np.setdefault('seed', 1)", "**p", {"seed": R}),
        ("if question:\n    p = {'n': 1}\nelse:\n    p = {'seed': 1}", "**p", {"n": M, "seed": M}),
        ("", '**({"seed": 1} if question else {})', {"seed": M}),
        ("", "extra_body={'top_k': 1}, seed=2", {"top_k": L, "seed": L}),
        ("", "extra_headers={'X-Tag': 'a'}", {"header:x-tag": L}),
        ("", "timeout=3, extra_query={'a': 1}", {}),
        (
            "",
            "stream_options={'include_usage': True}",
            {"stream_options": L, "stream_options.include_usage": L},
        ),
        (
            "rf = {'type': 'json_object'}",
            "response_format=rf",
            {"response_format": L, "response_format.type": R},
        ),
        ("", "logit_bias={'50256': -100}", {"logit_bias": L}),
        ("from openai import NOT_GIVEN", "seed=NOT_GIVEN", {}),
        (
            "",
            "tools=[{'type': 'web_search_preview'}, {'type': 'function', 'function': {}}]",
            {"tools": L, "tools:web_search_preview": L},
        ),
    ],
)
def test_fields_and_how_they_are_known(
    before: str, arguments: str, expected: dict[str, Certainty]
) -> None:
    site = sent(f'model="m", messages=[], {arguments}', before)
    assert {f.name: f.certainty for f in site.fields if f.name != "messages"} == expected
    assert site.fields_known, site.not_known


@pytest.mark.parametrize(
    ("before", "arguments", "hole"),
    [
        ("", "**options", "**options, a parameter of ask()"),
        ("p = dict(options, seed=1)", "**p", "**options, a parameter of ask()"),
        ("p = {'a': 1, **options}", "**p", "**options, a parameter of ask()"),
        ("p = {k: v for k, v in question.items()}", "**p", None),
        ("import other\np = other.params()", "**p", "**other.params()"),
        ("p = {}\np[question] = 1", "**p", "a key that is computed: question"),
        ("p = {}\np.update(options)", "**p", "**options, a parameter of ask()"),
        ("p = self.params", "**p", None),
        ("", "**unseen", "**unseen"),
    ],
)
def test_what_cannot_be_traced_is_said(before: str, arguments: str, hole: str | None) -> None:
    site = sent(f'model="m", messages=[], {arguments}', before)
    assert not site.fields_known
    assert len(site.not_known) == 1
    if hole is not None:
        assert site.not_known == (hole,)


def test_values_are_json() -> None:
    site = sent(
        'model="m", messages=[], temperature=0.2, logprobs=True, stop=["a", "b"], '
        'user=None, n=1_0, response_format={"type": "json_object"}, metadata={"a": question}'
    )
    values = {f.name: f.value for f in site.fields if "." not in f.name}
    assert values == {
        "messages": None,
        "temperature": "0.2",
        "logprobs": "true",
        "stop": '["a", "b"]',
        "user": "null",
        "n": "10",
        "response_format": '{"type": "json_object"}',
        "metadata": None,
    }


def test_values_are_followed_and_doubtful_ones_left_out() -> None:
    site = sent('model="m", seed=S, n=1 if question else 2', "S = 7")
    assert {f.name: f.value for f in site.fields} == {"seed": "7", "n": None}


def test_long_values_are_left_out() -> None:
    site = sent(f'model="m", user="{"x" * 90}"')
    assert [f.value for f in site.fields] == [None]


def test_line_of_a_field_is_where_it_is_written() -> None:
    site = only(
        f"{CLIENT}p = {{}}\np['seed'] = 1\n\nclient.chat.completions.create(\n"
        "    model='m',\n    n=2,\n    **p)\n"
    )
    assert {f.name: f.line for f in site.fields} == {"n": 8, "seed": 4}


def test_a_dict_from_a_function_of_the_tree() -> None:
    site = only(
        {
            "app.py": f"{CLIENT}from params import params\n"
            "client.chat.completions.create(**params('m', seed=3))\n",
            "params.py": "def params(model, **more):\n"
            "    found = {'model': model, 'n': 1}\n    found.update(more)\n    return found\n",
        }
    )
    assert (site.model.value, names(site), site.fields_known) == ("m", ["n", "seed"], True)


def test_a_model_in_a_dict_is_no_field() -> None:
    site = sent("**p", 'p = {"model": "m", "messages": [], "seed": 1}')
    assert (site.model.value, site.model.certainty) == ("m", Certainty.RESOLVED)
    assert names(site) == ["messages", "seed"]


def test_cache_control_anywhere_in_the_content() -> None:
    site = only(
        "import anthropic\nS = [{'type': 'text', 'text': 'x', 'cache_control': {'type': 'e'}}]\n"
        "anthropic.Anthropic().messages.create(model='m', max_tokens=1, system=S, messages=[\n"
        "  {'role': 'user', 'content': [{'type': 'text'}]}])\n"
    )
    assert "cache_control" in names(site)


def test_anthropic_names() -> None:
    site = only(
        "import anthropic\nc = anthropic.Anthropic()\n"
        "c.beta.messages.create(model='m', max_tokens=1, betas=['x'], messages=[],\n"
        "  metadata={'user_id': 'u'}, thinking={'type': 'enabled', 'budget_tokens': 9},\n"
        "  tools=[{'type': 'web_search_20250305', 'name': 'w'}])\n"
    )
    assert names(site) == [
        "header:anthropic-beta",
        "max_tokens",
        "messages",
        "metadata",
        "metadata.user_id",
        "thinking",
        "thinking.budget_tokens",
        "thinking.type",
        "tools",
        "tools:web_search_20250305",
    ]
    written = {f.name: f.written for f in site.fields}
    assert written["header:anthropic-beta"] == "betas"


GEMINI = "from google import genai\nfrom google.genai import types\nc = genai.Client()\n"


@pytest.mark.parametrize(
    "config",
    [
        "types.GenerateContentConfig(max_output_tokens=1, tools=[types.Tool("
        "google_search=types.GoogleSearch())], safety_settings=[])",
        "{'max_output_tokens': 1, 'tools': [{'google_search': {}}], 'safety_settings': []}",
        "{'maxOutputTokens': 1, 'tools': [{'googleSearch': {}}], 'safetySettings': []}",
    ],
)
def test_gemini_names(config: str) -> None:
    site = only(f"{GEMINI}c.models.generate_content(model='m', contents='x', config={config})")
    assert names(site) == [
        "contents",
        "generationConfig.maxOutputTokens",
        "safetySettings",
        "tools",
        "tools:googleSearch",
    ]


def test_gemini_config_in_a_variable() -> None:
    site = only(
        f"{GEMINI}cfg = types.GenerateContentConfig(temperature=1)\n"
        "cfg.top_k = 3\nc.models.generate_content(model='m', contents='x', config=cfg)"
    )
    assert names(site) == ["contents", "generationConfig.temperature", "generationConfig.topK"]


def test_chat_session_has_the_fields_of_its_making() -> None:
    site = only(
        f"{GEMINI}class Chat:\n    def __init__(self):\n"
        "        self.chat = c.chats.create(model='m', config={'seed': 1})\n"
        "    def say(self, text):\n        return self.chat.send_message(text)\n"
    )
    assert (site.model.value, names(site)) == ("m", ["generationConfig.seed"])
    assert site.client.made_at == "app.py:3"


def test_bedrock_body() -> None:
    site = only(
        "import json, boto3\nc = boto3.client('bedrock-runtime')\n"
        "c.invoke_model(modelId='m', body=json.dumps({'max_tokens': 1, 'top_k': 2}))"
    )
    assert (site.route, site.model.value, names(site)) == (
        "bedrock-invoke",
        "m",
        ["max_tokens", "top_k"],
    )


@pytest.mark.parametrize(
    ("before", "arguments", "expected"),
    [
        ("import copy\na = {'seed': 1}\np = copy.deepcopy(a)", "**p", ["seed"]),
        ("class P:\n    seed = 1", "**P.defaults", []),
        ("from company import Params\np = Params(seed=1)", "**p", ["seed"]),
        ("p = None", "**(p or {'seed': 1})", ["seed"]),
        ("p = {'seed': 1}\np = {**p, 'n': 1}", "**p", ["n", "seed"]),
        ("K = 'seed'\np = {K: 1}", "**p", ["seed"]),
        ("p = {}\np.update({'n': 1}, seed=2)", "**p", ["n", "seed"]),
        ("if question:\n    options = {'seed': 1}", "**options", ["seed"]),
    ],
)
def test_more_ways_to_a_field(before: str, arguments: str, expected: list[str]) -> None:
    assert names(sent(f'model="m", {arguments}', before)) == expected


def test_positional_spreads_hide_fields() -> None:
    site = only(
        "import litellm\ndef f(args):\n    litellm.completion(*args, model='m', messages=[])\n"
    )
    assert (site.fields_known, site.not_known) == (False, ("*args",))


def test_values_that_may_be_secret_are_left_out() -> None:
    site = sent("model='m', extra_body={'api_key': 'sk-1', 'my_token': 'x', 'password': 'y'}")
    assert [f.value for f in site.fields] == [None, None]


def test_gemini_tools_by_name() -> None:
    site = only(
        "import google.generativeai as genai\nm = genai.GenerativeModel('g')\n"
        "m.generate_content('x', tools='code_execution')\n"
    )
    assert "tools:codeExecution" in names(site)


def test_gemini_options_of_the_sdk_are_no_fields() -> None:
    site = only(
        f"{GEMINI}c.models.generate_content(model='m', contents='x', config={{\n"
        "    'http_options': {'timeout': 3}, 'automatic_function_calling': None}})"
    )
    assert names(site) == ["contents"]


def test_an_attribute_that_is_made_empty_is_filled_by_somebody_unseen() -> None:
    site = only(
        """\
        from openai import OpenAI
        class Bot:
            def __init__(self):
                self.client = OpenAI()
                self.extra = {}
            def ask(self):
                return self.client.chat.completions.create(model="m", **self.extra)
        """
    )
    assert (site.fields_known, site.not_known) == (False, ("self.extra, empty where it is made",))


def test_an_attribute_that_is_built_up_where_it_is_made_is_known() -> None:
    site = only(
        """\
        from openai import OpenAI
        class Bot:
            def __init__(self):
                self.client = OpenAI()
                self.extra = {}
                self.extra["seed"] = 1
            def ask(self):
                return self.client.chat.completions.create(model="m", **self.extra)
        """
    )
    assert (names(site), site.fields_known) == (["seed"], True)


def test_an_attribute_that_is_none_at_first_is_not_known_although_code_adds_to_it() -> None:
    site = only(
        """\
        from openai import OpenAI
        class Bot:
            extra: dict | None = None
            def ask(self):
                params = {"seed": 1}
                params.update(self.extra)
                return OpenAI().chat.completions.create(model="m", **params)
        """
    )
    assert names(site) == ["seed"]
    assert not site.fields_known


@pytest.mark.parametrize(("after", "known"), [("", True), ("    made.update(unseen)\n", False)])
def test_parameters_that_a_function_puts_together(after: str, known: bool) -> None:
    site = only(
        "import boto3\nclient = boto3.client('bedrock-runtime')\n"
        "def inference(top_p):\n    made = {'maxTokens': 1}\n"
        f"    if top_p:\n        made['topP'] = top_p\n{after}    return made\n"
        "def ask(top_p):\n"
        "    client.converse(modelId='m', messages=[], inferenceConfig=inference(top_p))\n"
    )
    assert names(site) == [
        "inferenceConfig",
        "inferenceConfig.maxTokens",
        "inferenceConfig.topP",
        "messages",
    ]
    assert site.fields_known is known
