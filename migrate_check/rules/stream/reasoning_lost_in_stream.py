"""The rule reasoning-lost-in-stream."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, Twin, metamorphic_rule

_FEWEST = 3


@metamorphic_rule(Severity.WARNING)
def reasoning_lost_in_stream(twin: Twin) -> Iterator[Answer]:
    """Reasoning text is in the unstreamed answers and missing from the streamed ones.

    ## Why it matters
    A field of the deltas is filtered or renamed on the way, so both modes show different answers.

    ## Who breaks
    Interfaces that show the reasoning stay empty while streaming; token estimates are off.

    ## Example
    `message.reasoning_content` is filled, no delta has `reasoning_content`.

    ## When to accept it
    No caller shows or stores reasoning.

    ## Source
    https://github.com/BerriAI/litellm/issues/41049
    """
    # A model may skip its reasoning now and then, so only "always" against "never" counts.
    always, never = twin.candidate_plain, twin.candidate_stream
    if min(len(always), len(never)) < _FEWEST or not any(map(_reasons, twin.baseline_stream)):
        return
    if all(map(_reasons, always)) and not any(map(_reasons, never)):
        yield Difference(
            "reasoning", "The reasoning text is missing from streamed answers.", None, None
        )


def _reasons(answer: Observation) -> bool:
    return answer.reply is not None and bool(answer.reply.reasoning)
