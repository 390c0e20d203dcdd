"""Addresses of LLMs in code, where no call was recognised."""

from __future__ import annotations

from dataclasses import replace

import pytest

from migrate_check.domain.call_site import Certainty, Fact, Language, Setting, SettingKind
from migrate_check.inventory.loose_addresses import loose_addresses
from migrate_check.inventory.source_file import SourceFile
from tests.inventory_results import site


def loose(text: str, path: str = "src/client.rs") -> list[Setting]:
    return loose_addresses([SourceFile(path, Language.RUST, text.encode(), 10)], ())


@pytest.mark.parametrize(
    ("text", "value", "provider"),
    [
        ('const BASE: &str = "https://api.openai.com/v1";', "https://api.openai.com/v1", "openai"),
        ("url = 'https://api.deepseek.com'", "https://api.deepseek.com", "deepseek"),
        ('format!("{base}/chat/completions")', "{base}/chat/completions", None),
        ("$this->send('v1/messages')", "v1/messages", None),
        ('f("{}/models/{}:generateContent?alt=sse")', "{}/models/{}:generateContent?alt=sse", None),
    ],
)
def test_an_address_is_told(text: str, value: str, provider: str | None) -> None:
    (found,) = loose(f"use a;\n{text}\n")
    assert (found.kind, found.line, found.value, found.provider) == (
        SettingKind.ADDRESS,
        11,
        value,
        provider,
    )


@pytest.mark.parametrize(
    "text",
    [
        '// see "https://api.openai.com/v1"',
        '# "https://api.openai.com/v1"',
        'println!("https://api.openai.com/v1");',
        'logger.info("/v1/chat/completions")',
        'link = "https://openrouter.ai/settings/keys"',
        'hint = "https://your-endpoint.openai.azure.com"',
        'url = "https://api.example.com/v1/messages"',
        'key = "photos/images/generations/7"',
        'text = "POST https://api.openai.com/v1 took long"',
    ],
)
def test_a_text_for_people_or_of_others_is_none(text: str) -> None:
    assert loose(text) == []


def test_files_with_calls_tests_and_notebooks_are_left_alone() -> None:
    text = 'x = "https://api.openai.com/v1"'
    assert loose(text, "tests/test_x.py") == []
    assert loose(text, "a.ipynb#cell-1") == []
    source = SourceFile("src/a.py", Language.PYTHON, text.encode())
    assert loose_addresses([source], [site("src/a.py")]) == []
    assert len(loose_addresses([source], [site("src/b.py")])) == 1


def test_the_base_url_of_a_call_elsewhere_is_no_loose_end() -> None:
    text = 'BASE = "https://api.openai.com/v1"\nOTHER = "https://api.mistral.ai/v1"\n'
    source = SourceFile("src/config.py", Language.PYTHON, text.encode())
    calling = site("src/b.py")
    url = Fact("https://api.openai.com/v1", Certainty.RESOLVED, "constant BASE, config.py:1")
    calling = replace(calling, client=replace(calling.client, base_url=url))
    (found,) = loose_addresses([source], [calling])
    assert found.value == "https://api.mistral.ai/v1"


def test_one_address_is_told_once_and_a_file_a_few_times() -> None:
    same = 'a = "https://api.openai.com/v1"\n' * 3
    assert len(loose(same)) == 1
    many = "".join(f'a = "https://api.openai.com/v{n}"\n' for n in range(1, 9))
    assert len(loose(many)) == 5


def test_keys_in_an_address_are_not_told() -> None:
    key = "sk-proj-" + "a1B2" * 10
    (found,) = loose(f'x = "https://me:secret@api.openai.com/v1/chat/completions?key={key}"')
    assert found.value is not None
    assert key not in found.value
    assert "secret" not in found.value
    assert "api.openai.com/v1/chat/completions" in found.value
