"""The rule model-snapshot-hidden."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.model_name import family_of, snapshot_of
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.identity.model_names import spoken_of
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.NOTE, When.BOTH_OK)
def model_snapshot_hidden(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The answer does not name the snapshot that served it.

    ## Why it matters
    The exact version is the first thing to look at when behaviour changes.

    ## Who breaks
    Audit trails; a fall-back to another snapshot is invisible.

    ## Example
    `gpt-4o` where the baseline says `gpt-4o-2024-08-06`.

    ## When to accept it
    Nobody keeps the exact version.

    ## Source
    https://github.com/can1357/oh-my-pi/issues/10758
    """
    usual, now = spoken_of(pair.baseline), spoken_of(pair.candidate)
    if usual is None or now is None or usual == now:
        return
    if snapshot_of(usual) and not snapshot_of(now) and now.lower() == family_of(usual):
        yield Difference(
            "model",
            f"The answer names {now} without the snapshot that the baseline names.",
            usual,
            now,
        )
