"""Prompt caching without being asked: long prompts that begin alike are read from the cache."""

from __future__ import annotations

from hashlib import sha256

from migrate_check.lab import tokens
from migrate_check.lab.demand import Demand
from migrate_check.lab.memory import Memory

FEWEST_TOKENS = 1_024
"""Shorter prompts are not kept."""
_STEP = 128


def cached_tokens(demand: Demand, memory: Memory) -> int:
    """Tokens at the start of this prompt that an earlier one had too; keeps it for later ones."""
    if demand.prompt_tokens < FEWEST_TOKENS:
        return 0
    pieces = tokens.split(demand.context)
    ends = range(FEWEST_TOKENS, len(pieces) + 1, _STEP)
    digest, start, found = sha256(demand.served.encode()), 0, 0
    for end in ends:
        digest.update("".join(pieces[start:end]).encode(errors="surrogatepass"))
        start, key = end, f"prompt {digest.hexdigest()}"
        if memory.knows(key):
            found = end
        memory.keep(key)
    return found
