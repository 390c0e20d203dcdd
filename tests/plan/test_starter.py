"""The file that `init` writes, and the schemas that editors read."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml

from migrate_check.domain.scenario import Route
from migrate_check.plan.editor_schema import accepted_schema, config_schema, scenario_schema
from migrate_check.plan.load_config import load_config
from migrate_check.plan.starter import StarterSide, starter_config
from migrate_check.profiles.load import load_profile, profile_names
from migrate_check.profiles.starting import default_base_url

CHAT, MESSAGES = Route.OPENAI_CHAT, Route.ANTHROPIC_MESSAGES
OPENAI = StarterSide("openai", "https://api.openai.com/v1", "OPENAI_API_KEY")
LOCAL = StarterSide("generic", "http://127.0.0.1:8766", None)


def test_the_starter_says_what_it_was_told(tmp_path: Path) -> None:
    path = tmp_path / "migrate-check.yaml"
    path.write_text(
        starter_config(OPENAI, LOCAL, {CHAT: "gpt-4o", MESSAGES: "claude-sonnet-4-6"}),
        encoding="utf-8",
    )
    config = load_config(path, {}, {"OPENAI_API_KEY": "x"})
    assert (config.baseline.profile, config.baseline.key_env) == ("openai", "OPENAI_API_KEY")
    assert (config.candidate.base_url, config.candidate.key_env) == ("http://127.0.0.1:8766", None)
    assert config.models == {CHAT: "gpt-4o", MESSAGES: "claude-sonnet-4-6"}
    assert config.rename_fields == {}
    assert config.budget.requests == 1000
    assert config.repeat == 3


@pytest.mark.parametrize("name", profile_names())
def test_a_starter_for_every_profile_loads(name: str, tmp_path: Path) -> None:
    known = load_profile(name)
    side = StarterSide(name, default_base_url(known) or "https://x.example/v1", known.key_env)
    path = tmp_path / "migrate-check.yaml"
    path.write_text(starter_config(side, side, {CHAT: "m"}), encoding="utf-8")
    assert load_config(path, {}, None).candidate.profile == name


@pytest.mark.parametrize(
    "model", ["no", "true", "12", "a: b", "x #y", "1e5", "org/model:free", "é"]
)
def test_any_model_name_survives(model: str, tmp_path: Path) -> None:
    path = tmp_path / "migrate-check.yaml"
    path.write_text(starter_config(OPENAI, LOCAL, {CHAT: model}), encoding="utf-8")
    assert load_config(path, {}, None).models == {CHAT: model}


@pytest.mark.parametrize(
    ("models", "renamed"),
    [
        (
            {CHAT: "gpt-5.4"},
            {CHAT: {"max_tokens": "max_completion_tokens", "temperature": None, "stop": None}},
        ),
        (
            {CHAT: "openai/o3-mini"},
            {CHAT: {"max_tokens": "max_completion_tokens", "temperature": None, "stop": None}},
        ),
        ({MESSAGES: "claude-opus-4-7"}, {MESSAGES: {"temperature": None}}),
        ({CHAT: "gpt-4o", MESSAGES: "claude-sonnet-4-5"}, {}),
        ({CHAT: "gpt-4.1"}, {}),
    ],
)
def test_models_that_refuse_fields_get_them_renamed(
    models: dict[Route, str], renamed: object, tmp_path: Path
) -> None:
    path = tmp_path / "migrate-check.yaml"
    path.write_text(starter_config(OPENAI, LOCAL, models), encoding="utf-8")
    assert load_config(path, {}, None).rename_fields == renamed


def test_the_schemas_describe_every_key() -> None:
    for schema in (config_schema(), scenario_schema(), accepted_schema()):
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["title"].startswith("migrate-check ")
        parts = [schema, *schema.get("$defs", {}).values()]
        for part in parts:
            for name, entry in part.get("properties", {}).items():
                assert entry.get("description"), name
                assert part["additionalProperties"] is False


def test_the_configuration_schema_agrees_with_the_reader() -> None:
    text = starter_config(OPENAI, LOCAL, {CHAT: "gpt-5"})
    jsonschema.validate(yaml.safe_load(text), config_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"basline": {}}, config_schema())


def test_the_schema_of_accepted_findings_agrees_with_the_reader() -> None:
    entry = {"fingerprint": "0123456789ab", "rule": "r", "reason": "x", "owner": "o"}
    jsonschema.validate([{**entry, "expires": "2027-01-01"}], accepted_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([entry], accepted_schema())
