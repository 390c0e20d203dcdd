"""From a fault of vectors, images, sound, lists and old completions to the line in the verdict."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from migrate_check.lab.faults.catalogue import FAULTS
from migrate_check.lab.offer import USUAL_MODELS
from migrate_check.lab.running import running_lab
from tests.functional.program import loud, result, run

MODELS = USUAL_MODELS
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
    "async-asset-url-localhost": Shown("media-url-local", "images", "parameters"),
    "images-charged-no-image": Shown("candidate-unavailable", "images", "minimal", repeat=3),
    "images-data-url-in-base64": Shown("media-unreadable", "images", "parameters"),
    "images-empty": Shown("media-missing", "images", "minimal"),
    "images-response-format": Shown("media-form-ignored", "images", "parameters"),
    "images-size-format-ignored": Shown("media-size-ignored", "images", "parameters"),
    "images-usage-zero": Shown("usage-zero", "images", "minimal"),
    "audio-verbose-json-dropped": Shown(
        "transcript-form-ignored", "audio-transcription", "minimal"
    ),
    "speech-body-base64-json": Shown("media-unreadable", "audio-speech", "minimal"),
    "speech-format-ignored": Shown("media-format-ignored", "audio-speech", "minimal"),
    "transcript-times-dropped": Shown("transcript-times-missing", "audio-transcription", "minimal"),
    "completions-chat-shape": Shown("foreign-object", "openai-completions", "minimal"),
    "completions-stream-chat-chunks": Shown("foreign-object", "openai-completions", "streaming"),
    "params-audio-input-dropped": Shown(
        "parameter-without-effect", "openai-chat", "vision", repeat=3
    ),
    "models-list-empty": Shown("model-list-empty", "models", "minimal"),
    "models-list-html": Shown("body-not-json", "models", "minimal"),
    "model-missing-defaulted-to-other-vendor": Shown(
        "error-hidden-as-success", "embeddings", "errors"
    ),
}
"""Fault → the rule that finds it."""


def options(route: str, packs: str) -> list[str]:
    named = MODELS.get(route)
    asked = ("--model", f"{route}={named}") if named else ()
    chosen = [part for pack in packs.split() for part in ("--scenario", pack)]
    return ["--route", route, *asked, *chosen, "--warmup", "0"]


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
