"""The rule model-snapshot-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.model_name import family_of, snapshot_of
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.identity.model_names import spoken_of
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_OK, Nature.SAMPLED)
def model_snapshot_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """Another snapshot of the model answers.

    ## Why it matters
    Snapshots of one name differ in behaviour, price and date of retirement.

    ## Who breaks
    Evaluations that were made with the old snapshot no longer hold.

    ## Example
    `gpt-4o-2024-05-13` where the baseline says `gpt-4o-2024-08-06`.

    ## When to accept it
    The snapshot is newer on purpose and was evaluated.

    ## Source
    https://github.com/MoonshotAI/K2-Vendor-Verifier/issues/13
    """
    usual, now = spoken_of(pair.baseline), spoken_of(pair.candidate)
    if usual is None or now is None or usual == now:
        return
    snapshots = snapshot_of(usual), snapshot_of(now)
    if None not in snapshots and len(set(snapshots)) == 2 and family_of(now) == family_of(usual):
        yield Difference(
            "model", f"The snapshot {now} answers where the baseline names {usual}.", usual, now
        )
