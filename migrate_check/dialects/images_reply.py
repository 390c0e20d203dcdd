"""An answer with images: what they are, and whether they are what was asked for."""

from __future__ import annotations

import base64
import binascii
import re

from migrate_check.dialects import foreign
from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.json_fields import (
    as_array,
    as_integer,
    as_object,
    as_text,
    check_fields,
    optional,
    required,
)
from migrate_check.dialects.media_bytes import IMAGES, format_of, size_of
from migrate_check.dialects.media_urls import local_host
from migrate_check.dialects.usage_rules import check_negative
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked, Media, Reply, Usage

URL = "data[].url"
BASE64 = "data[].b64_json"
_DOCUMENT_FIELDS = (required("", "created", int), required("", "data", list))
_ENTRY_FIELDS = (
    optional("data[].", "url", str),
    optional("data[].", "b64_json", str),
    optional("data[].", "revised_prompt", str),
)
_SIZE = re.compile(r"(\d{1,5})x(\d{1,5})")
_USAGE_FIELDS = tuple(
    required("usage.", name, int) for name in ("input_tokens", "output_tokens", "total_tokens")
)


def foreign_object(document: dict[str, Json]) -> str | None:
    """What is another format's in the document, else None."""
    if "predictions" in document:
        return "images of Google's own API"
    return foreign.foreign_object(document, None)


def read_reply(document: dict[str, Json], asked: Asked, log: AnomalyLog) -> Reply | None:
    """The images in order. None when there is no list of them."""
    check_fields(document, _DOCUMENT_FIELDS, log)
    if not isinstance(document.get("data"), list):
        return None
    entries = [as_object(entry) for entry in as_array(document["data"])]
    for entry in entries:
        check_fields(entry, _ENTRY_FIELDS, log)
    media = tuple(found for entry in entries if (found := _read_entry(entry, log)))
    body = as_object(asked.body)
    _check_count(entries, media, body, log)
    for each in media:
        check_image(each, body, log)
        _check_url(each, asked, log)
    return image_reply(media, _read_usage(document.get("usage"), bool(media), log))


def image_reply(media: tuple[Media, ...], usage: Usage | None) -> Reply:
    """A reply with nothing but images or sounds."""
    return Reply(usage=usage, media=media)


def decoded(text: str) -> bytes | None:
    """The bytes of base64, or None."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def _read_entry(entry: dict[str, Json], log: AnomalyLog) -> Media | None:
    packed, url = as_text(entry.get("b64_json")), as_text(entry.get("url"))
    if packed:
        return read_packed(packed, BASE64, log)
    return Media("url", None, None, None, url) if url else None


def read_packed(packed: str, location: str, log: AnomalyLog) -> Media:
    """An image in base64."""
    data = decoded(packed)
    if data is None:
        log.add(AnomalyKind.MEDIA_UNREADABLE, location, f"no base64: {packed[:40]!r}")
        return Media("base64", None, None, None, None)
    kind = format_of(data)
    if kind not in IMAGES:
        log.add(AnomalyKind.MEDIA_UNREADABLE, location, f"no image: {kind or data[:16]!r}")
    return Media("base64", kind, len(data), size_of(data), None)


def _check_count(
    entries: list[dict[str, Json]], media: tuple[Media, ...], body: dict[str, Json], log: AnomalyLog
) -> None:
    if len(media) < len(entries) or not entries:
        detail = f"{len(entries) - len(media)} of {len(entries)} without an image"
        log.add(AnomalyKind.MEDIA_MISSING, "data[]", detail)
    wanted = as_integer(body.get("n")) or 1
    if entries and len(entries) != wanted:
        log.add(AnomalyKind.MEDIA_COUNT_WRONG, "data", f"{len(entries)} where {wanted} were asked")


def check_image(media: Media, body: dict[str, Json], log: AnomalyLog) -> None:
    """Note where an image is not what the request's fields say."""
    carrier = "url" if body.get("response_format") == "url" else "base64"
    in_text = media.url is not None and media.url.startswith("data:")
    if body.get("response_format") in ("url", "b64_json") and (media.carrier != carrier or in_text):
        detail = f"{'a data: URL' if in_text else media.carrier} where {carrier} was asked for"
        log.add(AnomalyKind.MEDIA_CARRIER_WRONG, "data[]", detail)
    wanted = as_text(body.get("output_format"))
    if wanted in IMAGES and media.format in IMAGES and media.format != wanted:
        detail = f"{media.format} where {wanted} was asked for"
        log.add(AnomalyKind.MEDIA_FORMAT_WRONG, BASE64, detail)
    size = _SIZE.fullmatch(as_text(body.get("size")) or "")
    if size and media.size and media.size != (int(size[1]), int(size[2])):
        detail = f"{media.size[0]}x{media.size[1]} where {size[0]} was asked for"
        log.add(AnomalyKind.MEDIA_SIZE_WRONG, BASE64, detail)


def _check_url(media: Media, asked: Asked, log: AnomalyLog) -> None:
    if media.url is None or media.url.startswith("data:"):
        return
    local = local_host(media.url, asked.host)
    if local is not None:
        log.add(AnomalyKind.MEDIA_URL_LOCAL, URL, local)
    elif media.url.startswith("http://"):
        log.add(AnomalyKind.MEDIA_URL_PLAIN, URL, "http://")
    elif not media.url.startswith("https://"):
        log.add(AnomalyKind.MEDIA_URL_LOCAL, URL, "no address of a server")


def _read_usage(value: Json, delivered: bool, log: AnomalyLog) -> Usage | None:
    if not isinstance(value, dict):
        return None
    check_fields(value, _USAGE_FIELDS, log)
    check_negative(value, "usage.", log)
    usage = token_usage(value)
    counts = (usage.input_tokens, usage.output_tokens, usage.total_tokens)
    for name, count in zip(("input_tokens", "output_tokens"), counts, strict=False):
        if count == 0 and delivered:
            log.add(AnomalyKind.USAGE_ZERO, f"usage.{name}", "0 though an image came")
    if None not in counts and (counts[0] or 0) + (counts[1] or 0) != counts[2]:
        detail = f"{counts[0]} + {counts[1]} is not {counts[2]}"
        log.add(AnomalyKind.USAGE_TOTAL_WRONG, "usage.total_tokens", detail)
    return usage


def token_usage(value: dict[str, Json]) -> Usage:
    """Token counts under the names that OpenAI's routes for media use."""
    return Usage(
        input_tokens=as_integer(value.get("input_tokens")),
        output_tokens=as_integer(value.get("output_tokens")),
        total_tokens=as_integer(value.get("total_tokens")),
        cached_tokens=None,
        cache_write_tokens=None,
        reasoning_tokens=None,
    )
