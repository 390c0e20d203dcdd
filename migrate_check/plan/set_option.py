"""`--set KEY=VALUE`: every key of the configuration as an option."""

from __future__ import annotations

from collections.abc import Sequence

from migrate_check.documents.yaml_document import read_yaml
from migrate_check.domain.errors import ConfigError
from migrate_check.domain.json_value import Json


def set_values(texts: Sequence[str]) -> dict[str, Json]:
    """Dotted key → value; values are written as in the file. ConfigError for anything else."""
    values: dict[str, Json] = {}
    for text in texts:
        key, sign, value = text.partition("=")
        if not sign or not key.strip():
            raise ConfigError(f"option --set {text}: expected KEY=VALUE, such as seed=7")
        values[key.strip()] = read_yaml(value, f"option --set {key.strip()}", ConfigError).value
    return values
