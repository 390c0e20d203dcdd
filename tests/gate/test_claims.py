"""Claimed against observed: answers are written as in the specs of rules, and really judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from migrate_check.domain.observation import ObservedPair
from migrate_check.domain.profile import ClaimCheck, Observed
from migrate_check.domain.result import SideInfo
from migrate_check.domain.verdict import Policy
from migrate_check.rules.evaluate import evaluate
from migrate_check.workflows.claims_of_run import claims_of
from tests.rules.spec import pairs_of

CONFIRMED, CONTRADICTED, UNTESTED = (
    Observed.CONFIRMED,
    Observed.CONTRADICTED,
    Observed.UNTESTED,
)
CHAT: dict[str, Any] = {"use": "chat"}
NO_SUCH_PATH = {"status": 404, "json": {"error": {"message": "no such path", "type": "t"}}}
REFUSED = {"status": 400, "json": {"error": {"message": "bad", "type": "t", "param": None}}}
BANNED = {"probe": {"parameter": "logit_bias", "shows": {"text_lacks": "Blue"}}}
OBEYED = {"use": "chat", "set": {"choices.0.message.content": "Red."}}
"""The baseline's, and the candidate's where the field has its effect; `chat` says Blue."""

Judge: TypeAlias = Callable[..., dict[str, ClaimCheck]]


def case(name: str = "one", **content: Any) -> list[ObservedPair]:
    return pairs_of({"name": name, "baseline": CHAT, "candidate": CHAT, **content})


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    def judged(
        profile: str, pairs: Sequence[ObservedPair], url: str = "https://x.example"
    ) -> dict[str, ClaimCheck]:
        path = tmp_path / "mine.yaml"
        path.write_text(profile, encoding="utf-8")
        evaluation = evaluate(pairs, (), Policy())
        checks = claims_of(SideInfo(str(path), url, {}), pairs, evaluation)
        return {check.claim: check for check in checks}

    return judged


def field(entry: str, name: str = "logit_bias") -> tuple[str, str]:
    """A profile that says one thing of a field, and the claim's id."""
    return f"routes: {{openai-chat: {{fields: {{{entry}}}}}}}", f"field:openai-chat:{name}"


WITH_BIAS = {"request": {"model": "gpt-4o", "logit_bias": {"20": -100}}}
EFFECT = {**WITH_BIAS, "case": BANNED, "baseline": OBEYED, "candidate": OBEYED}
IGNORED = {**WITH_BIAS, "case": BANNED, "baseline": OBEYED, "candidate": CHAT}
REJECTED = {**WITH_BIAS, "case": BANNED, "baseline": OBEYED, "candidate": REFUSED}
NOBODY = {**WITH_BIAS, "case": BANNED, "baseline": CHAT, "candidate": CHAT}
UNPROBED = WITH_BIAS
NOT_SENT: dict[str, Any] = {}


@pytest.mark.parametrize(
    ("entry", "content", "observed", "evidence"),
    [
        ("supported: [logit_bias]", EFFECT, CONFIRMED, "its effect shows in 3 of 3 answers"),
        ("supported: [logit_bias]", UNPROBED, UNTESTED, "not rejected in 3 answers; its effect"),
        ("supported: [logit_bias]", IGNORED, CONTRADICTED, "accepted without effect with gpt-4o"),
        ("supported: [logit_bias]", REJECTED, CONTRADICTED, "refused with 400, where the baseline"),
        ("supported: [logit_bias]", NOBODY, UNTESTED, None),
        ("supported: [logit_bias]", NOT_SENT, UNTESTED, None),
        ("dropped: [logit_bias]", IGNORED, CONFIRMED, "finding parameter-without-effect"),
        ("dropped: [logit_bias]", EFFECT, CONTRADICTED, "its effect shows"),
        ("dropped: [logit_bias]", REJECTED, CONTRADICTED, "refused with 400"),
        ("dropped: [logit_bias]", UNPROBED, UNTESTED, None),
        ("rejected: [logit_bias]", REJECTED, CONFIRMED, "refused with 400"),
        ("rejected: [logit_bias]", UNPROBED, CONTRADICTED, "not rejected in 3 answers"),
        ("rejected: [logit_bias]", IGNORED, CONTRADICTED, "accepted without effect"),
        ("rejected: [logit_bias]", NOT_SENT, UNTESTED, None),
        ("changed: [logit_bias]", REJECTED, CONTRADICTED, "refused with 400"),
        ("changed: [logit_bias]", EFFECT, UNTESTED, None),
        ("model-dependent: [logit_bias]", EFFECT, CONFIRMED, "with gpt-4o"),
        ("model-dependent: [logit_bias]", IGNORED, UNTESTED, None),
        ("model-dependent: [logit_bias]", UNPROBED, UNTESTED, None),
    ],
)
def test_a_field_beside_what_was_seen(
    judge: Judge, entry: str, content: dict[str, Any], observed: Observed, evidence: str | None
) -> None:
    profile, claim = field(entry)
    check = judge(profile, case(**content))[claim]
    assert check.observed is observed
    if evidence is None:
        assert (check.evidence, check.case) == (None, None)
    else:
        assert evidence in str(check.evidence)
        assert check.case == "spec/one"


OPENAI_ONLY = "provider-specific: [{name: logit_bias, only_for: [openai]}]"
CLAUDE = {"request": {"model": "claude-sonnet-4-5", "logit_bias": {"20": -100}}}


@pytest.mark.parametrize(
    ("entry", "content", "observed"),
    [
        (OPENAI_ONLY, EFFECT, CONFIRMED),
        (OPENAI_ONLY, IGNORED, CONTRADICTED),
        (OPENAI_ONLY, {**IGNORED, **CLAUDE}, CONFIRMED),
        (OPENAI_ONLY, {**REJECTED, **CLAUDE}, CONFIRMED),
        (OPENAI_ONLY, {**EFFECT, **CLAUDE}, CONTRADICTED),
        (OPENAI_ONLY, {**UNPROBED, **CLAUDE}, UNTESTED),
        (OPENAI_ONLY, {**EFFECT, "request": {"model": "own-1", "logit_bias": {}}}, UNTESTED),
        ("provider-specific: [logit_bias]", EFFECT, UNTESTED),
    ],
)
def test_a_field_of_some_providers_is_judged_by_whose_model_it_was(
    judge: Judge, entry: str, content: dict[str, Any], observed: Observed
) -> None:
    profile, claim = field(entry)
    assert judge(profile, case(**content))[claim].observed is observed


TWO = {"probe": {"parameter": "n", "shows": {"choices": 2}}}


@pytest.mark.parametrize(
    ("when", "value", "observed"),
    [
        ("above 1", 1, UNTESTED),
        ("above 1", 2, CONTRADICTED),
        ("above 1", "two", UNTESTED),
        ("above 1", True, UNTESTED),
        ("above 1 with some models", 1, UNTESTED),
        ("above 1 with some models", 2, UNTESTED),
        ("at least 2", 2, CONTRADICTED),
        ("below 0", 1, UNTESTED),
        ("up to 3", 2, CONTRADICTED),
        ("always", 1, CONTRADICTED),
        ("with some models", 2, UNTESTED),
        ("'true'", 1, UNTESTED),
        ("'true'", True, CONTRADICTED),
    ],
)
def test_a_condition_must_have_held(
    judge: Judge, when: str, value: Any, observed: Observed
) -> None:
    profile, claim = field(f"rejected: [{{name: n, when: {when}}}]", "n")
    pairs = case(request={"n": value})
    assert judge(profile, pairs)[claim].observed is observed


def test_a_refusal_confirms_whatever_the_condition(judge: Judge) -> None:
    profile, claim = field("rejected: [{name: n, when: with some models}]", "n")
    pairs = case(request={"n": 2}, case=TWO, candidate=REFUSED)
    assert judge(profile, pairs)[claim].observed is CONFIRMED


@pytest.mark.parametrize(
    ("error", "observed"),
    [
        ({"message": "no", "param": "n"}, CONTRADICTED),
        ({"message": "no", "param": "seed"}, UNTESTED),
        ({"message": "Unknown parameter: 'n'."}, CONTRADICTED),
        ({"message": "no", "param": "n.max"}, CONTRADICTED),
        ({"message": "no n allowed"}, UNTESTED),
        ({}, UNTESTED),
        (None, UNTESTED),
    ],
)
def test_a_refusal_counts_for_the_field_that_it_blames(
    judge: Judge, error: Any, observed: Observed
) -> None:
    profile, claim = field("supported: [n]", "n")
    answer = {"status": 400, "json": {"error": error}} if error is not None else {"status": 400}
    pairs = case(request={"n": 2}, candidate=answer)
    assert judge(profile, pairs)[claim].observed is observed


def test_a_refusal_of_another_field_is_not_held_against_the_probed_one(judge: Judge) -> None:
    profile, claim = field("supported: [logit_bias]")
    other = {"status": 400, "json": {"error": {"message": "no", "param": "max_tokens"}}}
    assert judge(profile, case(**{**REJECTED, "candidate": other}))[claim].observed is UNTESTED


def test_an_answer_may_say_itself_what_it_dropped(judge: Judge) -> None:
    answer = {"use": "chat", "headers": {"x-dropped-params": "logit_bias,seed"}}
    content = {**WITH_BIAS, "candidate": answer}
    profile, claim = field("dropped: [logit_bias]")
    assert "parameter-drop-announced" in str(judge(profile, case(**content))[claim].evidence)
    profile, claim = field("supported: [logit_bias, model]")
    seen = judge(profile, case(**content))
    assert seen[claim].observed is CONTRADICTED
    assert seen["field:openai-chat:model"].observed is CONFIRMED


def test_an_effect_that_shows_less_often_than_with_the_baseline_is_open(judge: Judge) -> None:
    profile, claim = field("supported: [logit_bias]")
    content = {**EFFECT, "candidate": [OBEYED, OBEYED, CHAT]}
    assert judge(profile, case(**content))[claim].observed is UNTESTED


def test_a_name_with_an_underscore_is_blamed_without_quotes(judge: Judge) -> None:
    profile, claim = field("supported: [top_p]", "top_p")
    refused = {"status": 422, "json": {"error": {"message": "top_p is not supported"}}}
    pairs = case(request={"top_p": 1}, candidate=refused)
    assert judge(profile, pairs)[claim].observed is CONTRADICTED
    # Nobody is blamed for what the baseline refuses as well.
    both = case(request={"top_p": 1}, baseline=refused, candidate=refused)
    assert judge(profile, both)[claim].observed is UNTESTED


def test_a_header_and_a_tool_are_fields_too(judge: Judge) -> None:
    tools = [{"type": "web_search_preview"}, {"type": "function", "function": {"name": "f"}}]
    entry = 'supported: ["tools:web_search_preview", "tools:function", cache_control, tools.x]'
    profile, claim = field(entry, "tools:web_search_preview")
    messages = [{"role": "user", "content": [{"type": "text", "text": "a", "cache_control": {}}]}]
    seen = judge(profile, case(request={"tools": tools, "messages": messages}))
    assert "not rejected in 3 answers" in str(seen[claim].evidence)
    assert "not rejected" in str(seen["field:openai-chat:cache_control"].evidence)
    assert seen["field:openai-chat:tools:function"].evidence is None


def test_a_probe_may_name_a_nested_field_by_its_last_part(judge: Judge) -> None:
    profile = (
        "routes: {gemini: {fields: {supported: [generationConfig, 'tools:googleSearch',"
        " generationConfig.maxOutputTokens, generationConfig.topK, "
        "generationConfig.thinkingConfig]}}}"
    )
    request: dict[str, Any] = {
        "contents": [{"parts": [{"text": "a"}]}],
        "generationConfig": {"maxOutputTokens": 64, "topK": 1},
        "tools": [{"googleSearch": {}}],
    }
    about = {"probe": {"parameter": "maxOutputTokens", "shows": {"output_tokens_at_most": 64}}}
    answer = {"use": "gemini"}
    content = {"request": request, "case": about, "baseline": answer, "candidate": answer}
    seen = judge(profile, case(route="gemini", **content))
    for name in ("generationConfig", "generationConfig.maxOutputTokens"):
        assert "its effect shows" in str(seen[f"field:gemini:{name}"].evidence)
    assert "not probed" in str(seen["field:gemini:generationConfig.topK"].evidence)
    thinking = {"probe": {"parameter": "thinkingBudget", "shows": {"text_lacks": "Purple"}}}
    request["generationConfig"]["thinkingConfig"] = {"thinkingBudget": 0}
    deep = judge(profile, case(route="gemini", **{**content, "case": thinking}))
    assert "its effect shows" in str(deep["field:gemini:generationConfig.thinkingConfig"].evidence)
    assert "not probed" in str(deep["field:gemini:generationConfig.maxOutputTokens"].evidence)
    assert "not rejected" in str(seen["field:gemini:tools:googleSearch"].evidence)


@pytest.mark.parametrize(
    ("fate", "observed"), [("rejected", CONTRADICTED), ("supported", UNTESTED)]
)
def test_what_is_said_of_all_other_fields(judge: Judge, fate: str, observed: Observed) -> None:
    profile = (
        "routes: {openai-chat: {fields: {supported: [model, messages]}, "
        f"unlisted: {{fate: {fate}}}}}}}"
    )
    claim = "field:openai-chat:*"
    assert judge(profile, case())[claim].observed is UNTESTED
    seen = judge(profile, case(request={"own": 1}))[claim]
    assert seen.observed is observed
    assert "not rejected in 3 answers" in str(seen.evidence)
    assert judge(profile, case())["field:openai-chat:messages"].observed is CONFIRMED


ROUTE = "routes: {openai-chat: {offered: %s, streams: %s}}"


@pytest.mark.parametrize(
    ("offered", "candidate", "observed"),
    [
        ("true", CHAT, CONFIRMED),
        ("true", NO_SUCH_PATH, CONTRADICTED),
        ("true", [NO_SUCH_PATH, REFUSED, NO_SUCH_PATH], UNTESTED),
        ("true", {"failure": "connect"}, UNTESTED),
        ("false", NO_SUCH_PATH, CONFIRMED),
        ("false", [NO_SUCH_PATH, NO_SUCH_PATH, CHAT], CONTRADICTED),
        (
            "true",
            {"status": 404, "json": {"error": {"message": "x", "code": "model_not_found"}}},
            UNTESTED,
        ),
        ("true", {"status": 405, "text": "no"}, CONTRADICTED),
    ],
)
def test_a_route(judge: Judge, offered: str, candidate: Any, observed: Observed) -> None:
    seen = judge(ROUTE % (offered, "true"), case(candidate=candidate))
    check = seen["route:openai-chat"]
    assert check.observed is observed
    assert (check.evidence is None) == (observed is UNTESTED)
    assert ("streaming:openai-chat" in seen) == (offered == "true")


def test_what_the_profile_does_not_know_is_no_claim(judge: Judge) -> None:
    profile = "routes: {openai-chat: {offered: unknown, fields: {unknown: [n]}}}"
    assert judge(profile, case()) == {}


@pytest.mark.parametrize(
    ("streams", "candidate", "observed"),
    [
        ("true", {"use": "chat-stream"}, CONFIRMED),
        ("true", CHAT, CONTRADICTED),
        ("false", {"use": "chat-stream"}, CONTRADICTED),
        ("false", CHAT, CONFIRMED),
        ("true", REFUSED, UNTESTED),
    ],
)
def test_streaming(judge: Judge, streams: str, candidate: Any, observed: Observed) -> None:
    pairs = case(baseline={"use": "chat-stream"}, candidate=candidate)
    seen = judge(ROUTE % ("true", streams), pairs)
    assert seen["streaming:openai-chat"].observed is observed


@pytest.mark.parametrize(
    ("end", "dropped", "observed"),
    [
        ("done", 0, CONFIRMED),
        ("done", 1, CONTRADICTED),
        ("done", 99, CONTRADICTED),
        ("close", 1, CONFIRMED),
        ("close", 0, CONTRADICTED),
        ("message_stop", 0, CONTRADICTED),
    ],
)
def test_the_end_of_a_stream(judge: Judge, end: str, dropped: int, observed: Observed) -> None:
    claim = f"stream-end:openai-chat:{end}"
    profile = f'claims: [{{id: "{claim}", text: So.}}]'
    pairs = case(baseline={"use": "chat-stream"}, candidate={"use": "chat-stream"})
    check = judge(profile, [_shortened(pair, dropped) for pair in pairs])[claim]
    assert check.observed is observed
    assert judge(profile, case())[claim].observed is UNTESTED


def _shortened(pair: ObservedPair, dropped: int) -> ObservedPair:
    events = pair.candidate.events
    return replace(
        pair, candidate=replace(pair.candidate, events=events[: max(0, len(events) - dropped)])
    )


def test_the_last_event_by_its_name(judge: Judge) -> None:
    claim = "stream-end:anthropic-messages:message_stop"
    profile = f'claims: [{{id: "{claim}", text: So.}}]'
    stream = {"use": "messages-stream"}
    pairs = case(route="anthropic-messages", baseline=stream, candidate=stream)
    assert judge(profile, pairs)[claim].observed is CONFIRMED


@pytest.mark.parametrize(
    ("claim", "candidate", "observed"),
    [
        ("request-id-header:x-id", {"use": "chat", "headers": {"x-id": "1"}}, CONFIRMED),
        ("request-id-header:x-id", CHAT, CONTRADICTED),
        ("rate-limit-header:x-left", {"use": "chat", "headers": {"x-left": "1"}}, CONFIRMED),
        ("rate-limit-header:x-left", CHAT, UNTESTED),
        ("billing-header:x-bill", CHAT, UNTESTED),
        ("error-envelope:openai-chat:openai", REFUSED, CONFIRMED),
        ("error-envelope:openai-chat:anthropic", REFUSED, CONTRADICTED),
        ("error-envelope:openai-chat:openai", CHAT, UNTESTED),
        ("error-code:t", REFUSED, CONFIRMED),
        ("error-code:u", REFUSED, UNTESTED),
        ("balance", CHAT, UNTESTED),
    ],
)
def test_claims_by_the_form_of_their_id(
    judge: Judge, claim: str, candidate: dict[str, Any], observed: Observed
) -> None:
    profile = f'claims: [{{id: "{claim}", text: So.}}]'
    check = judge(profile, case(candidate=candidate))[claim]
    assert check.observed is observed


def test_two_answers_without_a_header_contradict_nothing(judge: Judge) -> None:
    seen = judge("request_id_headers: [x-id]", case(repeats=2))
    assert seen["request-id-header:x-id"].observed is UNTESTED


def test_fields_of_answers(judge: Judge) -> None:
    profile = "response_fields: [provider, latency_ms]\nown_response_fields: [usage.own]"
    answer = {"use": "chat", "set": {"provider": "openai", "latency_ms": None, "usage.own": 1}}
    seen = judge(profile, case(candidate=answer))
    assert seen["response-field:provider"].observed is CONFIRMED
    assert seen["response-field:usage.own"].observed is CONFIRMED
    assert seen["response-field:latency_ms"].observed is UNTESTED
    streamed = {"use": "chat-stream", "set": {"0.data.provider": "openai"}}
    stream = case(baseline={"use": "chat-stream"}, candidate=streamed)
    assert judge(profile, stream)["response-field:provider"].observed is CONFIRMED


def test_the_base_url_that_the_run_used(judge: Judge) -> None:
    profile = (
        "base_urls: {openai-sdk: {url: 'https://x.example/v1'}, litellm: {}, "
        "gemini: {url: 'https://y.example'}}"
    )
    seen = judge(profile, case(), "https://x.example/v1/")
    assert {claim: check.observed for claim, check in seen.items()} == {
        "base-url:openai-sdk": CONFIRMED,
        "base-url:gemini": UNTESTED,
    }
    failed = judge(profile, case(candidate=REFUSED), "https://x.example/v1")
    assert failed["base-url:openai-sdk"].observed is UNTESTED


def test_a_route_that_is_not_listed_where_all_are(judge: Judge) -> None:
    profile = "unlisted_routes: {}\nroutes: {gemini: {}}"
    seen = judge(profile, case())
    assert seen["route:openai-chat"].observed is CONTRADICTED
    assert seen["route:gemini"].observed is UNTESTED
    assert judge("routes: {gemini: {}}", case()).keys() == {"route:gemini"}


@pytest.mark.parametrize(
    ("repeats", "baseline", "observed"),
    [(3, OBEYED, CONTRADICTED), (2, OBEYED, UNTESTED), (3, [OBEYED, OBEYED, CHAT], UNTESTED)],
)
def test_an_effect_that_never_shows_needs_no_finding(
    judge: Judge, repeats: int, baseline: Any, observed: Observed
) -> None:
    profile, claim = field("supported: [stop]", "stop")
    about = {"probe": {"parameter": "stop", "shows": {"text_lacks": "Blue"}}}
    request = {"model": "gpt-4o", "stop": ["Bl"]}
    content = {"request": request, "case": about, "baseline": baseline, "repeats": repeats}
    # `stop-sequence-ignored` stands for `parameter-without-effect` here.
    assert judge(profile, case(**content))[claim].observed is observed


def test_requests_that_are_wrong_on_purpose_show_nothing_of_fields(judge: Judge) -> None:
    profile, claim = field("supported: [logit_bias]")
    content = {**WITH_BIAS, "case": {"expects_error": True}}
    seen = judge(profile, case(**content))
    assert seen[claim].observed is UNTESTED
    assert seen["route:openai-chat"].observed is UNTESTED


def test_a_body_that_is_no_object_has_no_fields(judge: Judge) -> None:
    profile, claim = field("supported: [logit_bias]")
    assert judge(profile, case(request=b"{", stream=False))[claim].observed is UNTESTED


def test_the_order_in_which_answers_came_changes_nothing(judge: Judge) -> None:
    profile = ROUTE % ("true", "true") + "\nrequest_id_headers: [x-id]"
    pairs = [*case("b"), *case("a")]
    assert judge(profile, pairs) == judge(profile, pairs[::-1])
    assert judge(profile, pairs)["route:openai-chat"].case == "spec/a"


def test_a_profile_that_is_no_longer_there_gives_no_checks() -> None:
    pairs = case()
    assert claims_of(SideInfo("./gone.yaml", "", {}), pairs, evaluate(pairs, (), Policy())) == ()
