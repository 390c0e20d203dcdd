"""Calls of LLMs in scripts: curl, wget, HTTPie, with variables, heredocs, jq and files."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.call_site import CallSite, Certainty, Language, Rollback
from migrate_check.inventory.shell.sites import shell_sites
from migrate_check.inventory.source_file import EnvValue, SourceFile

CHAT = "https://api.openai.com/v1/chat/completions"


class Files:
    """A tree of small files."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def text(self, path: str) -> str | None:
        """The file's text."""
        return self._texts.get(path)


def sites(
    script: str,
    files: Mapping[str, str] | None = None,
    environment: Mapping[str, EnvValue] | None = None,
    first_line: int = 1,
) -> list[CallSite]:
    """The calls of a script."""
    piece = SourceFile("bin/run.sh", Language.SHELL, script.encode(), first_line)
    return shell_sites([piece], environment or {}, Files(files or {}))


def only(script: str, **more: Mapping[str, str]) -> CallSite:
    """The one call of a script."""
    (site,) = sites(script, **more)  # type: ignore[arg-type]
    return site


def names(site: CallSite) -> list[str]:
    """Names of the fields."""
    return [field.name for field in site.fields]


def test_a_plain_call() -> None:
    site = only(
        f"""# intro
curl -sSX POST {CHAT} --max-time 30 --retry 3 \\
  -H "Authorization: Bearer $OPENAI_API_KEY" -H 'OpenAI-Organization: org-1' \\
  -H "Content-Type: application/json" \\
  -d '{{"model":"gpt-4o","stream":true,"seed":1,"messages":[],
       "response_format":{{"type":"json_object"}}}}'
"""
    )
    assert (site.path, site.line, site.sdk, site.route) == ("bin/run.sh", 2, "curl", "openai-chat")
    assert (site.model.value, site.model.certainty) == ("gpt-4o", Certainty.LITERAL)
    assert {field.name: field.value for field in site.fields} == {
        "header:openai-organization": '"org-1"',
        "messages": None,
        "response_format": '{"type":"json_object"}',
        "response_format.type": '"json_object"',
        "seed": "1",
        "stream": "true",
    }
    assert site.fields_known
    assert site.streaming.value == "true"
    client = site.client
    assert (client.base_url.value, client.rollback) == ("https://api.openai.com/v1", Rollback.C)
    assert (client.key.value, client.key.env) == (None, ("OPENAI_API_KEY",))
    assert client.key_rollback is Rollback.A
    assert client.provider == "openai"
    assert client.headers == ("openai-organization",)
    assert client.timeout is not None
    assert client.retries is not None
    assert (client.timeout.value, client.retries.value) == ("30", "3")


def test_variables_are_followed_and_the_environment_is_named() -> None:
    site = only(
        """BASE="${OPENAI_BASE_URL:-https://api.openai.com/v1}"
MODEL=gpt-4o
[ -n "$FAST" ] && MODEL=gpt-4o-mini
curl "$BASE/chat/completions" -d '{"model":"'"$MODEL"'"}'
"""
    )
    assert site.model.certainty is Certainty.MAYBE
    assert site.client.base_url.value == "https://api.openai.com/v1"
    assert site.client.base_url.env == ("OPENAI_BASE_URL",)
    assert site.client.rollback is Rollback.A
    unset = only('curl "$OPENAI_BASE_URL/chat/completions" -d "{}"')
    assert unset.client.base_url.value is None
    assert unset.client.rollback is Rollback.A
    known = EnvValue("https://gw.example/v1", ".env", 3)
    given = sites('curl "$LLM_URL/chat/completions" -d "{}"', environment={"LLM_URL": known})[0]
    assert given.client.base_url.value == "https://gw.example/v1"
    assert given.client.base_url.origin == "environment variable LLM_URL, set in .env:3"


def test_bodies_from_heredocs_pipes_and_files() -> None:
    heredoc = only(
        f'curl {CHAT} -d @- <<END | jq .\n{{"model": "m", "max_tokens": $MAX, "user": "$U"}}\nEND\n'
    )
    assert names(heredoc) == ["max_tokens", "user"]
    assert heredoc.fields[0].value is None
    assert heredoc.fields[0].line == 2
    captured = only(f'B=$(cat <<END\n{{"model":"m1","n":2}}\nEND\n)\ncurl {CHAT} -d "$B"\n')
    assert (captured.model.value, names(captured)) == ("m1", ["n"])
    read = only(f'read -r -d \'\' B <<END\n{{"model":"m2"}}\nEND\ncurl {CHAT} -d "$B"\n')
    assert read.model.value == "m2"
    piped = only(f'echo \'{{"model":"m3"}}\' | curl {CHAT} --data-binary @-')
    assert piped.model.value == "m3"
    here = only(f'curl {CHAT} -d @- <<< \'{{"model":"m4"}}\'')
    assert here.model.value == "m4"
    file = only(f"curl {CHAT} -d @body.json", files={"bin/body.json": '{"model":"m5","seed":1}'})
    assert (file.model.value, names(file), file.fields_known) == ("m5", ["seed"], True)
    missing = only(f"curl {CHAT} -d @body.json")
    assert not missing.fields_known
    assert missing.not_known == ("body @body.json",)
    assert missing.streaming.value is None
    assert missing.model.certainty is Certainty.UNKNOWN


def test_jq_builds_bodies() -> None:
    site = only(
        f"""M=gpt-5
curl {CHAT} -d "$(jq -n --arg m "$M" --arg q "$Q" --argjson t "$T" \\
  '{{model: $m, messages: [{{role: "user", content: $q}}], temperature: $t, n: 2, $x}}')"
"""
    )
    assert (site.model.value, site.model.certainty) == ("gpt-5", Certainty.RESOLVED)
    assert names(site) == ["messages", "n", "temperature", "x"]


def test_functions_are_wrappers_with_callers() -> None:
    site = only(
        f"""ask() {{
  curl {CHAT} -d "{{\\"model\\": \\"$1\\", \\"input\\": \\"$2\\"}}"
}}
ask gpt-4o hello
ask "$OTHER" x
"""
    )
    assert site.wrapper is not None
    assert site.wrapper.function == "ask"
    assert [(c.line, c.model.value if c.model else "-") for c in site.wrapper.callers] == [
        (4, "gpt-4o"),
        (5, None),
    ]


def test_gemini_and_claude() -> None:
    gemini = only(
        'curl -N "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:'
        'streamGenerateContent?alt=sse&key=${GEMINI_API_KEY}" -d \'{"contents":[],'
        '"generation_config":{"max_output_tokens":5},"tools":[{"google_search":{}}]}\''
    )
    assert (gemini.route, gemini.model.value) == ("gemini", "gemini-2.5-flash")
    assert names(gemini) == [
        "contents",
        "generationConfig.maxOutputTokens",
        "tools",
        "tools:googleSearch",
    ]
    assert gemini.streaming.value == "true"
    assert gemini.client.key.origin == "in the URL, environment variable GEMINI_API_KEY"
    assert gemini.client.rollback is Rollback.C
    assert "key=" not in gemini.call
    claude = only(
        'curl https://api.anthropic.com/v1/messages -H "x-api-key: sk-ant-secret" '
        '-H "anthropic-version: 2023-06-01" -H "anthropic-beta: x" -d \'{"model":"c","system":'
        '[{"type":"text","cache_control":{"type":"ephemeral"}}],"tools":[{"type":"bash_2025"}]}\''
    )
    assert names(claude) == [
        "cache_control",
        "header:anthropic-beta",
        "system",
        "tools",
        "tools:bash_2025",
    ]
    assert claude.client.key_rollback is Rollback.C
    assert "secret" not in repr(claude)


def test_other_programs_and_forms() -> None:
    wget = only(
        'wget -qO- --header=\'Authorization: Bearer x\' --post-data=\'{"model":"e","input":1}\' '
        "https://api.openai.com/v1/embeddings"
    )
    assert (wget.route, wget.model.value, names(wget)) == ("embeddings", "e", ["input"])
    httpie = only(
        "http POST https://api.mistral.ai/v1/chat/completions 'Authorization: Bearer x' "
        "model=mistral-large temperature:=0.2"
    )
    assert (httpie.model.value, names(httpie)) == ("mistral-large", ["temperature"])
    form = only(
        "curl https://api.openai.com/v1/audio/transcriptions -F file=@a.mp3 -F model=whisper-1"
    )
    assert (form.route, form.model.value, names(form)) == (
        "audio-transcription",
        "whisper-1",
        ["file"],
    )
    array = only(f'A=(-H "x-api-key: $K" -d \'{{"model":"m"}}\')\ncurl "${{A[@]}}" {CHAT}')
    assert (array.model.value, array.client.key.env) == ("m", ("K",))
    wrapped = only(f"timeout 5 sudo /usr/bin/curl {CHAT} -d '{{}}'")
    assert wrapped.route == "openai-chat"
    azure = only(
        "curl https://x.openai.azure.com/openai/deployments/prod/chat/completions?api-version=1 "
        '-H "api-key: $AZURE_KEY" -d \'{"seed":1}\''
    )
    assert (azure.model.value, azure.client.provider) == ("prod", "azure")


@pytest.mark.parametrize(
    "script",
    [
        "curl https://example.com/v1/models",
        "curl -d 'text=done' https://chat.example.com/v1/messages",
        "curl https://api.openai.com/",
        "curl https://api.deepseek.com/user/balance",
        "echo curl " + CHAT,
        "# curl " + CHAT,
        "git clone https://github.com/openai/openai-python",
        "curl $URL",
        "http",
        "curl",
    ],
)
def test_look_alikes(script: str) -> None:
    assert sites(script) == []


def test_pieces_know_their_line() -> None:
    assert [site.line for site in sites(f"\n\ncurl {CHAT}\n", first_line=10)] == [12]


@given(st.text(max_size=120))
def test_nothing_breaks_it(text: str) -> None:
    for script in (f"curl {CHAT} -d '{text}'", f"curl {CHAT} {text}", f'{text}\ncurl "{text}"'):
        for site in sites(script):
            assert site.path == "bin/run.sh"
