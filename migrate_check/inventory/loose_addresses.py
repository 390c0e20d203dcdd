"""Endpoints of LLMs that code names where no call was recognised: the ends that are still loose.

A URL that one function puts together and another sends is not followed in every language. Whoever
moves traffic has to know that it is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from migrate_check.domain.call_site import CallSite, Setting, SettingKind
from migrate_check.inventory.endpoints import (
    is_distinctive,
    provider_of_host,
    route_of_path,
    split_url,
)
from migrate_check.inventory.languages import is_test
from migrate_check.inventory.settings.names import without_secrets
from migrate_check.inventory.source_file import SourceFile

_MOST = 5
"""Addresses of one file that are told."""
_LONGEST = 200
_TEXT = re.compile(
    rb"""["'`](?P<url>https?://[\w.{}$-]+[^"'`\s]{0,150})["'`]"""
    rb"""|["'`](?P<path>[^"'`\s:]{0,80}(?:(?:/|\b)(?:chat/completions|images/generations"""
    rb"""|audio/transcriptions|v1/messages|v1/responses|v1/embeddings)"""
    rb"""|:(?:streamG|g)enerateContent)(?:\?[^"'`\s]{0,40})?)["'`]"""
)
_BASE = re.compile(r"/?|(?:/(?:api|openai|anthropic|inference|compatible-mode))?/v\d\w*(?:/\w+)?/?")
"""Paths of base URLs."""
_COMMENT = re.compile(rb"^\s*(?://|#|\*|/\*|--)")
_TOLD = re.compile(
    rb"\b(?:puts|print\w*|echo|panic|raise|throw|log\w*|console|info|debug|warn\w*|error)\b[^;]*$",
    re.IGNORECASE,
)
"""What stands before a text that is for people."""


def loose_addresses(sources: Iterable[SourceFile], sites: Iterable[CallSite]) -> list[Setting]:
    """One record per address, a few per file; none of tests and of files with a call, and none
    that a call elsewhere has for its base URL."""
    calls = list(sites)
    with_calls = {site.path.partition("#")[0] for site in calls}
    facts = [site.client.base_url for site in calls]
    used = {url for fact in facts for url in (fact.value, *fact.alternatives) if url}
    found: list[Setting] = []
    for source in sources:
        if source.file not in with_calls and not source.in_notebook and not is_test(source.path):
            found += [one for one in _of(source) if not _begins(one, used)][:_MOST]
    return found


def _begins(address: Setting, urls: Iterable[str]) -> bool:
    return any(url.startswith(address.value or "") for url in urls)


def _of(source: SourceFile) -> Iterator[Setting]:
    seen = set()
    for match in _TEXT.finditer(source.data):
        text = (match["url"] or match["path"] or b"").decode("utf-8", "replace")
        begin = source.data.rfind(b"\n", 0, match.start()) + 1
        before = source.data[begin : match.start()]
        if text in seen or _COMMENT.match(before) or _TOLD.search(before):
            continue
        seen.add(text)
        provider = _provider(text)
        if provider is not None or (match["path"] and is_distinctive(_path(text))):
            row = source.data.count(b"\n", 0, match.start())
            yield Setting(
                path=source.file,
                line=source.line(row),
                language=source.language,
                kind=SettingKind.ADDRESS,
                name="address",
                value=without_secrets(text)[:_LONGEST],
                provider=provider,
            )


def _provider(text: str) -> str | None:
    """Of an API's host; pages for people and placeholders are not meant."""
    host, path = split_url(text) if text.startswith("http") else ("", "")
    if not host or "your" in host or not (_BASE.fullmatch(path) or route_of_path(path)):
        return None
    return provider_of_host(host)


def _path(text: str) -> str:
    return text if text.startswith("/") else f"/{text}"
