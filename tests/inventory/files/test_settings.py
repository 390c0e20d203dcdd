"""Settings files: what counts, what does not, and that no key ever comes out."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.call_site import Language
from migrate_check.inventory.reading import NotRead
from migrate_check.inventory.settings.read import SettingsFile, read_settings

SECRET = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789"


def read(text: str, language: Language, path: str = "conf/app") -> SettingsFile:
    """The records of a text."""
    return read_settings(path, text.encode(), language)


def brief(found: SettingsFile) -> list[tuple[int, str, str, str | None, str | None]]:
    """Line, kind, name, value, provider of each."""
    return [(s.line, s.kind.value, s.name, s.value, s.provider) for s in found.settings]


def test_env_files() -> None:
    found = read(
        f"""# a comment
OPENAI_API_KEY={SECRET}
export OPENAI_BASE_URL="https://user:pw@api.openai.com/v1?key=x" # why
MODEL='gpt-4o'
CAR_MODEL=volvo
OPENAI_ORG_ID=org-1
OPENAI_MAX_TOKENS=100
AZURE_OPENAI_DEPLOYMENT=prod
STRIPE_KEY=abc
DATABASE_URL=postgres://a:b@c/d
LLM_URL=not a url
ANTHROPIC_API_KEY=
""",
        Language.ENV,
    )
    assert brief(found) == [
        (2, "key", "OPENAI_API_KEY", None, "openai"),
        (3, "base-url", "OPENAI_BASE_URL", "https://api.openai.com/v1", "openai"),
        (4, "model", "MODEL", "gpt-4o", None),
        (6, "header", "OPENAI_ORG_ID", "org-1", "openai"),
        (8, "model", "AZURE_OPENAI_DEPLOYMENT", "prod", "azure"),
        (12, "key", "ANTHROPIC_API_KEY", None, "anthropic"),
    ]
    assert found.environment["MODEL"].value == "gpt-4o"
    assert found.environment["MODEL"].origin == "conf/app:4"
    assert found.environment["DATABASE_URL"].value == "postgres://c/d"
    assert not {"OPENAI_API_KEY", "STRIPE_KEY"} & found.environment.keys()


def test_compose_and_kubernetes() -> None:
    found = read(
        """services:
  api:
    environment:
      - OPENAI_BASE_URL=${OPENAI_BASE_URL:-https://api.tokenlab.sh/v1}
      - OPENAI_API_KEY
      - PLAIN
env:
  - name: ANTHROPIC_API_KEY
    valueFrom: {secretKeyRef: {name: a, key: b}}
  - name: ANTHROPIC_BASE_URL
    value: "https://api.anthropic.com"
  - {name: 'CLAUDE_MODEL', value: claude-sonnet-4-5}
""",
        Language.YAML,
    )
    base = "${OPENAI_BASE_URL:-https://api.tokenlab.sh/v1}"
    assert brief(found) == [
        (4, "base-url", "services.api.environment.OPENAI_BASE_URL", base, "tokenlab"),
        (5, "key", "services.api.environment.OPENAI_API_KEY", None, "openai"),
        (8, "key", "env[0].ANTHROPIC_API_KEY", None, "anthropic"),
        (11, "base-url", "env[1].ANTHROPIC_BASE_URL", "https://api.anthropic.com", "anthropic"),
        (12, "model", "env[2].CLAUDE_MODEL", "claude-sonnet-4-5", "anthropic"),
    ]
    assert found.environment["OPENAI_BASE_URL"].value == "https://api.tokenlab.sh/v1"


def test_config_of_programs() -> None:
    yaml = read(
        """model_list:
  - model_name: fast
    litellm_params: {model: openai/gpt-4o-mini, api_base: 'http://gw:80', api_key: os.environ/K}
llm:
  model: my-own
  baseUrl: http://gw/v1
car: {model: volvo, base_url: http://cars}
""",
        Language.YAML,
    )
    assert [(line, name) for line, _, name, _, _ in brief(yaml)] == [
        (3, "model_list[0].litellm_params.model"),
        (3, "model_list[0].litellm_params.api_base"),
        (3, "model_list[0].litellm_params.api_key"),
        (5, "llm.model"),
        (6, "llm.baseUrl"),
    ]
    text = '{"OpenAI": {"ApiKey": "x", "Endpoint": "https://api.openai.com/v1"}, // c\n "n": 1'
    assert brief(read(text, Language.JSON)) == [
        (1, "key", "OpenAI.ApiKey", None, "openai"),
        (1, "base-url", "OpenAI.Endpoint", "https://api.openai.com/v1", "openai"),
    ]
    toml = '[tool.app.llm]\nmodel = "gpt-4o"\n[a."b"]\nx = {base_url = \'https://api.x.ai/v1\'}\n'
    assert [(line, name) for line, _, name, _, _ in brief(read(toml, Language.TOML))] == [
        (2, "tool.app.llm.model"),
        (4, "a.b.x.base_url"),
    ]


def test_dockerfiles() -> None:
    found = read(
        """FROM x
ENV OPENAI_BASE_URL=https://api.openai.com/v1 \\
    MODEL="gpt-4o"
ENV ANTHROPIC_MODEL claude-3
ARG OPENAI_API_KEY
RUN apt-get install curl && \\
  # a comment inside
  curl https://api.openai.com/v1/models
RUN <<END
curl https://api.openai.com/v1/models
END
""",
        Language.DOCKERFILE,
    )
    assert [(line, kind, name) for line, kind, name, _, _ in brief(found)] == [
        (2, "base-url", "OPENAI_BASE_URL"),
        (3, "model", "MODEL"),
        (4, "model", "ANTHROPIC_MODEL"),
        (5, "key", "OPENAI_API_KEY"),
    ]
    assert [script.first_line for script in found.scripts] == [6, 10]


def test_scripts_keep_their_lines() -> None:
    found = read(
        "jobs:\n  a:\n    run: |\n      set -e\n      curl x -H ${{ secrets.KEY }}\n"
        "    script:\n      - curl y\n",
        Language.YAML,
    )
    assert [(s.first_line, s.data.strip()) for s in found.scripts] == [
        (4, b"set -e\n      curl x -H ${KEY}"),
        (7, b"curl y"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"model": "gpt-4o", "messages": [{"role": "user"}]}',
        '{"object": "chat.completion", "model": "gpt-4o"}',
        '{"id": 1, "model": "gpt-4o", "choices": [{"index": 0}]}',
        '{"components": {"x": {"model": "gpt-4o"}}}',
        '{"homepage": "https://platform.openai.com", "url": "https://openai.com"}',
        '{"description": "uses OPENAI_API_KEY"}',
        '{"openai": {"source_url": "https://x.example/a", "url": "https://platform.openai.com/docs"}}',
    ],
)
def test_data_is_no_setting(text: str) -> None:
    assert read(text, Language.JSON).settings == ()


def test_plain_entries_of_tests_are_data_and_variables_are_not() -> None:
    text = "llm: {model: gpt-4o}\nenv: {OPENAI_MODEL: gpt-4o}\n"
    found = read(text, Language.YAML, "tests/data/x.yaml")
    assert [setting.name for setting in found.settings] == ["env.OPENAI_MODEL"]


def test_too_deep_yaml_is_not_parsed() -> None:
    with pytest.raises(NotRead, match="nested too deeply"):
        read("- " * 300 + "x", Language.YAML)


KEY_NAMES = st.sampled_from(["OPENAI_API_KEY", "apiKey", "token", "MODEL", "base_url", "x"])
SECRETS = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=24, max_size=40).map(
    lambda tail: f"sk-{tail}"
)


@given(
    KEY_NAMES, SECRETS, st.sampled_from(["https://{}@h/v1", "https://h?key={}", "{}", "Bearer {}"])
)
def test_no_key_comes_out(name: str, secret: str, form: str) -> None:
    value = form.format(secret)
    for language, text in (
        (Language.ENV, f"{name}={value}\n"),
        (Language.YAML, f"openai:\n  {name}: {json.dumps(value)}\n  env: ['{name}={value}']\n"),
        (Language.JSON, json.dumps({"openai": {name: value}})),
        (Language.TOML, f"[openai]\n{name} = {json.dumps(value)}\n"),
        (Language.DOCKERFILE, f"ENV {name}={value}\n"),
    ):
        found = read(text, language)
        shown = json.dumps([dataclasses.asdict(setting) for setting in found.settings])
        shown += repr(found.environment)
        assert secret not in shown


@given(
    st.text(max_size=200), st.sampled_from(sorted({"yaml", "json", "toml", "env", "dockerfile"}))
)
def test_broken_files_never_raise(text: str, language: str) -> None:
    try:
        read(f"OPENAI_MODEL{text}", Language(language))
    except NotRead as error:
        assert "nested too deeply" in str(error)
