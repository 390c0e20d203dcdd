"""Suppression comments at a site."""

from __future__ import annotations

import pytest

from migrate_check.inventory.ignore_comments import comments_of


def at(text: str, line: int) -> dict[str, str]:
    """What comments say about a call at a line."""
    comments = comments_of(text.encode())
    return comments.at(line) if comments else {}


@pytest.mark.parametrize(
    ("comment", "rules"),
    [
        ("# migrate-check: ignore", {"*": "no reason given"}),
        ("// migrate-check: ignore[seed-dropped]", {"seed-dropped": "no reason given"}),
        ("# migrate-check: ignore[a, b] both known", {"a": "both known", "b": "both known"}),
        ("/* migrate-check: ignore[a] in C */", {"a": "in C"}),
        ("<!-- migrate-check: ignore why not -->", {"*": "why not"}),
        ("-- migrate-check:ignore[a]: colon", {"a": "colon"}),
        (" * migrate-check: ignore[a] in a block", {"a": "in a block"}),
        ("# noqa  # migrate-check: ignore[a] second", {"a": "second"}),
        ("# migrate-check: ignored", {}),
        ('x = "migrate-check: ignore"', {}),
    ],
)
def test_syntaxes(comment: str, rules: dict[str, str]) -> None:
    assert at(f"{comment}\ncall()\n", 2) == (rules if comment.lstrip()[0] in "#/<-*" else {})
    assert at(f"call() {comment}\n", 1) == rules


def test_a_block_of_comments_above_counts_whole() -> None:
    text = "# migrate-check: ignore[a] far\n# more words\ncall()\nother()\n"
    assert at(text, 3) == {"a": "far"}
    assert at(text, 4) == {}


def test_a_comment_behind_the_line_above_is_that_line_s_own() -> None:
    assert at("first()  # migrate-check: ignore\nsecond()\n", 2) == {}


def test_every_line_of_the_call_counts() -> None:
    text = "client.create(\n  model='x',\n  seed=1,  # migrate-check: ignore[seed] fixed\n)\nz()\n"
    assert at(text, 1) == {"seed": "fixed"}
    assert at(text, 5) == {}


def test_a_chain_over_lines_begins_at_its_first() -> None:
    text = "// migrate-check: ignore[a] chain\nclient\n  .chat\n  .create({\n})\n"
    assert at(text, 4) == {"a": "chain"}


def test_files_without_the_mark_cost_nothing() -> None:
    assert comments_of(b"x = 1\n") is None
    assert comments_of(b"# migrate-check: something else\n") is None
