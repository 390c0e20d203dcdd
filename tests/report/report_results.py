"""Judged runs as the gate would hand them over, for the tests of every report."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from decimal import Decimal

from report_findings import finding, findings
from report_wire import CHAT, MESSAGES, chat_body, exchange, response, shown_exchanges, stream

from migrate_check.domain.finding import Evaluation, Evidence, OpenQuestion, Severity
from migrate_check.domain.profile import Basis, ClaimCheck, Mark, Observed
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


def _claims() -> tuple[ClaimCheck, ...]:
    docs = Basis(Mark.SEEN_DOC, "https://docs.gateway.example")
    return (
        ClaimCheck(
            "route:openai-chat",
            "openai-chat is offered at /v1/chat/completions.",
            docs,
            Observed.CONFIRMED,
            "62 of 62 requests succeeded",
            "openai-chat/basic/sky",
        ),
        ClaimCheck(
            "field:openai-chat:seed",
            "`seed` on openai-chat: supported.",
            docs,
            Observed.CONTRADICTED,
            "accepted without effect: finding parameter-without-effect 0123456789ab",
            "openai-chat/parameters/seed",
        ),
        ClaimCheck(
            "idempotency",
            "No idempotency header.",
            Basis(Mark.INFERRED, None, "In no document"),
            Observed.UNTESTED,
            None,
        ),
    )


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
        evaluation=Evaluation(tuple(findings()), undecided, {"stream-done-missing": 62}),
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
        shown=shown_exchanges(),
        claims=_claims(),
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
    bad_basis = Basis(Mark.SEEN_DOC, HOSTILE, HOSTILE)
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
        claims=tuple(
            ClaimCheck(HOSTILE, HOSTILE, bad_basis, seen, HOSTILE, case) for seen in Observed
        ),
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
