"""The baseline against itself: chance alone gives no error and no warning."""

from __future__ import annotations

import pytest

from migrate_check.domain.finding import Severity
from migrate_check.domain.verdict import Policy
from migrate_check.rules.evaluate import evaluate
from tests.rules.control import control_pairs


@pytest.mark.parametrize("seed", range(4))
def test_chance_is_no_finding(seed: int) -> None:
    judged = evaluate(control_pairs(seed, repeats=20), (), Policy())
    assert [
        (finding.rule, finding.location)
        for finding in judged.findings
        if finding.severity is not Severity.NOTE
    ] == []


def test_the_control_has_noise_to_be_fooled_by() -> None:
    """A control without differences would prove nothing."""
    pairs = control_pairs(seed=0, repeats=20)
    differing = [pair for pair in pairs if pair.baseline.shape != pair.candidate.shape]
    assert len(differing) > len(pairs) / 20
