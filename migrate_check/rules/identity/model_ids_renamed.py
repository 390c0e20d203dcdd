"""The rule model-ids-renamed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.model_name import is_prefixed
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_OK)
def model_ids_renamed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The list of models names a model with a prefix that the baseline's list has not.

    ## Why it matters
    Ids of the list are what clients send back as `model`. The bare id may no longer be known.

    ## Who breaks
    Clients that look for their model in the list, and tables of prices, limits and permissions
    that are kept by id.

    ## Example
    `openai/gpt-4o` in the list where the baseline lists `gpt-4o`.

    ## When to accept it
    Requests name the model as before, and nobody looks ids up in the list.

    ## Source
    https://platform.openai.com/docs/api-reference/models/list
    """
    baseline, candidate = pair.baseline.reply, pair.candidate.reply
    if baseline is None or candidate is None or not baseline.listed or not candidate.listed:
        return
    listed = frozenset(candidate.listed)
    missing = {name for name in baseline.listed if name not in listed and not is_prefixed(name)}
    renamed = {_bare(name): name for name in candidate.listed if _bare(name) in missing}
    if renamed:
        bare, prefixed = min(renamed.items())
        more = f", and {len(renamed) - 1} more" if len(renamed) > 1 else ""
        yield Difference(
            "data[].id",
            "The list names models with a prefix that the baseline's list has not.",
            bare,
            f"{prefixed}{more}",
        )


def _bare(name: str) -> str:
    return name.rsplit("/", 1)[-1] if is_prefixed(name) else ""
