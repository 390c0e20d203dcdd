"""The rule base-url-without-version."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.profile import Profile
from migrate_check.domain.site_requests import values_of
from migrate_check.rules.rule import ClientUse, Target, client_rule
from migrate_check.rules.sites.clients import address, most

_OF_OPENAI = frozenset({"openai", "langchain", "llamaindex", "llama-index", "ai-sdk", "instructor"})


@client_rule(Severity.ERROR)
def base_url_without_version(use: ClientUse, target: Target) -> Iterator[SiteAnswer]:
    """The base URL of an OpenAI client lacks the version that the host documents.

    ## Why it matters
    OpenAI's SDKs add `/chat/completions` to the base URL as it is. Without `/v1` the request goes
    to a path that is not there.

    ## Who breaks
    Every call of this client.

    ## Example
    `OpenAI(base_url="https://api.tokenlab.sh")`.

    ## When to accept it
    The host answers below its root too, and `migrate-check doctor` has shown it.

    ## Source
    https://docs.tokenlab.sh/guides/migration-guides
    """
    site = use.sites[0]
    if site.sdk not in _OF_OPENAI or use.client.provider == "azure":
        return
    if not site.route.startswith(("openai-", "embeddings", "images", "audio-", "models")):
        return
    documented = {
        address(url).host: url
        for profile in _profiles(target)
        if (url := profile.base_url("openai-sdk"))
    }
    for text in values_of(use.client.base_url):
        given = address(text)
        right = documented.get(given.host)
        path = address(right or "").path
        if right and path and not given.path:
            yield SiteAnswer(
                f"The base URL `{text}` lacks {path}, which {site.sdk} does not add.",
                f"Write `{right}`.",
                text,
                severity=most(use.client.base_url),
            )


def _profiles(target: Target) -> tuple[Profile, ...]:
    """The gateway last: what it says of its own host counts."""
    return (*target.known, *((target.profile,) if target.profile else ()))
