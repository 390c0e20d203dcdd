"""Whatever stands in a file of the user's: a profile, or one line that says what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.errors import ConfigError
from migrate_check.domain.profile import Profile
from migrate_check.profiles.grammar import ProfileFile, profile_schema
from migrate_check.profiles.load import load_profile
from migrate_check.profiles.words import all_claims

_KEYS = sorted(
    {
        *ProfileFile.model_fields,
        *(
            name
            for entry in profile_schema()["$defs"].values()
            for name in entry.get("properties", {})
        ),
        *("openai-chat", "gemini", "supported", "dropped", "provider-specific", "A", "n"),
    }
)
_WORDS = ["openai-chat", "gemini", "n", "seen_doc", "A", "https://a.example", "/v1", "", "true"]
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 9) | st.sampled_from(_WORDS) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=4)
    ),
    max_leaves=12,
)
_NAMES = st.sampled_from(["n", "seed", {"name": ["a", "b"], "when": "above 1"}, {"name": "c"}])
_FATES = st.sampled_from(["supported", "dropped", "rejected", "model-dependent", "unknown"])
_ROUTES = st.dictionaries(
    st.sampled_from(["openai-chat", "gemini", "models"]),
    st.fixed_dictionaries(
        {"fields": st.dictionaries(_FATES, st.lists(_NAMES, max_size=2), max_size=3)},
        optional={"offered": st.sampled_from([True, False, "unknown"]), "afresh": st.booleans()},
    ),
)


def loaded(content: object) -> Profile | None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "mine.yaml")
        path.write_text(json.dumps(content), encoding="utf-8")
        try:
            return load_profile(str(path))
        except ConfigError as problem:
            assert str(problem).startswith(str(path))
            assert "\n" not in str(problem)
            return None


@given(st.dictionaries(st.sampled_from(sorted(ProfileFile.model_fields)), _VALUES, max_size=5))
def test_any_values_under_any_keys(content: dict[str, object]) -> None:
    loaded(content)


@given(_ROUTES, st.sampled_from([None, "openai", "tokenrouter@c"]))
def test_every_claim_of_a_file_that_is_accepted_has_a_basis(
    routes: dict[str, object], extends: str | None
) -> None:
    profile = loaded({"routes": routes, **({"extends": extends} if extends else {})})
    if profile is not None:
        ids = [claim.id for claim in all_claims(profile)]
        assert len(ids) == len(set(ids))
        assert all(claim.basis.mark for claim in all_claims(profile))
