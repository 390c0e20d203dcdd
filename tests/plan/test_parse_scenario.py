"""Scenario files: what they become, and what is said when they are wrong."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.errors import ScenarioError
from migrate_check.domain.scenario import Auth, Route
from migrate_check.plan.parse_scenario import parse_scenario

_NAMES = [f"'{route.value}'" for route in Route]
ROUTES = f"{', '.join(_NAMES[:-1])} or {_NAMES[-1]}"
HEAD = "route: openai-chat\ncases:\n"
PLAIN = '  - case: plain\n    request: {model: "${model}"}\n'


def refusal(text: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(text, "my/tools.yaml")
    return str(caught.value)


def test_a_case_keeps_everything_that_was_written() -> None:
    first, second = parse_scenario(
        """\
route: anthropic-messages
about: All cases.
cases:
  - case: forced-call
    about: One call.
    stream: [true, false]
    auth: invalid
    path: /v1/nope
    request: {model: "${model}", tools: [{name: get_weather}]}
    then:
      - tool_results: {get_weather: "18"}
      - user: Thanks.
""",
        "somewhere/mine.yaml",
    )
    assert (first.case_id, second.case_id) == (
        "anthropic-messages/mine/forced-call",
        "anthropic-messages/mine/forced-call+stream",
    )
    assert first.twin_id == second.twin_id
    assert first.body == {"model": "${model}", "tools": [{"name": "get_weather"}]}
    assert second.body == {**first.body, "stream": True}
    assert first.route is Route.ANTHROPIC_MESSAGES
    assert first.auth is Auth.INVALID
    assert first.path == "/v1/nope"
    assert first.about == "One call."
    assert first.expects_error is False
    assert [turn.tool_results for turn in first.turns] == [{"get_weather": "18"}, None]
    assert [turn.user for turn in first.turns] == [None, "Thanks."]
    assert first.source == "somewhere/mine.yaml:4"


def test_defaults() -> None:
    (case,) = parse_scenario("about: File.\n" + HEAD + PLAIN, "x.yaml")
    assert (case.stream, case.auth, case.path, case.turns) == (False, Auth.VALID, None, ())
    assert case.about == "File."
    assert case.raw_body is None


def test_a_raw_body_is_kept_byte_for_byte() -> None:
    (case,) = parse_scenario(
        HEAD + "  - {case: broken, expects: error, raw_body: '{\"${x}\": ['}", "x.yaml"
    )
    assert case.raw_body == '{"${x}": ['
    assert case.body is None
    assert case.expects_error


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "my/tools.yaml: the file is empty; it needs route, cases"),
        ("- 1", "my/tools.yaml:1: expected a mapping, got a list"),
        ("route: openai-chat", "my/tools.yaml:1: cases is missing"),
        (HEAD + "  []", "my/tools.yaml:2: cases: expected at least one entry, got a list"),
        (
            "route: openai\ncases:\n" + PLAIN,
            f"my/tools.yaml:1: route: expected {ROUTES}, got 'openai'",
        ),
        (
            "rout: openai-chat\ncases:\n" + PLAIN,
            "my/tools.yaml:1: unknown key 'rout'; closest: 'route'",
        ),
        (
            HEAD + "  - case: a\n    reqest: {}",
            "my/tools.yaml:4: unknown key 'reqest'; closest: 'request'",
        ),
        (
            HEAD + "  - case: a\n    zzz: {}",
            "my/tools.yaml:4: unknown key 'zzz'; known: about, auth, burst, cancel_after_events, "
            "case, expects, headers, multipart, path, probe, raw_body, request, stream, then",
        ),
        (HEAD + "  - request: {}", "my/tools.yaml:3: cases[0].case is missing"),
        (
            HEAD + "  - case: Über Fall\n    request: {}",
            "my/tools.yaml:3: cases[0].case: expected small letters, digits and dashes, "
            "got 'Über Fall'",
        ),
        (
            HEAD + PLAIN + PLAIN,
            "my/tools.yaml:5: case 'plain' is given twice, first on line 3; rename one",
        ),
        (
            HEAD + "  - case: a\n    request: {}\n    stream: yes",
            "my/tools.yaml:5: cases[0].stream: expected true, false or [false, true], got 'yes'",
        ),
        (
            HEAD + "  - case: a\n    request: {}\n    stream: [true, true]",
            "my/tools.yaml:5: cases[0].stream: expected true, false or [false, true], got a list",
        ),
        (
            HEAD + "  - case: a\n    request: {}\n    expects: failure",
            "my/tools.yaml:5: cases[0].expects: expected 'reply' or 'error', got 'failure'",
        ),
        (
            HEAD + "  - case: a\n    request: {}\n    path: v1/nope",
            "my/tools.yaml:5: cases[0].path: expected a path such as /v1/nope, got 'v1/nope'",
        ),
        (
            HEAD + "  - case: a\n    request: []",
            "my/tools.yaml:4: cases[0].request: expected a mapping, got a list",
        ),
        (
            HEAD + "  - case: a",
            "my/tools.yaml:3: case 'a': needs either `request` or `raw_body`",
        ),
        (
            HEAD + "  - case: a\n    request: {}\n    raw_body: x",
            "my/tools.yaml:3: case 'a': needs either `request` or `raw_body`",
        ),
        (
            HEAD + "  - case: a\n    request:\n      stream: true",
            "my/tools.yaml:5: case 'a': leave `stream` out of the request; "
            "write `stream: true` beside `case:`",
        ),
        (
            HEAD + "  - case: a\n    request:\n      model:\n        - ${modle}",
            "my/tools.yaml:6: case 'a': unknown placeholder ${modle}; closest: '${model}'; "
            "a literal ${ is written $${",
        ),
        (
            HEAD + '  - case: a\n    request: {model: "${model"}',
            "my/tools.yaml:4: case 'a': unknown placeholder ${model; closest: '${model}'; "
            "a literal ${ is written $${",
        ),
        (
            HEAD + "  - case: a\n    raw_body: x\n    stream: true",
            "my/tools.yaml:5: case 'a': `raw_body` is sent as it is; remove `stream`",
        ),
        (
            HEAD + "  - case: a\n    raw_body: x\n    then:\n      - user: b",
            "my/tools.yaml:5: case 'a': `raw_body` has no next turn "
            "but `again: true`; use `request` or remove `then`",
        ),
        (
            HEAD + "  - case: a\n    request: {}\n    expects: error\n    then:\n      - user: b",
            "my/tools.yaml:6: case 'a': an error has no next turn "
            "but `again: true`; remove `then` or `expects: error`",
        ),
        (
            HEAD + "  - case: a\n    request: {}\n    then:\n      - {user: b, tool_results: {}}",
            "my/tools.yaml:6: cases[0].then[0]: "
            "a next turn needs one of `tool_results`, `user` and `again`",
        ),
        (
            HEAD + "  - case: a\n    request: {}\n    then:\n      - tool_results: {f: 1}",
            "my/tools.yaml:6: cases[0].then[0].tool_results.f: expected text, got 1",
        ),
        (
            HEAD + "  - case: a\n    request: {}\n    then:\n      - tool_results: {f: x}",
            "my/tools.yaml:6: case 'a': no tool 'f'; the request has no tools",
        ),
        (
            HEAD
            + "  - case: a\n    request: {tools: [{function: {name: get_time}}, {}, 3]}\n"
            + "    then:\n      - tool_results: {get_tim: x}",
            "my/tools.yaml:6: case 'a': no tool 'get_tim'; closest: 'get_time'",
        ),
        (
            HEAD + '  - case: a\n    request: {}\n    then:\n      - user: "${nonce}"',
            "my/tools.yaml:6: case 'a': ${nonce} is filled in `request` only; "
            "write the text itself",
        ),
        (
            HEAD + "  - case: a\n    raw_body: x\n    headers: {X-Api-Key: abc}",
            "my/tools.yaml:5: case 'a': headers: 'X-Api-Key' would hold a key; keys come from the "
            "configuration, and `auth` says where to",
        ),
        (
            HEAD + '  - case: a\n    raw_body: x\n    headers: {x-a: "b\\r\\nx-c: d"}',
            "my/tools.yaml:5: case 'a': headers: 'x-a' has a value with a line break or a "
            "character that is not printable ASCII",
        ),
        (
            HEAD + "  - case: a\n    raw_body: x\n    headers: {'x a': b}",
            "my/tools.yaml:5: case 'a': headers: 'x a' is not a header name",
        ),
        (
            HEAD + "  - case: a\n    raw_body: x\n    headers: {Connection: close}",
            "my/tools.yaml:5: case 'a': headers: 'Connection' is set by the connection itself; "
            "remove it",
        ),
        (
            HEAD + '  - case: a\n    raw_body: x\n    headers: {x-a: "${overflow}"}',
            "my/tools.yaml:5: case 'a': unknown placeholder ${overflow}; closest: '${model}'; "
            "a literal ${ is written $${",
        ),
        (
            HEAD + "  - case: a\n    request: {}\n"
            "    probe: {parameter: stop, shows: {text_has: ['${x}']}}",
            "my/tools.yaml:5: case 'a': unknown placeholder ${x}; closest: '${nonce}'; "
            "a literal ${ is written $${",
        ),
        (
            HEAD + "  - case: a\n    request: {}\n    cancel_after_events: 1\n"
            "    then: [{user: b}]",
            "my/tools.yaml:6: case 'a': what was cut off cannot be continued; only `again: true` "
            "can follow",
        ),
    ],
)
def test_says_where_and_what_to_do(text: str, message: str) -> None:
    assert refusal(text) == message


def test_foreign_braces_may_stand_in_later_turns_and_escaped_in_requests() -> None:
    (case,) = parse_scenario(
        HEAD
        + '  - case: a\n    request: {m: "$${HOME}", tools: [{function: {name: f}}]}\n'
        + '    then: [{tool_results: {f: "${HOME}"}}]',
        "x.yaml",
    )
    assert case.body is not None
    assert case.body["m"] == "$${HOME}"


KEYS = st.sampled_from(
    ["route", "about", "cases", "case", "request", "raw_body", "stream", "then", "user", "x"]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
KNOWN = st.sampled_from(["openai-chat", "a", "error", "${model}", "${x}", "/v1"])
TREES = st.recursive(
    SCALARS | KNOWN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.fixed_dictionaries({"route": KNOWN, "cases": st.lists(TREES, max_size=2)}) | TREES)
def test_any_document_gives_cases_or_one_line(tree: object) -> None:
    try:
        cases = parse_scenario(yaml.safe_dump(tree, allow_unicode=True), "x.yaml")
    except ScenarioError as error:
        assert str(error).startswith("x.yaml")
        assert "\n" not in str(error)
    else:
        assert all(json.dumps(case.body) for case in cases)
