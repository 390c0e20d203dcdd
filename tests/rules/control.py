"""A provider that answers as a model at temperature 1 does: the same request, other answers.

Each side draws from the same distribution, so whatever a rule says about a pair is a false alarm.
"""

from __future__ import annotations

import re
from random import Random
from typing import Any

import orjson

from migrate_check.domain.exchange import Side
from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.domain.plan import Trial
from migrate_check.domain.scenario import Auth, Case, Route
from migrate_check.observe import observe_exchange
from tests.rules.spec import exchange_of, request_of, resolve

WORDS = ("blue", "red", "a", "colour", "like", "sky", "or", "sea", "deep", "你好", "☕")
FORMS = (
    ("chat", "chat-tools", "chat-reasoning"),
    ("chat-stream", "chat-stream-tools", "chat-stream-reasoning"),
    ("messages", "messages-tools"),
    ("messages-stream", "messages-stream-tools"),
)


def control_pairs(seed: int, repeats: int, cases: int = 2) -> list[ObservedPair]:
    """Pairs of a run of the baseline against itself."""
    random = Random(seed)
    pairs = []
    for number in range(cases):
        for forms in FORMS:
            # Some requests leave the model no choice, others do.
            odds = random.choice((0.0, 0.0, 0.1, 0.5))
            case = _case(forms[0], number)
            pairs += [
                ObservedPair(
                    Trial(case, repeat, warmup=False, first=Side.BASELINE),
                    0,
                    _answer(random, forms, odds, case, Side.BASELINE),
                    _answer(random, forms, odds, case, Side.CANDIDATE),
                )
                for repeat in range(1, repeats + 1)
            ]
    return pairs


def _case(form: str, number: int) -> Case:
    route = Route.ANTHROPIC_MESSAGES if form.startswith("messages") else Route.OPENAI_CHAT
    stream = "stream" in form
    return Case(
        scenario="control",
        name=f"{form}-{number}",
        route=route,
        about="control",
        stream=stream,
        body=request_of(route, stream, tools=True),
        raw_body=None,
        turns=(),
        auth=Auth.VALID,
        path=None,
        expects_error=False,
        source="control:1",
    )


def _answer(
    random: Random, forms: tuple[str, ...], odds: float, case: Case, side: Side
) -> Observation:
    use = random.choice(forms[1:]) if random.random() < odds else forms[0]
    body = orjson.dumps(case.body)
    answer = exchange_of(_varied(random, use, odds), case.route, body)
    return observe_exchange(answer, case.route, side)


def _varied(random: Random, use: str, odds: float) -> dict[str, Any]:
    headers = {
        "x-request-id": f"req_{random.randrange(10**9)}",
        "x-ratelimit-remaining-requests": str(random.randrange(100)),
        "openai-processing-ms": str(random.randrange(900)),
    }
    answer = resolve({"use": use, "headers": headers})
    text = orjson.dumps(answer.get("json", answer.get("sse"))).decode()
    words = " ".join(random.choice(WORDS) for _ in range(random.randrange(1, 12)))
    text = text.replace("Blue", words).replace("Colours are many.", f"{words}?")
    text = text.replace("Oslo", random.choice(("Oslo", "Oslo, Norway", "oslo")))
    for name in ("chatcmpl-1", "msg_1", "call_1", "toolu_1"):
        text = text.replace(name, f"{name}{random.randrange(10**9)}")
    text = text.replace("1700000000", str(1_700_000_000 + random.randrange(1000)))
    if random.random() < odds / 2 and "tool" not in use:
        text = text.replace('"stop"', '"length"').replace('"end_turn"', '"max_tokens"')
    if random.random() < odds / 2:
        text = text.replace('"system_fingerprint":"fp_1"', '"system_fingerprint":null')
    # The prompt is the same, so its tokens are; and so is the model.
    text = re.sub(r'"(prompt|input|total)_tokens":\d+', r'"\1_tokens":99', text)
    text = text.replace("deepseek-reasoner", "gpt-4o-2024-08-06")
    key = "json" if "json" in answer else "sse"
    return {**answer, key: orjson.loads(text)}
