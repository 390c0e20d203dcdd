"""Takes secrets out of an exchange before anything keeps it.

What is taken out leaves a mark: `[redacted]` in place of credentials of the request,
`[redacted:LABEL]` where a known secret was found, `[redacted:KIND]` where something has the form
of a secret. Such a mark in a response therefore shows that the side gave a secret away. Personal
data leaves `[personal:KIND]`, which shows nothing of that sort.

Limits: a secret that a model spells out over several stream events is not recognised, and bodies
in an encoding that was not asked for (br, zstd) are kept as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import unquote

from migrate_check.domain.exchange import (
    Exchange,
    FailureKind,
    Request,
    Response,
    TransportFailure,
)
from migrate_check.exchange.capture import KEPT_OF_TOO_LARGE
from migrate_check.exchange.chunk_cuts import Cut, move_chunks, replace_pieces
from migrate_check.exchange.content_coding import MAX_DECODED_BYTES, Decoded, decode, encode
from migrate_check.exchange.credentials import INVALID_KEY, is_credential
from migrate_check.exchange.secret_forms import Found, SecretForms

MARK = "[redacted]"

_ADDRESS = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*://)(?:[^/?#]*@)?([^/?#]*)")
_PARAMETER = re.compile(r"([?&;])([^=&;#]+)=([^&;#]*)")
_COOKIE_VALUE = re.compile(r"^([^=;]*)=[^;]*")
_ANY_MARK = re.compile(r"\[(?:redacted|personal)(?::[^\]]*)?\]")


class Redactor:
    """Redacts exchanges. `secrets` maps a label, such as `baseline-key`, to its value.

    `personal` also takes out e-mail addresses and card numbers.
    """

    def __init__(self, secrets: Mapping[str, str], personal: bool = False) -> None:
        self._forms = SecretForms({**secrets, "invalid-key": INVALID_KEY}, personal)

    def redact(self, exchange: Exchange) -> Exchange:
        """The same exchange without secrets. Redacting it again changes nothing."""
        response, failure = exchange.response, exchange.failure
        if response is not None:
            response, failure = self._response(response, failure)
        if failure is not None:
            failure = replace(failure, detail=self.text(failure.detail))
        return replace(
            exchange, request=self.request(exchange.request), response=response, failure=failure
        )

    def request(self, request: Request) -> Request:
        """The request without secrets."""
        return Request(
            method=self.text(request.method),
            url=self._url(request.url),
            headers=tuple(self._request_header(*line) for line in request.headers),
            body=self._bytes(request.body),
        )

    def text(self, text: str) -> str:
        """A line of text without secrets.

        Header lines are kept as Latin-1, so a secret in UTF-8 is spelled differently in them.
        """
        text = self._bytes(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")
        if text.isascii():
            return text
        try:
            return self._bytes(text.encode("latin-1")).decode("latin-1")
        except UnicodeEncodeError:
            return text

    def _bytes(self, data: bytes) -> bytes:
        return _replace(data, self._forms.find(data))

    def _request_header(self, name: str, value: str) -> tuple[str, str]:
        if is_credential(name):
            return self.text(name), MARK
        redacted = self.text(value)
        return self.text(name), MARK if redacted != value else value

    def _response_header(self, name: str, value: str) -> tuple[str, str]:
        if name.lower() == "set-cookie":
            value = _COOKIE_VALUE.sub(lambda cookie: f"{cookie[1]}={MARK}", value)
        return self.text(name), self.text(value)

    def _url(self, url: str) -> str:
        redacted = self.text(_PARAMETER.sub(_without_credential, _ADDRESS.sub(r"\1\2", url)))
        # Brackets in a host name would make the URL unreadable.
        return _ADDRESS.sub(lambda address: _ANY_MARK.sub("redacted", address[0]), redacted)

    def _response(
        self, response: Response, failure: TransportFailure | None
    ) -> tuple[Response, TransportFailure | None]:
        headers = tuple(self._response_header(*line) for line in response.headers)
        body, chunks = response.body, response.chunks
        decoded = decode(response.headers, body)
        if decoded is not None:
            body = self._compressed(body, decoded)
            chunks = move_chunks(chunks, [Cut(0, len(response.body), len(body))])
            if decoded.too_large:
                detail = f"the decoded body is larger than {MAX_DECODED_BYTES} bytes"
                failure = TransportFailure(FailureKind.TOO_LARGE, detail)
        found = self._forms.find(body, cut_off=failure is not None)
        chunks = move_chunks(chunks, [_cut(place) for place in found])
        body = _replace(body, found)
        return replace(response, headers=headers, body=body, chunks=chunks), failure

    def _compressed(self, body: bytes, decoded: Decoded) -> bytes:
        """Packed anew only where something was found, because the bytes are evidence."""
        data = decoded.data[:KEPT_OF_TOO_LARGE] if decoded.too_large else decoded.data
        found = self._forms.find(data, cut_off=not decoded.complete)
        if not (found or decoded.too_large):
            return body
        return encode(_replace(data, found), decoded) + decoded.rest


def _replace(data: bytes, places: list[Found]) -> bytes:
    return replace_pieces(data, [(place.start, place.end, _mark(place)) for place in places])


def _mark(place: Found) -> bytes:
    kind = "personal" if place.personal else "redacted"
    return f"[{kind}:{place.label}]".encode()


def _cut(place: Found) -> Cut:
    return Cut(place.start, place.end, len(_mark(place)))


def _without_credential(parameter: re.Match[str]) -> str:
    before, name, value = parameter.groups()
    secret = is_credential(unquote(name))
    return f"{before}{name}={MARK if secret else value}"
