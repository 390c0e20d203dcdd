"""The rule setting-url-joined-twice."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import Setting, SettingKind, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import Target, setting_rule
from migrate_check.rules.sites.base_url_joined_twice import TWICE
from migrate_check.rules.sites.clients import address


@setting_rule(Severity.ERROR)
def setting_url_joined_twice(setting: Setting, target: Target) -> Iterator[SiteAnswer]:
    """A configured base URL ends with a version that the client adds once more.

    ## Why it matters
    The request goes to `/v1/v1/…`, which is not there. Clients that read `ANTHROPIC_BASE_URL`
    add `/v1` themselves, those that read `GOOGLE_GEMINI_BASE_URL` add `/v1beta`.

    ## Who breaks
    Every call of the program in this environment.

    ## Example
    `ANTHROPIC_BASE_URL=https://gateway.example/v1`.

    ## When to accept it
    The client that reads it adds nothing.

    ## Source
    https://docs.tokenlab.sh/guides/migration-guides
    """
    if setting.kind is not SettingKind.BASE_URL or not setting.value:
        return
    path = address(setting.value).path
    twice = TWICE.search(path)
    last = path.rpartition("/")[2]
    name = setting.name.rpartition(".")[2].upper()
    by_sdk = (name == "ANTHROPIC_BASE_URL" and last == "v1") or (
        name == "GOOGLE_GEMINI_BASE_URL" and last in ("v1", "v1beta")
    )
    if twice or by_sdk:
        version = twice[1] if twice else last
        right = setting.value.rstrip("/").removesuffix(f"/{version}")
        yield SiteAnswer(
            f"`{setting.name}` ends with /{version}, and requests go to /{version}/{version}.",
            f"Write `{right}`.",
            setting.name,
        )
