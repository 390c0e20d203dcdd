"""The rule media-format-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_OK, Nature.SAMPLED)
def media_format_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The image or sound is of another format than the baseline gives by itself.

    ## Why it matters
    Where no format is asked for, callers rely on the usual one.

    ## Who breaks
    Files get the wrong ending and content type; pipelines that decode one format stop.

    ## Example
    JPEG where the baseline gives PNG.

    ## When to accept it
    Every reader looks at the bytes.

    ## Source
    https://platform.openai.com/docs/guides/image-generation
    """
    usual, now = _formats(pair.baseline), _formats(pair.candidate)
    if usual and now and usual != now:
        yield Difference(
            "format",
            "The image or sound is of another format than the baseline gives.",
            ", ".join(sorted(usual)),
            ", ".join(sorted(now)),
        )


def _formats(seen: Observation) -> set[str]:
    media = seen.reply.media if seen.reply else ()
    return {each.format for each in media if each.format}
