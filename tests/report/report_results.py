"""Judged runs as the gate would hand them over, for the tests of every report."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from migrate_check.domain.exchange import (
    Exchange,
    FailureKind,
    Request,
    Response,
    TransportFailure,
)
from migrate_check.domain.finding import Evaluation, Evidence, Finding, OpenQuestion, Severity
from migrate_check.domain.result import (
    CaseSummary,
    LatencySample,
    Result,
    RunInfo,
    ShownExchange,
    SideInfo,
    TransportCount,
)
from migrate_check.domain.verdict import (
    Decision,
    ExitCode,
    Measured,
    Outcome,
    PhaseVerdict,
    RouteVerdict,
    SideCost,
    Verdict,
)

CHAT, MESSAGES = "openai-chat", "anthropic-messages"
SECRET_MARK = "[redacted]"
LONG_PROMPT = "The quick brown fox jumps over the lazy dog. " * 16_000
PATHS = {CHAT: "/v1/chat/completions", MESSAGES: "/v1/messages"}

EXPLANATIONS = {
    "stream-done-missing": (
        "The stream ends without the `data: [DONE]` event that the baseline sends.\n\n"
        "## Why it matters\n"
        "Clients that wait for the marker keep the connection open until a timeout. The official\n"
        "SDKs stop at it; several hand-written readers know no other end.\n\n"
        "## Who breaks\n"
        "- readers that loop until `[DONE]`\n"
        "- proxies that count complete streams\n\n"
        "## Example\n\n"
        '    data: {"choices":[{"finish_reason":"stop"}]}\n\n'
        "    (connection closed)\n\n"
        "## When to accept it\n"
        "When every caller ends a stream at the closed connection.\n"
    ),
    "field-missing": (
        "A field that every baseline answer carries is absent.\n\n"
        "## Why it matters\n"
        "Typed clients refuse the whole document when a required field is not there.\n"
    ),
}


def request(route: str, side: str, body: bytes) -> Request:
    key = (
        (("Authorization", f"Bearer {SECRET_MARK}"),)
        if route == CHAT
        else (("x-api-key", SECRET_MARK), ("anthropic-version", "2023-06-01"))
    )
    host = "api.provider.example" if side == "baseline" else "gateway.example"
    return Request(
        "POST",
        f"https://{host}{PATHS[route]}",
        (("Content-Type", "application/json"), *key),
        body,
    )


def response(body: bytes, kind: str = "application/json", status: int = 200) -> Response:
    headers = (("Content-Type", kind), ("x-request-id", "req_81f0"), ("retry-after", "1"))
    return Response(status, "HTTP/1.1", headers, body, (), None)


def exchange(
    route: str,
    side: str,
    asked: bytes,
    answer: Response | None,
    failure: TransportFailure | None = None,
) -> Exchange:
    return Exchange(request(route, side, asked), answer, failure, "2025-05-06T07:08:09.000Z", None)


def stream(*, done: bool, role: bool, text: str = "Blue is the sky") -> bytes:
    chunks: list[dict[str, object]] = []
    words = text.split(" ")
    for index, word in enumerate(words):
        delta: dict[str, object] = {"content": f"{word} "}
        if index == 0 and role:
            delta = {"role": "assistant", **delta}
        chunks.append({"id": "chatcmpl-7", "choices": [{"index": 0, "delta": delta}]})
    final = {"index": 0, "delta": {}, "finish_reason": "stop"}
    chunks.append({"id": "chatcmpl-7", "choices": [final]})
    lines = [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks]
    return "".join([*lines, "data: [DONE]\n\n" if done else ""]).encode()


def chat_body(prompt: str = "What's the colour of the sky?", *, streamed: bool = True) -> bytes:
    body: dict[str, object] = {
        "model": "gpt-4o-mini",
        "messages": [
            {"role": "system", "content": "Answer briefly."},
            {"role": "user", "content": prompt},
        ],
        "temperature": 0,
    }
    if streamed:
        body["stream"] = True
    return json.dumps(body).encode()


def completion(*, usage: bool, text: str = "Blue.") -> bytes:
    document: dict[str, object] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1746515289,
        "model": "gpt-4o-mini-2024-07-18",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": text, "refusal": None},
                "logprobs": None,
                "finish_reason": "stop",
            }
        ],
        "system_fingerprint": "fp_0705bf87c0",
    }
    if usage:
        document["usage"] = {"prompt_tokens": 19, "completion_tokens": 2, "total_tokens": 21}
    return json.dumps(document).encode()


def fingerprint(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:12]


def finding(
    rule: str,
    severity: Severity,
    location: str,
    *,
    route: str = CHAT,
    message: str = "The candidate leaves the field out; the baseline always sends it.",
    baseline: str | None = "present in 3 of 3 answers",
    candidate: str | None = None,
    cases: tuple[str, ...] = ("openai-chat/basic/sky+stream",),
    subject: str = "",
    suppressed: str | None = None,
    detail: str | None = None,
    seen: tuple[int, int] = (3, 3),
) -> Finding:
    return Finding(
        rule=rule,
        family="shape" if "field" in rule else "stream",
        severity=severity,
        route=route,
        cases=cases,
        location=location,
        subject=subject,
        message=message,
        baseline=baseline,
        candidate=candidate,
        occurrences=seen[0],
        trials=seen[1],
        fingerprint=fingerprint(rule, route, subject, location),
        evidence=Evidence(cases[0] if cases else "", 0, 1),
        detail=detail,
        suppressed=suppressed,
    )


def _findings() -> Iterator[Finding]:
    yield finding(
        "stream-done-missing",
        Severity.ERROR,
        "[DONE]",
        message="The candidate closes the stream without data: [DONE]; the baseline sends it.",
        baseline="data: [DONE]",
    )
    yield finding(
        "stream-role-missing", Severity.ERROR, "choices[].delta.role", baseline='"assistant"'
    )
    yield finding(
        "timeout-on-candidate",
        Severity.ERROR,
        "status",
        message="The candidate does not answer a long prompt in time; the baseline does.",
        cases=("openai-chat/limits/long-prompt",),
        baseline="200",
        candidate="timeout(read) after 60 s",
        seen=(2, 3),
    )
    fields = ("usage", "system_fingerprint", "choices[].logprobs", "choices[].message.refusal")
    for field in fields:
        yield finding(
            "field-missing",
            Severity.WARNING,
            field,
            cases=("openai-chat/basic/sky", "openai-chat/basic/count"),
            detail=f"- {field}: 21 tokens in total\n+ (absent)",
            seen=(6, 6),
        )
    for name in ("input_tokens", "output_tokens", "cache_read_input_tokens"):
        yield finding(
            "usage-zero",
            Severity.ERROR if name == "output_tokens" else Severity.WARNING,
            f"usage.{name}",
            route=MESSAGES,
            message="The candidate reports 0 tokens for an answer with content.",
            baseline="12",
            candidate="0",
            cases=("anthropic-messages/basic/sky",),
        )
    for header in (
        "x-ratelimit-remaining-requests",
        "retry-after",
        "x-request-id",
        "openai-version",
    ):
        yield finding(
            "header-missing",
            Severity.NOTE,
            f"header {header}",
            message=f"The candidate sends no {header}.",
            baseline="1",
        )
    for number in range(9):
        yield finding(
            "tool-arguments-off-schema",
            Severity.WARNING,
            f"choices[].delta.tool_calls[].function.arguments.field_{number}",
            subject="get_weather",
            message="Arguments of the candidate's call do not fit the schema of the request.",
            baseline='{"city":"London","unit":"celsius"}',
            candidate='{"city":["London"],"unit":7}',
            cases=("openai-chat/tools/forced-call+stream",),
            seen=(4, 20),
        )
    yield finding(
        "header-extra",
        Severity.NOTE,
        "header x-litellm-model-id",
        message="The candidate adds a header.",
        baseline=None,
        candidate="azure/gpt-4o-mini",
        suppressed="routing detail is known; owner: platform; until 2025-09-01",
    )


def _shown() -> dict[Evidence, ShownExchange]:
    asked = chat_body()
    tool_body = json.dumps(
        {
            "model": "gpt-4o-mini",
            "stream": True,
            "messages": [{"role": "user", "content": "Weather in London?"}],
            "tools": [
                {
                    "type": "function",
                    "function": {
                        "name": "get_weather",
                        "parameters": {
                            "type": "object",
                            "properties": {"city": {"type": "string"}},
                        },
                    },
                }
            ],
            "tool_choice": "required",
        }
    ).encode()
    sse = "text/event-stream; charset=utf-8"
    plain = chat_body(streamed=False)
    message = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "content": [{"type": "text", "text": "Blue."}],
        "usage": {"input_tokens": 12, "output_tokens": 4},
    }
    zero = {**message, "usage": {"input_tokens": 0, "output_tokens": 0}}
    ask = json.dumps({"model": "claude-sonnet-4", "max_tokens": 64, "messages": []}).encode()
    calls = stream(done=True, role=True, text="arguments " * 60)
    packed = replace(
        response(gzip.compress(completion(usage=False))),
        headers=(("content-type", "application/json"), ("content-encoding", "gzip")),
    )
    late = TransportFailure(FailureKind.TIMEOUT_READ, "no byte for 60.0 s")
    long = chat_body(LONG_PROMPT, streamed=False)
    pairs = {
        "openai-chat/basic/sky+stream": (
            exchange(CHAT, "baseline", asked, response(stream(done=True, role=True), sse)),
            exchange(CHAT, "candidate", asked, response(stream(done=False, role=False), sse)),
        ),
        "openai-chat/limits/long-prompt": (
            exchange(CHAT, "baseline", long, response(completion(usage=True))),
            exchange(CHAT, "candidate", long, None, late),
        ),
        "openai-chat/basic/sky": (
            exchange(CHAT, "baseline", plain, response(completion(usage=True))),
            exchange(CHAT, "candidate", plain, packed),
        ),
        "anthropic-messages/basic/sky": (
            exchange(MESSAGES, "baseline", ask, response(json.dumps(message).encode())),
            exchange(MESSAGES, "candidate", ask, response(json.dumps(zero).encode())),
        ),
        "openai-chat/tools/forced-call+stream": (
            exchange(CHAT, "baseline", tool_body, response(calls, sse)),
            exchange(CHAT, "candidate", tool_body, response(calls[:-40], sse)),
        ),
    }
    return {Evidence(case, 0, 1): ShownExchange(*pair) for case, pair in pairs.items()}


def _run(**changes: object) -> RunInfo:
    models = {CHAT: "gpt-4o-mini", MESSAGES: "claude-sonnet-4"}
    run = RunInfo(
        run_id="20250506-070809-5b1c",
        tool_version="0.1.0",
        started_at="2025-05-06T07:08:09.120Z",
        duration_s=312.4,
        baseline=SideInfo("openai", "https://api.provider.example/v1", models),
        candidate=SideInfo("tokenlab", "https://gateway.example/v1", models),
        planned_trials=126,
        done_trials=124,
        warmup_trials=4,
        requests_sent=256,
        stopped=None,
        replayed=False,
        source="migrate-check.sqlite",
    )
    return replace(run, **changes)  # type: ignore[arg-type]


def _phases(pilot: Decision) -> tuple[PhaseVerdict, ...]:
    run = "migrate-check run --repeat 3"
    return (
        PhaseVerdict(
            1,
            "Inventory",
            Decision.INCONCLUSIVE,
            (),
            ("call sites of the application",),
            "migrate-check inventory .",
        ),
        PhaseVerdict(
            2,
            "Single-route pilot",
            pilot,
            ("124 trials of 42 cases on 2 routes",),
            ("17 rates need 50 trials each",) if pilot is not Decision.GO else (),
            run,
        ),
        PhaseVerdict(
            3,
            "Shadow or sample",
            Decision.HOLD,
            ("no mirrored traffic (n = 0)",),
            ("at least 299 mirrored requests for a bound of 1 %",),
            "migrate-check shadow --sample 5%",
        ),
        PhaseVerdict(
            4, "Gradual rollout", Decision.HOLD, (), ("phase 3",), "migrate-check rollout"
        ),
        PhaseVerdict(
            5, "Cleanup", Decision.HOLD, (), ("a rollback drill",), "migrate-check rollback"
        ),
    )


def _samples(count: int) -> tuple[LatencySample, ...]:
    chance = random.Random(7)
    found = []
    for route, base in ((CHAT, 0.42), (MESSAGES, 0.61)):
        for side, factor in (("baseline", 1.0), ("candidate", 1.31)):
            for index in range(count):
                ttft = base * factor * chance.lognormvariate(0, 0.25)
                streamed = index % 2 == 0
                found.append(
                    LatencySample(route, side, ttft if streamed else None, ttft * 2.6, streamed)
                )
    return tuple(found)


def _measured() -> tuple[Measured, ...]:
    return (
        Measured(CHAT, "ttft", Outcome.FAIL, 31, 0.42, 0.55, 1.31, 1.27, 1.36, 1.25, "slower"),
        Measured(CHAT, "e2e", Outcome.INCONCLUSIVE, 62, 1.1, 1.4, 1.27, 1.2, 1.34, 1.25, "wide"),
        Measured(
            MESSAGES, "ttft", Outcome.INCONCLUSIVE, 0, None, None, None, None, None, 1.25, "-"
        ),
        Measured(
            CHAT, "cost", Outcome.PASS, 62, 0.000041, 0.000043, 1.05, 1.0, 1.09, 1.1, "inside"
        ),
    )


def _cases() -> tuple[CaseSummary, ...]:
    about = {
        "openai-chat/basic/sky": "A short question, one short answer",
        "openai-chat/basic/sky+stream": "A short question, streamed",
        "openai-chat/basic/count": "Counting to thirty",
        "openai-chat/limits/long-prompt": "A prompt of 700 kB",
        "openai-chat/tools/forced-call+stream": "A tool call that the request demands",
        "openai-chat/errors/bad-key": "A wrong key must give 401",
    }
    found = [CaseSummary(key, CHAT, text, 3, 2) for key, text in about.items()]
    found[-1] = replace(found[-1], findings=0)
    found.append(CaseSummary("anthropic-messages/basic/sky", MESSAGES, "A short question", 3, 3))
    found.append(CaseSummary("anthropic-messages/basic/ping", MESSAGES, "One word", 3, 0))
    return tuple(found)


def failed() -> Result:
    """A fail with 24 open findings and one accepted, over two routes."""
    undecided = (
        OpenQuestion(
            "success-rate", CHAT, "62 trials are too few for a rate", "50 more trials per case"
        ),
        OpenQuestion(
            "latency-ttft",
            MESSAGES,
            "no streamed pair",
            "20 streamed pairs",
            ("anthropic-messages/basic/sky",),
            True,
        ),
    )
    reasons = ("4 errors on 2 routes", "time to first token is 1.31 times the baseline's")
    routes = (
        RouteVerdict(CHAT, Decision.NO_GO, 62, ("3 errors", "13 warnings")),
        RouteVerdict(MESSAGES, Decision.NO_GO, 62, ("1 error",)),
    )
    book = "genai-prices 2025-05-01"
    return Result(
        run=_run(),
        evaluation=Evaluation(tuple(_findings()), undecided, {"stream-done-missing": 62}),
        verdict=Verdict(Outcome.FAIL, ExitCode.FAIL, reasons, routes, _phases(Decision.NO_GO)),
        measured=_measured(),
        cost={
            "baseline": SideCost(124, 0, Decimal("0.005084"), book),
            "candidate": SideCost(0, 124, None, "no price for model tl/gpt-4o-mini in the book"),
        },
        transport=(
            TransportCount(CHAT, "baseline", 64, {}),
            TransportCount(CHAT, "candidate", 64, {"timeout(read)": 2, "http-429": 1}),
            TransportCount(MESSAGES, "baseline", 64, {}),
            TransportCount(MESSAGES, "candidate", 64, {}),
        ),
        samples=_samples(60),
        cases=_cases(),
        not_tested=(
            "Embeddings, images and audio: no scenario of this run covers them.",
            "Load above 4 requests at a time.",
            "Rates below 5 %: 62 trials per route cannot show them.",
        ),
        shown=_shown(),
    )


def passed() -> Result:
    """A pass: notes only, everything measured, few samples."""
    result = failed()
    notes = tuple(one for one in result.evaluation.findings if one.severity is Severity.NOTE)
    measured = tuple(
        replace(one, outcome=Outcome.PASS) for one in result.measured if one.ratio is not None
    )
    routes = tuple(
        replace(route, decision=Decision.GO, reasons=("no error",))
        for route in result.verdict.routes
    )
    verdict = Verdict(
        Outcome.PASS, ExitCode.PASS, ("no error in 124 trials",), routes, _phases(Decision.GO)
    )
    cases = tuple(replace(case, findings=0) for case in result.cases)
    return replace(
        result,
        evaluation=Evaluation(notes, ()),
        verdict=verdict,
        measured=measured,
        samples=_samples(6),
        cases=cases,
    )


def inconclusive() -> Result:
    """The policy needs latency, and there are too few pairs."""
    result = failed()
    verdict = Verdict(
        Outcome.INCONCLUSIVE,
        ExitCode.INCONCLUSIVE,
        ("the policy needs an answer on latency, and 12 pairs are too few",),
        result.verdict.routes,
        _phases(Decision.INCONCLUSIVE),
    )
    return replace(result, evaluation=Evaluation((), result.evaluation.undecided), verdict=verdict)


def replayed() -> Result:
    """A replay of cassettes: nothing is known of time."""
    result = passed()
    run = replace(result.run, replayed=True, duration_s=None, source="tests/cassettes")
    return replace(result, run=run, measured=(), samples=())


def empty() -> Result:
    """No trial could be done."""
    verdict = Verdict(
        Outcome.ERROR,
        ExitCode.COULD_NOT_RUN,
        ("gateway.example refuses the credentials; set TOKENLAB_API_KEY",),
        (),
        (),
    )
    run = _run(planned_trials=0, done_trials=0, warmup_trials=0, requests_sent=0, duration_s=None)
    return Result(run, Evaluation((), ()), verdict, (), {}, (), (), (), (), {})


HOSTILE = (
    "</code></pre><script>document.title='owned'</script><img src=https://evil.example/x.png "
    "onerror=\"document.title='owned'\"> ![x](https://evil.example/y.png) [a](javascript:alert(1)) "
    "@everyone #12 www.evil.example | a | b |\n\n# big `tick``` {{ 7*7 }} {% raw %} ]]> "
    "\u202egnp.exe\u202c \u2066x\u2069 \x00\x1b[31m\u200b \ud800 "
    "'; touch owned; ' $(touch owned) \\| &lt;"
)


def hostile() -> Result:
    """Everything that comes from outside attacks the report."""
    result = failed()
    body = json.dumps({"model": HOSTILE, "messages": [{"role": "user", "content": HOSTILE}]})
    answer = json.dumps({"choices": [{"message": {"content": HOSTILE}}]}, ensure_ascii=False)
    raw = answer.encode("utf-8", "surrogatepass") + b"\xff\x00"
    case = f"pack/{HOSTILE}"
    shown = {
        Evidence(case, 0, 1): ShownExchange(
            exchange(CHAT, "baseline", body.encode(), response(answer.encode("utf-8", "replace"))),
            exchange(CHAT, "candidate", HOSTILE.encode("utf-8", "replace"), response(raw, HOSTILE)),
        )
    }
    bad = finding(
        "field-missing",
        Severity.ERROR,
        f"choices[].message.content {HOSTILE}",
        message=HOSTILE,
        baseline=HOSTILE,
        candidate=HOSTILE * 50,
        subject=HOSTILE,
        cases=(case,),
        detail=HOSTILE,
    )
    side = SideInfo(HOSTILE, f"https://user:hunter2@gateway.example/{HOSTILE}", {CHAT: HOSTILE})
    question = OpenQuestion(HOSTILE, CHAT, HOSTILE, HOSTILE, (case,))
    return replace(
        result,
        run=replace(result.run, candidate=side, run_id=HOSTILE, stopped=HOSTILE),
        evaluation=Evaluation((bad, replace(bad, suppressed=HOSTILE, rule=HOSTILE)), (question,)),
        verdict=replace(
            result.verdict,
            reasons=(HOSTILE,),
            phases=(PhaseVerdict(2, HOSTILE, Decision.NO_GO, (HOSTILE,), (HOSTILE,), HOSTILE),),
        ),
        cost={"candidate": SideCost(1, 0, Decimal("0.1"), HOSTILE)},
        transport=(TransportCount(CHAT, "candidate", 1, {HOSTILE: 1}),),
        cases=(CaseSummary(case, CHAT, HOSTILE, 1, 1),),
        not_tested=(HOSTILE,),
        shown=shown,
    )


def crowded(count: int = 500, rules: int = 60) -> Result:
    """Very many findings, each with its own large answer."""
    result = failed()
    severities = list(Severity)
    found, shown = [], {}
    for number in range(count):
        case = f"openai-chat/generated/case-{number}+stream"
        found.append(
            finding(
                f"rule-number-{number % rules}",
                severities[number % 3],
                f"choices[].delta.extension_{number}.value",
                cases=(case,),
                baseline='"a value that is rather long and says little"' * 8,
            )
        )
        asked = chat_body('Explain "everything" & <more>. ' * 6)
        answer = response(stream(done=True, role=True, text='"quoted" <tag> & more ' * 200))
        pair = (exchange(CHAT, side, asked, answer) for side in ("baseline", "candidate"))
        shown[Evidence(case, 0, 1)] = ShownExchange(*pair)
    return replace(
        result, evaluation=replace(result.evaluation, findings=tuple(found)), shown=shown
    )


ALL = {
    "failed": failed,
    "passed": passed,
    "inconclusive": inconclusive,
    "replayed": replayed,
    "empty": empty,
    "hostile": hostile,
    "crowded": crowded,
}
