"""Findings of one run over two routes, and the explanations of two rules."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from report_wire import CHAT, MESSAGES

from migrate_check.domain.finding import Evidence, Finding, Severity

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


def findings() -> Iterator[Finding]:
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
