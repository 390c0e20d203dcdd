"""What a model's name, or any other value, is known to be, and how."""

from __future__ import annotations

import pytest

from migrate_check.domain.call_site import Certainty, Fact
from migrate_check.inventory.source_file import EnvValue
from tests.inventory.engine.code import CLIENT, only

CALL = "client.chat.completions.create(model={}, messages=[])"


def model(code: str, **files: str) -> Fact:
    """The model of the one call in a program; MODEL stands for the call."""
    text = code.replace("CALL", "client.chat.completions.create(model=")
    return only({"app.py": CLIENT + text, **{f"{k}.py": v for k, v in files.items()}}).model


@pytest.mark.parametrize(
    ("code", "value", "certainty", "origin"),
    [
        ('CALL"gpt-4o")', "gpt-4o", Certainty.LITERAL, "literal"),
        ('M = "gpt-4o"\nCALL M)', "gpt-4o", Certainty.RESOLVED, "constant M, app.py:3"),
        (
            'M = "a"\nM = "b"\ndef f():\n    CALL M)',
            "b",
            Certainty.RESOLVED,
            "constant M, app.py:4",
        ),
        (
            'def f():\n    m = "a"\n    CALL m)\n    m = "b"',
            "a",
            Certainty.RESOLVED,
            "variable m, app.py:4",
        ),
        ('A = "x"\nB = A\nC = B\nCALL C)', "x", Certainty.RESOLVED, "constant A, app.py:3"),
        (
            'class C:\n    MODEL = "x"\n    def f(self):\n        CALL self.MODEL)',
            "x",
            Certainty.RESOLVED,
            "constant MODEL, app.py:4",
        ),
        (
            'class C:\n    MODEL = "x"\ndef f():\n    CALL C.MODEL)',
            "x",
            Certainty.RESOLVED,
            "constant MODEL, app.py:4",
        ),
        (
            'class C:\n    def __init__(self):\n        self.m = "x"\n'
            "    def f(self):\n        CALL self.m)",
            "x",
            Certainty.RESOLVED,
            "attribute m, app.py:5",
        ),
        (
            'class C:\n    def __init__(self, m):\n        self.m = m\nc = C("x")\nCALL c.m)',
            "x",
            Certainty.RESOLVED,
            "attribute m, app.py:5",
        ),
        (
            'from enum import Enum\nclass M(str, Enum):\n    BIG = "x"\nCALL M.BIG.value)',
            "x",
            Certainty.RESOLVED,
            "constant BIG, app.py:5",
        ),
        (
            'from dataclasses import dataclass\n@dataclass\nclass S:\n    m: str = "x"\n'
            "s = S()\nCALL s.m)",
            "x",
            Certainty.RESOLVED,
            "constant m, app.py:6",
        ),
        (
            'from dataclasses import dataclass\n@dataclass\nclass S:\n    m: str = "x"\n'
            's = S(m="y")\nCALL s.m)',
            "y",
            Certainty.RESOLVED,
            None,
        ),
        ('D = {"a": "x"}\nCALL D["a"])', "x", Certainty.RESOLVED, "constant D, app.py:3"),
        ('D = {"a": {"b": "x"}}\nCALL D["a"]["b"])', "x", Certainty.RESOLVED, None),
        ('D = {"a": "x"}\nCALL D.get("a"))', "x", Certainty.RESOLVED, None),
        ('L = ["x", "y"]\nCALL L[0])', "x", Certainty.RESOLVED, None),
        ('def m():\n    return "x"\nCALL m())', "x", Certainty.RESOLVED, "m()"),
        ('def m(a):\n    return a\nCALL m("x"))', "x", Certainty.RESOLVED, "m()"),
        ('def m(a, b="y"):\n    return b\nCALL m("x"))', "y", Certainty.RESOLVED, "m()"),
        ('P = "gpt"\nCALL P + "-4o")', "gpt-4o", Certainty.RESOLVED, "literal"),
        ('P = "4o"\nCALL f"gpt-{P}")', "gpt-4o", Certainty.RESOLVED, "literal"),
        ('CALL "x".strip())', "x", Certainty.RESOLVED, None),
        ('m = None or "x"\nCALL m)', "x", Certainty.RESOLVED, None),
        ('def f(p):\n    CALL "a" if p else "b")', "a", Certainty.MAYBE, "literal"),
        (
            'def f(p):\n    m = "a"\n    if p:\n        m = "b"\n    CALL m)',
            "b",
            Certainty.MAYBE,
            "variable m, app.py:6",
        ),
        ('def f(p):\n    D = {"a": "x", "b": "y"}\n    CALL D[p])', "x", Certainty.MAYBE, None),
        (
            'def f(p):\n    return {"a": "x"}.get(p, "y")\nCALL f(unseen))',
            "x",
            Certainty.MAYBE,
            None,
        ),
        ('for m in ["x", "y"]:\n    CALL m)', "x", Certainty.MAYBE, "constant m, app.py:3"),
        (
            'def f(p="x"):\n    CALL p)',
            "x",
            Certainty.MAYBE,
            'parameter p of f(), default "x"',
        ),
        ("def f(p):\n    CALL p)", None, Certainty.UNKNOWN, "parameter p of f()"),
        (
            'def f(p=None):\n    CALL p or "x")',
            "x",
            Certainty.MAYBE,
            'parameter p of f(), default "x"',
        ),
        (
            "class C:\n    def __init__(self, m):\n        self.m = m\n"
            "    def f(self):\n        CALL self.m)",
            None,
            Certainty.UNKNOWN,
            "parameter m of C()",
        ),
        ("CALL unseen)", None, Certainty.UNKNOWN, "unseen"),
        ("import other\nCALL other.pick(1))", None, Certainty.UNKNOWN, "other.pick(…)"),
        (
            'def f(p):\n    CALL f"gpt-{p}")',
            None,
            Certainty.UNKNOWN,
            '"gpt-{…}", put together from parts',
        ),
        ('(m := "x")\nCALL m)', "x", Certainty.RESOLVED, "constant m, app.py:3"),
        ('a, b = "x", "y"\nCALL b)', "y", Certainty.RESOLVED, "constant b, app.py:3"),
        ('a = b = "x"\nCALL a)', "x", Certainty.RESOLVED, "constant a, app.py:3"),
    ],
)
def test_value_certainty_and_origin(
    code: str, value: str | None, certainty: Certainty, origin: str | None
) -> None:
    fact = model(code)
    assert (fact.value, fact.certainty) == (value, certainty)
    if origin is not None:
        assert fact.origin == origin


def test_alternatives_follow_the_first_value() -> None:
    fact = model('def f(p):\n    CALL "a" if p == 1 else ("b" if p else "c"))')
    assert (fact.value, fact.alternatives) == ("a", ("b", "c"))


@pytest.mark.parametrize(
    ("code", "value", "certainty", "origin"),
    [
        (
            'import os\nCALL os.getenv("M", "x"))',
            "x",
            Certainty.RESOLVED,
            'environment variable M, default "x"',
        ),
        (
            'import os\nCALL os.environ.get("M") or "x")',
            "x",
            Certainty.RESOLVED,
            'environment variable M, default "x"',
        ),
        ('import os\nCALL os.environ["M"])', None, Certainty.UNKNOWN, "environment variable M"),
        (
            'from os import environ as e\nCALL e.get("M", "x"))',
            "x",
            Certainty.RESOLVED,
            'environment variable M, default "x"',
        ),
        (
            'from os import getenv\nN = getenv("M", "x")\nCALL N)',
            "x",
            Certainty.RESOLVED,
            'environment variable M, default "x"',
        ),
        (
            'import os\nD = "x"\nCALL os.getenv("M", D))',
            "x",
            Certainty.RESOLVED,
            'environment variable M, default "x"',
        ),
        (
            'from decouple import config\nCALL config("M", default="x"))',
            "x",
            Certainty.RESOLVED,
            'environment variable M, default "x"',
        ),
        (
            "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n"
            '    m: str = "x"\ns = S()\nCALL s.m)',
            "x",
            Certainty.RESOLVED,
            'environment variable M, default "x"',
        ),
        (
            "from pydantic_settings import BaseSettings, SettingsConfigDict\n"
            'class S(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="")\n'
            '    m: str = "x"\ndef f(s: S):\n    CALL s.m)',
            "x",
            Certainty.RESOLVED,
            'environment variable M, default "x"',
        ),
        (
            "from pydantic import BaseSettings, Field\nclass S(BaseSettings):\n"
            '    name: str = Field("x", env="M")\nCALL S().name)',
            "x",
            Certainty.RESOLVED,
            'environment variable M, default "x"',
        ),
    ],
)
def test_environment_variables(
    code: str, value: str | None, certainty: Certainty, origin: str
) -> None:
    fact = model(code)
    assert (fact.value, fact.certainty, fact.origin) == (value, certainty, origin)
    assert fact.env == ("M",)


def test_settings_with_a_prefix() -> None:
    fact = model(
        "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n"
        '    m: str = "x"\n    class Config:\n        env_prefix = "APP_"\nCALL S().m)'
    )
    assert fact.env == ("APP_M",)


def test_value_of_an_env_file_is_named() -> None:
    code = f"{CLIENT}import os\n{CALL.format(chr(34) + 'M' + chr(34))}"
    code = code.replace('"M"', 'os.environ["M"]')
    fact = only(code, {"M": EnvValue("gpt-4o", ".env", 3)}).model
    assert (fact.value, fact.certainty, fact.env) == ("gpt-4o", Certainty.MAYBE, ("M",))
    assert fact.origin == "environment variable M, set in .env:3"


def test_default_and_value_of_an_env_file_are_alternatives() -> None:
    code = f'{CLIENT}import os\nclient.chat.completions.create(model=os.getenv("M", "x"))'
    fact = only(code, {"M": EnvValue("y", "compose.yaml", 9)}).model
    assert (fact.value, fact.alternatives) == ("x", ("y",))
    assert fact.origin == 'environment variable M, default "x", set in compose.yaml:9'


def test_two_steps_through_files() -> None:
    fact = model(
        "from settings import CONFIG\nCALL CONFIG.model)",
        settings="from base import Base\nclass Config(Base):\n    pass\nCONFIG = Config()\n",
        base='class Base:\n    model = "x"\n',
    )
    assert (fact.value, fact.certainty) == ("x", Certainty.RESOLVED)


def test_star_imports_are_followed() -> None:
    assert model("from settings import *\nCALL MODEL)", settings='MODEL = "x"\n').value == "x"


@pytest.mark.parametrize(
    "code",
    [
        "m = m\nCALL m)",
        "a = b\nb = a\nCALL a)",
        "def f(x):\n    return f(x)\nCALL f(1))",
        "def f():\n    return g()\ndef g():\n    return f()\nCALL f())",
        "class A(B):\n    pass\nclass B(A):\n    pass\nCALL A().m)",
        "class A:\n    @property\n    def m(self):\n        return self.m\n"
        "    def f(self):\n        CALL self.m)",
        "d = {}\nd['a'] = d\nCALL d['a']['a']['a'])",
    ],
)
def test_circles_end_as_unknown(code: str) -> None:
    assert model(code).certainty is Certainty.UNKNOWN


@pytest.mark.parametrize(
    ("put", "certainty"),
    [
        ("self.config.model = 'x'", Certainty.RESOLVED),
        ("if not self.config.model:\n            self.config.model = 'x'", Certainty.MAYBE),
        ("self.config.model = self.config.model or 'x'", Certainty.MAYBE),
    ],
)
def test_what_the_class_itself_puts_into_a_member(put: str, certainty: Certainty) -> None:
    fact = model(
        "class C:\n    def __init__(self, config):\n        self.config = config\n"
        f"        {put}\n    def f(self):\n        CALL self.config.model)"
    )
    assert (fact.value, fact.certainty) == ("x", certainty)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("class C:\n    pass\nC.m = 'x'\nCALL C.m)", "x"),
        ("class C:\n    pass\nc = C()\nc.m = 'x'\nCALL c.m)", "x"),
        ("L = ['x']\nCALL L[9])", None),
        ("L = ['x']\nCALL L[unseen])", "x"),
        ("def f(*rest):\n    return rest[1]\nCALL f('a', 'x'))", "x"),
        ("def f(a, b):\n    return b\nargs = ['x']\nCALL f(*args))", None),
        ("def f(a, b):\n    return b\nmore = {}\nCALL f('y', **more))", None),
        ("def f():\n    pass\nCALL f())", None),
        ("def f(p):\n    if p:\n        return 'x'\n    return 'y'\nCALL f(1))", "x"),
        (
            "from functools import cached_property\nclass C:\n    @cached_property\n"
            "    def m(self):\n        return 'x'\nCALL C().m)",
            "x",
        ),
        ("class C:\n    def m(self):\n        return 'x'\nCALL C().m())", "x"),
        (
            "class C:\n    M = 'x'\n    @classmethod\n    def m(cls):\n        return cls.M\n"
            "CALL C.m())",
            "x",
        ),
        ("class S:\n    m = 'x'\ndef f(s: S):\n    CALL s.m)", "x"),
        ("class S:\n    m = 'x'\ndef f(s: 'S | None' = None):\n    CALL s.m)", "x"),
        ("D = dict(a='x')\nCALL D['a'])", "x"),
        ("D = {'a': 'x'}\nfor k in D:\n    CALL D[k])", "x"),
        ("D = {'a': 'x'}\nfor k in D.keys():\n    CALL k)", "a"),
        ("D = {'a': 'x'}\nfor v in D.values():\n    CALL v)", "x"),
        ("D = {'a': 'x'}\nfor k, v in D.items():\n    CALL v)", "x"),
        ("for a, b in [('x', 'y')]:\n    CALL b)", None),
        ("CALL str('x'))", "x"),
        ("if unseen:\n    m = 'x'\nelse:\n    m = 'y'\nCALL m)", "y"),
        ("try:\n    m = 'x'\nexcept Exception:\n    m = None\nCALL m)", "x"),
        ("CALL b'x')", "x"),
        ("CALL 1.5)", "1.5"),
        ("CALL None)", None),
        ("import settings\nCALL settings.nothing)", None),
    ],
)
def test_more_ways_to_a_value(code: str, value: str | None) -> None:
    assert model(code, settings="A = 1\n").value == value


def test_modules_of_packages_are_found_as_members() -> None:
    fact = only(
        {
            "app/__init__.py": "",
            "app/conf/__init__.py": "",
            "app/conf/llm.py": "MODEL = 'x'\n",
            "app/run.py": f"{CLIENT}import app\n"
            "client.chat.completions.create(model=app.conf.llm.MODEL)\n",
        }
    ).model
    assert (fact.value, fact.origin) == ("x", "constant MODEL, app/conf/llm.py:1")


def test_a_folder_inside_a_package_is_no_root() -> None:
    fact = only(
        {
            "pkg/__init__.py": "",
            "pkg/company.py": "MODEL = 'wrong'\n",
            "pkg/run.py": f"{CLIENT}from company import MODEL\n"
            "client.chat.completions.create(model=MODEL)\n",
        }
    ).model
    assert fact.value is None


@pytest.mark.parametrize("up", [".", "..", "...", "...."])
def test_relative_imports_beyond_the_top_end(up: str) -> None:
    assert model(f"from {up} import MODEL\nCALL MODEL)").value is None
