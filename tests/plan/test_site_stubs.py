"""Scenarios drafted from call sites: valid, honest about what they leave out, and no one's text."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from migrate_check.domain.call_site import ROUTES, CallSite
from migrate_check.domain.scenario import Case
from migrate_check.plan.parse_scenario import parse_scenario
from migrate_check.plan.site_stubs import MARKER, README, Stub, plan_stubs
from migrate_check.plan.stub_values import USUAL
from tests.rules.site_spec import site_of


def is_secret(text: str) -> bool:
    return "sk-secret" in text


def stubs_of(*sites: dict[str, Any]) -> tuple[Stub, ...]:
    return plan_stubs([site_of(site) for site in sites], is_secret)


def drafted(*sites: dict[str, Any]) -> tuple[str, tuple[Case, ...]]:
    """Text and cases of the only scenario."""
    stub, readme = stubs_of(*sites)
    assert readme.path == README
    return stub.text, parse_scenario(stub.text, stub.path)


def body(*sites: dict[str, Any]) -> dict[str, Any]:
    _, cases = drafted(*sites)
    assert cases[0].body is not None
    return dict(cases[0].body)


def test_the_plainest_call() -> None:
    text, cases = drafted({"fields": {"temperature": 0.2, "messages": None}})
    assert text.startswith(
        f"# {MARKER}\n# Calls:\n#   app/ask.py:10 client.chat.completions.create"
    )
    assert "# Models that the code asks for: gpt-4o" in text
    (case,) = cases
    assert (case.case_id, case.stream) == ("openai-chat/code-temperature/call-1", False)
    assert case.about == "As app/ask.py:10 asks."
    assert case.body == {
        "model": "${model}",
        "messages": [
            {"role": "user", "content": "What is the capital of France? Answer in one sentence."}
        ],
        "temperature": 0.2,
    }


@pytest.mark.parametrize("route", sorted(ROUTES))
def test_each_route_has_a_request(route: str) -> None:
    _, cases = drafted({"route": route, "model": "m"})
    assert cases[0].route == route
    assert (cases[0].body is None) is (route == "models")
    assert cases[0].multipart is (route == "audio-transcription")


def test_a_stream_has_its_twin() -> None:
    _, cases = drafted({"streaming": "true"})
    assert [case.stream for case in cases] == [False, True]
    _, cases = drafted({"streaming": None})
    assert [case.stream for case in cases] == [False, True]
    _, cases = drafted({"route": "embeddings", "streaming": None})
    assert [case.stream for case in cases] == [False]


def test_options_of_streams_are_sent_with_streams_only() -> None:
    site = {"streaming": "true", "fields": {"stream_options.include_usage": True}}
    _, (case,) = drafted(site)
    assert case.stream
    assert case.body is not None
    assert case.body["stream_options"] == {"include_usage": True}


def test_calls_that_send_the_same_share_a_file() -> None:
    one, two = {"fields": {"seed": 1}}, {"fields": {"seed": 2}, "line": 20, "streaming": "true"}
    _, cases = drafted(one, {**one, "line": 15}, two)
    assert [(case.name, case.body and case.body["seed"]) for case in cases] == [
        ("call-1", 1),
        ("call-2", 2),
        ("call-2", 2),
    ]
    assert cases[0].about == "As app/ask.py:10 and 1 more asks."


def test_at_most_five_combinations_of_values() -> None:
    text, cases = drafted(*({"fields": {"seed": n}, "line": n} for n in range(1, 12)))
    assert len(cases) == 5
    assert "#   and 3 more" in text


def test_other_fields_are_another_file() -> None:
    paths = [stub.path for stub in stubs_of({}, {"fields": {"seed": 1}}, {"route": "images"})]
    assert paths == [
        "images/code-plain.yaml",
        "openai-chat/code-plain.yaml",
        "openai-chat/code-seed.yaml",
        README,
    ]


def test_callers_of_a_wrapper_send_other_fields() -> None:
    site = {"fields": {"seed": 1}, "callers": [{"fields": ["user"]}, {}, {"fields": ["user"]}]}
    assert [stub.path for stub in stubs_of(site)] == [
        "openai-chat/code-seed.yaml",
        "openai-chat/code-seed-user.yaml",
        README,
    ]


def test_names_that_are_alike_get_a_number() -> None:
    sites = ({"fields": {"a_b": 1}}, {"fields": {"a-b": 1}})
    assert [stub.path for stub in stubs_of(*sites)][:2] == [
        "openai-chat/code-a-b.yaml",
        "openai-chat/code-a-b-2.yaml",
    ]


def test_long_names_are_cut_and_told_apart() -> None:
    many = dict.fromkeys(sorted(USUAL)[:20], None)
    first, _ = stubs_of({"fields": many})
    other, _ = stubs_of({"fields": {**many, "user": "x"}})
    assert len(first.path) < 80
    assert first.path != other.path


class TestTools:
    def test_a_function_and_its_result(self) -> None:
        fields = {"tools": None, "tool_choice": {"type": "function", "function": {"name": "f"}}}
        _, (case,) = drafted({"fields": fields})
        assert case.body is not None
        assert case.body["tool_choice"] == {"type": "function", "function": {"name": "get_weather"}}
        assert case.turns[0].tool_results == {"get_weather": '{"temp_c": 18, "sky": "clear"}'}
        assert "get_weather" in str(case.body["messages"])

    @pytest.mark.parametrize(
        "route", ["openai-chat", "openai-responses", "anthropic-messages", "gemini"]
    )
    def test_every_route_with_tools(self, route: str) -> None:
        _, cases = drafted({"route": route, "fields": {"tools": None, "tool_choice": None}})
        assert cases[0].body is not None
        assert "get_weather" in str(cases[0].body["tools"])

    def test_a_free_choice_has_no_second_turn(self) -> None:
        _, (case,) = drafted({"fields": {"tools": None, "tool_choice": "auto"}})
        assert case.turns == ()
        _, (case,) = drafted({"fields": {"tools": None, "tool_choice": "required"}})
        assert len(case.turns) == 1

    def test_no_tools_no_choice(self) -> None:
        text, _ = drafted({"fields": {"tool_choice": "auto"}})
        assert "only you know the value: tool_choice" in text

    def test_tools_of_the_provider(self) -> None:
        responses = {"route": "openai-responses"}
        both = {"tools:web_search_preview": None, "tools:code_interpreter": None, "tools": None}
        assert body({**responses, "fields": both})["tools"] == [
            {"type": "code_interpreter", "container": {"type": "auto"}},
            {"type": "web_search_preview"},
        ]
        gemini = {"route": "gemini", "fields": {"tools:googleSearch": None}}
        assert body(gemini)["tools"] == [{"googleSearch": {}}]
        claude = {"route": "anthropic-messages", "fields": {"tools:web_search_20250305": None}}
        assert body(claude)["tools"] == [{"type": "web_search_20250305", "name": "web_search"}]

    def test_tools_that_need_an_id_are_left_out(self) -> None:
        site = {"route": "openai-responses", "fields": {"tools:file_search": None}}
        text, _ = drafted(site)
        assert "only you know the value: tools:file_search" in text
        text, _ = drafted({"route": "openai-completions", "fields": {"tools": None}})
        assert "only you know the value: tools" in text


class TestValues:
    def test_nested_fields(self) -> None:
        fields = {
            "generationConfig": None,
            "generationConfig.temperature": 0.3,
            "generationConfig.thinkingConfig": None,
            "systemInstruction": None,
        }
        asked = body({"route": "gemini", "fields": fields})
        assert asked["generationConfig"] == {
            "temperature": 0.3,
            "thinkingConfig": {"includeThoughts": True},
        }
        assert "model" not in asked
        assert "systemInstruction" in asked

    def test_the_whole_counts_more_than_its_parts(self) -> None:
        whole = {"response_format": {"type": "json_object"}, "response_format.type": "other"}
        asked = body({"fields": whole})
        assert asked["response_format"] == {"type": "json_object"}
        assert "JSON" in str(asked["messages"])

    def test_a_part_below_what_is_no_mapping(self) -> None:
        assert body({"fields": {"stop": "x", "stop.y": 1}})["stop"] == "x"

    def test_a_usual_value_for_what_is_not_known(self) -> None:
        assert body({"fields": {"seed": None}})["seed"] == 42
        assert body({"fields": {"stop": {"cut": "[1,2…"}}})["stop"] == ["\n\n"]

    def test_what_nobody_can_guess_is_left_out(self) -> None:
        text, (case,) = drafted({"fields": {"vendor_mode": None}})
        assert "only you know the value: vendor_mode" in text
        assert case.body is not None
        assert "vendor_mode" not in case.body

    def test_a_persons_words_are_replaced(self) -> None:
        text, _ = drafted({"fields": {"user": "alice@example.com", "metadata.customer": "bob"}})
        assert "alice" not in text
        assert "bob" not in text

    def test_secrets_are_left_out(self) -> None:
        fields = {"suffix": "sk-secret", "header:x-note": "sk-secret"}
        text, (case,) = drafted({"fields": fields})
        assert "sk-secret" not in text
        assert "header:x-note, suffix" in text
        assert case.headers == ()

    def test_a_placeholder_of_the_code_is_none_of_ours(self) -> None:
        fields = {"extra": {"list": ["${model}", 1]}}
        assert body({"fields": fields})["extra"] == {"list": ["$${model}", 1]}

    def test_headers(self) -> None:
        fields = {
            "header:anthropic-beta": "context-1m-2025-08-07",
            "header:x-api-key": "none",
            "header:x-trace": None,
            "header:x-line": "a\nb",
            "header:x-template": "${HOME}",
        }
        text, (case,) = drafted({"route": "anthropic-messages", "fields": fields})
        assert case.headers == (("anthropic-beta", "context-1m-2025-08-07"),)
        left_out = "header:x-api-key, header:x-line, header:x-template, header:x-trace"
        assert left_out in text

    def test_thoughts_have_room(self) -> None:
        thinking = {"route": "anthropic-messages", "fields": {"thinking": None}}
        assert body(thinking)["max_tokens"] > body(thinking)["thinking"]["budget_tokens"]
        own = {**thinking, "fields": {"thinking": None, "max_tokens": 9000}}
        assert body(own)["max_tokens"] == 9000

    def test_marks_of_the_cache(self) -> None:
        asked = body({"route": "anthropic-messages", "fields": {"cache_control": None}})
        assert asked["system"][0]["cache_control"] == {"type": "ephemeral"}

    def test_instructions(self) -> None:
        assert body({"route": "anthropic-messages", "fields": {"system": None}})["system"]
        assert body({"route": "openai-responses", "fields": {"instructions": None}})["instructions"]

    def test_state(self) -> None:
        site = {"route": "openai-responses", "fields": {"previous_response_id": None}}
        _, (case,) = drafted(site)
        assert case.turns[0].by_reference
        assert case.body is not None
        assert "previous_response_id" not in case.body
        text, _ = drafted({"route": "openai-responses", "fields": {"conversation": None}})
        assert "only you know the value: conversation" in text


def test_what_is_not_fully_known_is_said() -> None:
    text, _ = drafted({"open": True})
    assert "which the scan could not see" in text


def test_tests_are_left_out_where_there_is_a_program() -> None:
    text, _ = drafted({}, {"test": True, "line": 99})
    assert "app/ask.py:99" not in text
    text, _ = drafted({"test": True, "line": 99})
    assert "app/ask.py:99" in text


def test_calls_that_no_scenario_tests_are_listed() -> None:
    (readme,) = stubs_of({"route": "openai-threads", "call": "a\nb"}, {"route": "unknown"})
    assert "- `app/ask.py:10` a b: openai-threads" in readme.text
    assert "its endpoint is not known" in readme.text
    assert MARKER in readme.text


def test_no_calls_no_files() -> None:
    assert stubs_of() == ()


def test_a_path_cannot_break_a_comment() -> None:
    text, _ = drafted({"path": "a\nroute: gemini\u2028b.py", "model": None})
    assert yaml.safe_load(text)["route"] == "openai-chat"
    assert "Models that the code" not in text


_NAMES = st.sampled_from(sorted(USUAL)) | st.text("ab_.:$-", min_size=1, max_size=6)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
_SITES = st.builds(
    lambda route, fields, streaming: site_of(
        {"route": route, "fields": fields, "streaming": streaming}
    ),
    st.sampled_from(sorted(ROUTES)),
    st.dictionaries(_NAMES, _VALUES, max_size=5),
    st.sampled_from(["true", "false", None]),
)


@settings(max_examples=30)
@given(st.lists(_SITES, max_size=3))
def test_whatever_the_code_sends_the_draft_is_valid(sites: list[CallSite]) -> None:
    stubs = plan_stubs(sites, is_secret)
    assert plan_stubs(sites, is_secret) == stubs
    for stub in stubs:
        if stub.path != README:
            assert parse_scenario(stub.text, stub.path)
