"""Claims about headers, fields of answers, ends of streams and errors beside what a run saw."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from migrate_check.domain.observation import BodyKind, Observation, ObservedPair
from migrate_check.domain.profile import Observed
from migrate_check.gate.field_claims import UNTESTED, Seen

_FEWEST_ANSWERS = 3
"""Below this, a header that is missing contradicts nothing."""


@dataclass(frozen=True, slots=True)
class AnswerClaims:
    """The candidate's answers, sorted for looking up. Each with its case key."""

    answered: Sequence[tuple[str, Observation]]
    """Complete HTTP answers of any status."""
    streams: Sequence[tuple[str, Observation]]
    """Complete event streams of successes."""
    errors: Sequence[tuple[str, Observation]]
    fields: Mapping[str, str]
    """Place in a body, without the event's name → first case key."""

    @classmethod
    def of(cls, pairs: Sequence[ObservedPair]) -> AnswerClaims:
        """The answers of a run."""
        seen = [(pair.case_key, pair.candidate) for pair in pairs]
        answered = [one for one in seen if one[1].status is not None and one[1].failure is None]
        fields: dict[str, str] = {}
        for key, answer in answered:
            for place in answer.shape:
                if place.type not in ("absent", "null"):
                    path = place.path.partition(".")[2] if answer.events else place.path
                    fields.setdefault(path, key)
        return cls(
            answered,
            [one for one in answered if one[1].ok and one[1].body_kind is BodyKind.SSE],
            [one for one in answered if one[1].error is not None],
            fields,
        )

    def judge(self, claim: str) -> Seen:
        """What was seen of a claim, by its id; ids of other forms are untested."""
        kind, _, rest = claim.partition(":")
        judge = _JUDGES.get(kind)
        return judge(self, rest) if judge else UNTESTED

    def field(self, path: str) -> Seen:
        """A field of answers: its absence says nothing, since many come on some answers only."""
        key = self.fields.get(path)
        return Seen(Observed.CONFIRMED, "seen in an answer", key) if key else UNTESTED


def _request_id(answers: AnswerClaims, name: str) -> Seen:
    having = [key for key, answer in answers.answered if name in answer.headers]
    count = len(answers.answered)
    if having:
        text = f"on {len(having):,} of {count:,} answers"
        return Seen(Observed.CONFIRMED, text, having[0])
    if count < _FEWEST_ANSWERS:
        return UNTESTED
    return Seen(Observed.CONTRADICTED, f"on none of {count:,} answers", answers.answered[0][0])


def _optional_header(answers: AnswerClaims, name: str) -> Seen:
    """A header that comes on some answers only, such as 429."""
    having = next((key for key, answer in answers.answered if name in answer.headers), None)
    return Seen(Observed.CONFIRMED, "seen on an answer", having) if having else UNTESTED


def _stream_end(answers: AnswerClaims, rest: str) -> Seen:
    """`ROUTE:done`, `ROUTE:close` (without `[DONE]`), or `ROUTE:` and the name of an event."""
    route, _, word = rest.partition(":")
    ends = [(key, _end(answer)) for key, answer in answers.streams if answer.route == route]
    if not ends:
        return UNTESTED
    if word in ("done", "close"):
        other = next((one for one in ends if (one[1] == "done") != (word == "done")), None)
    else:
        other = None if any(end == word for _, end in ends) else ends[0]
    if other is not None:
        key, end = other
        return Seen(Observed.CONTRADICTED, f"a stream ended with {end or 'a nameless event'}", key)
    return Seen(Observed.CONFIRMED, f"so ended {len(ends):,} streams", ends[0][0])


def _end(answer: Observation) -> str:
    if not answer.events:
        return "nothing"
    last = answer.events[-1]
    if last.data.strip() == "[DONE]":
        return "done"
    document = last.document if isinstance(last.document, dict) else {}
    return last.name or str(document.get("type") or "")


def _envelope(answers: AnswerClaims, rest: str) -> Seen:
    route, _, envelope = rest.partition(":")
    errors = [
        (key, answer.error.envelope)
        for key, answer in answers.errors
        if answer.route == route and answer.error is not None and not answer.error.in_stream
    ]
    other = next(((key, found) for key, found in errors if found != envelope), None)
    if other is not None:
        return Seen(Observed.CONTRADICTED, f"an error has the shape {other[1]}", other[0])
    if not errors:
        return UNTESTED
    return Seen(Observed.CONFIRMED, f"so are {len(errors):,} errors", errors[0][0])


def _error_code(answers: AnswerClaims, code: str) -> Seen:
    for key, answer in answers.errors:
        if answer.error is not None and code in (answer.error.code, answer.error.type):
            return Seen(Observed.CONFIRMED, f"seen with status {answer.status}", key)
    return UNTESTED


_JUDGES: Mapping[str, Callable[[AnswerClaims, str], Seen]] = {
    "request-id-header": _request_id,
    "rate-limit-header": _optional_header,
    "billing-header": _optional_header,
    "stream-end": _stream_end,
    "error-envelope": _envelope,
    "error-code": _error_code,
}
