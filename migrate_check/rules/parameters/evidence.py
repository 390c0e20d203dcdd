"""What an effect's absence looks like, in words and in the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from migrate_check.domain.observation import Observation, Reply, Usage
from migrate_check.domain.scenario import EffectKind

_EXCERPT = 80

SAID: Mapping[EffectKind, str] = {
    EffectKind.TEXT_HAS: "the text lacks what the request must bring about",
    EffectKind.TEXT_LACKS: "the text holds what the request excludes",
    EffectKind.TEXT_MATCHES: "the text does not have the form that the request asks for",
    EffectKind.TEXT_FITS: "the text does not fit the schema of the request",
    EffectKind.FINISH: "the answer ends for another reason",
    EffectKind.CHOICES: "the number of choices is another one",
    EffectKind.CALLS: "the tool is not called",
    EffectKind.CALLS_AT_MOST: "more tools are called than the request allows",
    EffectKind.OUTPUT_TOKENS_AT_MOST: "the answer has more tokens than the request allows",
    EffectKind.PROMPT_TOKENS_AT_MOST: "the prompt counts more tokens than was sent",
    EffectKind.PROMPT_TOKENS_AT_LEAST: "the prompt counts fewer tokens than were sent",
    EffectKind.CACHED_TOKENS_AT_LEAST: "fewer tokens come from the cache",
    EffectKind.REASONING_TOKENS_AT_MOST: "the model reasons more than the request asks for",
    EffectKind.HAS: "a field that the request asks for is missing",
    EffectKind.LACKS: "a field is there that the request excludes",
    EffectKind.HEADER: "a header that answers the request is missing",
    EffectKind.STATUS: "the status is another one",
    EffectKind.DIMENSIONS: "the vectors have another length",
    EffectKind.MEDIA: "what is delivered has another form",
}
"""Effect → what is wrong where it does not show."""


def evidence(answer: Observation, kind: EffectKind) -> str | None:
    """What the answer shows instead, short; None where there is nothing to quote."""
    if kind is EffectKind.STATUS:
        return str(answer.status)
    quote = _QUOTES.get(kind)
    return None if quote is None or answer.reply is None else quote(answer.reply)


def _text(reply: Reply) -> str:
    return reply.text[:_EXCERPT]


def _called(reply: Reply) -> str:
    return ", ".join(call.name or "" for call in reply.tool_calls) or "no call"


def _vectors(reply: Reply) -> str:
    return ", ".join(sorted({str(len(each.values)) for each in reply.embeddings}))


def _forms(reply: Reply) -> str:
    forms = {f"{each.format or each.carrier} {each.size or ''}".strip() for each in reply.media}
    return ", ".join(sorted(forms))


def _tokens(count: Callable[[Usage], int | None]) -> Callable[[Reply], str]:
    def quote(reply: Reply) -> str:
        tokens = None if reply.usage is None else count(reply.usage)
        return "no count" if tokens is None else f"{tokens} tokens"

    return quote


_QUOTES: Mapping[EffectKind, Callable[[Reply], str]] = {
    EffectKind.TEXT_HAS: _text,
    EffectKind.TEXT_LACKS: _text,
    EffectKind.TEXT_MATCHES: _text,
    EffectKind.TEXT_FITS: _text,
    EffectKind.FINISH: lambda reply: str(reply.finish_reason),
    EffectKind.CHOICES: lambda reply: str(reply.choices),
    EffectKind.CALLS: _called,
    EffectKind.CALLS_AT_MOST: _called,
    EffectKind.OUTPUT_TOKENS_AT_MOST: _tokens(lambda u: u.output_tokens),
    EffectKind.PROMPT_TOKENS_AT_MOST: _tokens(lambda u: u.input_tokens),
    EffectKind.PROMPT_TOKENS_AT_LEAST: _tokens(lambda u: u.input_tokens),
    EffectKind.CACHED_TOKENS_AT_LEAST: _tokens(lambda u: u.cached_tokens),
    EffectKind.REASONING_TOKENS_AT_MOST: _tokens(lambda u: u.reasoning_tokens),
    EffectKind.DIMENSIONS: _vectors,
    EffectKind.MEDIA: _forms,
}
