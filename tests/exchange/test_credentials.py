from __future__ import annotations

import pytest

from migrate_check.domain.exchange import Headers
from migrate_check.domain.scenario import Auth
from migrate_check.exchange.credentials import INVALID_KEY, auth_kind, is_credential


@pytest.mark.parametrize(
    "name",
    [
        "Authorization",
        "Proxy-Authorization",
        "X-Api-Key",
        "api-key",
        "api_key",
        "apikey",
        "x-goog-api-key",
        "Cookie",
        "X-Gateway-Token",
        "Helicone-Auth",
        "x-portkey-api-key",
        "Ocp-Apim-Subscription-Key",
        "CF-Access-Client-Secret",
        "key",
        "access_token",
        "accesstoken",
    ],
)
def test_names_of_credentials(name: str) -> None:
    assert is_credential(name)


@pytest.mark.parametrize(
    "name",
    [
        "Content-Type",
        "User-Agent",
        "x-max-tokens",
        "Idempotency-Key",
        "X-Author",
        "anthropic-version",
        "OpenAI-Organization",
        "keyboard",
        "version",
    ],
)
def test_other_names(name: str) -> None:
    assert not is_credential(name)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ((("Accept", "*/*"),), Auth.MISSING),
        ((("Authorization", "Bearer sk-1"),), Auth.VALID),
        ((("x-api-key", INVALID_KEY),), Auth.INVALID),
        ((("Authorization", f"Bearer {INVALID_KEY}"),), Auth.INVALID),
    ],
)
def test_kind_of_credentials(headers: Headers, expected: Auth) -> None:
    assert auth_kind(headers) is expected
