"""Facts about call sites in the few words that every output uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from migrate_check.domain.call_site import (
    CallSite,
    Certainty,
    Fact,
    Inventory,
    Language,
    Rollback,
    Skipped,
)
from migrate_check.domain.inventory_result import InventoryResult
from migrate_check.domain.verdict import Outcome
from migrate_check.report.text import plural

ROLLBACK = {
    Rollback.A: "an environment variable switches back, without a release",
    Rollback.B: "a setting or an argument of your program switches back",
    Rollback.C: "a literal in the code: going back needs a change and a release",
    Rollback.D: "not known: the scan did not see where the base URL comes from",
}
_LANGUAGES = {
    Language.PYTHON: "Python",
    Language.TYPESCRIPT: "TypeScript",
    Language.JAVASCRIPT: "JavaScript",
    Language.GO: "Go",
    Language.JAVA: "Java",
    Language.KOTLIN: "Kotlin",
    Language.RUBY: "Ruby",
    Language.PHP: "PHP",
    Language.CSHARP: "C#",
    Language.RUST: "Rust",
    Language.SHELL: "shell",
    Language.NOTEBOOK: "Jupyter notebooks",
    Language.ENV: ".env",
    Language.YAML: "YAML",
    Language.JSON: "JSON",
    Language.TOML: "TOML",
    Language.DOCKERFILE: "Dockerfile",
}
LOOKED_AT = ", ".join(_LANGUAGES[one] for one in Language)
"""Kinds of files that the scan reads."""


def language_name(language: Language) -> str:
    """As people write it."""
    return _LANGUAGES[language]


def model_words(model: Fact) -> str:
    """`gpt-4o`, `gpt-4o ($MODEL)`, `$MODEL`, `a | b`, `gpt-4o?`; `?` where nothing is known."""
    names = [one for one in (model.value, *model.alternatives) if one is not None]
    told = " | ".join(dict.fromkeys(names))
    if model.certainty is Certainty.MAYBE and len(names) == 1:
        told += "?"
    variables = ", ".join(f"${name}" for name in model.env)
    if told and variables:
        return f"{told} ({variables})"
    return told or variables or "?"


def flags(site: CallSite) -> str:
    """`stream`, `stream?`, `async`, joined by a blank."""
    words = []
    if site.streaming.certainty is Certainty.UNKNOWN or site.streaming.value is None:
        words.append("stream?")
    elif site.streaming.value == "true":
        words.append("stream" if site.streaming.certainty is not Certainty.MAYBE else "stream?")
    if site.is_async:
        words.append("async")
    return " ".join(words)


def not_known_words(site: CallSite) -> str:
    """What could not be traced, or empty."""
    if site.fields_known:
        return ""
    return "fields not fully known" + (f": {'; '.join(site.not_known)}" if site.not_known else "")


def tally(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Names with their counts, most frequent first."""
    return tuple(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))


def told_tally(names: Iterable[str], most: int = 8) -> str:
    """`python 3, go 1`, with what was left out counted."""
    counts = tally(names)
    told = ", ".join(f"{name} {count:,}" for name, count in counts[:most])
    more = len(counts) - most
    return f"{told} and {more:,} more" if more > 0 else told


def scanned_words(inventory: Inventory) -> str:
    """How much was read."""
    since = f", changed since {inventory.changed_since}" if inventory.changed_since else ""
    return f"{plural(inventory.files_parsed, 'file')} read of {inventory.files_seen:,} seen{since}"


def skipped_words(skipped: Iterable[Skipped]) -> str:
    """Reasons with their counts."""
    return told_tally(one.reason for one in skipped)


def outcome_word(result: InventoryResult) -> str:
    """The verdict in one word; `listed` and `nothing found` where there is none."""
    outcome = result.verdict.outcome
    if outcome is not None:
        return outcome.value
    return "listed" if result.judged.sites else "nothing found"


def tone(result: InventoryResult) -> str:
    """Which colour of the reports it is told in."""
    outcome = result.verdict.outcome
    return (outcome or Outcome.INCONCLUSIVE).value
