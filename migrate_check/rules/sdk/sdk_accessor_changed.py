"""The rule sdk-accessor-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation, ObservedPair, SdkOutcome
from migrate_check.rules.reference import Reference, SdkReference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule
from migrate_check.rules.sdk.wording import written

_EMPTY = frozenset({"None", "empty text", "empty list", "empty bytes", "not JSON"})
"""Callers test these alike, so one in place of another changes nothing."""
_OBJECTS = frozenset({"object", "empty object"})
_WEIGHTLESS = frozenset(
    {
        # These have exact rules, which say what losing them costs.
        ("openai", "error.type"),
        ("openai", "error.param"),
        ("openai", "error.request_id"),
        ("openai", "error: retry-after"),
        ("anthropic", "error.request_id"),
        ("anthropic", "error: retry-after"),
        ("google-genai", "error.message"),
    }
)


@pair_rule(Severity.ERROR, When.REPLAYED, Nature.SAMPLED)
def sdk_accessor_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """An accessor of an official SDK gives nothing, or another type, where it gave a value.

    ## Why it matters
    The SDKs read leniently: a field that is missing or of another type raises nothing, and the
    accessor gives `None`, or an object where text was. The value that callers always had is gone.

    ## Who breaks
    Callers of that SDK who read the accessor that is named: `AttributeError: 'NoneType' object has
    no attribute …` some lines later, an empty answer, or a token count of zero on a bill.

    ## Example
    `create().usage` of openai gives `None`; on the baseline it is a `CompletionUsage` each time.

    ## When to accept it
    No caller reads that accessor. What the baseline does not give in all its repeats of the case
    is not compared, nor are answers of another kind, such as one with a tool call.

    ## Source
    https://github.com/open-webui/open-webui/issues/23917
    https://github.com/BerriAI/litellm/issues/25561
    """
    account, usual = pair.candidate.sdk, _usual(pair, reference)
    if account is None or usual is None:
        return
    broken = tuple(one.accessor for one in account.outcomes if one.raises and _is_loop(one))
    for now in account.outcomes:
        before = usual.always.get(now.accessor)
        if before is None or (account.sdk, now.accessor) in _WEIGHTLESS:
            continue
        # A loop that broke off has not seen all there is.
        if now.accessor.startswith(broken):
            continue
        if _differs(before, now):
            yield Difference(
                now.accessor,
                f"{written(account, now.accessor)} gives {now.kind}, not {before}.",
                before,
                now.outcome,
                subject=account.sdk,
            )


def _is_loop(one: SdkOutcome) -> bool:
    return one.accessor.endswith(")[]")


def _differs(before: str, now: SdkOutcome) -> bool:
    """What raises has a rule of its own, as have the classes of errors."""
    if before in _EMPTY or before.startswith("raises ") or now.raises or now.accessor == "error":
        return False
    # A tool without parameters is called with an empty object: that is a value.
    return before != now.kind and not (before == "empty object" and now.kind in _OBJECTS)


def _usual(pair: ObservedPair, reference: Reference) -> SdkReference | None:
    """What the baseline's answers of the candidate's kind have in common."""
    same = reference.sdk.get(pair.candidate.variant)
    if same is None and _alike(pair.baseline, pair.candidate):
        return reference.sdk.get(pair.baseline.variant)
    return same


def _alike(baseline: Observation, candidate: Observation) -> bool:
    """Both answer in the same way, or the candidate with nothing: a model cannot choose that."""
    usual, now = baseline.reply, candidate.reply
    if not (baseline.ok and candidate.ok) or usual is None:
        return False
    if now is None:
        return True
    if bool(usual.tool_calls) != bool(now.tool_calls) or usual.refusal != now.refusal:
        return False
    return bool(usual.text) == bool(now.text) or not (now.text or now.tool_calls or now.reasoning)
