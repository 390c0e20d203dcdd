"""The tables of known calls."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from migrate_check.domain.call_site import OTHER_ENDPOINTS, ROUTES, UNKNOWN_ROUTE, Language
from migrate_check.inventory import signatures
from migrate_check.inventory.readers.registry import READERS
from migrate_check.inventory.signature import SignatureTable

FOLDER = Path(signatures.__file__).parent
NAMES = sorted({name for names in signatures.FILES.values() for name in names})


def table(name: str) -> SignatureTable:
    found: SignatureTable = import_module(f"{signatures.__name__}.{name}").TABLE
    return found


@pytest.mark.parametrize("name", NAMES)
def test_each_table_is_loaded_for_exactly_the_languages_of_its_rows(name: str) -> None:
    rows = (*table(name).calls, *table(name).clients, *table(name).http)
    spoken = {language for row in rows for language in row.languages}
    assert spoken == {language for language, names in signatures.FILES.items() if name in names}


@pytest.mark.parametrize("name", NAMES)
def test_calls_lead_to_routes_that_exist(name: str) -> None:
    known = ROUTES | OTHER_ENDPOINTS | {UNKNOWN_ROUTE}
    assert {row.route for row in table(name).calls} <= known


def test_no_table_is_forgotten() -> None:
    with_tables = {
        path.stem for path in FOLDER.glob("*.py") if "\nTABLE = " in path.read_text("utf-8")
    }
    assert with_tables == set(NAMES)


def test_every_language_with_a_reader_has_calls_to_look_for() -> None:
    assert set(signatures.FILES) == set(READERS)
    assert signatures.tables_of([Language.ENV]) == ()
    kotlin = signatures.tables_of([Language.KOTLIN, Language.JAVA])
    assert len(kotlin) == len(set(map(id, kotlin)))
