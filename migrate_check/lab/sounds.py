"""Sounds that carry their text: a tone for each word, and the words themselves in a comment.

So the imitated transcription hears what the imitated voice said, without any speech in it.
"""

from __future__ import annotations

import hashlib
import struct
from functools import lru_cache
from math import pi, sin
from typing import Literal

RATE_HZ = 24_000
_SAMPLES_PER_WORD = RATE_HZ // 10
_COMMENT = b"ICMT"
_TITLE = b"TIT2"
# MPEG 2 layer III, 64 kbit/s, 24 kHz, one channel: 192 bytes a frame of 24 ms, and silence.
_MP3_HEAD = bytes((0xFF, 0xF3, 0x84, 0xC4))
_MP3_FRAME_BYTES, _MP3_FRAME_S = 192, 0.024
# MPEG 4 AAC LC, 24 kHz, one channel, a frame without any payload to speak of.
_AAC_PAYLOAD = bytes((0x01, 0x18, 0x20, 0x07))
_SENTENCES = (
    "The quick brown fox jumps over the lazy dog.",
    "Please call me back tomorrow morning.",
    "The train to Oslo leaves from platform nine.",
    "She sells sea shells by the sea shore.",
)


@lru_cache(maxsize=64)
def spoken(text: str, form: str) -> bytes:
    """The text as `wav`, `mp3`, `pcm`, `flac`, `opus` or `aac`."""
    if form == "wav":
        return _wav(text)
    if form == "pcm":
        return _samples(text)
    return {"mp3": _mp3, "aac": _aac, "flac": _flac}.get(form, _opus)(text)


def heard(data: bytes) -> str:
    """The text of such a sound; of any other, a sentence that depends on its bytes."""
    comment = _after(data, _COMMENT, 8, "little")
    title = _after(data[:400], _TITLE, 10, "big")
    text = title[1:] if title else comment
    if text:
        return text.rstrip(b"\0").decode("utf-8", "replace")
    digest = hashlib.sha256(data).digest()
    return _SENTENCES[digest[0] % len(_SENTENCES)]


def _after(data: bytes, mark: bytes, head: int, order: Literal["little", "big"]) -> bytes:
    place = data.find(mark)
    if place < 0:
        return b""
    length = int.from_bytes(data[place + 4 : place + 8], order)
    return data[place + head : place + head + length]


def seconds(text: str) -> float:
    """How long the text is, spoken."""
    return max(len(text.split()), 1) * _SAMPLES_PER_WORD / RATE_HZ


def _samples(text: str) -> bytes:
    """16-bit samples, one tone for each word, higher for longer words."""
    return b"".join(_tone(min(len(word), 12)) for word in text.split() or ["-"])


@lru_cache(maxsize=16)
def _tone(letters: int) -> bytes:
    step = 2 * pi * (200 + 50 * letters) / RATE_HZ
    values = (int(8_000 * sin(step * place)) for place in range(_SAMPLES_PER_WORD))
    return struct.pack(f"<{_SAMPLES_PER_WORD}h", *values)


def _wav(text: str) -> bytes:
    samples = _samples(text)
    comment = text.encode() + b"\0"
    comment += bytes(len(comment) % 2)
    info = b"INFO" + _COMMENT + struct.pack("<I", len(comment)) + comment
    head = struct.pack("<HHIIHH", 1, 1, RATE_HZ, 2 * RATE_HZ, 2, 16)
    chunks = ((b"fmt ", head), (b"LIST", info), (b"data", samples))
    body = b"".join(name + struct.pack("<I", len(data)) + data for name, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body


def _mp3(text: str) -> bytes:
    """The text as a title in front, and silent frames behind it."""
    title = b"\x03" + text.encode()
    frame = _TITLE + struct.pack(">I", len(title)) + b"\0\0" + title
    size = bytes((len(frame) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    frames = max(int(seconds(text) / _MP3_FRAME_S), 1)
    silence = (_MP3_HEAD + bytes(_MP3_FRAME_BYTES - len(_MP3_HEAD))) * frames
    return b"ID3\x03\0\0" + size + frame + silence


def _aac(text: str) -> bytes:
    length = 7 + len(_AAC_PAYLOAD)
    head = bytes(
        (0xFF, 0xF1, 0x58, 0x40 | length >> 11, length >> 3 & 0xFF, (length & 7) << 5 | 0x1F, 0xFC)
    )
    return (head + _AAC_PAYLOAD) * max(int(seconds(text) * RATE_HZ / 1024), 1)


def _flac(text: str) -> bytes:
    """The stream's description alone: no frame follows."""
    packed = RATE_HZ << 44 | 15 << 36
    info = struct.pack(">HH", 4096, 4096) + bytes(6) + packed.to_bytes(8, "big") + bytes(16)
    return b"fLaC" + b"\x80" + len(info).to_bytes(3, "big") + info


def _opus(text: str) -> bytes:
    """The first page of an Ogg stream: the head of Opus."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, RATE_HZ, 0, 0)
    page = b"OggS" + struct.pack("<BBqIII", 0, 2, 0, 1, 0, 0) + bytes((1, len(head))) + head
    return page[:22] + struct.pack("<I", _ogg_sum(page)) + page[26:]


def _ogg_sum(page: bytes) -> int:
    total = 0
    for byte in page:
        total ^= byte << 24
        for _ in range(8):
            total = (total << 1) ^ 0x04C11DB7 if total & 0x80000000 else total << 1
    return total & 0xFFFFFFFF
