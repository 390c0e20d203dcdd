"""What a run says of a call site: every way to be proved, contradicted or untested."""

from __future__ import annotations

from typing import Any

import pytest

from migrate_check.domain.call_site import Proof, SiteProof
from migrate_check.domain.finding import Evidence, Finding, Severity
from migrate_check.gate.run_evidence import RunEvidence, SentCase
from migrate_check.gate.sent_fields import content_kinds, sent_fields
from migrate_check.gate.site_proof import proof_of, unproved
from tests.rules.site_spec import site_of

BODY: dict[str, Any] = {"model": "${model}", "messages": [], "temperature": 0, "max_tokens": 8}
PLAIN = "openai-chat/minimal/plain"


def case(name: str = PLAIN, stream: bool = False, passed: bool = True, **more: Any) -> SentCase:
    """A case of openai-chat that sends `fields` beside the plainest body."""
    route = more.get("route", "openai-chat")
    return SentCase(
        case_id=name + ("+stream" if stream else ""),
        route=route,
        stream=stream,
        fields=sent_fields(route, {**BODY, **more.get("fields", {})}, more.get("headers", ())),
        models=frozenset(more.get("models", {"gpt-4o"})),
        passed=passed,
        wrong_on_purpose=more.get("wrong", False),
        kinds=frozenset(more.get("kinds", ())),
    )


def finding(location: str = "usage", cases: tuple[str, ...] = (PLAIN,), **more: Any) -> Finding:
    return Finding(
        rule=more.get("rule", "usage-missing"),
        family=more.get("family", "usage"),
        severity=Severity.ERROR,
        route=more.get("route", "openai-chat"),
        cases=cases,
        location=location,
        subject="",
        message="The usage is missing.",
        baseline=None,
        candidate=None,
        occurrences=3,
        trials=3,
        fingerprint="0123456789ab",
        evidence=Evidence(PLAIN, 0, 1),
    )


def ask(site: dict[str, Any], *cases: SentCase, errors: tuple[Finding, ...] = ()) -> SiteProof:
    return proof_of(site_of(site), RunEvidence("run-7", cases, errors))


def missing(site: dict[str, Any], *cases: SentCase) -> str:
    """Why the site is untested; empty where it is proved."""
    said = ask(site, *cases)
    assert said.proof in (Proof.PROVED, Proof.UNTESTED)
    assert said.run_id == "run-7"
    return "; ".join(said.reasons) if said.proof is Proof.UNTESTED else ""


class TestProved:
    def test_the_plainest_call(self) -> None:
        said = ask({}, case())
        assert said == SiteProof(
            Proof.PROVED,
            "run-7",
            (f"unstreamed answers by {PLAIN}", f"model `gpt-4o` by {PLAIN}"),
        )

    def test_each_field_by_its_case(self) -> None:
        tools = case("openai-chat/tools/forced", fields={"tools": [{"type": "function"}]})
        seed = case("openai-chat/sampling/seed", fields={"seed": 7})
        said = ask({"fields": {"tools": None, "seed": 42}}, case(), tools, seed)
        assert said.proof is Proof.PROVED
        assert "`seed` by openai-chat/sampling/seed" in said.reasons
        assert "`tools` by openai-chat/tools/forced" in said.reasons
        assert said.reasons[-1] == "no one case sends all of it together"
        both = case("x", fields={"tools": [], "seed": 7})
        assert "together" not in ask({"fields": {"tools": None, "seed": 42}}, both).reasons[-1]

    def test_a_stream(self) -> None:
        assert missing({"streaming": "true"}, case(stream=True)) == ""

    def test_another_snapshot_of_the_model(self) -> None:
        assert missing({"model": "openai/gpt-4o-2024-08-06"}, case()) == ""

    def test_the_model_that_the_gateway_was_asked_for(self) -> None:
        assert missing({"model": "gpt-4o"}, case(models={"old-id", "gpt-4o"})) == ""

    def test_the_default_value_needs_no_case(self) -> None:
        assert missing({"fields": {"n": 1, "logprobs": False, "messages": None}}, case()) == ""

    def test_a_route_that_never_streams(self) -> None:
        site = {"route": "embeddings", "streaming": {"certainty": "unknown"}, "model": "e"}
        assert (
            missing(site, case("embeddings/minimal/single", route="embeddings", models={"e"})) == ""
        )

    def test_lists_of_models_need_none(self) -> None:
        site = {"route": "models", "model": None}
        assert missing(site, case("models/minimal/list", route="models", models=())) == ""


class TestUntested:
    @pytest.mark.parametrize(
        ("route", "words"),
        [
            (
                "embeddings",
                "the run has no case of embeddings: migrate-check run --route embeddings",
            ),
            ("openai-threads", "no scenario tests openai-threads"),
            ("unknown", "its endpoint is not known"),
        ],
    )
    def test_the_route(self, route: str, words: str) -> None:
        assert missing({"route": route}, case()) == words

    def test_only_wrong_requests_of_the_route(self) -> None:
        assert "no case of openai-chat" in missing({}, case(wrong=True))

    @pytest.mark.parametrize(
        ("streaming", "stream"),
        [("true", False), ({"certainty": "unknown"}, False), ({"certainty": "unknown"}, True)],
    )
    def test_a_form_that_was_not_sent(self, streaming: Any, stream: bool) -> None:
        site = {"streaming": streaming}
        words = "unstreamed" if stream else "streamed"
        if streaming == "true":
            assert "no streamed case of openai-chat passed" in missing(site, case())
        else:
            other = case("x", stream=not stream, passed=False)
            assert f"no {words} case" in missing(site, case(stream=stream), other)

    def test_perhaps_a_stream(self) -> None:
        site = {"streaming": {"value": "false", "certainty": "maybe"}}
        assert "no streamed case" in missing(site, case(), case("x", stream=True, passed=False))
        assert missing(site, case(), case(stream=True)) == ""

    def test_another_model(self) -> None:
        said = missing({"model": "gpt-4o-mini"}, case())
        assert said == "model `gpt-4o-mini` was not tried; the run sent gpt-4o"

    def test_one_of_several_models(self) -> None:
        site = {"model": {"value": "gpt-4o", "alternatives": ["o3"]}}
        assert missing(site, case()) == "model `o3` was not tried; the run sent gpt-4o"

    def test_no_model_in_what_passed(self) -> None:
        assert "was not tried" in missing({}, case(passed=False), case("y", models=()))

    def test_a_model_that_is_not_known(self) -> None:
        site = {"model": {"origin": "parameter model of ask()"}}
        assert missing(site, case()) == (
            "its model is not known in the code (parameter model of ask())"
        )

    def test_what_callers_of_a_wrapper_add(self) -> None:
        site = {"model": {"origin": "parameter"}, "callers": [{"model": "gpt-4o"}, {"model": "o3"}]}
        assert missing(site, case()) == "model `o3` was not tried; the run sent gpt-4o"
        site = {"callers": [{"fields": ["seed"]}]}
        assert missing(site, case()) == "`seed` was never sent"
        half = {"model": {"origin": "parameter"}, "callers": [{"model": "gpt-4o"}, {}]}
        assert "its model is not known" in missing(half, case())

    def test_a_field_that_was_never_sent(self) -> None:
        assert missing({"fields": {"seed": 1}}, case()) == "`seed` was never sent"

    def test_a_field_that_was_sent_with_its_default_only(self) -> None:
        said = missing({"fields": {"n": 3}}, case(fields={"n": 1}))
        assert said == "`n` was sent with its default only"

    def test_a_field_whose_cases_failed(self) -> None:
        bad = case("x", passed=False, fields={"seed": 1})
        assert missing({"fields": {"seed": 1}}, case(), bad) == (
            "`seed` was sent by no case that passed"
        )

    def test_fields_that_are_not_fully_known(self) -> None:
        assert "not fully known: it is put together" in missing({"open": True}, case())
        site = {"open": True, "not_known": ["**options"]}
        assert missing(site, case()) == "what it sends is not fully known: **options"

    def test_there_is_no_run(self) -> None:
        assert unproved("no store").reasons == ("no store",)
        assert unproved("no store").run_id is None


@pytest.mark.parametrize(
    ("field", "wanted", "sent", "proved"),
    [
        ("seed", 42, 7, True),
        ("temperature", 0.7, 0, True),
        ("top_logprobs", 5, 0, False),
        ("user", "alice", "bob", True),
        ("stop", "END", ["5"], True),
        ("reasoning_effort", "high", "high", True),
        ("reasoning_effort", "high", "low", False),
        ("logprobs", True, True, True),
        ("parallel_tool_calls", False, False, True),
        ("response_format", {"type": "json_object"}, {"type": "json_object"}, True),
        ("response_format", {"type": "json_object"}, {"type": "json_schema", "x": {}}, False),
        ("response_format", None, {"type": "json_schema"}, True),
        ("logit_bias", {"50256": -100}, {"1": 1}, True),
        ("thinking", {"type": "enabled", "budget_tokens": 1024}, {"type": "enabled"}, True),
        ("thinking", {"type": "enabled"}, "odd", True),
        ("modalities", ["text"], ["text", "audio"], True),
        ("tool_choice", "required", {"type": "function"}, False),
        ("seed", 42, "odd", False),
        ("stop_ids", {"cut": "[1,2…"}, [1], True),
    ],
)
def test_values(field: str, wanted: Any, sent: Any, proved: bool) -> None:
    said = missing({"fields": {field: wanted}}, case(fields={field: sent}))
    assert (said == "") is proved, said


class TestContradicted:
    def test_by_the_plainest_case(self) -> None:
        said = ask({}, case(passed=False), errors=(finding(),))
        assert said == SiteProof(
            Proof.CONTRADICTED,
            "run-7",
            ("usage-missing (0123456789ab): The usage is missing.",),
        )

    def test_by_many_and_a_few_are_named(self) -> None:
        said = ask({}, case(passed=False), errors=(finding(),) * 8)
        assert len(said.reasons) == 6
        assert said.reasons[-1] == "and 3 more error findings"

    def test_not_by_another_route(self) -> None:
        assert ask({}, case(), errors=(finding(route="gemini"),)).proof is Proof.PROVED

    def test_not_by_another_form(self) -> None:
        streamed = case("x", stream=True, passed=False)
        error = finding("event 3", (streamed.case_id,))
        assert ask({}, case(), streamed, errors=(error,)).proof is Proof.PROVED
        site = {"streaming": "true"}
        assert ask(site, case(), streamed, errors=(error,)).proof is Proof.CONTRADICTED
        perhaps = {"streaming": {"value": "false", "certainty": "maybe"}}
        assert ask(perhaps, case(), streamed, errors=(error,)).proof is Proof.CONTRADICTED
        unknown = {"streaming": None}
        assert ask(unknown, case(), streamed, errors=(error,)).proof is Proof.CONTRADICTED

    def test_by_a_later_turn(self) -> None:
        error = finding(cases=(f"{PLAIN}#2",))
        assert ask({}, case(passed=False), errors=(error,)).proof is Proof.CONTRADICTED

    @pytest.mark.parametrize(
        ("sends", "proof"),
        [({"tools": None}, Proof.CONTRADICTED), ({}, Proof.PROVED), ({"seed": 1}, Proof.UNTESTED)],
    )
    def test_by_a_case_with_tools_only_who_sends_tools(self, sends: Any, proof: Proof) -> None:
        tools = case(
            "openai-chat/tools/x", passed=False, fields={"tools": [], "tool_choice": "auto"}
        )
        site = {"fields": sends if "tools" not in sends else {**sends, "tool_choice": "auto"}}
        error = finding("choices[].message.tool_calls", (tools.case_id,))
        assert ask(site, case(), tools, errors=(error,)).proof is proof

    @pytest.mark.parametrize(
        ("read", "proof"),
        [
            ("usage.prompt_tokens_details.cached_tokens", Proof.CONTRADICTED),
            ("usage", Proof.CONTRADICTED),
            ("usage.prompt_tokens_details", Proof.CONTRADICTED),
            ("usage.total_tokens", Proof.PROVED),
            ("usages", Proof.PROVED),
        ],
    )
    def test_by_a_place_that_it_reads(self, read: str, proof: Proof) -> None:
        cache = case("openai-chat/cache/x", passed=False, fields={"prompt_cache_key": "k"})
        error = finding("usage.prompt_tokens_details", (cache.case_id,))
        assert ask({"reads": [read]}, case(), cache, errors=(error,)).proof is proof

    @pytest.mark.parametrize(
        ("sends", "proof"),
        [
            ({"response_format": {"type": "json_object"}}, Proof.CONTRADICTED),
            ({"response_format.type": "json_object"}, Proof.CONTRADICTED),
            ({}, Proof.PROVED),
            ({"response_format": {"type": "text"}}, Proof.PROVED),
        ],
    )
    def test_by_a_parameter_that_it_sends(self, sends: Any, proof: Proof) -> None:
        error = finding("response_format", family="parameters", rule="parameter-rejected")
        assert ask({"fields": sends}, case(), errors=(error,)).proof is proof

    def test_not_by_a_request_that_is_wrong_on_purpose(self) -> None:
        wrong = case("openai-chat/errors/bad-model", passed=False, wrong=True)
        error = finding("error.code", (wrong.case_id,))
        assert ask({}, case(), wrong, errors=(error,)).proof is Proof.PROVED
        assert ask({"reads": ["error.code"]}, case(), wrong, errors=(error,)).proof is (
            Proof.CONTRADICTED
        )

    def test_not_by_pictures_which_no_code_tells_of(self) -> None:
        picture = case("openai-chat/vision/x", passed=False, kinds=("image_url",))
        error = finding("", (picture.case_id,))
        assert ask({}, case(), picture, errors=(error,)).proof is Proof.PROVED

    def test_by_a_finding_about_the_whole_run(self) -> None:
        assert ask({}, case(), errors=(finding("latency", ()),)).proof is Proof.CONTRADICTED

    def test_a_contradiction_counts_more_than_what_is_missing(self) -> None:
        site = {"fields": {"verbosity": "low"}}
        said = ask(site, case(passed=False), errors=(finding(),))
        assert said.proof is Proof.CONTRADICTED


class TestSentFields:
    def test_nested_keys_are_named_one_level_down(self) -> None:
        body = {"stream_options": {"include_usage": True}, "text": {"format": {"type": "text"}}}
        assert sent_fields("openai-chat", body) == {
            "stream_options": {'{"include_usage":true}'},
            "stream_options.include_usage": {"true"},
            "text": {'{"format":{"type":"text"}}'},
            "text.format": {'{"type":"text"}'},
        }

    def test_tools_by_their_type(self) -> None:
        tools: Any = [{"type": "function"}, {"type": "web_search_preview"}, {"name": "x"}, "odd"]
        found = sent_fields("openai-responses", {"tools": tools})
        assert sorted(found) == ["tools", "tools:web_search_preview"]

    def test_gemini_in_both_spellings(self) -> None:
        body: Any = {
            "generation_config": {"max_output_tokens": 5},
            "tools": [{"function_declarations": []}, {"google_search": {}}],
        }
        found = sent_fields("gemini", body)
        assert sorted(found) == [
            "generationConfig",
            "generationConfig.maxOutputTokens",
            "tools",
            "tools:googleSearch",
        ]

    def test_marks_of_the_cache_anywhere(self) -> None:
        body: Any = {"system": [{"text": "x", "cache_control": {"type": "ephemeral"}}]}
        assert "cache_control" in sent_fields("anthropic-messages", body)
        assert "cache_control" not in sent_fields("anthropic-messages", {"system": ["x"]})

    def test_headers(self) -> None:
        assert sent_fields("openai-chat", None, (("Anthropic-Beta", "x"),)) == {
            "header:anthropic-beta": {'"x"'}
        }

    def test_kinds_of_content(self) -> None:
        body: Any = {"messages": [{"content": [{"type": "image_url", "image_url": {}}]}]}
        assert content_kinds(body) == {"image_url"}
        assert content_kinds({"contents": [{"parts": [{"inlineData": {}}]}]}) == {"inlineData"}
        assert content_kinds({"messages": [{"content": "x", "type": "text"}]}) == frozenset()
        assert content_kinds(None) == frozenset()
