"""The models of the provider that do not chat: for vectors, images, sound and old completions."""

from __future__ import annotations

from collections.abc import Mapping

from migrate_check.lab.offer import Model

DIMENSIONS: Mapping[str, int] = {
    "text-embedding-3-small": 1_536,
    "text-embedding-3-large": 3_072,
    "text-embedding-ada-002": 1_536,
}
"""Model → numbers of a whole vector."""

FIXED_DIMENSIONS = frozenset(("text-embedding-ada-002",))
"""Models that refuse `dimensions`."""

EMBEDDING_MODELS = tuple(Model(name, name, 0, 8_192) for name in DIMENSIONS)

MEDIA_MODELS = EMBEDDING_MODELS
"""All of them, as the list of models shows them."""
