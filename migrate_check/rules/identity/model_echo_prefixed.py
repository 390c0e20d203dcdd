"""The rule model-echo-prefixed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.model_name import family_of, is_prefixed
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.identity.model_names import spoken_of
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_OK)
def model_echo_prefixed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The answer names the model with the prefix of a vendor or route.

    ## Why it matters
    Names are compared and looked up as they are.

    ## Who breaks
    Price tables, allow-lists and dashboards that know the bare name.

    ## Example
    `openai/gpt-4o` where the baseline says `gpt-4o-2024-08-06`.

    ## When to accept it
    Nobody looks the name up.

    ## Source
    https://github.com/can1357/oh-my-pi/issues/10758
    """
    usual, now = spoken_of(pair.baseline), spoken_of(pair.candidate)
    if usual is None or now is None or usual == now:
        return
    if is_prefixed(now) and not is_prefixed(usual) and family_of(now) == family_of(usual):
        yield Difference(
            "model",
            f"The answer names the model {now} where the baseline names {usual}.",
            usual,
            now,
        )
