"""What a run did not look at, in words for the person who decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from migrate_check.domain.observation import ObservedPair
from migrate_check.domain.result import RunInfo
from migrate_check.domain.scenario import Route

_ALWAYS = (
    "asynchronous media jobs, edits of images, files and batches: no scenarios yet",
    "behaviour under load, and limits of time and size that need minutes or megabytes to reach",
    "your own prompts and parameters, unless you wrote scenarios for them",
)
_WITH_TOOLS = frozenset(
    (Route.OPENAI_CHAT, Route.OPENAI_RESPONSES, Route.ANTHROPIC_MESSAGES, Route.GEMINI)
)
_STREAMING = _WITH_TOOLS | {Route.OPENAI_COMPLETIONS}
_ONLY_OF = {
    "streamed answers": _STREAMING,
    "tool calls": _WITH_TOOLS,
    "second turns": _WITH_TOOLS,
}
"""Facets that not every route has."""
_PACKS = {
    "cache": "prompt caching",
    "context": "long contexts",
    "concurrency": "requests at one moment",
}
_FACETS: tuple[tuple[str, Callable[[ObservedPair], bool]], ...] = (
    ("unstreamed answers", lambda pair: not pair.trial.case.stream and pair.candidate.ok),
    ("streamed answers", lambda pair: pair.trial.case.stream and pair.candidate.ok),
    (
        "tool calls",
        lambda pair: pair.candidate.reply is not None and bool(pair.candidate.reply.tool_calls),
    ),
    ("second turns", lambda pair: pair.turn > 0 and pair.candidate.ok),
    ("requests that are wrong on purpose", lambda pair: pair.trial.case.expects_error),
)


def not_tested(pairs: Sequence[ObservedPair], run: RunInfo) -> tuple[str, ...]:
    """Sentences, most important first. Never empty: no run looks at everything."""
    lines = []
    if run.done_trials < run.planned_trials:
        missing = run.planned_trials - run.done_trials
        lines.append(f"{missing} of {run.planned_trials} planned trials were not done")
    if run.replayed:
        lines.append("latency: answers were replayed from cassettes, so it was not measured")
    tested = {pair.trial.case.route for pair in pairs}
    lines += [f"route {route.value}: no trial" for route in Route if route not in tested]
    for route in sorted(tested):
        own = [pair for pair in pairs if pair.trial.case.route is route]
        lines += [
            f"{route.value}: no {facet} in this run"
            for facet, shows in _FACETS
            if route in _ONLY_OF.get(facet, (route,)) and not any(shows(pair) for pair in own)
        ]
    sent = {pair.trial.case.scenario.rpartition("/")[2] for pair in pairs}
    lines += [
        f"{what}: pack `{pack}` was not sent" for pack, what in _PACKS.items() if pack not in sent
    ]
    return (*lines, *_refused(pairs), *_ALWAYS)


def _refused(pairs: Sequence[ObservedPair]) -> tuple[str, ...]:
    """What the baseline itself does not do is no evidence about the candidate."""
    answered: dict[str, bool] = {}
    for pair in pairs:
        if pair.turn == 0 and not pair.trial.case.expects_error:
            key = pair.trial.case.case_id
            answered[key] = answered.get(key, False) or pair.baseline.ok or pair.baseline.hung_up
    refused = [key for key, ever in answered.items() if not ever]
    more = f" and {len(refused) - 5} more" if len(refused) > 5 else ""
    named = ", ".join(refused[:5]) + more
    return (f"cases that the baseline itself does not answer: {named}",) if refused else ()
