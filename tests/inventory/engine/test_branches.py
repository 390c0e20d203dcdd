"""What one branch does to a variable is not seen in another."""

from __future__ import annotations

from textwrap import dedent

import pytest

from migrate_check.domain.call_site import CallSite, Certainty, Language
from tests.inventory.engine.code import names, sites_of

CREATE = "client.chat.completions.create(messages=[], model='m', **p)"
HEAD = "from openai import OpenAI\nclient = OpenAI()\n"


def sites(code: str) -> list[CallSite]:
    body = dedent(code).strip().replace("CREATE", CREATE)
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return sites_of(f"{HEAD}def ask(kind):\n{lines}\n")


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        (
            """
            p = {"n": 1}
            if kind == "a":
                p["seed"] = 1
            elif kind == "b":
                CREATE
            """,
            ["messages", "n"],
        ),
        (
            """
            p = {"n": 1}
            if kind == "a":
                p = {"seed": 1, **p}
            else:
                CREATE
            """,
            ["messages", "n"],
        ),
        (
            """
            p = {"n": 1}
            match kind:
                case "a":
                    p["seed"] = 1
                case _:
                    CREATE
            """,
            ["messages", "n"],
        ),
        (
            """
            p = {"n": 1}
            if kind == "a":
                p["seed"] = 1
                return None
            CREATE
            """,
            ["messages", "n"],
        ),
        (
            """
            p = {"n": 1}
            try:
                if kind == "a":
                    p["seed"] = 1
                else:
                    p["top_p"] = 1
            except ValueError:
                p["stop"] = "x"
            CREATE
            """,
            ["messages", "n", "seed", "stop", "top_p"],
        ),
        (
            """
            p = {"n": 1}
            for one in kind:
                if one == "a":
                    p["seed"] = 1
                else:
                    CREATE
            """,
            ["messages", "n", "seed"],
        ),
        (
            """
            p = {"n": 1}
            try:
                if kind == "a":
                    p["seed"] = 1
                    return load(kind)
            finally:
                CREATE
            """,
            ["messages", "n", "seed"],
        ),
    ],
)
def test_other_branches_do_not_reach_the_call(code: str, fields: list[str]) -> None:
    (site,) = sites(code)
    assert names(site) == fields
    assert site.fields_known


def test_a_model_of_another_branch_is_none_of_this() -> None:
    first, second = sites(
        """
        p = {"n": 1}
        model = "small"
        if kind == "a":
            model = "large"
            client.embeddings.create(input="x", model=model)
        else:
            client.embeddings.create(input="x", model=model)
        """
    )
    assert (first.model.value, first.model.certainty) == ("large", Certainty.MAYBE)
    assert (second.model.value, second.model.alternatives) == ("small", ())
    assert second.model.certainty is Certainty.RESOLVED


@pytest.mark.parametrize(("end", "fields"), [("break", ["messages"]), ("", ["messages", "seed"])])
def test_cases_of_a_switch_fall_through_without_break(end: str, fields: list[str]) -> None:
    (site,) = sites_of(
        {
            "app.ts": f"""
            import OpenAI from "openai";
            const client = new OpenAI();
            export async function ask(kind: string) {{
              const p: Record<string, unknown> = {{ model: "m", messages: [] }};
              switch (kind) {{
                case "a":
                  p.seed = 1;
                  {end}
                case "b":
                  await client.chat.completions.create(p);
              }}
            }}
            """
        },
        language=Language.TYPESCRIPT,
    )
    assert names(site) == fields


def test_an_attribute_may_keep_what_another_call_put_into_it() -> None:
    (site,) = sites_of(
        f"""{HEAD}
class Asker:
    def __init__(self):
        self.more = {{"n": 1}}

    def ask(self, kind):
        if kind:
            self.more["seed"] = 1
            return None
        return client.chat.completions.create(model="m", messages=[], **self.more)
"""
    )
    assert names(site) == ["messages", "n", "seed"]
