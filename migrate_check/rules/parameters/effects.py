"""Whether an answer shows what a parameter must bring about.

Each effect is True, False, or None where the answer does not tell: without token counts nobody
can say how many there were.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TypeAlias

from migrate_check.dialects.tool_schema import schema_problem
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Media, Observation, Reply, Usage
from migrate_check.domain.scenario import Case, Effect, EffectKind
from migrate_check.rules.parameters.nonce import MARK, nonce_of

Shown: TypeAlias = bool | None
_OfReply: TypeAlias = Callable[[Reply, Json], Shown]
_OfAnswer: TypeAlias = Callable[[Observation, Json], Shown]

_NOTHING = frozenset({"null", "absent"})


def shows(answer: Observation, effect: Effect, case: Case) -> Shown:
    """Whether one answer shows one effect; None where it does not tell.

    Only a status is judged in an answer that is no success. `same_text` is a matter of all
    repeats, so no single answer tells.
    """
    nonce = nonce_of(answer, case) if _names_nonce(effect.value) else ""
    if nonce is None:
        return None
    value = effect.filled(nonce, answer.asked.model or "").value
    if effect.kind is EffectKind.STATUS:
        return None if answer.status is None else answer.status in _listed(value)
    if not answer.ok:
        return None
    of_answer = _OF_ANSWER.get(effect.kind)
    if of_answer is not None:
        return of_answer(answer, value)
    of_reply = _OF_REPLY.get(effect.kind)
    if of_reply is None or answer.reply is None:
        return None
    return of_reply(answer.reply, value)


def _names_nonce(value: Json) -> bool:
    return any(isinstance(text, str) and MARK in text for text in _listed(value))


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _words(value: Json) -> list[str]:
    return [str(word) for word in _listed(value)]


def _text_has(reply: Reply, value: Json) -> Shown:
    return all(word in reply.text for word in _words(value))


def _text_lacks(reply: Reply, value: Json) -> Shown:
    return not any(word in reply.text for word in _words(value))


def _text_matches(reply: Reply, value: Json) -> Shown:
    pattern = _pattern(str(value))
    return None if pattern is None else pattern.search(reply.text) is not None


@lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str] | None:
    try:
        return re.compile(text)
    except re.error:
        return None


def _text_fits(reply: Reply, value: Json) -> Shown:
    try:
        document = json.loads(reply.text)
    except ValueError:
        return False
    return isinstance(document, dict) and schema_problem(document, value) is None


def _finish(reply: Reply, value: Json) -> Shown:
    # A reason that is missing has rules of its own.
    return None if reply.finish_reason is None else reply.finish_reason in _words(value)


def _choices(reply: Reply, value: Json) -> Shown:
    return reply.choices == value


def _calls(reply: Reply, value: Json) -> Shown:
    called = {call.name for call in reply.tool_calls}
    return called.issuperset(_words(value))


def _calls_at_most(reply: Reply, value: Json) -> Shown:
    return isinstance(value, int) and len(reply.tool_calls) <= value


def _tokens(count: Callable[[Usage], int | None], *, least: bool) -> _OfReply:
    def judged(reply: Reply, value: Json) -> Shown:
        tokens = None if reply.usage is None else count(reply.usage)
        if tokens is None or not isinstance(value, int):
            return None
        return tokens >= value if least else tokens <= value

    return judged


def _dimensions(reply: Reply, value: Json) -> Shown:
    sizes = {len(each.values) for each in reply.embeddings}
    # An empty vector could not be decoded, which is another matter.
    return None if not sizes or 0 in sizes else sizes == {value}


def _media(reply: Reply, value: Json) -> Shown:
    if not reply.media:
        return None
    return _together(_has_form(each, word) for each in reply.media for word in _words(value))


def _has_form(media: Media, word: str) -> Shown:
    if word in ("url", "base64", "bytes"):
        return media.carrier == word
    if re.fullmatch(r"\d+x\d+", word):
        return None if media.size is None else "x".join(map(str, media.size)) == word
    return None if media.format is None else media.format == word


def _together(parts: Iterable[Shown]) -> Shown:
    """False where one part is; None where one does not tell."""
    seen = set(parts)
    return False if False in seen else None if None in seen else True


def _has(answer: Observation, value: Json) -> Shown:
    return all(_is_there(answer, path) for path in _words(value))


def _lacks(answer: Observation, value: Json) -> Shown:
    return not any(_is_there(answer, path) for path in _words(value))


def _is_there(answer: Observation, path: str) -> bool:
    """Somewhere, and not null. Events of a stream have their name in front, deltas another word."""
    if not answer.events:
        return any(seen.path == path and seen.type not in _NOTHING for seen in answer.shape)
    end = f".{path.replace('[].message.', '[].delta.')}"
    return any(f".{seen.path}".endswith(end) and seen.type not in _NOTHING for seen in answer.shape)


def _header(answer: Observation, value: Json) -> Shown:
    return all(name.lower() in answer.headers for name in _words(value))


_OF_ANSWER: Mapping[EffectKind, _OfAnswer] = {
    EffectKind.HAS: _has,
    EffectKind.LACKS: _lacks,
    EffectKind.HEADER: _header,
}
_OF_REPLY: Mapping[EffectKind, _OfReply] = {
    EffectKind.TEXT_HAS: _text_has,
    EffectKind.TEXT_LACKS: _text_lacks,
    EffectKind.TEXT_MATCHES: _text_matches,
    EffectKind.TEXT_FITS: _text_fits,
    EffectKind.FINISH: _finish,
    EffectKind.CHOICES: _choices,
    EffectKind.CALLS: _calls,
    EffectKind.CALLS_AT_MOST: _calls_at_most,
    EffectKind.OUTPUT_TOKENS_AT_MOST: _tokens(lambda u: u.output_tokens, least=False),
    EffectKind.PROMPT_TOKENS_AT_MOST: _tokens(lambda u: u.input_tokens, least=False),
    EffectKind.PROMPT_TOKENS_AT_LEAST: _tokens(lambda u: u.input_tokens, least=True),
    EffectKind.CACHED_TOKENS_AT_LEAST: _tokens(lambda u: u.cached_tokens, least=True),
    EffectKind.REASONING_TOKENS_AT_MOST: _tokens(lambda u: u.reasoning_tokens, least=False),
    EffectKind.DIMENSIONS: _dimensions,
    EffectKind.MEDIA: _media,
}
