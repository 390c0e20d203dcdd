"""From a fault of vectors, images, sound, lists and old completions to the line in the verdict."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from migrate_check.lab.faults.catalogue import FAULTS
from migrate_check.lab.running import running_lab
from tests.functional.program import loud, result, run

MODELS = {
    "embeddings": "text-embedding-3-small",
}
"""Route → the lab's model for it."""


class Shown(NamedTuple):
    """How a fault shows."""

    rule: str
    route: str
    packs: str
    """Scenario packs that show it, divided by blanks."""
    code: int = 1
    """Exit code of a run by default policy; 0 where only warnings show it."""
    repeat: int = 1


FOUND = {
    "emb-base64-ignored": Shown("embedding-encoding-ignored", "embeddings", "minimal"),
    "emb-dimensions-ignored": Shown("embedding-dimensions-ignored", "embeddings", "parameters"),
    "emb-not-normalised": Shown("embedding-norm-changed", "embeddings", "minimal"),
    "emb-order-shuffled": Shown("embedding-order-changed", "embeddings", "minimal"),
    "emb-usage-missing": Shown("usage-missing", "embeddings", "minimal"),
    "emb-vectors-of-other-model": Shown(
        "embedding-vector-changed", "embeddings", "minimal", repeat=3
    ),
    "models-list-empty": Shown("model-list-empty", "models", "minimal"),
    "models-list-html": Shown("body-not-json", "models", "minimal"),
    "model-missing-defaulted-to-other-vendor": Shown(
        "error-hidden-as-success", "embeddings", "errors"
    ),
}
"""Fault → the rule that finds it."""


def options(route: str, packs: str) -> list[str]:
    model = ("--model", f"{route}={MODELS[route]}") if route in MODELS else ()
    chosen = [part for pack in packs.split() for part in ("--scenario", pack)]
    return ["--route", route, *model, *chosen, "--warmup", "0"]


@pytest.mark.parametrize("fault", FOUND)
def test_each_fault_is_found(fault: str) -> None:
    shown = FOUND[fault]
    with running_lab(faults=(fault,), pace=0) as lab:
        said = run(lab, *options(shown.route, shown.packs), "--repeat", str(shown.repeat))
    assert shown.rule in loud(result()), said.out
    assert said.code == shown.code, said.out


@pytest.mark.parametrize("fault", FOUND)
def test_a_fault_is_of_a_family_that_finds_it(fault: str) -> None:
    with running_lab(faults=(fault,), pace=0) as lab:
        run(lab, *options(FOUND[fault].route, FOUND[fault].packs), "--repeat", "3")
    families = {f["family"] for f in result()["findings"] if f["severity"] != "note"}
    assert families & FAULTS[fault].finds


@pytest.mark.parametrize("seed", (1, 2))
@pytest.mark.parametrize("route", sorted({shown.route for shown in FOUND.values()}))
def test_a_gateway_without_faults_is_not_accused(route: str, seed: int) -> None:
    with running_lab(seed=seed, pace=0) as lab:
        said = run(lab, *options(route, route), "--repeat", "20", "--max-requests", "20000")
    # A busy machine may be slow to one side for a while.
    assert not loud(result()) - {"e2e-slower", "ttft-slower"}, said.out
    assert said.code == 0, said.out
