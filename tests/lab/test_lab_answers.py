from __future__ import annotations

from typing import Any

import pytest
from lab_client import CHAT, ask
from lab_probes import chat, user

from migrate_check.lab.site import Lab


@pytest.fixture
def words(lab: Lab) -> Any:
    """The texts of several answers to one conversation: sampled and at temperature 0."""

    def answers(prompt: str, system: str = "", earlier: tuple[str, ...] = ()) -> list[str]:
        turns = [
            {"role": ("user", "assistant")[n % 2], "content": text}
            for n, text in enumerate(earlier)
        ]
        messages = [{"role": "system", "content": system}, *turns, *user(prompt)]
        bodies = [chat(messages=messages, temperature=t) for t in (0, 1, 1, 1, 1, 1)]
        heard = [ask(lab.provider_url, CHAT, body).json for body in bodies]
        return [answer["choices"][0]["message"]["content"] for answer in heard]

    return answers


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("What is the capital of Japan?", "Tokyo"),
        ("What is the capital of Atlantis?", "not known to me"),
        ("What is 2 + 3?", "5"),
        ("What is 7 * 6?", "42"),
        ("What colour is the sky on a clear day?", "blue"),
        ("How many legs does a spider have?", "eight"),
        ("Count from 1 to 12.", "12"),
        ("Tell me a story.", "harbour"),
        ("Explain quantum entanglement", "Explain quantum entanglement"),
        ("", "that"),
    ],
)
def test_all_wordings_say_the_same(words: Any, prompt: str, expected: str) -> None:
    assert all(expected.lower() in text.lower() for text in words(prompt))


@pytest.mark.parametrize(
    ("prompt", "system", "expected"),
    [
        ("Reply with exactly: pong", "", "pong"),
        ("Say 'ok' and nothing else.", "", "ok"),
        ("Reply with only the word OK", "", "OK"),
        ("Repeat after me: naïve 👋", "", "naïve 👋"),
        ("Repeat: žluťoučký kůň 東京タワー 🚀🌍", "", "žluťoučký kůň 東京タワー 🚀🌍"),
        ("What is the capital of Japan?", "Always answer with the word 'AHOY'.", "AHOY"),
        ("What is the capital of Japan?", "Answer with one word.", "Tokyo"),
        ("How many legs does a spider have? Answer with one word.", "", "Eight"),
        ("Is it so? Answer with a single word.", "", "Certainly"),
    ],
)
def test_prescribed_answers_have_one_wording(
    words: Any, prompt: str, system: str, expected: str
) -> None:
    assert set(words(prompt, system)) == {expected}


def test_a_question_can_lean_on_the_one_before(words: Any) -> None:
    earlier = ("What is the capital of Italy?", "Rome")
    assert all("Madrid" in text for text in words("And of Spain?", earlier=earlier))
    assert set(words("And of Spain?", "Answer with one word.", earlier)) == {"Madrid"}


def test_a_greeting_is_greeted(words: Any) -> None:
    assert all(text.startswith(("Hello", "Hi")) for text in words("Hello!"))
