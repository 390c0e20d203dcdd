"""Functions around a call whose arguments decide the request."""

from __future__ import annotations

import pytest

from migrate_check.domain.call_site import Certainty
from tests.inventory.engine.code import CLIENT, names, only, sites_of

ASK = f"{CLIENT}def ask(prompt, model='gpt-4o', **more):\n" + (
    "    return client.chat.completions.create(model=model, messages=[prompt], **more)\n"
)


def test_callers_of_all_files_with_what_they_pass() -> None:
    site = only(
        {
            "llm.py": ASK + "\ndef short(p):\n    return ask(p, 'gpt-4o-mini', seed=1)\n",
            "a/jobs.py": "from llm import ask as question\nimport llm\n"
            "question('x')\nllm.ask('x', model='gpt-4.1')\n",
            "b.py": "def ask(x):\n    pass\nask('other')\n",
        }
    )
    assert site.wrapper is not None and site.wrapper.function == "ask"
    assert [
        (c.path, c.line, c.model and c.model.value, c.fields) for c in site.wrapper.callers
    ] == [
        ("a/jobs.py", 4, "gpt-4.1", ()),
        ("llm.py", 7, "gpt-4o-mini", ("seed",)),
    ]
    assert (site.model.value, site.model.alternatives) == ("gpt-4o", ("gpt-4.1", "gpt-4o-mini"))
    assert site.model.certainty is Certainty.MAYBE


def test_fields_of_all_callers_are_maybe_the_sites() -> None:
    site = only({"llm.py": ASK, "b.py": "from llm import ask\nask('x', seed=1)\nask('y', n=2)\n"})
    assert site.fields_known
    assert {f.name: f.certainty for f in site.fields} == {
        "messages": Certainty.LITERAL,
        "n": Certainty.MAYBE,
        "seed": Certainty.MAYBE,
    }


def test_a_caller_that_passes_on_what_it_gets_leaves_fields_unknown() -> None:
    site = only(
        {"llm.py": ASK, "b.py": "from llm import ask\ndef f(**kw):\n    ask('x', seed=1, **kw)\n"}
    )
    assert not site.fields_known
    assert site.not_known == ("**more, a parameter of ask()",)


def test_without_callers_fields_are_unknown() -> None:
    site = only(ASK)
    assert site.wrapper is not None and site.wrapper.callers == ()
    assert not site.fields_known


def test_callers_in_files_that_were_not_handed_in() -> None:
    files = {"llm.py": ASK, "b.py": "from llm import ask\nask('x')\n"}
    (site,) = sites_of(files, handed_in=["llm.py"])
    assert site.wrapper is not None and [c.path for c in site.wrapper.callers] == ["b.py"]


CLASS = (
    "from openai import OpenAI\nclass Bot:\n    def __init__(self, model='a'):\n"
    "        self.client = OpenAI()\n        self.model = model\n"
    "    def ask(self, prompt, options):\n"
    "        return self.client.chat.completions.create(\n"
    "            model=self.model, messages=[prompt], **options)\n"
)


def test_model_of_the_constructor() -> None:
    site = only({"bot.py": CLASS, "b.py": "from bot import Bot\nBot('x')\nBot(model='y')\nBot()\n"})
    assert site.wrapper is not None
    assert site.wrapper.function == "Bot"
    assert [c.model and c.model.value for c in site.wrapper.callers] == ["x", "y", None]
    assert (site.model.value, site.model.alternatives) == ("a", ("x", "y"))


METHOD = (
    "from openai import OpenAI\nclass Bot:\n    def __init__(self):\n"
    "        self.client = OpenAI()\n"
    "    def ask(self, prompt, options):\n"
    "        return self.client.chat.completions.create(\n"
    "            model='m', messages=[prompt], **options)\n"
)


def test_methods_by_their_objects() -> None:
    site = only(
        {
            "bot.py": METHOD + "    def two(self):\n        return self.ask('x', {'n': 2})\n",
            "b.py": "from bot import Bot\nb = Bot()\nb.ask('x', {'seed': 1})\n"
            "def g(bot: Bot):\n    bot.ask('y', dict(stop=[]))\n",
            "c.py": "class Door:\n    def ask(self, a, b):\n        pass\n"
            "Door().ask(1, {'n': 1})\n",
        }
    )
    assert site.wrapper is not None and site.wrapper.function == "Bot.ask"
    assert [(c.path, c.line, c.fields) for c in site.wrapper.callers] == [
        ("b.py", 3, ("seed",)),
        ("b.py", 5, ("stop",)),
        ("bot.py", 9, ("n",)),
    ]
    assert names(site) == ["messages", "n", "seed", "stop"]


def test_parameters_that_become_fields_are_named() -> None:
    site = only(
        f"{CLIENT}def ask(p, model, heat=0):\n"
        "    return client.chat.completions.create(model=model, messages=[p], temperature=heat)\n"
        "ask('x', 'm', 1)\nask('x', 'm')\n"
    )
    assert site.wrapper is not None
    assert [c.fields for c in site.wrapper.callers] == [("temperature",), ()]
    assert site.model.value == "m"


def test_a_call_whose_request_is_its_own_has_no_wrapper() -> None:
    site = only(f"{CLIENT}def f(q):\n    client.chat.completions.create(model='m', messages=[q])\n")
    assert site.wrapper is None


def test_calls_on_objects_that_are_not_seen_leave_fields_unknown() -> None:
    site = only(
        {
            "bot.py": METHOD,
            "b.py": "from bot import Bot\nBot().ask('x', {'seed': 1})\n",
            "c.py": "import factory\nfactory.make().ask('x', {'n': 1})\n",
            "d.py": "def g(bot):\n    bot.ask('x', {'n': 1})\n",
        }
    )
    assert site.wrapper is not None and len(site.wrapper.callers) == 1
    assert not site.fields_known


def test_callers_in_tests_alone_say_nothing_of_the_others() -> None:
    site = only({"llm.py": ASK, "tests/test_llm.py": "from llm import ask\nask('x', seed=1)\n"})
    assert site.wrapper is not None and len(site.wrapper.callers) == 1
    assert not site.fields_known


@pytest.mark.parametrize(
    ("calls", "streaming"),
    [
        ("ask('x')\nask('y', seed=1)\n", "false"),
        ("ask('x', stream=False)\nask('y', stream=True)\n", None),
        ("ask('x', stream=True)\n", None),
    ],
)
def test_streaming_is_settled_where_no_caller_sets_it(calls: str, streaming: str | None) -> None:
    site = only({"llm.py": ASK, "b.py": f"from llm import ask\n{calls}"})
    assert site.fields_known
    assert site.streaming.value == streaming


def test_a_field_that_callers_set_to_other_values_has_none() -> None:
    site = only(
        {"llm.py": ASK, "b.py": "from llm import ask\nask('x', seed=1)\nask('y', seed=2)\n"}
    )
    assert {one.name: one.value for one in site.fields if one.name == "seed"} == {"seed": None}
