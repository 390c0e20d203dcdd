"""An exchange in, the account of an official SDK out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from migrate_check.domain.exchange import Exchange, header
from migrate_check.domain.observation import Asked, SdkAccount
from migrate_check.domain.scenario import Route
from migrate_check.sdk_replay import (
    anthropic_messages,
    gemini,
    openai_chat,
    openai_others,
    openai_responses,
)
from migrate_check.sdk_replay.clients import open_client, quiet
from migrate_check.sdk_replay.errors import is_http_error, read_error
from migrate_check.sdk_replay.installed import SDK_OF_ROUTE, Sdk, installed_version
from migrate_check.sdk_replay.outcome import told
from migrate_check.sdk_replay.played import Played
from migrate_check.sdk_replay.tape import Tape

_SCRIPTS: dict[str, tuple[str, Callable[[Played], None]]] = {
    "openai-chat": (openai_chat.CALL, openai_chat.play),
    "openai-responses": (openai_responses.CALL, openai_responses.play),
    "openai-completions": ("client.completions", openai_others.play_completions),
    "embeddings": ("client.embeddings", openai_others.play_embeddings),
    "images": ("client.images", openai_others.play_images),
    "audio-speech": ("client.audio.speech", openai_others.play_speech),
    "audio-transcription": ("client.audio.transcriptions", openai_others.play_transcription),
    "models": ("client.models", openai_others.play_models),
    "anthropic-messages": (anthropic_messages.CALL, anthropic_messages.play),
    "anthropic-count-tokens": (anthropic_messages.CALL, anthropic_messages.play_count_tokens),
    "gemini": (gemini.CALL, gemini.play),
}


class Replayer:
    """Plays exchanges; clients are opened when first needed. Sync, one exchange at a time."""

    def __init__(self) -> None:
        self._tape = Tape()
        self._clients: dict[Sdk, Any] = {}
        self._versions: dict[Sdk, str | None] = {}
        self.played: Counter[Sdk] = Counter()
        """SDK → exchanges that went through it."""

    def version(self, sdk: Sdk) -> str | None:
        """The version that plays, None where there is none."""
        if sdk not in self._versions:
            self._versions[sdk] = installed_version(sdk)
        return self._versions[sdk]

    def account(self, exchange: Exchange, route: Route, asked: Asked) -> SdkAccount | None:
        """What callers of the SDK meet; None for an answer that broke off, or no SDK."""
        sdk, response = SDK_OF_ROUTE.get(route.value), exchange.response
        if sdk is None or response is None or exchange.failure or not _playable(exchange):
            return None
        client = self._client(sdk)
        if client is None:
            return None
        call, play = _SCRIPTS[route.value]
        self._tape.put(response)
        kind = header(response.headers, "content-type") or ""
        played = Played(client, asked.stream, asked.body, kind, exchange.request.url)
        with quiet():
            play(played)
            if is_http_error(played.notes.error):
                read_error(played.notes, sdk, client)
        self.played[sdk] += 1
        error = played.notes.error
        return SdkAccount(
            sdk=sdk.name,
            version=self.version(sdk) or "",
            call=call,
            raised=told(error) if error else None,
            outcomes=played.notes.outcomes(),
        )

    def _client(self, sdk: Sdk) -> Any:
        if sdk not in self._clients and self.version(sdk) is not None:
            try:
                self._clients[sdk] = open_client(sdk, self._tape)
            except ImportError:
                self._versions[sdk] = None
        return self._clients.get(sdk)


def _playable(exchange: Exchange) -> bool:
    """The SDK of Gemini streams server-sent events only; a JSON array was for somebody else."""
    url = exchange.request.url
    return "streamGenerateContent" not in url or "alt=sse" in url
