"""Dataclasses as JSON and back."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migrate_check.domain.call_site import CallSite, Setting, SiteFinding, SiteProof, Skipped
from migrate_check.domain.inventory_result import InventoryPolicy, InventoryVerdict
from migrate_check.report.typed_json import plain, typed

KINDS = (CallSite, Setting, SiteFinding, SiteProof, Skipped, InventoryPolicy, InventoryVerdict)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_what_is_written_is_read_back_the_same(data) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    value = data.draw(st.from_type(kind))
    assert typed(kind, json.loads(json.dumps(plain(value)))) == value


@given(st.none() | st.from_type(SiteProof))
def test_nothing_is_nothing(value) -> None:
    assert typed(SiteProof | None, plain(value)) == value
