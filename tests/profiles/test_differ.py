"""What one profile claims otherwise than another."""

from __future__ import annotations

import pytest

from migrate_check.profiles.differ import Differing, differences
from migrate_check.profiles.load import load_profile, profile_names


def between(first: str, second: str) -> dict[tuple[str, str | None, str], Differing]:
    found = differences(load_profile(first), load_profile(second))
    return {(one.about, one.route, one.name): one for one in found}


@pytest.mark.parametrize("name", profile_names())
def test_a_profile_lacks_nothing_that_it_has_itself(name: str) -> None:
    profile = load_profile(name)
    own = differences(profile, profile)
    assert {one.about for one in own} <= {"extension", "response-field"}
    assert {one.kind for one in own} <= {"gained"}


def test_what_is_lost_on_the_way_from_openai_to_tokenrouter() -> None:
    found = between("openai", "tokenrouter")
    assert found["route", "embeddings", "embeddings"].kind == "lost"
    n = found["field", "openai-chat", "n"]
    assert (n.kind, n.first, n.mark) == ("lost", "supported", "seen_doc")
    assert n.second == "accepted and silently dropped (above 1)"
    assert n.instead == "Send several requests"
    assert n.source is not None
    bias = found["field", "openai-chat", "logit_bias"]
    assert (bias.kind, bias.second) == ("unclear", "works only for openai")
    assert found["header", None, "x-request-id"].instead == "x-tokenrouter-request-id"
    assert found["response-field", None, "system_fingerprint"].kind == "unclear"
    assert found["response-field", None, "provider"].kind == "gained"
    assert any(about == "extension" for about, _, _ in found)
    assert ("field", "openai-chat", "temperature") not in found


def test_what_is_gained_and_what_stays_unsaid() -> None:
    found = between("tokenrouter", "openai")
    assert found["field", "openai-chat", "n"].kind == "gained"
    assert found["route", "embeddings", "embeddings"].kind == "gained"
    assert found["header", None, "x-request-id"].kind == "gained"
    assert found["header", None, "x-tokenrouter-request-id"].kind == "lost"
    # What neither says anything of, and what the first does not know, is no news.
    assert ("field", "openai-chat", "store") not in found
    generic = between("openai", "generic")
    assert generic["route", "openai-chat", "openai-chat"].second == "unknown"
    assert ("route", "openai-files", "openai-files") not in generic


def test_the_most_important_comes_first() -> None:
    kinds = [one.kind for one in differences(load_profile("openai"), load_profile("tokenlab"))]
    assert kinds == sorted(kinds, key=["lost", "unclear", "gained"].index)
