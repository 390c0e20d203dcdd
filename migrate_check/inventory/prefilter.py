"""Which files are worth parsing: by words in their bytes, never by patterns of code.

Measured on 10,813 files, 101 MB of installed packages, one core: one `bytes.lower()` and `in` for
each word 0.35 s; words in each spelling without `lower()` 0.89 s; the same over joined buffers
1.06 s; one compiled alternation over 4 s.
"""

from __future__ import annotations

from migrate_check.domain.call_site import Language
from migrate_check.inventory import words

_VENDORS = {
    language: (*words.VENDORS, *words.VENDORS_OF.get(language, ())) for language in Language
}


def may_call(data: bytes, language: Language) -> bool:
    """Whether code of that language may call an LLM; never false where a signature fits."""
    low = data.lower()
    if language is Language.SHELL:
        if _has_any(low, words.SHELL_CALLS) and _has_any(low, words.SHELL_VENDORS):
            return True
        if not _hands_over(low):
            return False
    return _names_vendor(low, _VENDORS[language]) and _has_any(low, words.CALLS)


def _hands_over(low: bytes) -> bool:
    """Whether a script may hand a program to an interpreter."""
    return b"<<" in low and _has_any(low, words.INTERPRETERS)


def may_set(data: bytes) -> bool:
    """Whether a settings file may have an entry about LLMs, or a script that calls one."""
    low = data.lower()
    return _has_any(low, words.SETTINGS) or (
        _has_any(low, words.SCRIPTS) and _has_any(low, words.SHELL_VENDORS)
    )


def may_request(data: bytes) -> bool:
    """Whether a file of JSON lines may be the input of a batch job."""
    first = data[:4096]
    return all(word in first for word in words.REQUESTS)


def _has_any(low: bytes, wanted: tuple[bytes, ...]) -> bool:
    for word in wanted:  # noqa: SIM110 - a generator costs three times as much here
        if word in low:
            return True
    return False


def _names_vendor(low: bytes, wanted: tuple[bytes, ...]) -> bool:
    if _has_any(low, wanted) or all(word in low for word in words.CHAT_COMPLETIONS):
        return True
    if words.URL_WORD in low and words.URL_PATHS.search(low):
        return True
    if _has_any(low, words.INDIRECT_VERBS) and _calls_unnamed(low):
        return True
    return words.GEMINI_MODELS.search(low) is not None


def _calls_unnamed(low: bytes) -> bool:
    return any(noun in low and call.search(low) for noun, call in words.INDIRECT_NOUNS.items())
