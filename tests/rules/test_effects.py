"""What answers show of a parameter's effect."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.exchange import Side
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Embedding, Media, Observation
from migrate_check.domain.plan import Trial
from migrate_check.domain.scenario import Auth, Case, Effect, EffectKind, Route
from migrate_check.domain.verdict import Policy
from migrate_check.rules.evaluate import evaluate
from migrate_check.rules.lookup import rule_by_id
from migrate_check.rules.parameters.effects import shows
from migrate_check.rules.parameters.evidence import SAID, evidence
from tests.rules.spec import observe, pairs_of

CASE = Case(
    scenario="openai-chat/effects",
    name="one",
    route=Route.OPENAI_CHAT,
    about="",
    stream=False,
    body={"model": "${model}", "messages": [{"role": "user", "content": "Repeat ${nonce} now"}]},
    raw_body=None,
    turns=(),
    auth=Auth.VALID,
    path=None,
    expects_error=False,
    source="effects:1",
)
SENT = b'{"model": "m", "messages": [{"role": "user", "content": "Repeat a1b2 now"}]}'
PNG = Media("base64", "png", 12, (256, 128), None)


def seen(use: str = "chat", **given: Any) -> Observation:
    return observe({"use": use, **given}, 0, Route.OPENAI_CHAT, Side.CANDIDATE, SENT)


def told(answer: Observation, kind: EffectKind, value: Json) -> bool | None:
    return shows(answer, Effect(kind, value), CASE)


def text(words: str) -> Observation:
    return seen(set={"choices.0.message.content": words})


@pytest.mark.parametrize(
    ("answer", "kind", "value", "shown"),
    [
        (text("a b"), EffectKind.TEXT_HAS, "a", True),
        (text("a b"), EffectKind.TEXT_HAS, ["a", "c"], False),
        (text("so a1b2"), EffectKind.TEXT_HAS, "${nonce}", True),
        (text("so b2c3"), EffectKind.TEXT_HAS, ["so", "${nonce}"], False),
        (text("a b"), EffectKind.TEXT_LACKS, ["c", "d"], True),
        (text("a b"), EffectKind.TEXT_LACKS, ["c", "b"], False),
        (text("12, 13"), EffectKind.TEXT_MATCHES, r"\b13$", True),
        (text("12, 13"), EffectKind.TEXT_MATCHES, r"^13", False),
        (text("12, 13"), EffectKind.TEXT_MATCHES, "(", None),
        (text('{"a": 1}'), EffectKind.TEXT_FITS, {"type": "object", "required": ["a"]}, True),
        (text('{"b": 1}'), EffectKind.TEXT_FITS, {"type": "object", "required": ["a"]}, False),
        (text("[1]"), EffectKind.TEXT_FITS, {"type": "object"}, False),
        (text("```json\n{}"), EffectKind.TEXT_FITS, {"type": "object"}, False),
        (seen(), EffectKind.FINISH, "stop", True),
        (seen(), EffectKind.FINISH, ["length", "max_tokens"], False),
        (seen(), EffectKind.CHOICES, 1, True),
        (seen(), EffectKind.CHOICES, 2, False),
        (seen("chat-tools"), EffectKind.CALLS, "get_weather", True),
        (seen("chat-tools"), EffectKind.CALLS, ["get_weather", "other"], False),
        (seen("chat-tools"), EffectKind.CALLS_AT_MOST, 1, True),
        (seen("chat-tools"), EffectKind.CALLS_AT_MOST, 0, False),
        (seen(), EffectKind.OUTPUT_TOKENS_AT_MOST, 2, True),
        (seen(), EffectKind.OUTPUT_TOKENS_AT_MOST, 1, False),
        (seen(drop=["usage"]), EffectKind.OUTPUT_TOKENS_AT_MOST, 1, None),
        (seen(), EffectKind.PROMPT_TOKENS_AT_MOST, 10, False),
        (seen(), EffectKind.PROMPT_TOKENS_AT_LEAST, 11, True),
        (seen(), EffectKind.CACHED_TOKENS_AT_LEAST, 1, False),
        (seen(), EffectKind.REASONING_TOKENS_AT_MOST, 0, True),
        (seen(drop=["usage"]), EffectKind.REASONING_TOKENS_AT_MOST, 0, None),
        (seen(), EffectKind.HAS, "system_fingerprint", True),
        (seen(), EffectKind.HAS, ["id", "choices[].logprobs"], False),
        (seen(), EffectKind.LACKS, ["choices[].logprobs", "nothing"], True),
        (seen(), EffectKind.LACKS, "id", False),
        (seen("chat-stream"), EffectKind.HAS, "choices[].message.content", True),
        (seen("chat-stream"), EffectKind.HAS, "chunk.choices[].delta.content", True),
        (seen("chat-stream"), EffectKind.LACKS, "choices[].logprobs.content", True),
        (seen(), EffectKind.HEADER, "X-Request-Id", True),
        (seen(), EffectKind.HEADER, ["x-request-id", "retry-after"], False),
        (seen(), EffectKind.STATUS, [200, 201], True),
        (seen(status=400), EffectKind.STATUS, 200, False),
        (seen(status=400), EffectKind.HEADER, "x-request-id", None),
        (seen(failure="reset", status=400), EffectKind.STATUS, 400, True),
        (seen(), EffectKind.SAME_TEXT, True, None),
        (seen(), EffectKind.DIMENSIONS, 3, None),
        (seen(), EffectKind.MEDIA, "png", None),
    ],
)  # fmt: skip
def test_one_effect(answer: Observation, kind: EffectKind, value: Json, shown: bool | None) -> None:
    assert told(answer, kind, value) is shown


@pytest.mark.parametrize(
    ("lengths", "value", "shown"),
    [((3, 3), 3, True), ((3, 3), 2, False), ((3, 2), 3, False), ((3, 0), 3, None)],
)
def test_dimensions(lengths: tuple[int, ...], value: int, shown: bool | None) -> None:
    answer = seen()
    assert answer.reply is not None
    vectors = tuple(Embedding(0, "float", (0.5,) * length) for length in lengths)
    answer = replace(answer, reply=replace(answer.reply, embeddings=vectors))
    assert told(answer, EffectKind.DIMENSIONS, value) is shown
    assert evidence(answer, EffectKind.DIMENSIONS) == ", ".join(
        sorted({str(length) for length in lengths})
    )


@pytest.mark.parametrize(
    ("media", "value", "shown"),
    [
        ((PNG,), ["png", "base64", "256x128"], True),
        ((PNG,), "128x256", False),
        ((PNG, PNG._replace(format="jpeg")), "png", False),
        ((PNG._replace(carrier="url"),), "url", True),
        ((PNG._replace(size=None),), "256x128", None),
        ((PNG._replace(format=None),), ["png", "256x128"], None),
        ((PNG._replace(format=None),), ["png", "1x1"], False),
    ],
)
def test_media(media: tuple[Media, ...], value: Json, shown: bool | None) -> None:
    answer = seen()
    assert answer.reply is not None
    answer = replace(answer, reply=replace(answer.reply, media=media))
    assert told(answer, EffectKind.MEDIA, value) is shown
    assert evidence(answer, EffectKind.MEDIA)


def test_a_nonce_that_was_not_sent_tells_nothing() -> None:
    effect = Effect(EffectKind.TEXT_HAS, "${nonce}")
    assert shows(text("a1b2"), effect, replace(CASE, body={"model": "m"})) is None
    assert shows(text("a1b2"), effect, replace(CASE, body=None)) is None
    other = {"messages": [{"role": "user", "content": "Say ${nonce} now"}]}
    assert shows(text("a1b2"), effect, replace(CASE, body=other)) is None
    twice = {"messages": [{"role": "user", "content": "${verb} ${nonce}${nonce}"}]}
    assert shows(text("a1b2"), effect, replace(CASE, body=twice)) is None


def test_each_repeat_has_its_own_nonce() -> None:
    """A baseline that repeats what it was asked is not taken for noise beside its next repeat."""
    pairs = []
    for number in range(4):
        nonce = f"n{number}"
        content = {
            "name": "nonce",
            "repeats": 1,
            "case": {
                "body": {"messages": [{"role": "system", "content": "Say ${nonce}."}]},
                "probe": {"parameter": "system", "shows": {"text_has": "${nonce}"}},
            },
            "request": {"messages": [{"role": "system", "content": f"Say {nonce}."}]},
            "baseline": {"use": "chat", "set": {"choices.0.message.content": nonce}},
            "candidate": {"use": "chat"},
        }
        pair = pairs_of(content)[0]
        trial = Trial(pair.trial.case, number + 1, False, Side.BASELINE)
        pairs.append(replace(pair, trial=trial))
    judged = evaluate(pairs, (), Policy(), (rule_by_id("parameter-without-effect"),))
    assert [(each.location, each.occurrences) for each in judged.findings] == [("system", 4)]


@given(
    st.sampled_from(list(EffectKind)),
    st.recursive(
        st.none() | st.booleans() | st.integers(-3, 3) | st.text("ab${nonce}[].*", max_size=9),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner),
        max_leaves=4,
    ),
    st.sampled_from(["chat", "chat-tools", "chat-stream", "chat-stream-tools"]),
)
def test_any_value_is_judged_without_fail(kind: EffectKind, value: Json, use: str) -> None:
    assert told(seen(use), kind, value) in (True, False, None)
    assert evidence(seen(use), kind) is None or len(evidence(seen(use), kind) or "") <= 80


@given(st.text(max_size=8), st.text(max_size=30))
def test_having_and_lacking_one_text_are_opposites(word: str, words: str) -> None:
    answer = text(words)
    assert told(answer, EffectKind.TEXT_HAS, word) is not told(answer, EffectKind.TEXT_LACKS, word)


def test_each_effect_of_one_answer_has_its_words() -> None:
    assert set(SAID) == set(EffectKind) - {EffectKind.SAME_TEXT}


def test_evidence_is_what_a_person_can_check() -> None:
    answer = seen("chat-tools")
    assert evidence(answer, EffectKind.CALLS) == "get_weather"
    assert evidence(seen(), EffectKind.CALLS) == "no call"
    assert evidence(seen(status=400), EffectKind.STATUS) == "400"
    assert evidence(seen(), EffectKind.OUTPUT_TOKENS_AT_MOST) == "2 tokens"
    assert evidence(seen(drop=["usage"]), EffectKind.OUTPUT_TOKENS_AT_MOST) == "no count"
    assert evidence(seen(), EffectKind.HEADER) is None
