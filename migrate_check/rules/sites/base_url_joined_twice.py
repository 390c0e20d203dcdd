"""The rule base-url-joined-twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, Language, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.site_requests import values_of
from migrate_check.rules.rule import ClientUse, Target, client_rule
from migrate_check.rules.sites.clients import address, most

TWICE = re.compile(r"/(v\d+(?:beta|alpha)?)/\1(?=/|$)")
"""The same version two times in a row."""

_ADDS_V1 = frozenset({"anthropic", "langchain"})
_SAME_BASE = frozenset(
    {Language.PYTHON, Language.TYPESCRIPT, Language.JAVASCRIPT, Language.NOTEBOOK}
)
"""Languages whose LangChain hands the base URL to the official SDK."""


@client_rule(Severity.ERROR)
def base_url_joined_twice(use: ClientUse, target: Target) -> Iterator[SiteAnswer]:
    """The base URL ends with a version that the client adds once more.

    ## Why it matters
    The request goes to `/v1/v1/…`, which is not there. Anthropic's SDKs add `/v1` themselves and
    Google's add `/v1beta`; OpenAI's do not.

    ## Who breaks
    Every call of this client.

    ## Example
    `Anthropic(base_url="https://gateway.example/v1")`.

    ## When to accept it
    The server really has its routes below that path.

    ## Source
    https://docs.tokenlab.sh/guides/migration-guides
    """
    base = use.client.base_url
    for text in values_of(base):
        path = address(text).path
        site = use.sites[0]
        twice = TWICE.search(path)
        added = None if twice else _added(site, path)
        version = twice[1] if twice else added
        if version:
            right = text.rstrip("/").removesuffix(f"/{version}")
            reason = "has it twice" if twice else f"and {site.sdk} adds /{version} itself"
            yield SiteAnswer(
                f"The base URL `{text}` ends with /{version} {reason}: requests go to "
                f"/{version}/{version}.",
                f"Write `{right}`.",
                text,
                severity=most(base),
            )


def _added(site: CallSite, path: str) -> str | None:
    """The version at the end of the path that this SDK appends as well."""
    last = path.rpartition("/")[2]
    official = site.sdk == "anthropic" or site.language in _SAME_BASE
    if last == "v1" and site.route.startswith("anthropic-") and site.sdk in _ADDS_V1 and official:
        return last
    if last in ("v1", "v1beta", "v1alpha") and site.sdk == "google-genai":
        return last
    return None
