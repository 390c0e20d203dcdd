"""Model ids, addresses and scenarios by which rules about code read the code."""

from __future__ import annotations

import pytest
import yaml

from migrate_check.domain.model_name import bare, provider_of
from migrate_check.plan.packs import pack_folder, pack_names
from migrate_check.rules.sites.clients import address, is_local, label
from migrate_check.rules.sites.probes import _PACKS, probe


@pytest.mark.parametrize(
    ("model", "provider"),
    [
        ("gpt-4o", "openai"),
        ("openai/gpt-4o", "openai"),
        ("ft:gpt-4o-mini:acme::a", "openai"),
        ("o3-mini", "openai"),
        ("claude-sonnet-4-6", "anthropic"),
        ("anthropic:claude-sonnet-4-6", "anthropic"),
        ("models/gemini-3-flash", "gemini"),
        ("openrouter/google/gemini-3-flash", "gemini"),
        ("projects/p/locations/us/publishers/google/models/gemini-3-pro", "gemini"),
        ("publishers/anthropic/models/claude-sonnet-4-6", "anthropic"),
        ("mistral-large-latest", "mistral"),
        ("open-mixtral-8x7b", "mistral"),
        ("mixtral-8x7b-32768", None),
        ("google/gemma-3-27b-it", None),
        ("openai/gpt-oss-120b", None),
        ("gpt-oss:20b", None),
        ("deepseek-chat", "deepseek"),
        ("google/something-new", "gemini"),
        ("llama-3.3-70b", None),
        ("oracle", None),
        ("auto:balance", None),
        ("groq/llama-3.3-70b", None),
        ("", None),
    ],
)
def test_provider_of(model: str, provider: str | None) -> None:
    assert provider_of(model) == provider


def test_bare() -> None:
    assert bare("openrouter/openai/gpt-4o") == "gpt-4o"
    assert bare("openai/") == "openai/"


@pytest.mark.parametrize(
    ("text", "host", "path"),
    [
        ("https://API.Example/v1/", "api.example", "/v1"),
        ("api.example/v1", "api.example", "/v1"),
        ("http://[::1]:8000/v1", "::1", "/v1"),
        ("http://[broken/v1", "", ""),
        ("https://a]b/", "", ""),
        ("${BASE_URL}", "", ""),
        ("", "", ""),
    ],
)
def test_address(text: str, host: str, path: str) -> None:
    assert (address(text).host, address(text).path) == (host, path)


def test_local_hosts() -> None:
    local = ("", "localhost", "127.0.0.1", "10.1.2.3", "gateway", "llm.internal", "192.168.0.9")
    assert all(is_local(host) for host in local)
    assert not any(is_local(host) for host in ("api.openai.com", "8.8.8.8"))


def test_label() -> None:
    assert label("api.tokenrouter.io") == "tokenrouter"
    assert label("api.example.co.uk") == "example"
    assert label("localhost") == "localhost"


@pytest.mark.parametrize("pack", sorted({p for packs in _PACKS.values() for p in packs.values()}))
def test_probes_are_shipped(pack: str) -> None:
    assert pack in pack_names()


@pytest.mark.parametrize(
    ("route", "field", "pack"),
    [(route, field, pack) for route, packs in _PACKS.items() for field, pack in packs.items()],
)
def test_probes_send_their_field(route: str, field: str, pack: str) -> None:
    text = (pack_folder() / f"{pack}.yaml").read_text(encoding="utf-8")
    document = yaml.safe_load(text)
    assert document["route"] == route
    last = field.removeprefix("header:").rpartition(".")[2]
    # A turn by reference sends the id of the answer before it.
    sent = "by_reference" if last == "previous_response_id" else last
    assert _has(document["cases"], sent)


def _has(value: object, name: str) -> bool:
    if isinstance(value, dict):
        return name in value or any(_has(each, name) for each in value.values())
    return isinstance(value, list) and any(_has(each, name) for each in value)


def test_probe_of_a_part_is_that_of_the_whole() -> None:
    assert probe("openai-chat", "response_format.type").endswith("openai-chat/structured")
    assert "--scenarios DIR" in probe("openai-chat", "verbosity")
