"""The rule model-echo-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.model_name import family_of
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.identity.model_names import spoken_of
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_OK)
def model_echo_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The answer names another model than was asked for.

    ## Why it matters
    A fallback, a downgrade or a wrong route served the request, or the name is wrong.

    ## Who breaks
    Quality, price and data agreements are those of another model; accounting is wrong.

    ## Example
    Asked for `gpt-4o`, answered by `gpt-4o-mini`.

    ## When to accept it
    The gateway maps the name on purpose, and `model_map` cannot say so.

    ## Source
    https://github.com/router-for-me/CLIProxyAPI/pull/5928
    """
    usual, now = spoken_of(pair.baseline), spoken_of(pair.candidate)
    if usual is None or now is None or usual == now:
        return
    asked = pair.candidate.asked.model
    known = {family_of(name) for name in (*reference.models, usual, asked or usual)}
    if family_of(now) not in known:
        yield Difference(
            "model",
            f"The answer names the model {now} where the baseline names {usual}.",
            usual,
            now,
        )
