"""Error bodies: read in every envelope, judged by the route's own."""

from __future__ import annotations

from typing import Any

import pytest

from migrate_check.domain.observation import ApiError
from tests.dialects.wire import ANTHROPIC, OPENAI, kinds

ASKED = OPENAI.asked({})
OWN = {"message": "No such model", "type": "invalid_request_error", "param": None, "code": "404"}
FOREIGN = ("error-envelope-foreign", "error")


def test_the_error_of_openai() -> None:
    parsed = OPENAI.parse_document({"error": OWN}, 404, ASKED)
    assert parsed.reply is None
    assert parsed.anomalies == ()
    assert parsed.error == ApiError(
        "openai", "invalid_request_error", "404", "No such model", None, False
    )


def test_the_error_of_anthropic() -> None:
    document = {"type": "error", "error": {"type": "not_found_error", "message": "no"}}
    parsed = ANTHROPIC.parse_document(document, 404, ANTHROPIC.asked({}))
    assert parsed.anomalies == ()
    assert parsed.error == ApiError("anthropic", "not_found_error", None, "no", None, False)
    assert kinds(OPENAI.parse_document(document, 404, ASKED)) == {FOREIGN}


def test_openai_envelope_on_anthropics_route() -> None:
    parsed = ANTHROPIC.parse_document({"error": {**OWN, "type": "None"}}, 400, ANTHROPIC.asked({}))
    assert kinds(parsed) == {FOREIGN, ("error-literal-none", "error.type")}
    assert parsed.error is not None
    assert parsed.error.envelope == "openai"


def test_an_error_in_a_success_of_anthropic() -> None:
    document = {"type": "error", "error": {"type": "api_error", "message": "no"}}
    parsed = ANTHROPIC.parse_document(document, 200, ANTHROPIC.asked({}))
    assert kinds(parsed) == {("error-in-2xx", "error")}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"error": {**OWN, "message": ""}}, {("error-field-missing", "error.message")}),
        ({"error": {"message": "no"}}, {
            ("error-field-missing", f"error.{name}") for name in ("type", "param", "code")
        }),
        ({"error": {**OWN, "code": 404}}, {("field-wrong-type", "error.code")}),
        ({"error": {**OWN, "param": "None", "code": "null"}}, {
            ("error-literal-none", "error.param"), ("error-literal-none", "error.code")
        }),
        ({"error": {**OWN, "type": None}}, set()),
    ],
)  # fmt: skip
def test_departures(document: Any, expected: set[tuple[str, str]]) -> None:
    assert kinds(OPENAI.parse_document(document, 400, ASKED)) == expected


@pytest.mark.parametrize(
    ("document", "message", "code"),
    [
        ({"detail": "Not Found"}, "Not Found", None),
        ({"message": "no", "code": 7}, "no", "7"),
        ({"error": "bad key"}, "bad key", None),
        ([{"error": {"code": 400, "message": "bad", "type": "x"}}], "bad", "400"),
        ({"detail": [{"loc": []}]}, None, None),
        ([], None, None),
        ("no", None, None),
        (None, None, None),
    ],
)
def test_other_envelopes_are_foreign(document: Any, message: str | None, code: str | None) -> None:
    parsed = OPENAI.parse_document(document, 400, ASKED)
    assert kinds(parsed) == {FOREIGN}
    assert parsed.error is not None
    assert (parsed.error.envelope, parsed.error.message) == ("other-json", message)
    assert parsed.error.code == code


@pytest.mark.parametrize(
    "document", [[{"error": "x"}], {"error": "x"}, {"error": {"message": "x"}}]
)
def test_errors_in_a_success_are_errors(document: Any) -> None:
    parsed = OPENAI.parse_document(document, 200, ASKED)
    assert ("error-in-2xx", "error") in kinds(parsed)
    assert parsed.error is not None


@pytest.mark.parametrize("document", [{"error": None, "choices": []}, [], {"error": ""}])
def test_an_empty_error_is_none(document: Any) -> None:
    assert OPENAI.parse_document(document, 200, ASKED).error is None
