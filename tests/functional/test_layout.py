"""What a terminal is given: lines that fit, and nothing that steers it."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from rich.text import Text

from migrate_check.cli.layout import paragraph, table, tail


def shown(columns: int = 40) -> Console:
    return Console(file=io.StringIO(), width=columns, highlight=False)


def lines(on: Console) -> list[str]:
    assert isinstance(on.file, io.StringIO)
    return on.file.getvalue().splitlines()


def test_a_long_reason_hangs_under_its_label() -> None:
    on = shown()
    paragraph(on, "undecided  ", "the finish reason differs in one of three trials of this case")
    first, *others = lines(on)
    assert first.startswith("undecided  the finish")
    assert others
    assert all(line.startswith(" " * 11) and line[11] != " " for line in others)
    assert all(len(line) <= 40 for line in (first, *others))


def test_a_path_is_not_broken() -> None:
    on = shown()
    paragraph(on, "", "see /a/very/long/path/that/is/longer/than/the/terminal-is-wide/report.html")
    assert "".join(lines(on)).replace(" ", "").count("report.html") == 1


@pytest.mark.parametrize("hostile", ["\x1b[2J", "\x1b]0;title\x07", "a\rb", "a\nb", "\u202e"])
def test_text_from_outside_cannot_steer_the_terminal(hostile: str) -> None:
    on = shown()
    paragraph(on, "", f"the gateway said {hostile}")
    output = "".join(lines(on)) + tail(f"body.{hostile}", 30)
    assert not any(mark in output for mark in ("\x1b", "\x07", "\r", "\u202e"))


def test_columns_line_up_and_end_without_blanks() -> None:
    on = shown()
    rows = [(Text("a"), Text("1/10"), Text("x")), (Text("long"), Text("10/10"), Text(""))]
    table(on, [(Text("a heading as wide as it likes"),), *rows], right=frozenset({1}))
    assert lines(on) == ["", "a heading as wide as it likes", "a      1/10  x", "long  10/10"]


def test_markup_in_a_text_is_text() -> None:
    on = shown()
    paragraph(on, "", "choices[].finish_reason [bold]x[/bold]")
    assert lines(on) == ["choices[].finish_reason [bold]x[/bold]"]


@pytest.mark.parametrize(
    ("text", "most", "wanted"),
    [
        ("error.code", 20, "error.code"),
        ("choices[].message.tool_calls[].function.name", 30, "…tool_calls[].function.name"),
        ("x" * 50, 10, "…" + "x" * 9),
    ],
)
def test_the_end_of_a_location_is_kept(text: str, most: int, wanted: str) -> None:
    assert tail(text, most) == wanted
    assert len(tail(text, most)) <= most
