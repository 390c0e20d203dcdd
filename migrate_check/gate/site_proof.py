"""A call site beside a run: proved, contradicted or untested."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from migrate_check.domain.call_site import (
    ROUTES,
    UNKNOWN_ROUTE,
    CallSite,
    Certainty,
    Proof,
    RequestField,
    SiteProof,
)
from migrate_check.domain.finding import Finding
from migrate_check.domain.model_name import family_of
from migrate_check.domain.site_requests import fields_of, models_known, models_of
from migrate_check.domain.wire_fields import FREE_TEXT, is_content, is_default
from migrate_check.gate.run_evidence import RunEvidence, SentCase
from migrate_check.gate.site_contradiction import concerns

_NAMED = 5


def proof_of(site: CallSite, run: RunEvidence) -> SiteProof:
    """What the run says of the site. A contradiction counts more than what is missing."""
    against = [finding for finding in run.errors if concerns(finding, site, run.cases)]
    if against:
        return SiteProof(Proof.CONTRADICTED, run.run_id, tuple(_told(against)))
    missing, proved = _compare(site, run)
    if missing:
        return SiteProof(Proof.UNTESTED, run.run_id, tuple(missing))
    return SiteProof(Proof.PROVED, run.run_id, tuple(proved))


def unproved(reason: str) -> SiteProof:
    """Where there is no run to look at."""
    return SiteProof(Proof.UNTESTED, None, (reason,))


def _told(findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings[:_NAMED]:
        yield f"{finding.rule} ({finding.fingerprint}): {finding.message}"
    if len(findings) > _NAMED:
        yield f"and {len(findings) - _NAMED} more error findings"


def _compare(site: CallSite, run: RunEvidence) -> tuple[list[str], list[str]]:
    """What is missing, and what was shown by which case."""
    cases = [case for case in run.cases if case.route == site.route and not case.wrong_on_purpose]
    if not cases:
        return [_no_case(site.route)], []
    answers = [
        *_streaming(site, cases),
        *_model(site, cases),
        *(_field(site.route, field, cases) for field in fields_of(site)),
    ]
    missing = [answer.text for answer in answers if answer is not None and not answer.shown]
    if not site.fields_known:
        what = "; ".join(site.not_known) or "it is put together elsewhere"
        missing.append(f"what it sends is not fully known: {what}")
    proved = [answer.text for answer in answers if answer is not None]
    return missing, [*proved, *_together(site, cases)]


def _together(site: CallSite, cases: Sequence[SentCase]) -> Iterator[str]:
    """What is proved piece by piece only."""
    names = [
        field.name
        for field in fields_of(site)
        if not is_content(site.route, field.name) and not is_default(field.name, field.value)
    ]
    if not any(case.passed and all(_sends(case, name) for name in names) for case in cases):
        yield "no one case sends all of it together"


@dataclass(frozen=True, slots=True)
class _Answer:
    shown: bool
    text: str


def _no_case(route: str) -> str:
    if route == UNKNOWN_ROUTE:
        return "its endpoint is not known"
    if route not in ROUTES:
        return f"no scenario tests {route}"
    return f"the run has no case of {route}: migrate-check run --route {route}"


def _streaming(site: CallSite, cases: Sequence[SentCase]) -> Iterator[_Answer]:
    sure = site.streaming.certainty in (Certainty.LITERAL, Certainty.RESOLVED)
    forms = {"true": (True,), "false": (False,)}.get(site.streaming.value or "", (False, True))
    can_stream = any(case.stream for case in cases)
    if not sure and can_stream:
        forms = (False, True)
    for form in forms if can_stream or forms == (True,) else (False,):
        word = "streamed" if form else "unstreamed"
        shown = next((case for case in cases if case.passed and case.stream is form), None)
        yield (
            _Answer(True, f"{word} answers by {shown.case_id}")
            if shown
            else _Answer(False, f"no {word} case of {site.route} passed")
        )


def _model(site: CallSite, cases: Sequence[SentCase]) -> Iterator[_Answer]:
    if site.route == "models":
        return
    names = models_of(site)
    if not names or not models_known(site):
        yield _Answer(False, f"its model is not known in the code ({site.model.origin})")
    passed = [case for case in cases if case.passed]
    tried = sorted({name for case in passed for name in case.models})
    for name in names:
        same = next((case for case in passed if _has_model(case, name)), None)
        if same is None:
            sent = f"; the run sent {', '.join(tried)}" if tried else ""
            yield _Answer(False, f"model `{name}` was not tried{sent}")
        else:
            yield _Answer(True, f"model `{name}` by {same.case_id}")


def _has_model(case: SentCase, name: str) -> bool:
    family = family_of(name)
    return any(family_of(sent) == family for sent in case.models)


def _field(route: str, field: RequestField, cases: Sequence[SentCase]) -> _Answer | None:
    """None for what is asked itself, and for what is the default."""
    if is_content(route, field.name) or is_default(field.name, field.value):
        return None
    sending = [case for case in cases if _sends(case, field.name)]
    if not sending:
        sent = any(field.name in case.fields for case in cases)
        how = "was sent with its default only" if sent else "was never sent"
        return _Answer(False, f"`{field.name}` {how}")
    passed = [case for case in sending if case.passed]
    if not passed:
        return _Answer(False, f"`{field.name}` was sent by no case that passed")
    alike = [case for case in passed if _alike(field, case.fields[field.name])]
    if not alike:
        return _Answer(False, f"`{field.name}={field.value}` was sent with other values only")
    return _Answer(True, f"`{field.name}` by {alike[0].case_id}")


def _sends(case: SentCase, name: str) -> bool:
    return any(not is_default(name, value) for value in case.fields.get(name, ()))


def _alike(field: RequestField, sent: frozenset[str]) -> bool:
    """Whether what was sent stands for the site's own value.

    One number stands for another, and one free text; words, flags and types must be the same.
    """
    wanted = _read(field.value)
    if wanted is None or field.name.rpartition(".")[2] in FREE_TEXT:
        return True
    if isinstance(wanted, dict):
        kind = wanted.get("type")
        return kind is None or any(_type_of(value) in (kind, None) for value in sent)
    values = [_read(value) for value in sent if not is_default(field.name, value)]
    if _is_number(wanted):
        return any(_is_number(value) for value in values)
    return isinstance(wanted, list) or wanted in values


def _type_of(value: str) -> object:
    read = _read(value)
    return read.get("type") if isinstance(read, dict) else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _read(value: str | None) -> object:
    """None for what is not known, or cut off."""
    try:
        return json.loads(value or "null")
    except ValueError:
        return None
