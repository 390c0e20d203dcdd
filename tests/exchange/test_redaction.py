from __future__ import annotations

import base64
import gzip
import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote, quote_plus, urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from migrate_check.domain.exchange import (
    Chunk,
    Exchange,
    FailureKind,
    Headers,
    Request,
    Response,
    TransportFailure,
    header,
)
from migrate_check.exchange import content_coding
from migrate_check.exchange.chunk_cuts import Cut, move_chunks
from migrate_check.exchange.redaction import Redactor

KEY = "sk-proj-Zx9/q+4uEXAMPLE=="
REDACTOR = Redactor({"candidate-key": KEY})
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": lambda data: data,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "deflate-raw": lambda data: zlib.compress(data, wbits=-15),
}


def exchange(
    body: bytes = b"",
    headers: Headers = (),
    request: Request | None = None,
    chunks: tuple[Chunk, ...] | None = None,
    failure: TransportFailure | None = None,
) -> Exchange:
    chunks = (Chunk(1, len(body)),) if chunks is None else chunks
    return Exchange(
        request or Request("POST", "https://host/v1", (), b"{}"),
        Response(200, "HTTP/1.1", headers, body, chunks, 1),
        failure,
        "2025-01-31T09:30:00.000Z",
        2,
    )


def redacted_body(body: bytes, redactor: Redactor = REDACTOR, **parts: object) -> bytes:
    response = redactor.redact(exchange(body, **parts)).response  # type: ignore[arg-type]
    assert response is not None
    assert sum(chunk.length for chunk in response.chunks) == len(response.body)
    return response.body


@pytest.mark.parametrize(
    "name", ["Authorization", "X-Api-Key", "api-key", "x-goog-api-key", "Cookie"]
)
def test_credential_headers_of_the_request_lose_their_value(name: str) -> None:
    request = Request("POST", "https://host/", ((name, "whatever"), ("X-Other", "kept")), b"")

    assert REDACTOR.request(request).headers == ((name, "[redacted]"), ("X-Other", "kept"))


def test_any_request_header_with_a_known_secret_loses_its_value() -> None:
    request = Request("POST", "https://host/", (("X-Team", f"a {KEY} b"),), b"")

    assert REDACTOR.request(request).headers == (("X-Team", "[redacted]"),)


def test_url_keeps_its_shape() -> None:
    url = f"https://user:password@[::1]:8080/v1/{quote(KEY, '')}/x?a=1&key=abc&API_KEY=d&token=e#f"

    redacted = REDACTOR.request(Request("POST", url, (), b"")).url

    assert redacted == (
        "https://[::1]:8080/v1/[redacted:candidate-key]/x"
        "?a=1&key=[redacted]&API_KEY=[redacted]&token=[redacted]#f"
    )
    assert urlsplit(redacted).port == 8080


def test_secret_in_a_host_name_leaves_a_readable_url() -> None:
    redacted = Redactor({"key": "tenant-secret-1"}).request(
        Request("GET", "https://tenant-secret-1.host:8443/v1", (), b"")
    )

    assert redacted.url == "https://redacted.host:8443/v1"


def test_cookies_of_the_response_keep_their_name() -> None:
    response = REDACTOR.redact(exchange(headers=(("Set-Cookie", "id=abc; Path=/"),))).response

    assert response is not None
    assert header(response.headers, "set-cookie") == "id=[redacted]; Path=/"


@pytest.mark.parametrize(
    ("secret", "label"),
    [
        ("sk-ant-api03-abcdefghijklmnop", "api-key"),
        ("AIza" + "Sy0123456789abcdefghijklmnopqrstuvw", "google-key"),
        ("AKIA" + "IOSFODNN7EXAMPLE", "aws-key"),
        ("ghp_" + "a1" * 18, "github-token"),
        ("github_pat_" + "11ABCDEFG0123456789abc", "github-token"),
        ("xoxb-" + "123456789012-abcdef", "slack-token"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl_-", "jwt"),
        ("sk-migrate-check-invalid-key", "invalid-key"),
        (
            r"-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----",
            "private-key",
        ),
    ],
)
def test_strangers_are_known_by_their_form(secret: str, label: str) -> None:
    body = json.dumps({"message": "A B", "n": 1}).replace("A", "see").replace("B", secret).encode()

    assert redacted_body(body) == body.replace(secret.encode(), f"[redacted:{label}]".encode())


@pytest.mark.parametrize("escape", [r"\n", r"\t", r"\u0020", r"\\n"])
def test_stranger_after_an_escape_is_found(escape: str) -> None:
    body = f'{{"a": "key:{escape}sk-live0123456789abcdef"}}'.encode()

    assert redacted_body(body) == f'{{"a": "key:{escape}[redacted:api-key]"}}'.encode()


@given(
    secret=st.sampled_from(
        [
            KEY,
            "sk-live0123456789abcdef",
            "-----BEGIN PRIVATE KEY-----\nMIIEpA\n",
            "-----BEGIN PRIVATE KEY-----\r\nMIIEpA\r\n-----END PRIVATE KEY-----",
            "Bearer abcdefghijklmnopqrstuvwxyz",
            "me@example.com",
            "\nnobody@example.com\n",
            "4111 1111 1111 1111",
            "4111111111111111",
        ]
    ),
    before=st.text(max_size=5),
    after=st.text(max_size=5),
    ascii_only=st.booleans(),
)
def test_json_stays_json(secret: str, before: str, after: str, ascii_only: bool) -> None:
    text = before + secret + after
    number = 4111111111111111
    arguments = json.dumps({"key": text, "n": number}, ensure_ascii=ascii_only)
    document = {"message": text, "arguments": arguments, "n": number, "list": [number, number]}
    body = json.dumps(document, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")

    redactor = Redactor({"candidate-key": KEY}, personal=True)
    redacted = json.loads(redacted_body(body, redactor).decode("utf-8", "surrogatepass"))

    assert redacted.keys() == document.keys()
    assert redacted["list"] == document["list"]
    assert json.loads(redacted["arguments"])["n"] == number


def test_unfinished_private_key_does_not_swallow_the_next_event() -> None:
    body = b"data: -----BEGIN PRIVATE KEY-----\n\ndata: [DONE]\n\n"

    assert redacted_body(body) == b"data: [redacted:private-key]\n\ndata: [DONE]\n\n"


def test_private_key_with_real_line_breaks() -> None:
    key = f"-----BEGIN EC PRIVATE KEY-----\n{'M' * 64}\n{'N' * 8}==\n-----END EC PRIVATE KEY-----"

    assert redacted_body(f"<{key}>".encode()) == b"<[redacted:private-key]>"


def test_bearer_token_leaves_the_word() -> None:
    assert redacted_body(b"Authorization: Bearer abcdefghijklmnopqrstuvwxyz") == (
        b"Authorization: Bearer [redacted:bearer]"
    )


@pytest.mark.parametrize(
    "text",
    [
        "task-0123456789abcdefghij",
        "sk-learn-based-text-classification",
        "Incorrect API key provided: sk-migra***********-key.",
        "chatcmpl-AbCdEf0123456789AbCdEf0123456789",
        "toolu_01A09q90qw90lq917835lq9",
        "a bearer of bad news that is long",
        "write to me@example.com, card 4111 1111 1111 1111",
        "eyJhbGciOiJIUzI1NiJ9 is the head of a token",
    ],
)
def test_ordinary_text_stays(text: str) -> None:
    assert redacted_body(text.encode()) == text.encode()


PERSONAL = Redactor({}, personal=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("to me.you+x@mail.example.com!", "to [personal:e-mail]!"),
        (r"to:\nme@example.com\n", r"to:\n[personal:e-mail]\n"),
        ("card 4111 1111 1111 1111 or", "card [personal:card-number] or"),
        ("card 4111-1111-1111-1111", "card [personal:card-number]"),
        ("amex 3782 822463 10005", "amex [personal:card-number]"),
        ("card 4111111111111111", "card [personal:card-number]"),
        ("card 4111111111111112", "card 4111111111111112"),
        ('{"created": 4111111111111111, "n":[4111111111111111]}', None),
        ('{"id": "chatcmpl-4111111111111111", "f": 0.4111111111111111}', None),
        ('{"created_ms": 1700000000006}', None),
        ("npm i @scope/name@1.2.3, image@sha256:abc, a @ b.c", None),
    ],
)
def test_personal_data_is_taken_out_when_asked(text: str, expected: str | None) -> None:
    assert redacted_body(text.encode()) == text.encode()
    assert redacted_body(text.encode(), PERSONAL).decode() == (expected or text)


def test_short_keys_are_words_and_stay_in_bodies() -> None:
    assert redacted_body(b'{"model": "none"}', Redactor({"key": "none"})) == b'{"model": "none"}'


def test_untouched_compressed_body_stays_byte_for_byte() -> None:
    packed = gzip.compress(b'{"ok":1}', compresslevel=1, mtime=77)

    assert redacted_body(packed, headers=(("Content-Encoding", "gzip"),)) == packed


def test_cut_off_gzip_stays_cut_off() -> None:
    packed = gzip.compress(f"{KEY} and more".encode() + bytes(range(256)) * 20)[:-12]

    body = redacted_body(packed, headers=(("Content-Encoding", "gzip"),))

    decoded = content_coding.decode((("Content-Encoding", "gzip"),), body)
    assert decoded is not None
    assert not decoded.complete
    assert decoded.data.startswith(b"[redacted:candidate-key] and more")


def test_broken_gzip_is_searched_up_to_the_break() -> None:
    compressor = zlib.compressobj(wbits=31)
    intact = compressor.compress(KEY.encode()) + compressor.flush(zlib.Z_SYNC_FLUSH)

    body = redacted_body(intact + b"\xff" * 40, headers=(("Content-Encoding", "gzip"),))

    decoded = content_coding.decode((), body)
    assert decoded is not None
    assert (decoded.data, decoded.complete) == (b"[redacted:candidate-key]", False)


def test_gzip_members_in_a_row_and_what_follows_them() -> None:
    body = redacted_body(
        gzip.compress(b"one ") + gzip.compress(KEY.encode()) + b"tail " + KEY.encode(),
        headers=(("Content-Encoding", "gzip"),),
    )

    decoded = content_coding.decode((), body)
    assert decoded is not None
    assert decoded.data == b"one [redacted:candidate-key]"
    assert decoded.rest == b"tail [redacted:candidate-key]"


def test_declared_but_not_compressed_body_is_searched_as_it_is() -> None:
    body = redacted_body(KEY.encode(), headers=(("Content-Encoding", "gzip"),))

    assert body == b"[redacted:candidate-key]"


def test_decompression_bomb_becomes_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_coding, "MAX_DECODED_BYTES", 1_000_000)
    bomb = gzip.compress(b"\0" * 50_000_000)

    redacted = REDACTOR.redact(exchange(bomb, (("Content-Encoding", "gzip"),)))

    assert redacted.failure is not None
    assert redacted.failure.kind is FailureKind.TOO_LARGE
    assert redacted.response is not None
    decoded = content_coding.decode((), redacted.response.body)
    assert decoded is not None
    assert len(decoded.data) <= 64 * 1024


def test_beginning_of_a_secret_at_a_cut_is_taken_out() -> None:
    failure = TransportFailure(FailureKind.TRUNCATED, "cut")

    body = redacted_body(b"key: " + KEY.encode()[:12], failure=failure)

    assert body == b"key: [redacted:candidate-key]"


def test_failure_detail_is_redacted() -> None:
    failure = TransportFailure(FailureKind.CONNECT, f"no connection to {KEY}.host")

    redacted = REDACTOR.redact(replace(exchange(), response=None, failure=failure))

    assert redacted.failure is not None
    assert redacted.failure.detail == "no connection to [redacted:candidate-key].host"


def test_text_beyond_latin_1_is_kept() -> None:
    request = Request("POST", f"https://host/päth/€?q={KEY}", (), b"")

    assert REDACTOR.request(request).url == "https://host/päth/€?q=[redacted:candidate-key]"


def test_chunk_borders_outside_of_marks_keep_their_place() -> None:
    body = b"aaaa" + KEY.encode() + b"bbbb" + b"cc"
    chunks = (Chunk(1, 4), Chunk(2, 5), Chunk(3, len(KEY) - 5), Chunk(4, 4), Chunk(5, 2))

    response = REDACTOR.redact(exchange(body, chunks=chunks)).response

    assert response is not None
    mark = len("[redacted:candidate-key]")
    assert [chunk.offset_ns for chunk in response.chunks] == [1, 2, 3, 4, 5]
    lengths = [chunk.length for chunk in response.chunks]
    assert lengths == [4, 5 * mark // len(KEY), mark - 5 * mark // len(KEY), 4, 2]


@st.composite
def cut_bodies(draw: st.DrawFn) -> tuple[list[int], list[Cut], int]:
    lengths = draw(st.lists(st.integers(0, 9), max_size=8))
    total = sum(lengths)
    borders = sorted(draw(st.sets(st.integers(0, total), max_size=6)))
    pairs = list(zip(borders[::2], borders[1::2], strict=False))
    cuts = [Cut(start, end, draw(st.integers(0, 9))) for start, end in pairs]
    return lengths, cuts, total


@given(cut_bodies())
def test_chunks_always_add_up_to_the_new_body(case: tuple[list[int], list[Cut], int]) -> None:
    lengths, cuts, total = case
    grown = sum(cut.length - (cut.end - cut.start) for cut in cuts)

    moved = move_chunks(tuple(Chunk(at, length) for at, length in enumerate(lengths)), cuts)

    assert [chunk.offset_ns for chunk in moved] == list(range(len(lengths)))
    assert sum(chunk.length for chunk in moved) == total + (grown if lengths else 0)
    assert all(chunk.length >= 0 for chunk in moved)


SECRETS = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=8, max_size=60
) | st.text(min_size=8, max_size=12).filter(str.isprintable)
NOISE = st.binary(max_size=30) | st.sampled_from(
    [b"", b"\\", b"%", b"%25", b'"', b'{"error": "', b"data: ", b"\\u00", b"+", b"/"]
)


def base64_core(encoded: bytes, before: int, length: int) -> bytes:
    return encoded[(before * 8 + 5) // 6 : (before + length) * 8 // 6]


def json_unicode(text: str) -> bytes:
    units = text.encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)).encode()


FORMS: dict[str, Callable[[str], bytes]] = {
    "raw": str.encode,
    "json": lambda secret: json.dumps(secret)[1:-1].encode(),
    "json with slashes": lambda secret: json.dumps(secret)[1:-1].replace("/", r"\/").encode(),
    "json twice": lambda secret: json.dumps(json.dumps(secret)[1:-1])[1:-1].encode(),
    "json unicode": json_unicode,
    "url": lambda secret: quote(secret, safe="").encode(),
    "url lower": lambda secret: "".join(f"%{byte:02x}" for byte in secret.encode()).encode(),
    "url plus": lambda secret: quote_plus(secret).encode(),
    "url twice": lambda secret: quote(quote(secret, safe=""), safe="").encode(),
}


@given(
    secret=SECRETS,
    form=st.sampled_from(sorted(FORMS)),
    noise=st.tuples(NOISE, NOISE),
    packing=st.sampled_from(sorted(PACKERS)),
    repeat=st.integers(1, 3),
)
def test_no_known_secret_survives_in_any_field(
    secret: str, form: str, noise: tuple[bytes, bytes], packing: str, repeat: int
) -> None:
    assume(secret not in "[redacted:the-label] [redacted]")
    needle = FORMS[form](secret)
    data = noise[0] + needle * repeat + noise[1]
    assume(data.replace(needle, b"").find(needle) == -1)
    text = data.decode("latin-1")
    headers = (("Content-Encoding", packing.partition("-")[0]), ("X-Echo", text), (text, "x"))
    request = Request("POST", f"https://host/?q={text}", (("X-Echo", text),), data)
    failure = TransportFailure(FailureKind.RESET, f"x {needle.decode('latin-1')}")
    body = PACKERS[packing](data)

    redactor = Redactor({"the-label": secret})
    redacted = redactor.redact(exchange(body, headers, request, failure=failure))

    response = redacted.response
    assert response is not None
    decoded = content_coding.decode(headers, response.body) if packing else None
    fields = [
        redacted.request.url.encode("latin-1", "replace"),
        redacted.request.body,
        response.body,
        decoded.data if decoded else b"",
        *(part.encode("latin-1") for line in redacted.request.headers for part in line),
        *(part.encode("latin-1") for line in response.headers for part in line),
        (redacted.failure.detail if redacted.failure else "").encode("latin-1"),
    ]
    assert not any(needle in field for field in fields)
    assert sum(chunk.length for chunk in response.chunks) == len(response.body)
    assert redactor.redact(redacted).request == redacted.request


@given(
    secret=st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=8, max_size=60),
    before=st.binary(max_size=5),
    after=st.binary(max_size=5),
    url_safe=st.booleans(),
)
def test_no_known_secret_survives_in_base64(
    secret: str, before: bytes, after: bytes, url_safe: bool
) -> None:
    assume(secret not in "[redacted:the-label] [redacted]")
    encode = base64.urlsafe_b64encode if url_safe else base64.b64encode
    plain = before + secret.encode() + after
    redacted = redacted_body(b"x " + encode(plain) + b" y", Redactor({"the-label": secret}))

    assert b"[redacted:the-label]" in redacted
    assert base64_core(encode(plain), len(before), len(secret)) not in redacted
