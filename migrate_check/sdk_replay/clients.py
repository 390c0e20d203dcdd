"""The official clients, on a tape in place of a network. Importing them takes a second or so."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from migrate_check.sdk_replay.installed import ANTHROPIC, GOOGLE, OPENAI, Sdk
from migrate_check.sdk_replay.tape import ORIGIN, Tape, http_client

_KEY = "replay"


def open_client(sdk: Sdk, tape: Tape) -> Any:
    """A sync client that never tries twice. ImportError where the SDK cannot be loaded."""
    with quiet():
        return _OPEN[sdk](tape)


@contextmanager
def quiet() -> Iterator[None]:
    """SDKs warn and log about odd answers; what is odd is told by the findings.

    Nothing else logs while an exchange is played, so the switch may be the process's own.
    """
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def _openai(tape: Tape) -> Any:
    import openai

    return openai.OpenAI(
        api_key=_KEY, base_url=f"{ORIGIN}/v1", max_retries=0, http_client=http_client(tape)
    )


def _anthropic(tape: Tape) -> Any:
    import anthropic

    return anthropic.Anthropic(
        api_key=_KEY, base_url=ORIGIN, max_retries=0, http_client=http_client(tape)
    )


def _google(tape: Tape) -> Any:
    from google import genai

    options = genai.types.HttpOptions(base_url=ORIGIN, httpx_client=http_client(tape))
    return genai.Client(api_key=_KEY, vertexai=False, http_options=options)


_OPEN = {OPENAI: _openai, ANTHROPIC: _anthropic, GOOGLE: _google}
