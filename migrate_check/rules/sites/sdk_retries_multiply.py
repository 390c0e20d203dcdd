"""The rule sdk-retries-multiply."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import ClientUse, Target, client_rule
from migrate_check.rules.sites.async_jobs import MEDIA, orders_a_job
from migrate_check.rules.sites.clients import shared_by
from migrate_check.rules.sites.retries import default_retries


@client_rule(Severity.WARNING, needs_profile=True)
def sdk_retries_multiply(use: ClientUse, target: Target) -> Iterator[SiteAnswer]:
    """A client sets no number of retries, and the gateway has retries of its own.

    ## Why it matters
    Attempts multiply: three of the SDK with three of the gateway are nine at the provider, for
    one request that fails. That hides errors, lengthens time-outs and raises bills. A note; a
    warning where each attempt makes pictures or speech.

    ## Who breaks
    Bills and rate limits in the hour in which the provider is slow.

    ## Example
    `OpenAI(base_url=...)` without `max_retries`.

    ## When to accept it
    You know the gateway's own retries, and the product is what you want.

    ## Source
    https://github.com/openai/openai-python#retries
    """
    profile = target.profile
    first = use.sites[0]
    retries = default_retries(first)
    if profile is None or profile.kind == "provider" or use.client.retries or not retries:
        return
    if all(orders_a_job(site.route, site.call) for site in use.sites):
        return  # Told of each of these calls.
    media = any(site.route in MEDIA for site in use.sites)
    yield SiteAnswer(
        f"The client leaves retries to its SDK{shared_by(use)}: {retries} more attempts, times "
        f"those of {profile.title}.",
        "Choose who retries: set the client's number, 0 where the gateway does it.",
        "retries",
        severity=Severity.WARNING if media else Severity.NOTE,
    )
