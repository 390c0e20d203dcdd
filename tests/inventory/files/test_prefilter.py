"""The prefilter never drops a file in which a signature fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.call_site import Language
from migrate_check.inventory.endpoints import HOSTS
from migrate_check.inventory.prefilter import may_call, may_request, may_set
from migrate_check.inventory.signature import CallSignature
from migrate_check.inventory.signatures import tables_of
from tests.inventory.fixtures_read import labelled_files

TABLES = tables_of(Language)
ROWS = [(row, language) for table in TABLES for row in table.calls for language in row.languages]


def program(row: CallSignature, module: str, language: Language) -> bytes:
    """The least that a file with this call has: what it imports, and the call."""
    call = f"x.{'.'.join(row.tail)}()\n"
    if language is Language.RUST:
        return f"use {module.replace('.', '::')}::Client;\n{call}".encode()
    return f'import "{module}"\n{call}'.encode()


def test_every_signature_passes_on_a_minimal_program() -> None:
    dropped = {
        (row.sdk, module, ".".join(row.tail), language.value)
        for row, language in ROWS
        for module in row.modules
        if not may_call(program(row, module, language), language)
    }
    assert dropped == set()
    assert len(ROWS) > 300


def test_every_distinctive_tail_passes_without_an_import() -> None:
    dropped = {
        (".".join(row.tail), language.value)
        for row, language in ROWS
        if row.distinctive and not may_call(f"x.{'.'.join(row.tail)}()".encode(), language)
    }
    assert dropped == set()


CHAT_URLS = st.sampled_from(
    [
        *(f"https://{host.removeprefix('.')}/v1/chat/completions" for host, _ in HOSTS),
        "https://api.anthropic.com/v1/messages",
        "https://api.openai.com/v1/responses",
        "http://localhost:4000/v1/embeddings",
        "https://generativelanguage.googleapis.com/v1beta/models/g:generateContent",
        "https://api.openai.com/v1/images/generations",
        "https://api.openai.com/v1/audio/speech",
    ]
)
SENDERS = st.sampled_from(["requests.post", "fetch", "axios", "client.send", "http.request"])
NOISE = st.text(max_size=40)


@given(CHAT_URLS, SENDERS, NOISE, NOISE, st.sampled_from(list(Language)))
def test_raw_requests_pass_in_every_language(
    url: str, sender: str, before: str, after: str, language: Language
) -> None:
    if language is Language.SHELL:
        sender = "curl"
    text = f"{before}\n{sender}('{url}')\n{after}"
    assert may_call(text.encode(), language)


BREAKS = st.sampled_from(["", "\n", "\n    ", " ", "\r\n\t"])


@given(BREAKS, BREAKS, st.sampled_from(["create", "stream", "parse"]), NOISE)
def test_chains_may_be_broken_over_lines(first: str, second: str, verb: str, noise: str) -> None:
    for noun in ("completions", "messages", "responses", "embeddings"):
        text = f"{noise}\nclient{first}.{noun}{second}.{verb}(x)"
        assert may_call(text.encode(), Language.TYPESCRIPT)


def test_every_labelled_file_passes() -> None:
    dropped = [path for path, data, language in labelled_files() if not may_call(data, language)]
    assert dropped == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"print('hello')",
        b"from django.db import models\nUser.objects.create(name='x')",
        b"def completions(shell): ...",
        b"fetch('/api/items').then(r => r.json())",
    ],
)
def test_other_programs_are_left_alone(data: bytes) -> None:
    assert not may_call(data, Language.PYTHON)
    assert not may_set(data)


def test_batch_files_have_their_words_in_the_first_line() -> None:
    assert may_request(b'{"custom_id": "1", "url": "/v1/chat/completions", "body": {}}\n')
    assert not may_request(b'{"text": "custom"}\n')
