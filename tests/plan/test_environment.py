"""Variables are named in files and read when sending."""

from __future__ import annotations

import pytest

from migrate_check.domain.errors import ConfigError
from migrate_check.plan.environment import fill_headers, key_variable, variables_in


@pytest.mark.parametrize("text", ["", "NAME", "$NAME", "${}", "${a-b}", "x${NAME}", "${A}${B}"])
def test_only_a_reference_alone_names_a_key(text: str) -> None:
    assert key_variable(text) is None
    assert key_variable(" ${NAME} ") == "NAME"


def test_headers_are_filled_from_the_environment() -> None:
    headers = (("Authorization", "Bearer ${KEY}"), ("X-Both", "${A}-${KEY}"), ("X", "plain $A"))
    assert fill_headers(headers, {"KEY": "k", "A": "a"}, "f.yaml:3") == (
        ("Authorization", "Bearer k"),
        ("X-Both", "a-k"),
        ("X", "plain $A"),
    )
    assert variables_in("${A}-${KEY}") == ("A", "KEY")


def test_an_unset_variable_is_named_with_its_place() -> None:
    with pytest.raises(ConfigError) as caught:
        fill_headers((("X", "${MISSING}"),), {}, "f.yaml:3")
    assert str(caught.value) == (
        "f.yaml:3: environment variable MISSING is not set; run: export MISSING=…"
    )
