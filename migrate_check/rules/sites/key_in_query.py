"""The rule key-in-query."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate_check.domain.call_site import SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.site_requests import values_of
from migrate_check.rules.rule import ClientUse, Target, client_rule
from migrate_check.rules.sites.clients import address, shared_by

_KEY = re.compile(r"(^|&)(key|api[-_]?key|access_token)=", re.IGNORECASE)


@client_rule(Severity.WARNING)
def key_in_query(use: ClientUse, target: Target) -> Iterator[SiteAnswer]:
    """The key is sent in the URL.

    ## Why it matters
    URLs are kept: by proxies, in logs, in error reports. Many gateways do not read a key there.

    ## Who breaks
    The call, where the gateway wants a header; the key, where somebody reads logs.

    ## Example
    `https://generativelanguage.googleapis.com/v1beta/models/…:generateContent?key=$KEY`.

    ## When to accept it
    Never needed: `x-goog-api-key` and `Authorization` are read everywhere.

    ## Source
    https://ai.google.dev/gemini-api/docs/api-key
    """
    in_url = any(_KEY.search(address(text).query) for text in values_of(use.client.base_url))
    if in_url or use.client.key.origin.startswith("in the URL"):
        yield SiteAnswer(
            f"The key is sent in the URL{shared_by(use)}, where logs keep it.",
            "Send it as a header: `Authorization: Bearer`, or `x-goog-api-key` for Gemini.",
            "key",
        )
