"""The rule stop-sequence-ignored."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_OK, Nature.SAMPLED)
def stop_sequence_ignored(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The text contains a stop sequence of the request.

    ## Why it matters
    Providers end the text before the sequence, so it cannot occur; the parameter was dropped.

    ## Who breaks
    Parsers that rely on the stop read the model's chatter as data; agents with text protocols
    take invented tool results for real ones. The rest is billed as well.

    ## Example
    `"stop": ["5"]`, and `1, 2, 3, 4, 5, 6, 7`.

    ## When to accept it
    No caller sends stop sequences.

    ## Source
    https://github.com/BerriAI/litellm/issues/35582
    """
    reply = pair.candidate.reply
    if reply is None or not reply.text:
        return
    for sequence in _sequences(pair.candidate.asked.body):
        if sequence and sequence in reply.text:
            rest = reply.text.split(sequence, 1)[1]
            yield Difference(
                "text",
                "The text goes on past a stop sequence of the request.",
                None,
                f"{sequence!r}, and {len(rest)} characters after it",
            )
            return


def _sequences(body: Json) -> list[str]:
    if not isinstance(body, dict):
        return []
    generation = body.get("generationConfig")
    holder = generation if isinstance(generation, dict) else body
    asked = body.get("stop") or body.get("stop_sequences") or holder.get("stopSequences")
    listed = asked if isinstance(asked, list) else [asked]
    return [sequence for sequence in listed if isinstance(sequence, str)]
