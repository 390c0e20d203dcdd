"""Notebooks: cells, their languages, shell lines and magics."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.call_site import Language
from migrate_check.inventory.notebooks import cells, split_cell
from migrate_check.inventory.reading import NotRead


def code(*sources: str | list[str], language: str = "python") -> bytes:
    """A notebook of code cells."""
    made: list[Any] = [{"cell_type": "code", "source": source} for source in sources]
    metadata = {"language_info": {"name": language}}
    return json.dumps({"cells": made, "metadata": metadata, "nbformat": 4}).encode()


def test_cells_are_pieces_with_their_numbers() -> None:
    notebook = json.loads(code("import x\n", ["a = 1\n", "b = 2"]))
    notebook["cells"].insert(0, {"cell_type": "markdown", "source": "client.create()"})
    pieces = [*cells("d/n.ipynb", json.dumps(notebook).encode())]
    assert [(piece.path, piece.data) for piece in pieces] == [
        ("d/n.ipynb#cell-2", b"import x\n"),
        ("d/n.ipynb#cell-3", b"a = 1\nb = 2"),
    ]
    assert pieces[0].file == "d/n.ipynb"
    assert pieces[0].in_notebook


def test_shell_lines_and_magics_keep_the_lines_of_the_code() -> None:
    source = "%pip install openai\nx = 1\nif x:\n    !curl a \\\n      -d b\nfiles = !ls\ny = x?"
    python, shell = sorted(
        split_cell("n#cell-1", source, Language.PYTHON), key=lambda p: p.language
    )
    assert python.data.split(b"\n") == [
        b"",
        b"x = 1",
        b"if x:",
        b"    pass",
        b"      pass",
        b"",
        b"y = x?",
    ]
    assert shell.data.split(b"\n")[3:6] == [b"curl a \\", b"      -d b", b"ls"]


@pytest.mark.parametrize(
    ("first", "language"),
    [
        ("%%bash", Language.SHELL),
        ("%%sh -e", Language.SHELL),
        ("%%script bash", Language.SHELL),
        ("%%javascript", Language.JAVASCRIPT),
        ("%%time", Language.PYTHON),
    ],
)
def test_cell_magics_choose_the_language(first: str, language: Language) -> None:
    (piece,) = split_cell("n#cell-1", f"{first}\ncall()", Language.PYTHON)
    assert (piece.language, piece.data) == (language, b"\ncall()")


@pytest.mark.parametrize("first", ["%%html", "%%writefile x.py", "%%script perl", "%%latex"])
def test_cells_of_no_code_are_left_out(first: str) -> None:
    assert [*split_cell("n#cell-1", f"{first}\nclient.create()", Language.PYTHON)] == []


@pytest.mark.parametrize(
    ("name", "language"),
    [("typescript", Language.TYPESCRIPT), ("C#", Language.CSHARP), ("python3", Language.PYTHON)],
)
def test_the_kernel_says_the_language(name: str, language: Language) -> None:
    (piece,) = cells("n.ipynb", code("call();", language=name))
    assert piece.language is language


def test_a_kernel_of_no_known_language_gives_nothing() -> None:
    assert [*cells("n.ipynb", code("call()", language="R"))] == []


def test_old_notebooks_have_worksheets() -> None:
    old = {"worksheets": [{"cells": [{"cell_type": "code", "input": ["a()\n"]}]}]}
    assert [piece.data for piece in cells("n.ipynb", json.dumps(old).encode())] == [b"a()\n"]


@pytest.mark.parametrize("data", [b"{", b"[1]", b"\xff", b"[" * 100_000, b""])
def test_what_is_no_notebook_is_said(data: bytes) -> None:
    with pytest.raises(NotRead, match="not a valid notebook"):
        list(cells("n.ipynb", data))


LINES = st.lists(
    st.sampled_from(
        ["x = 1", "!curl a", "  !ls \\", "%time f()", "%%bash", "y?", "", "    z()", "a = !b", "é"]
    ),
    max_size=12,
)


@given(LINES)
def test_every_line_keeps_its_number(lines: list[str]) -> None:
    for piece in split_cell("n#cell-1", "\n".join(lines), Language.PYTHON):
        assert piece.first_line == 1
        made = piece.data.decode().split("\n")
        assert len(made) == len(lines)
        for ours, theirs in zip(made, lines, strict=True):
            assert ours.strip() in ("", "pass") or ours.strip() in theirs


@given(st.recursive(st.none() | st.text(max_size=3) | st.integers(), st.lists, max_leaves=5))
def test_odd_cells_never_break_it(odd: object) -> None:
    document = {
        "cells": [odd, {"cell_type": "code", "source": odd, "metadata": odd}],
        "metadata": odd,
    }
    for piece in cells("n.ipynb", json.dumps(document).encode()):
        assert piece.path == "n.ipynb#cell-2"
