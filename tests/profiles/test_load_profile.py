"""Profiles by name, by generation and from files of the user's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from migrate_check.domain.errors import ConfigError
from migrate_check.domain.model_name import provider_of
from migrate_check.domain.profile import Fate, Mark
from migrate_check.domain.scenario import Route
from migrate_check.plan.load_config import load_config
from migrate_check.plan.price_provider import price_provider
from migrate_check.profiles.load import is_path, load_profile

Write: TypeAlias = Callable[..., str]
MINE = """\
title: Our gateway
key_env: GATEWAY_KEY
sources: {WIKI: https://wiki.example/llm}
mark: seen_doc
src: WIKI
base_urls:
  openai-sdk: {url: https://llm.example/v1}
request_id_headers: [x-trace]
routes:
  openai-chat:
    path: /v1/chat/completions
    streams: true
    fields:
      supported: [model, messages, {name: stream, note: SSE}]
      dropped: [{name: [seed, user], instead: Nothing, mark: inferred}]
    unlisted: {fate: rejected}
absent: [{routes: [gemini], mark: inferred}]
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str, name: str = "mine.yaml") -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return written


def test_a_file_of_ones_own(write: Write) -> None:
    profile = load_profile(write(MINE))
    assert (profile.name, profile.title, profile.kind) == ("mine", "Our gateway", "gateway")
    assert profile.verified
    assert profile.base_url("openai-sdk") == "https://llm.example/v1"
    assert profile.request_id_headers == ("x-trace",)
    chat = profile.routes["openai-chat"]
    assert chat.fields["stream"].basis.note == "SSE"
    assert chat.fields["stream"].basis.source == "https://wiki.example/llm"
    assert (chat.fields["seed"].basis.mark, chat.fields["seed"].basis.source) == (
        Mark.INFERRED,
        None,
    )
    assert chat.fields["user"].instead == "Nothing"
    assert chat.unlisted is not None
    assert profile.routes["gemini"].offered is False
    assert profile.field_claim("gemini", "contents") is None


def test_what_a_file_extends_holds_unless_it_says_otherwise(write: Write) -> None:
    below = load_profile("tokenlab")
    profile = load_profile(
        write(
            "extends: tokenlab\n"
            "name: ours\n"
            "base_urls: {openai-sdk: {url: 'https://llm.example/v1'}}\n"
            "request_id_headers: [x-ours]\n"
            "routes:\n"
            "  openai-chat: {fields: {dropped: [seed]}}\n"
            "  anthropic-messages: {offered: false}\n"
            "  embeddings: {afresh: true, fields: {supported: [model]}}\n"
            "pitfalls: [{id: routing-metadata, text: Ours., phase: 5}]\n"
            "claims: [{id: idempotency, text: None.}]\n"
            "unlisted_routes: {}\n"
        )
    )
    assert (profile.name, profile.title, profile.kind) == ("ours", "ours", "gateway")
    chat = profile.routes["openai-chat"]
    assert chat.fields["seed"].fate is Fate.DROPPED
    assert chat.fields["n"] == below.routes["openai-chat"].fields["n"]
    assert (chat.path, chat.streams) == ("/v1/chat/completions", True)
    assert profile.routes["anthropic-messages"].fields == {}
    assert list(profile.routes["embeddings"].fields) == ["model"]
    assert profile.routes["embeddings"].path is None
    assert profile.base_url("anthropic-sdk") == "https://api.tokenlab.sh"
    assert profile.request_id_headers == ("x-ours",)
    ids = [one.id for one in profile.claims]
    assert "request-id-header:x-ours" in ids
    assert "request-id-header:x-request-id" not in ids
    assert [one.phase for one in profile.pitfalls if one.id == "routing-metadata"] == [5]
    assert len(profile.pitfalls) == len(below.pitfalls)
    assert profile.key_env == below.key_env
    assert profile.unlisted_routes is not None


def test_a_chain_of_files_and_generations_of_ones_own(write: Write) -> None:
    write("extends: tokenrouter@d\nverified: false\n", "base.yaml")
    text = (
        "extends: ./base.yaml\n"
        "generation: new\n"
        "generations: {old: {about: Before May, routes: {models: {offered: unknown}}}}\n"
    )
    path = write(text)
    new, old = load_profile(path), load_profile(f"{path}@old")
    assert new.generations == old.generations == ("new", "old")
    assert (new.generation, old.generation) == ("new", "old")
    assert new.routes["models"].offered is True
    assert old.routes["models"].offered is None
    assert not new.verified
    assert load_profile(write("extends: tokenrouter@d\n")).generations == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("titel: x", ":1: unknown key 'titel'; closest: 'title'"),
        ("", ": the file is empty"),
        ("kind: bank", ":1: kind: expected 'provider', 'gateway', 'proxy' or 'any', got 'bank'"),
        (
            "routes:\n  openai-chta: {}",
            ":2: unknown route 'openai-chta'; closest: 'openai-chat'",
        ),
        (
            "routes:\n  openai-chat:\n    fields:\n      lost: [n]",
            ":4: routes.openai-chat.fields.lost: expected 'supported', 'dropped', 'rejected', "
            "'changed', 'provider-specific', 'model-dependent' or 'unknown', got 'lost'",
        ),
        (
            "routes:\n openai-chat:\n  fields:\n   dropped: [n]\n   rejected:\n    - n",
            ":6: field 'n' has two fates here; leave one",
        ),
        (
            "routes:\n  openai-chat:\n    fields:\n      dropped: [{name: n, only_for: [x]}]",
            ":4: only_for is for provider-specific fields; move it there, or write `when`",
        ),
        (
            "routes:\n  openai-chat:\n    fields:\n      dropped: [{name: []}]",
            ":4: routes.openai-chat.fields.dropped[0].name: "
            "expected text or a list of texts, got a list",
        ),
        ("routes:\n  openai-chat: {offered: maybe}", ":2: routes.openai-chat.offered: expected "),
        ("mark: seen_doc\nclaims:\n  - {id: a, text: b}", ":3: mark seen_doc needs src, a name"),
        (
            "sources: {DOC: x}\nclaims:\n  - {id: a, text: b, mark: seen_doc, src: DOK}",
            ":3: unknown source 'DOK'; closest: 'DOC'",
        ),
        (
            "claims:\n  - {id: a, text: b, mark: seen_doc, src: DOK}",
            ":2: unknown source 'DOK'; `sources` is empty",
        ),
        ("absent: [{routes: [gimini]}]", ":1: unknown route 'gimini'; closest: 'gemini'"),
        ("pitfalls: [{id: a, text: b, routes: [gimini]}]", ":1: unknown route 'gimini'"),
        (
            "base_urls:\n  openai-sdk: {url: ftp://x}",
            ":2: base_urls.openai-sdk.url: expected a URL",
        ),
        ("extends: opnai", ":1: extends: unknown profile 'opnai'; closest: 'openai'"),
        ("extends: ./mine.yaml", ":1: extends: ./mine.yaml leads back to this file"),
        ("key_env: a key", ":1: key_env: expected the name of an environment variable"),
        ("routes: [", ":1: not valid YAML"),
    ],
)
def test_a_mistake_is_one_line_with_its_place(write: Write, text: str, message: str) -> None:
    path = write(text)
    with pytest.raises(ConfigError) as caught:
        load_profile(path)
    said = str(caught.value)
    assert said.startswith(path)
    assert message in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("opnai", "unknown profile 'opnai'; closest: 'openai'"),
        ("tokenrouter@e", "no generation 'e'; "),
        ("openai@a", "no generation 'a'; it has no generations"),
        ("./nowhere.yaml", "no such profile file; shipped profiles are openai, "),
        ("./", "cannot be read"),
    ],
)
def test_what_is_not_there_is_said(reference: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_profile(reference)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("reference", "path"),
    [
        ("openai", False),
        ("tokenrouter@d", False),
        ("./mine", True),
        ("mine.yaml", True),
        ("mine.yml@b", True),
        ("a@b/mine.yaml", True),
        ("gateways\\mine", True),
    ],
)
def test_which_names_are_paths(reference: str, path: bool) -> None:
    assert is_path(reference) is path


CONFIG = """\
baseline: {profile: openai}
candidate: {profile: %s}
model: gpt-4o
"""


@pytest.mark.parametrize("given", ["./mine.yaml", "mine.yaml", "../%s/mine.yaml"])
def test_a_path_in_the_configuration_is_relative_to_it(given: str, write, tmp_path: Path) -> None:
    write(MINE)
    config = tmp_path / "migrate-check.yaml"
    config.write_text(CONFIG % given.replace("%s", tmp_path.name), encoding="utf-8")
    candidate = load_config(config, {}, None).candidate
    assert candidate.base_url == "https://llm.example/v1"
    assert load_profile(candidate.profile).name == "mine"
    assert price_provider(candidate) is None


def test_a_path_in_the_current_folder_stays_one(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(MINE, "mine")
    Path(tmp_path, "migrate-check.yaml").write_text(CONFIG % "./mine", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load_config(Path("migrate-check.yaml"), {}, None).candidate.profile == "./mine"


def test_a_path_in_an_option_is_relative_to_the_current_folder(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(MINE)
    folder = tmp_path / "conf"
    folder.mkdir()
    config = folder / "migrate-check.yaml"
    config.write_text("baseline: {profile: openai}\nmodel: gpt-4o\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    loaded = load_config(config, {"candidate.profile": "./mine.yaml"}, None)
    assert loaded.candidate.profile == "./mine.yaml"


def test_one_model_takes_the_first_route_of_a_profile_of_ones_own(
    write: Write, tmp_path: Path
) -> None:
    write("extends: anthropic\n")
    config = tmp_path / "migrate-check.yaml"
    sides = "baseline: {profile: ./mine.yaml}\ncandidate: {profile: tokenlab}\nmodel: claude\n"
    config.write_text(sides, encoding="utf-8")
    assert load_config(config, {}, None).routes == (Route.ANTHROPIC_MESSAGES,)


def test_a_mistake_in_the_profile_is_told_where_it_is(write: Write, tmp_path: Path) -> None:
    write("titel: x\n")
    config = tmp_path / "migrate-check.yaml"
    config.write_text(CONFIG % "./mine.yaml", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"mine\.yaml:1: unknown key 'titel'"):
        load_config(config, {}, None)


@pytest.mark.parametrize(
    ("model", "vendor"),
    [
        ("gpt-4o", "openai"),
        ("openai/gpt-5-mini", "openai"),
        ("o3-mini", "openai"),
        ("anthropic:claude-sonnet-4-5", "anthropic"),
        ("models/gemini-2.5-flash", "gemini"),
        ("mistral-small-latest", "mistral"),
        ("DeepSeek-V3", "deepseek"),
        ("llama-3", None),
        ("", None),
        (None, None),
    ],
)
def test_whose_model_it_is(model: str | None, vendor: str | None) -> None:
    assert provider_of(model or "") == vendor
