"""The rule answer-of-another-request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule

_NONCE = re.compile(r"(?<![0-9a-f])[0-9a-f]{12}(?![0-9a-f])")


@pair_rule(Severity.ERROR, When.BOTH_ANSWERED)
def answer_of_another_request(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """An answer holds a word that only another request of the run has sent.

    Requests carry random words of their own to be repeated; a foreign one cannot be there by
    chance.

    ## Why it matters
    Answers are delivered to the wrong client, or a cache takes different requests for equal. What
    happens to test words happens to users' data.

    ## Who breaks
    Everyone: one user reads what another wrote, a tool runs with another's arguments.

    ## Example
    Eight requests at one moment, `Repeat exactly: 3f9c2a71b04e` among them; one answer is
    `b81d07c5e2f6`, which another request asked for.

    ## When to accept it
    Never. Stop using the gateway until it is explained.

    ## Source
    https://github.com/BerriAI/litellm/issues/25447
    """
    foreign = _foreign(pair.candidate, pair.trial.nonce, reference)
    if foreign and not _foreign(pair.baseline, pair.trial.nonce, reference):
        yield Difference(
            "text",
            "The answer holds a word that only another request has sent.",
            None,
            f"{min(foreign)}, own word {pair.trial.nonce}",
        )


def _foreign(answer: Observation, own: str, reference: Reference) -> set[str]:
    if answer.reply is None or not reference.nonces:
        return set()
    said = [answer.reply.text, *(call.arguments for call in answer.reply.tool_calls)]
    found = {nonce for text in said for nonce in _NONCE.findall(text)}
    return (found & reference.nonces) - {own}
