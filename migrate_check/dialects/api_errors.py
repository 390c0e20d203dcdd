"""Error bodies as clients read them, and what is wrong with them."""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.json_fields import as_object, type_name
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import ApiError

OPENAI = "openai"
ANTHROPIC = "anthropic"
GEMINI = "gemini"
OTHER_JSON = "other-json"

_REQUIRED: dict[str, tuple[tuple[str, type], ...]] = {
    OPENAI: (("message", str), ("type", str), ("param", str), ("code", str)),
    ANTHROPIC: (("type", str), ("message", str)),
    GEMINI: (("code", int), ("message", str), ("status", str)),
}
_LITERAL_NONE = frozenset(("None", "null", "undefined"))
_MESSAGE_KEYS = ("message", "detail", "msg", "error", "title")


def is_error_document(document: Json) -> bool:
    """Whether a client takes it for an error though the status does not say so."""
    if isinstance(document, list):
        return bool(document) and is_error_document(document[0])
    if not isinstance(document, dict):
        return False
    return bool(document.get("error")) or document.get("type") == "error"


def read_error(document: Json, home: str, in_stream: bool, log: AnomalyLog) -> ApiError:
    """The error in a JSON body of any form. `home` is the envelope of the route's own dialect."""
    envelope = _envelope(document)
    if envelope == OTHER_JSON:
        error = _other_error(document, in_stream)
    else:
        document = _unwrapped(document)
        inner = as_object(as_object(document).get("error"))
        error = _read_inner(inner, envelope, in_stream)
        if envelope == home:
            _check_inner(inner, _REQUIRED[home], log)
    if envelope != home:
        log.add(AnomalyKind.ERROR_ENVELOPE_FOREIGN, "error", f"{envelope} envelope on this route")
    _check_literal_none(error, log)
    return error


def _unwrapped(document: Json) -> Json:
    """Google's streams without SSE answer with a list of one error."""
    return document[0] if isinstance(document, list) and document else document


def _envelope(document: Json) -> str:
    outer = as_object(_unwrapped(document))
    inner = outer.get("error")
    if not isinstance(inner, dict):
        return OTHER_JSON
    if outer.get("type") == "error":
        return ANTHROPIC
    if "status" in inner and "type" not in inner:
        return GEMINI
    return OTHER_JSON if isinstance(document, list) else OPENAI


def _read_inner(inner: dict[str, Json], envelope: str, in_stream: bool) -> ApiError:
    return ApiError(
        envelope=envelope,
        type=_word(inner.get("status" if envelope == GEMINI else "type")),
        code=_word(inner.get("code")),
        message=_word(inner.get("message")),
        param=_word(inner.get("param")),
        in_stream=in_stream,
    )


def _other_error(document: Json, in_stream: bool) -> ApiError:
    outer = as_object(_unwrapped(document))
    inner = as_object(outer.get("error")) or outer
    found = (_word(inner.get(key)) for key in _MESSAGE_KEYS)
    return ApiError(
        envelope=OTHER_JSON,
        type=_word(inner.get("type")) or _word(inner.get("status")),
        code=_word(inner.get("code")),
        message=next((text for text in found if text), None),
        param=_word(inner.get("param")),
        in_stream=in_stream,
    )


def _word(value: Json) -> str | None:
    """Codes come as numbers too; structures are nothing that a client can show."""
    if isinstance(value, bool | dict | list) or value is None:
        return None
    return str(value)


def _check_inner(
    inner: dict[str, Json], fields: tuple[tuple[str, type], ...], log: AnomalyLog
) -> None:
    for name, kind in fields:
        location = f"error.{name}"
        value = inner.get(name)
        if name not in inner or (name == "message" and not value):
            log.add(AnomalyKind.ERROR_FIELD_MISSING, location, "absent or empty")
        elif value is not None and type(value) is not kind:
            log.add(AnomalyKind.FIELD_WRONG_TYPE, location, f"is {type_name(value)}")


def _check_literal_none(error: ApiError, log: AnomalyLog) -> None:
    for name in ("type", "code", "message", "param"):
        value = getattr(error, name)
        if value in _LITERAL_NONE:
            log.add(AnomalyKind.ERROR_LITERAL_NONE, f"error.{name}", f'the text "{value}"')
