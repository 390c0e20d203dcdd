"""How places of an SDK's account are written for people."""

from __future__ import annotations

from migrate_check.domain.observation import SdkAccount

_PARSED = "json.loads("


def written(account: SdkAccount, accessor: str) -> str:
    """As a caller writes it, with the SDK: `client.messages.create().usage` of anthropic 2.12.0."""
    sdk = f"of {account.sdk} {account.version}"
    if accessor.startswith("error"):
        return f"`{accessor}` {sdk}"
    if accessor.startswith(_PARSED):
        return f"`{_PARSED}{account.call}.{accessor.removeprefix(_PARSED)}` {sdk}"
    return f"`{account.call}.{accessor}` {sdk}"
