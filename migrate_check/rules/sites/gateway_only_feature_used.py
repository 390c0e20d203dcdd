"""The rule gateway-only-feature-used."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.claims import told
from migrate_check.rules.sites.extensions import used

_WORDS = {"model": "model", "field": "field", "header": "header", "route": "endpoint"}


@site_rule(Severity.WARNING)
def gateway_only_feature_used(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The code uses something that only the gateway understands: it blocks the way back.

    ## Why it matters
    A rollback sends the same requests to the old provider. Routing models (`auto:balance`),
    provider prefixes and extension fields are refused there, so that going back takes a change
    of code and a release.

    ## Who breaks
    Everybody, in the hour in which you roll back.

    ## Example
    `model="auto:balance"`.

    ## When to accept it
    The old path is gone for good, or the value comes from the configuration of each side.

    ## Source
    https://docs.tokenrouter.io/getting-started/openai-compatibility
    """
    profile = target.profile
    if profile is None:
        return
    for extension, text in used(site, profile):
        kind = _WORDS.get(extension.kind, extension.kind)
        yield SiteAnswer(
            f"The {kind} `{text}` exists at {profile.title} only ({extension.about}): it blocks "
            "the way back.",
            "Take it from the configuration, so that each side has its own.",
            text,
            claim=told(extension.about, extension.basis),
        )
