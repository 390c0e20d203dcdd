"""The rule parameter-not-reproducible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity, Undecided
from migrate_check.domain.observation import Observation
from migrate_check.domain.scenario import EffectKind
from migrate_check.rules.rule import Answer, Repeats, case_rule
from migrate_check.rules.sampled import ALPHA, FEWEST_REPEATS
from migrate_check.stats.exact import fisher_one_sided


@case_rule(Severity.WARNING)
def parameter_not_reproducible(repeats: Repeats) -> Iterator[Answer]:
    """The baseline repeats its text word for word, as asked, and the candidate varies it.

    ## Why it matters
    `seed` or `temperature` did not reach the model, or several back ends serve the candidate.
    Servers are not always exact to the bit, so only a baseline that never varied is held against
    the candidate.

    ## Who breaks
    Evaluations and tests that compare texts; caches that are keyed by the request.

    ## Example
    `"seed": 7`: 10 of 10 equal texts on the baseline, 10 different ones on the candidate.

    ## When to accept it
    No caller relies on equal texts for equal requests.

    ## Source
    https://github.com/BerriAI/litellm/issues/5501
    """
    probe = repeats.pairs[0].trial.case.probe
    if probe is None or all(each.kind is not EffectKind.SAME_TEXT for each in probe.effects):
        return
    usual = _texts([pair.baseline for pair in repeats.pairs])
    now = _texts([pair.candidate for pair in repeats.pairs])
    if len(usual) != 1 or len(now) < 2:
        return
    trials, same = now.total(), max(now.values())
    if min(trials, usual.total()) < FEWEST_REPEATS or not _certain(now, usual.total()):
        yield Undecided(
            f"the texts vary on the candidate only: {same} of {trials} are the same",
            "about 10 repeats of the case",
            probe.parameter,
        )
        return
    yield Difference(
        probe.parameter,
        f"`{probe.parameter}` makes equal texts on the baseline and not on the candidate.",
        f"1 text in {usual.total()} answers",
        f"{len(now)} texts in {trials} answers",
    )


def _texts(answers: list[Observation]) -> Counter[str]:
    return Counter(seen.reply.text for seen in answers if seen.ok and seen.reply is not None)


def _certain(now: Counter[str], usual_trials: int) -> bool:
    """No two texts alike, or too many that are unlike the most frequent one."""
    trials, same = now.total(), max(now.values())
    return same == 1 or fisher_one_sided(trials - same, trials, 0, usual_trials) <= ALPHA
