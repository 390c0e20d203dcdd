"""Lists of models: OpenAI's, Anthropic's, TokenLab's, and a single model."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.dialects.dialect import Parsed
from migrate_check.dialects.model_lists import Models

DIALECT = Models()
LIST = "https://h.example/v1/models"
ENTRY = {"id": "m-1", "object": "model", "created": 1, "owned_by": "system"}
CLAUDE = {"type": "model", "id": "c-1", "display_name": "C 1", "created_at": "2025-01-01T00:00:00Z"}
PAGE = {"data": [CLAUDE], "has_more": False, "first_id": "c-1", "last_id": "c-1"}


def read(document: Any, url: str = LIST, status: int = 200) -> Parsed:
    return DIALECT.parse_document(document, status, DIALECT.asked(None, url))


def listing(*entries: Any, **fields: Any) -> dict[str, Any]:
    return {"object": "list", "data": [*entries], **fields}


def kinds(parsed: Parsed) -> dict[str, str]:
    return {anomaly.kind.value: anomaly.location for anomaly in parsed.anomalies}


def listed(document: Any) -> tuple[str, ...]:
    parsed = read(document)
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    return parsed.reply.listed


def test_a_list_is_asked_for_with_get() -> None:
    assert (DIALECT.method, DIALECT.path) == ("GET", "/v1/models")


@pytest.mark.parametrize(
    ("url", "model"),
    [
        (LIST, None),
        (f"{LIST}/", None),
        (f"{LIST}/m-1", "m-1"),
        (f"{LIST}/openai%2Fm-1?x=1", "openai/m-1"),
        ("https://h.example/v1/chat", None),
        ("https://[h", None),
    ],
)
def test_the_model_asked_for_is_in_the_url(url: str, model: str | None) -> None:
    assert DIALECT.asked(None, url).model == model


def test_an_openai_list() -> None:
    assert listed(listing(ENTRY, {**ENTRY, "id": "m-2"})) == ("m-1", "m-2")


def test_an_anthropic_list() -> None:
    assert listed(PAGE) == ("c-1",)


def test_tokenlab_tells_other_names_of_a_model() -> None:
    assert listed(listing({**ENTRY, "tokenlab": {"aliases": ["openai/m-1", 7]}})) == (
        "m-1",
        "openai/m-1",
    )


def test_tokenlabs_short_list_has_ids_only() -> None:
    document = listing({"id": "m-1", "provider": "p"}, view="compact", count=1)
    assert listed(document) == ("m-1",)


@pytest.mark.parametrize("document", [ENTRY, CLAUDE])
def test_a_single_model(document: dict[str, Any]) -> None:
    parsed = read(document, f"{LIST}/x")
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert parsed.reply.model == document["id"]
    assert parsed.reply.listed == (document["id"],)


def test_a_deleted_model_is_named() -> None:
    parsed = read({"id": "m-1", "object": "model", "deleted": True})
    assert parsed.anomalies == ()
    assert parsed.reply is not None


@pytest.mark.parametrize(
    ("document", "found"),
    [
        (listing(), {"model-list-empty": "data"}),
        (
            listing({"id": "m", "object": "model", "created": 1}),
            {"field-required-missing": "data[].owned_by"},
        ),
        (listing({**ENTRY, "created": "now"}), {"field-wrong-type": "data[].created"}),
        ({"data": [ENTRY]}, {"field-required-missing": "object"}),
        ({**PAGE, "last_id": 7}, {"field-wrong-type": "last_id"}),
        ({"object": "list"}, {"field-required-missing": "data"}),
        ({"object": "chat.completion"}, {"object-foreign": "body"}),
        ({"models": []}, {"object-foreign": "body"}),
        ([ENTRY], {"field-wrong-type": "body"}),
    ],
)
def test_what_is_wrong_with_a_list(document: Any, found: dict[str, str]) -> None:
    assert kinds(read(document)) == found


def test_a_body_without_a_model_is_no_reply() -> None:
    assert read({}).reply is None
    assert read({}, f"{LIST}/m-1").reply is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    ["data", "id", "object", "type", "tokenlab", "aliases", "has_more"]
                ),
                inner,
            )
        ),
    )
)
def test_anything_may_come(document: Any) -> None:
    read(document)
    read(document, f"{LIST}/m-1")
