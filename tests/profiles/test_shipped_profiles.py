"""The shipped profiles: whole, sourced, and what they must say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import jsonschema
import pytest

from migrate_check.documents.validate import validated
from migrate_check.documents.yaml_document import read_yaml
from migrate_check.domain.call_site import OTHER_ENDPOINTS, ROUTES
from migrate_check.domain.errors import ConfigError
from migrate_check.domain.profile import Fate, Mark, Profile
from migrate_check.profiles.grammar import ProfileFile, profile_schema
from migrate_check.profiles.index import HOSTS
from migrate_check.profiles.load import load_profile, profile_names
from migrate_check.profiles.starting import default_base_url
from migrate_check.profiles.words import all_claims

DATA = Path(str(files("migrate_check.profiles") / "data"))
RESPONSES = "openai-responses"
REFERENCES = [
    reference
    for name in profile_names()
    for reference in (name, *(f"{name}@{one}" for one in load_profile(name).generations))
]


def each() -> Iterator[Profile]:
    yield from map(load_profile, REFERENCES)


def test_every_file_is_a_profile_by_name() -> None:
    assert {path.stem for path in DATA.glob("*.yaml")} == set(profile_names())
    wanted = "tokenlab tokenrouter tokenpak apibox openai anthropic gemini mistral deepseek generic"
    assert set(wanted.split()) <= set(profile_names())


@pytest.mark.parametrize("name", profile_names())
def test_every_file_fits_the_grammar_and_the_schema(name: str) -> None:
    text = (DATA / f"{name}.yaml").read_bytes()
    document = read_yaml(text, name, ConfigError)
    assert validated(ProfileFile, document).title
    jsonschema.validate(document.value, profile_schema())
    # LibYAML, which is quick, must read the same.
    assert read_yaml(text, name, ConfigError, quick=True) == document


def test_the_schema_is_one_and_refuses_what_the_reader_refuses() -> None:
    jsonschema.Draft202012Validator.check_schema(profile_schema())
    for wrong in ({"titel": "x"}, {"routes": {"openai-chat": {"fields": {"lost": ["n"]}}}}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, profile_schema())


@pytest.mark.parametrize("reference", REFERENCES)
def test_every_claim_says_how_it_is_known(reference: str) -> None:
    claims = list(all_claims(load_profile(reference)))
    assert claims
    for claim in claims:
        basis = claim.basis
        if basis.mark not in (Mark.INFERRED, Mark.UNKNOWN):
            assert basis.source, claim.id
        for text in (claim.text, basis.note):
            assert text is None or (text == " ".join(text.split()) and len(text) < 220), claim.id
        assert claim.text.strip()


@pytest.mark.parametrize("reference", REFERENCES)
def test_names_are_unique_and_known(reference: str) -> None:
    profile = load_profile(reference)
    ids = Counter(claim.id for claim in all_claims(profile))
    assert [one for one, count in ids.items() if count > 1] == []
    assert set(profile.routes) <= ROUTES | OTHER_ENDPOINTS
    for pitfall in profile.pitfalls:
        assert 1 <= pitfall.phase <= 5
        assert set(pitfall.routes) <= ROUTES | OTHER_ENDPOINTS
    for extension in profile.extensions:
        re.compile(extension.pattern)
    for name in profile.request_id_headers:
        assert name == name.lower()
        assert f"request-id-header:{name}" in ids


def test_the_index_of_hosts_is_that_of_the_files() -> None:
    hosts = {
        urlsplit(base.url).hostname: profile.name
        for profile in map(load_profile, profile_names())
        for base in profile.base_urls
        if base.url and base.url.startswith("https:")
    }
    assert hosts == HOSTS


@pytest.mark.parametrize(
    ("profile", "url"),
    [
        ("openai", "https://api.openai.com/v1"),
        ("anthropic", "https://api.anthropic.com"),
        ("tokenlab", "https://api.tokenlab.sh/v1"),
        ("tokenrouter@b", "https://api.tokenrouter.io"),
        ("tokenpak", "http://localhost:8766/v1"),
        ("apibox", None),
        ("generic", None),
    ],
)
def test_where_a_comparison_starts(profile: str, url: str | None) -> None:
    assert default_base_url(load_profile(profile)) == url


@pytest.mark.parametrize(
    ("profile", "client", "url"),
    [
        ("tokenlab", "openai-sdk", "https://api.tokenlab.sh/v1"),
        ("tokenlab", "anthropic-sdk", "https://api.tokenlab.sh"),
        ("tokenlab", "gemini", "https://api.tokenlab.sh"),
        ("tokenrouter", "anthropic-sdk", None),
        ("tokenpak", "anthropic-sdk", "http://localhost:8766"),
        ("tokenpak", "gemini", None),
        ("deepseek", "anthropic-sdk", "https://api.deepseek.com/anthropic"),
        ("gemini", "openai-sdk", "https://generativelanguage.googleapis.com/v1beta/openai"),
    ],
)
def test_each_kind_of_client_has_its_base_url(profile: str, client: str, url: str | None) -> None:
    assert load_profile(profile).base_url(client) == url


@pytest.mark.parametrize(
    ("profile", "route", "field", "fate", "mark"),
    [
        ("tokenrouter", "openai-chat", "n", Fate.DROPPED, Mark.SEEN_DOC),
        ("tokenrouter", "openai-chat", "logprobs", Fate.DROPPED, Mark.SEEN_DOC),
        ("tokenrouter", "openai-chat", "logit_bias", Fate.PROVIDER_SPECIFIC, Mark.SEEN_DOC),
        ("tokenrouter", "openai-chat", "seed", Fate.PROVIDER_SPECIFIC, Mark.SEEN_DOC),
        ("tokenrouter", "openai-chat", "response_format", Fate.PROVIDER_SPECIFIC, Mark.SEEN_DOC),
        ("tokenrouter", "openai-chat", "tools", Fate.SUPPORTED, Mark.SEEN_DOC),
        (
            "tokenrouter@d",
            "openai-responses",
            "previous_response_id",
            Fate.REJECTED,
            Mark.SEEN_CODE,
        ),
        (
            "tokenrouter@c",
            "openai-responses",
            "previous_response_id",
            Fate.SUPPORTED,
            Mark.SEEN_CODE,
        ),
        ("tokenrouter@a", "openai-chat", "seed", Fate.UNKNOWN, Mark.UNKNOWN),
        ("tokenlab", "openai-chat", "seed", Fate.SUPPORTED, Mark.SEEN_DOC),
        ("tokenlab", "openai-chat", "logit_bias", Fate.MODEL_DEPENDENT, Mark.SEEN_DOC),
        ("tokenlab", "images", "input_fidelity", Fate.DROPPED, Mark.SEEN_DOC),
        ("tokenlab", "audio-speech", "never_heard_of", Fate.REJECTED, Mark.SEEN_DOC),
        ("tokenpak", "openai-chat", "seed", Fate.PROVIDER_SPECIFIC, Mark.SEEN_CODE),
        ("tokenpak", "openai-chat", "n", Fate.PROVIDER_SPECIFIC, Mark.SEEN_DOC),
        ("tokenpak", "openai-chat", "tools", Fate.CHANGED, Mark.SEEN_RUN),
        ("tokenpak", "anthropic-messages", "cache_control", Fate.CHANGED, Mark.SEEN_RUN),
        ("anthropic", "openai-chat", "response_format.json_schema", Fate.DROPPED, Mark.SEEN_DOC),
        ("anthropic", "openai-chat", "temperature", Fate.CHANGED, Mark.SEEN_DOC),
        ("anthropic", "anthropic-messages", "seed", Fate.REJECTED, Mark.INFERRED),
        ("mistral", "openai-chat", "seed", Fate.REJECTED, Mark.INFERRED),
        ("mistral", "openai-chat", "random_seed", Fate.SUPPORTED, Mark.SEEN_DOC),
        ("deepseek", "openai-chat", "n", Fate.UNKNOWN, Mark.UNKNOWN),
        ("gemini", "gemini", "generationConfig.temperature", Fate.SUPPORTED, Mark.SEEN_DOC),
        ("openai", "openai-responses", "n", Fate.REJECTED, Mark.INFERRED),
        ("openai", "openai-responses", "tools:file_search", Fate.SUPPORTED, Mark.SEEN_DOC),
        ("apibox", "openai-chat", "n", Fate.UNKNOWN, Mark.UNKNOWN),
    ],
)
def test_what_becomes_of_a_field(
    profile: str, route: str, field: str, fate: Fate, mark: Mark
) -> None:
    claim = load_profile(profile).field_claim(route, field)
    assert claim is not None
    assert (claim.fate, claim.basis.mark) == (fate, mark)


def test_what_is_said_of_unlisted_fields_says_nothing_of_headers_and_tools() -> None:
    openai = load_profile("openai")
    assert openai.field_claim("openai-chat", "never_heard_of") is not None
    assert openai.field_claim("openai-chat", "header:x-own") is None
    assert openai.field_claim("openai-chat", "tools:never_heard_of") is None
    assert openai.field_claim("gemini", "contents") is None


@pytest.mark.parametrize(
    ("profile", "route", "offered"),
    [
        ("tokenlab", "anthropic-messages", True),
        ("tokenlab", "openai-completions", False),
        ("tokenlab", "openai-vector-stores", False),
        ("tokenpak", "gemini", False),
        ("tokenpak", "openai-responses-stored", False),
        ("tokenrouter@a", "openai-responses", False),
        ("tokenrouter@b", "openai-chat", False),
        ("tokenrouter@d", "embeddings", True),
        ("generic", "openai-chat", None),
    ],
)
def test_what_is_offered(profile: str, route: str, offered: bool | None) -> None:
    assert load_profile(profile).routes[route].offered is offered


def test_the_pitfalls_of_the_route_mapping_stand_in_the_phase_where_they_bite() -> None:
    phases = {one.id: one.phase for one in load_profile("tokenlab").pitfalls}
    wanted = {
        "one-path-for-all": 1,
        "explicit-image-model": 1,
        "no-blind-retry": 3,
        "routing-metadata": 3,
        "reconcile-by-usage": 4,
    }
    assert wanted.items() <= phases.items()
    assert wanted.keys() <= {one.id for one in load_profile("generic").pitfalls}
    for gateway in ("tokenrouter", "tokenpak", "apibox"):
        assert "one-path-for-all" in {one.id for one in load_profile(gateway).pitfalls}


@pytest.mark.parametrize(
    ("profile", "kind", "text"),
    [
        ("tokenrouter", "model", "auto:balance"),
        ("tokenrouter", "model", "anthropic:claude-3-5-sonnet"),
        ("tokenrouter@d", "model", "openai/gpt-5-mini"),
        ("tokenrouter@a", "field", "model_preferences"),
        ("tokenrouter", "field", "router_mode"),
        ("tokenlab", "header", "x-tokenlab-delivery-policy"),
        ("tokenlab", "field", "async"),
        ("tokenlab", "route", "https://api.tokenlab.sh/v1/videos/generations"),
        ("tokenpak", "model", "tokenpak-anthropic/claude-sonnet-4-6"),
        ("tokenpak", "header", "x-tokenpak-mode"),
    ],
)
def test_what_only_a_gateway_understands(profile: str, kind: str, text: str) -> None:
    own = [one for one in load_profile(profile).extensions if one.kind == kind]
    assert any(re.search(one.pattern, text) for one in own)


def test_ordinary_models_are_no_extension() -> None:
    for profile in each():
        for one in profile.extensions:
            for model in ("gpt-4o", "claude-sonnet-4-5", "gemini-2.5-flash", "org/model:free"):
                assert one.kind != "model" or not re.search(one.pattern, model)


def test_generations_differ_and_the_default_is_the_documented_one() -> None:
    default = load_profile("tokenrouter")
    assert (default.generation, default.generations) == ("document", ("document", *"abcd"))
    assert default == load_profile("tokenrouter@document")
    assert {"provider", "latency_ms"} <= default.response_fields.keys()
    assert "models" not in default.routes
    assert default.unlisted_routes is not None
    assert load_profile("tokenrouter@d").routes["models"].offered
