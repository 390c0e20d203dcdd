from __future__ import annotations

import json

import pytest

from migrate_check.domain.errors import ConfigError
from migrate_check.domain.exchange import header
from migrate_check.domain.scenario import Auth
from migrate_check.exchange.credentials import is_credential
from tests.exchange.plans import BUILDER, case, endpoint

VARIABLES = {"model": "größe-1"}


def test_body_is_compact_utf8_with_placeholders_filled() -> None:
    ready = BUILDER.build(case(), endpoint(), VARIABLES)

    assert ready.method == "POST"
    assert ready.url == "https://baseline.test/v1/chat/completions"
    assert ready.body == '{"model":"größe-1","messages":["hi"]}'.encode()
    assert ready.document == {"model": "größe-1", "messages": ["hi"]}


def test_headers_in_the_order_of_generality() -> None:
    ready = BUILDER.build(case(), endpoint(headers=(("X-Team", "${TEAM}!"),)), VARIABLES)

    assert ready.headers == (
        ("Accept", "application/json"),
        ("Content-Type", "application/json"),
        ("x-version", "1"),
        ("Authorization", "Bearer sk-baseline-1"),
        ("X-Team", "red!"),
    )


def test_headers_of_the_endpoint_replace_others() -> None:
    own = (("X-VERSION", "2"), ("authorization", "Basic ${TEAM}"))
    ready = BUILDER.build(case(), endpoint(headers=own), VARIABLES)

    assert header(ready.headers, "x-version") == "2"
    assert header(ready.headers, "authorization") == "Basic red"


@pytest.mark.parametrize(
    ("auth", "key_env", "expected"),
    [
        (Auth.VALID, "BASELINE_KEY", "Bearer sk-baseline-1"),
        (Auth.VALID, None, None),
        (Auth.INVALID, "BASELINE_KEY", "Bearer sk-migrate-check-invalid-key"),
        (Auth.INVALID, None, "Bearer sk-migrate-check-invalid-key"),
        (Auth.MISSING, "BASELINE_KEY", None),
    ],
)
def test_credentials_by_kind(auth: Auth, key_env: str | None, expected: str | None) -> None:
    ready = BUILDER.build(case(auth=auth), endpoint(key_env=key_env), VARIABLES)

    assert header(ready.headers, "authorization") == expected


@pytest.mark.parametrize(
    ("auth", "name", "expected"),
    [
        (Auth.BEARER, "authorization", "Bearer sk-baseline-1"),
        (Auth.X_API_KEY, "x-api-key", "sk-baseline-1"),
        (Auth.X_GOOG_API_KEY, "x-goog-api-key", "sk-baseline-1"),
    ],
)
def test_valid_key_in_another_header_is_in_that_one_only(
    auth: Auth, name: str, expected: str
) -> None:
    ready = BUILDER.build(case(auth=auth), endpoint(headers=(("api-key", "${TEAM}"),)), VARIABLES)

    found = {line: value for line, value in ready.headers if is_credential(line)}
    assert {line.lower(): value for line, value in found.items()} == {name: expected}
    assert "sk-" not in ready.url


def test_valid_key_in_the_query_is_nowhere_else() -> None:
    side = endpoint(query=(("version", "7"),))
    ready = BUILDER.build(case(auth=Auth.KEY_IN_QUERY), side, VARIABLES)

    assert ready.url.endswith("?version=7&key=sk-baseline-1")
    assert not any(is_credential(name) for name, _ in ready.headers)
    assert "sk-baseline-1" not in repr(ready)


def test_side_without_a_key_puts_none_into_the_query() -> None:
    ready = BUILDER.build(case(auth=Auth.KEY_IN_QUERY), endpoint(key_env=None), VARIABLES)

    assert "?" not in ready.url


def test_headers_of_the_case_replace_the_routes_and_are_filled() -> None:
    own = case(headers=(("X-Version", "3"), ("x-run", "<${model}>")))
    ready = BUILDER.build(own, endpoint(), {"model": "m"})

    assert header(ready.headers, "x-version") == "3"
    assert header(ready.headers, "x-run") == "<m>"


def test_hang_up_is_for_the_first_request_only() -> None:
    ready = BUILDER.build(case(cancel_after_events=2), endpoint(), VARIABLES)
    again = ready.again()

    assert ready.hang_up_after == 2
    assert again.hang_up_after is None
    assert (again.url, again.headers, again.body) == (ready.url, ready.headers, ready.body)
    assert again.take != ready.take


@pytest.mark.parametrize("auth", [Auth.INVALID, Auth.MISSING])
def test_second_way_in_is_closed_for_wrong_credentials(auth: Auth) -> None:
    """A gateway key in an extra header or parameter would make the wrong key right."""
    side = endpoint(
        headers=(("api-key", "${TEAM}"), ("X-Team", "${TEAM}")),
        query=(("key", "${TEAM}"), ("version", "7")),
    )
    ready = BUILDER.build(case(auth=auth), side, VARIABLES)

    assert header(ready.headers, "api-key") is None
    assert header(ready.headers, "x-team") == "red"
    assert ready.url.endswith("?version=7")


def test_query_of_the_endpoint_is_filled() -> None:
    side = endpoint(query=(("key", "${TEAM}"), ("version", "7")))

    assert BUILDER.build(case(), side, VARIABLES).url.endswith("?key=red&version=7")


def test_path_of_the_case_replaces_the_route() -> None:
    ready = BUILDER.build(case(path="/v1/nothing"), endpoint(), VARIABLES)

    assert ready.url == "https://baseline.test/v1/nothing"


def test_raw_body_is_sent_as_it_is() -> None:
    ready = BUILDER.build(case(body=None, raw_body='{"model": "${model}", '), endpoint(), VARIABLES)

    assert ready.body == b'{"model": "${model}", '
    assert ready.document is None


def test_later_turn_sends_its_own_body() -> None:
    ready = BUILDER.build(case(), endpoint(), VARIABLES, {"messages": ["${model}"]})

    assert ready.body == b'{"messages":["${model}"]}'
    assert ready.document == {"messages": ["${model}"]}


def test_lone_surrogate_is_escaped() -> None:
    """A model's answer can end inside an emoji, and goes back as it came."""
    ready = BUILDER.build(case(), endpoint(), VARIABLES, {"say": "ü\ud83d"})

    assert json.loads(ready.body) == {"say": "ü\ud83d"}


def test_missing_variable_names_side_and_remedy() -> None:
    with pytest.raises(ConfigError, match=r"baseline: environment variable NO_KEY is not set"):
        BUILDER.build(case(), endpoint(key_env="NO_KEY"), VARIABLES)
