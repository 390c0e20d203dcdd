"""The rule sdk-raises."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation, ObservedPair, SdkAccount, SdkOutcome
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule
from migrate_check.rules.sdk.wording import written


@pair_rule(Severity.ERROR, When.REPLAYED)
def sdk_raises(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """An official SDK raises on the candidate's successful answer, and never on the baseline's.

    ## Why it matters
    The recorded bytes were played through the SDK that your callers may use. This is no guess
    about who might break: this version of this SDK does, with these bytes.

    ## Who breaks
    Callers of that SDK, at the call that is named: in the loop over a stream, in the helper that
    collects it, or where a field is read. An exception there is no API error, so error handling
    for API errors does not catch it.

    ## Example
    `stream().get_final_completion()` of openai raises `TypeError: list indices must be integers or
    slices, not NoneType`, as the pieces of a tool call have no `index`.

    ## When to accept it
    Nobody calls this route with that SDK. Another finding of the same case mostly says which
    bytes are wrong; this one stays beside it, as the proof.

    ## Source
    https://github.com/ollama/ollama/issues/7881
    https://github.com/pydantic/logfire/issues/64
    """
    account = pair.candidate.sdk
    if account is None or not pair.baseline.ok or not _successful(pair.candidate):
        return
    raised = [
        one for one in account.outcomes if one.raises and one.accessor not in reference.sdk_raises
    ]
    if raised:
        yield _difference(account, raised)


def _successful(candidate: Observation) -> bool:
    """A 2xx without an error event: that one is an outage, and every SDK raises on it."""
    status, error = candidate.status, candidate.error
    return status is not None and 200 <= status < 300 and not (error and error.in_stream)


def _difference(account: SdkAccount, raised: list[SdkOutcome]) -> Difference:
    first, more = raised[0], len(raised) - 1
    also = f" (and at {more} more place{'s' * (more > 1)})" if more else ""
    return Difference(
        first.accessor,
        f"{written(account, first.accessor)} raises{also}.",
        "never raises there",
        first.outcome,
        subject=account.sdk,
    )
