"""Questions about what was said before: the model knows a code word only from the conversation."""

from __future__ import annotations

import re

_TOLD = re.compile(r"code ?word (?:is|was|:) ?[\"“']?([\w-]+)", re.IGNORECASE)
_ASKED = re.compile(r"\b(?:which|what)\b[^.?]*\bcode ?word\b", re.IGNORECASE)


def recalled(prompt: str, earlier: str) -> tuple[str, ...] | None:
    """Wordings of the answer; None where the prompt asks for nothing of the kind."""
    if not _ASKED.search(prompt):
        return None
    told = _TOLD.findall(earlier)
    if not told:
        return ("You have not told me a code word.", "I do not know of any code word.")
    return (f"The code word is {told[-1]}.", f"You told me {told[-1]}.", str(told[-1]))
