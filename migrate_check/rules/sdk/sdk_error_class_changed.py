"""The rule sdk-error-class-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair, SdkAccount
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.WARNING, When.REPLAYED)
def sdk_error_class_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """For the same error, an official SDK raises another class of exception than on the baseline.

    ## Why it matters
    SDKs choose the class by the status. Callers catch classes: what is retried, what is shown to
    the user and what wakes somebody up at night depends on it.

    ## Who breaks
    `except RateLimitError` no longer runs where a `BadRequestError` comes; a retry around
    `InternalServerError` begins to repeat requests that can never succeed.

    ## Example
    An unknown model: `NotFoundError` on the baseline, `BadRequestError` on the candidate.

    ## When to accept it
    Callers catch the common base class only, such as `openai.APIStatusError`. Where a finding
    about the status already says the same of a case, this one is left out.

    ## Source
    https://github.com/doublewordai/control-layer/pull/1800
    https://github.com/sourcegraph/sourcegraph-public-snapshot/pull/52786
    """
    account, usual = pair.candidate.sdk, _usual(reference)
    if account is None or usual is None or pair.baseline.ok:
        return
    now = _class(account)
    if now != usual:
        yield Difference(
            "error",
            f"{account.sdk} {account.version} raises {now} where {usual} came.",
            usual,
            now,
            subject=account.sdk,
        )


def _usual(reference: Reference) -> str | None:
    """The one class of all repeats of the baseline."""
    classes = {usual.always.get("error") for usual in reference.sdk.values()}
    return classes.pop() if len(classes) == 1 else None


def _class(account: SdkAccount) -> str:
    named = (one.outcome for one in account.outcomes if one.accessor == "error")
    return next(named, account.raised or "nothing")
