"""Finds secrets in bytes: known values in any common spelling, and strangers by their form."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

MIN_SECRET_LENGTH = 8
"""Bytes. Shorter keys (`none`, `test`) are words of ordinary text; they are only kept out of the
headers and parameters that carry credentials."""

MIN_TAIL_LENGTH = 8
"""Bytes of a secret's beginning that are taken out where a body was cut in the middle of it."""


class Found(NamedTuple):
    """A place to be replaced: bytes from `start` to `end`."""

    start: int
    end: int
    label: str
    personal: bool = False
    """Somebody's data and nobody's secret: that an answer holds it proves no leak."""


class _Stranger(NamedTuple):
    """A credential of a known form. The hint is looked for first, because that is fast."""

    label: str
    hint: bytes
    pattern: re.Pattern[bytes]
    """Group 1 is the secret. Patterns start at a boundary and never backtrack over it, so that
    hostile text costs linear time."""


_BOUNDARY = rb"(?:(?<![A-Za-z0-9_-])|(?<=\\[nrt])|(?<=\\u[0-9A-Fa-f]{4}))"
"""The last letter of a JSON escape does not belong to the word after it."""

_CREDENTIALS = tuple(
    _Stranger(label, hint, re.compile(pattern))
    for label, hint, pattern in (
        ("api-key", b"sk-", _BOUNDARY + rb"(sk-(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{16,})"),
        ("google-key", b"AIza", _BOUNDARY + rb"(AIza[A-Za-z0-9_-]{35})"),
        ("aws-key", b"AKIA", _BOUNDARY + rb"(AKIA[A-Z0-9]{16})(?![A-Za-z0-9])"),
        ("github-token", b"gh", _BOUNDARY + rb"(gh[opsur]_[A-Za-z0-9]{36,})"),
        ("github-token", b"github_pat_", _BOUNDARY + rb"(github_pat_[A-Za-z0-9_]{22,})"),
        ("slack-token", b"xox", _BOUNDARY + rb"(xox[abeoprs]-[A-Za-z0-9-]{10,})"),
        ("jwt", b"eyJ", _BOUNDARY + rb"(eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})"),
        ("bearer", b"earer", rb"[Bb]earer[ +]([A-Za-z0-9._~+/=-]{20,})"),
        (
            "private-key",
            b"PRIVATE KEY-----",
            # A backslash may escape the quote that ends the text, and a line break may be the
            # end of a stream event, so not all of either belong to the key.
            rb"(-----BEGIN [A-Z ]{0,32}PRIVATE KEY-----(?:[A-Za-z0-9+/= ]|\\+[nr]|"
            rb"\r?\n(?=[A-Za-z0-9+/]{16}|[A-Za-z0-9+/=]{1,64}\r?\n-----END |-----END ))*"
            rb"(?:-----END [A-Z ]{0,32}PRIVATE KEY-----)?)",
        ),
    )
)

_E_MAIL = re.compile(
    rb"(?:(?<![A-Za-z0-9._%+\\-])|(?<=\\[bfnrt])|(?<=\\u[0-9A-Fa-f]{4}))"
    rb"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}"
)
"""It must not begin with the letter of a JSON escape: the lone backslash would break the JSON."""

_CARD = re.compile(
    rb"(?<![0-9A-Za-z.+-])(?:[2-6][0-9]{3}([ -])[0-9]{4}\1[0-9]{4}\1[0-9]{4}"
    rb"|3[47][0-9]{2}([ -])[0-9]{6}\2[0-9]{5}|[2-6][0-9]{14,15})(?![0-9A-Za-z.-])"
)

_NUMBER_POSITION = re.compile(rb"[:,\[][ \t\r\n]*\Z")
"""What comes before a JSON number: one in ten of them satisfies the check sum of cards."""


class SecretForms:
    """What to look for. `secrets` maps a label to its value."""

    def __init__(self, secrets: Mapping[str, str], personal: bool) -> None:
        self._known = [
            _KnownSecret(label, value)
            for label, value in secrets.items()
            if len(value.encode()) >= MIN_SECRET_LENGTH
        ]
        self._personal = personal

    def find(self, data: bytes, cut_off: bool = False) -> list[Found]:
        """All places, in order and without overlap.

        `cut_off` says that data may end inside a secret; its beginning is then a place as well.
        """
        odd = _ODD_ESCAPE.search(data) is not None
        places = [place for known in self._known for place in known.find(data, odd)]
        if cut_off:
            places += [place for known in self._known for place in known.tail(data)]
        places += _strangers(data, _CREDENTIALS)
        if self._personal:
            places += [Found(*match.span(), "e-mail", True) for match in _e_mails(data)]
            places += [Found(*match.span(), "card-number", True) for match in _cards(data)]
        return _disjoint(places)


class _KnownSecret:
    """One value in all its spellings."""

    def __init__(self, label: str, value: str) -> None:
        self._label = label
        self._value = value.encode()
        texts = (value, *(core.decode("ascii") for core in _base64_cores(self._value)))
        # The look-ahead is three times faster than trying all alternatives everywhere.
        starts = b"".join(re.escape(text.encode()[:1]) for text in texts)
        self._spellings = re.compile(
            rb"(?=[%+\\" + starts + b"])(?:" + b"|".join(map(_any_spelling_of, texts)) + b")"
        )
        self._runs = [max(_LETTERS_AND_DIGITS.findall(text.encode()), key=len) for text in texts]

    def find(self, data: bytes, odd: bool) -> Iterator[Found]:
        """All places. `odd` says that letters or digits are escaped somewhere in the data.

        The pattern of all spellings is slow (8 MB/s), so it runs only where it can match: a
        secret without odd escapes shows its longest run of letters and digits as it is.
        """
        if odd or any(run in data for run in self._runs):
            for match in self._spellings.finditer(data):
                yield Found(match.start(), match.end(), self._label)

    def tail(self, data: bytes) -> Iterator[Found]:
        """The beginning of the value at the very end."""
        for length in range(len(self._value) - 1, MIN_TAIL_LENGTH - 1, -1):
            if data.endswith(self._value[:length]):
                yield Found(len(data) - length, len(data), self._label)
                return


_LETTERS_AND_DIGITS = re.compile(rb"[A-Za-z0-9]*")

_ODD_ESCAPE = re.compile(rb"(?:%(?:25)*|\\u00)(?:3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa])")
"""An escaped ASCII letter or digit: no usual encoder makes one."""


def _any_spelling_of(text: str) -> bytes:
    r"""Each character raw, as JSON escape (`\u0073`, `\/`, more backslashes) or URL-encoded.

    A match may not begin inside a run of backslashes: a long run would take quadratic time.
    """
    spellings = [_any_spelling(text[0], rb"(?<!\\)"), *map(_any_spelling, text[1:])]
    return b"".join(spellings)


def _any_spelling(character: str, before_backslashes: bytes = b"") -> bytes:
    raw = re.escape(character.encode())
    spellings = [
        raw,
        b"".join(rb"%(?:25)*" + _any_case(f"{byte:02x}") for byte in character.encode()),
        before_backslashes
        + b"".join(rb"\\+u" + _any_case(unit) for unit in _utf16_units(character)),
    ]
    if character in '/"\\':
        spellings.append(before_backslashes + rb"\\+" + raw)
    if character == " ":
        spellings.append(rb"\+")
    return b"(?:" + b"|".join(spellings) + b")"


def _utf16_units(character: str) -> list[str]:
    encoded = character.encode("utf-16-be").hex()
    return [encoded[at : at + 4] for at in range(0, len(encoded), 4)]


def _any_case(hexadecimal: str) -> bytes:
    return "".join(
        f"[{digit}{digit.upper()}]" if digit.isalpha() else digit for digit in hexadecimal
    ).encode()


def _base64_cores(value: bytes) -> tuple[bytes, ...]:
    """What any base64 text around the value must contain: three alignments, two alphabets.

    The first and last characters of an alignment also depend on the neighbours; they are left out.
    """
    cores: dict[bytes, None] = {}
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + value)
        first = (before * 8 + 5) // 6
        last = (before + len(value)) * 8 // 6
        core = encoded[first:last]
        cores[core] = None
        cores[core.translate(bytes.maketrans(b"+/", b"-_"))] = None
    return tuple(cores)


def _strangers(data: bytes, forms: tuple[_Stranger, ...]) -> list[Found]:
    return [
        Found(*match.span(1), form.label)
        for form in forms
        if form.hint in data
        for match in form.pattern.finditer(data)
    ]


def _e_mails(data: bytes) -> Iterator[re.Match[bytes]]:
    return _E_MAIL.finditer(data) if b"@" in data else iter(())


def _cards(data: bytes) -> Iterator[re.Match[bytes]]:
    for match in _CARD.finditer(data):
        before = data[max(0, match.start() - 20) : match.start()]
        digits = bytes(digit for digit in match[0] if digit in b"0123456789")
        if _luhn(digits) and not _NUMBER_POSITION.search(before):
            yield match


def _luhn(digits: bytes) -> bool:
    """The check sum that card numbers satisfy, and one in ten other numbers does."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = (digit - 0x30) * (position % 2 + 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _disjoint(places: list[Found]) -> list[Found]:
    """Sorted; places that overlap become one, with the label of the first."""
    merged: list[Found] = []
    for place in sorted(places, key=lambda place: (place.start, -place.end)):
        if merged and place.start < merged[-1].end:
            last = merged[-1]
            merged[-1] = last._replace(end=max(last.end, place.end))
        else:
            merged.append(place)
    return merged
