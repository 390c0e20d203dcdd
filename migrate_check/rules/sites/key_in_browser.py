"""The rule key-in-browser."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import ClientUse, Target, client_rule

_SAYS_SO = frozenset({"anthropic-dangerous-direct-browser-access", "dangerouslyallowbrowser"})


@client_rule(Severity.ERROR)
def key_in_browser(use: ClientUse, target: Target) -> Iterator[SiteAnswer]:
    """A client runs in a page, with the key in it.

    ## Why it matters
    Every visitor can read the key and use it. Gateways bill by key, and many answer no
    preflight request, so that the page may not even get an answer.

    ## Who breaks
    The bill; and pages, where the gateway has no CORS.

    ## Example
    `new OpenAI({ apiKey, dangerouslyAllowBrowser: true })`.

    ## When to accept it
    Each visitor brings a key of their own.

    ## Source
    https://github.com/openai/openai-node#requirements
    """
    if use.client.in_browser or _SAYS_SO.intersection(use.client.headers):
        yield SiteAnswer(
            "The client runs in a page, where every visitor can read its key.",
            "Call from your server; test pages with: migrate-check run --scenario "
            "openai-chat/browser.",
            "browser",
        )
