"""The smaller routes of the openai SDK: embeddings, images, audio, models, completions."""

from __future__ import annotations

from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from migrate_check.sdk_replay.notes import FAILED, Tree
from migrate_check.sdk_replay.played import MODEL, Played

_TOKENS: Tree = {"prompt_tokens": None, "total_tokens": None}
_COMPLETION: Tree = {
    "choices": {"[0]": {"text": None, "finish_reason=": None}},
    "usage": {**_TOKENS, "completion_tokens": None},
}
_TEXT: dict[str, Any] = {"model": MODEL, "prompt": "."}


def play_completions(played: Played) -> None:
    """`completions.create`, plain or as a loop."""
    notes, completions = played.notes, played.client.completions
    if not played.stream:
        notes.call("create()", lambda: completions.create(**_TEXT), _COMPLETION)
        return
    place = "create(stream=True)"
    stream = notes.attempt(place, lambda: completions.create(stream=True, **_TEXT))
    if stream is not FAILED:
        notes.each(f"{place}[]", stream, _COMPLETION)


def play_embeddings(played: Played) -> None:
    """`embeddings.create`; without an `encoding_format` the SDK itself asks for base64."""
    tree: Tree = {
        "data": {"[0]": {"index": None, "embedding": {"[0]": None}}},
        "usage": _TOKENS,
    }
    asked: dict[str, Any] = {"model": MODEL, "input": "."}
    if played.asked("encoding_format") == "float":
        asked["encoding_format"] = "float"
    played.notes.call("create()", lambda: played.client.embeddings.create(**asked), tree)


def play_images(played: Played) -> None:
    """`images.generate`."""
    images = played.client.images
    tree: Tree = {"data": {"[0]": {"url": None, "b64_json": None}}}
    played.notes.call("generate()", lambda: images.generate(model=MODEL, prompt="."), tree)


def play_speech(played: Played) -> None:
    """`audio.speech.create(…).read()`."""
    speech = played.client.audio.speech
    played.notes.call(
        "create().read()",
        lambda: speech.create(model=MODEL, voice="alloy", input=".").read(),
        {},
    )


def play_transcription(played: Played) -> None:
    """`audio.transcriptions.create`; plain text is what some of its formats are."""
    transcriptions = played.client.audio.transcriptions
    asked: dict[str, Any] = {"model": MODEL, "file": ("a.wav", b"RIFF")}
    tree: Tree = {"text": None}
    if "json" not in played.content_type:
        asked["response_format"], tree = "text", {}
    played.notes.call("create()", lambda: transcriptions.create(**asked), tree)


def play_models(played: Played) -> None:
    """`models.list()`, as a page and as a loop; `models.retrieve(…)` where one was asked for."""
    notes, models = played.notes, played.client.models
    if not urlsplit(played.url).path.rstrip("/").endswith("/models"):
        notes.call("retrieve()", lambda: models.retrieve(MODEL), {"id": None})
        return
    tree: Tree = {"data": {"[0]": {"id": None}, "[]": {"id": None, "created": None}}}
    if notes.call("list()", lambda: models.list(), tree) is not FAILED:
        notes.call("list(list())", lambda: list(islice(models.list(), 1000)), {})
