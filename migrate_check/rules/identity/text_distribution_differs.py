"""The rule text-distribution-differs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from migrate_check.domain.finding import Difference, Severity, Undecided
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, Repeats, case_rule
from migrate_check.rules.sampled import ALPHA
from migrate_check.stats.two_sample import mmd_p_value

PARAMETER = "model"
"""Cases that probe this parameter leave the model a free choice of few words."""
_ENOUGH = 20
"""Answers a side that tell most models apart."""
_SUSPICIOUS = 0.05
_WORD = re.compile(r"\w+|[^\w\s]")


@case_rule(Severity.WARNING)
def text_distribution_differs(repeats: Repeats) -> Iterator[Answer]:
    """Free choices of words are distributed otherwise than on the baseline.

    The words of all answers of both sides are compared place by place; a permutation test tells
    whether both sides may have drawn from one model (maximum mean discrepancy with a Hamming
    kernel, level 1 %).

    ## Why it matters
    The name in the answer is only a text. A cheaper model, a smaller or more compressed one, or a
    hidden prompt shows in what is said.

    ## Who breaks
    Quality and price are those of another model, on some requests or on all; nobody can tell from
    the answer's fields.

    ## Example
    Asked for random words, the baseline prefers some and the candidate prefers others, in 20
    answers each.

    ## When to accept it
    The gateway runs another build of the model on purpose, and its quality was measured.

    ## Source
    https://github.com/can1357/oh-my-pi/issues/10758
    """
    probe = repeats.pairs[0].trial.case.probe
    if probe is None or probe.parameter != PARAMETER:
        return
    usual = [_words(pair.baseline) for pair in repeats.pairs if _speaks(pair.baseline)]
    now = [_words(pair.candidate) for pair in repeats.pairs if _speaks(pair.candidate)]
    if not usual or not now:
        return
    few = min(len(usual), len(now))
    chance = mmd_p_value(usual, now, _seed(repeats))
    if chance <= ALPHA:
        yield Difference(
            "text",
            "The words are distributed otherwise than on the baseline, as if by another model.",
            f"{len(usual)} answers",
            f"{len(now)} answers, p = {chance:.3f}",
        )
    elif few < _ENOUGH or chance <= _SUSPICIOUS:
        yield Undecided(
            f"{few} answers a side do not tell whether the same model answers",
            f"about {_ENOUGH if few < _ENOUGH else 2 * few} repeats of the case",
            "text",
        )


def _speaks(answer: Observation) -> bool:
    return answer.ok and answer.reply is not None and bool(answer.reply.text)


def _words(answer: Observation) -> tuple[str, ...]:
    return tuple(_WORD.findall(answer.reply.text.lower())) if answer.reply is not None else ()


def _seed(repeats: Repeats) -> int:
    """The same for the same case, so that a recheck gives the same number."""
    name = repeats.pairs[0].case_key
    return int.from_bytes(sha256(name.encode()).digest()[:4], "big")
