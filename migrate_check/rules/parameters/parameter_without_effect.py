"""The rule parameter-without-effect."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.domain.scenario import EffectKind
from migrate_check.rules.parameters.effects import shows
from migrate_check.rules.parameters.evidence import SAID, evidence
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_ANSWERED, Nature.SAMPLED)
def parameter_without_effect(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A parameter has its effect on the baseline and none on the candidate.

    The scenario asks for one thing in its prompt and forces another by the parameter, so that
    the answer tells whether the parameter reached the model.

    ## Why it matters
    The gateway accepts the request and drops the parameter, or translates it into nothing. No
    error says so.

    ## Who breaks
    Whoever relies on it: a classifier that forbids words by `logit_bias` gets free text, a
    parser of structured output raises, a budget by `max_tokens` is exceeded.

    ## Example
    `"logit_bias"` forbids a word: the baseline never says it, the candidate does in 5 of 5
    answers.

    ## When to accept it
    No caller sends the parameter; then remove the case.

    ## Source
    https://github.com/Continuum-AI-Corp/OrcaRouter-Lite/issues/126
    """
    case = pair.trial.case
    if case.probe is None:
        return
    # One answer says nothing of what all repeats have in common.
    effects = [each for each in case.probe.effects if each.kind is not EffectKind.SAME_TEXT]
    if not all(shows(pair.baseline, effect, case) for effect in effects):
        return
    parameter = case.probe.parameter
    for effect in effects:
        if shows(pair.candidate, effect, case) is False:
            yield Difference(
                parameter,
                f"`{parameter}` does not take effect: {SAID[effect.kind]}.",
                evidence(pair.baseline, effect.kind),
                evidence(pair.candidate, effect.kind),
                subject=effect.kind.value,
            )
