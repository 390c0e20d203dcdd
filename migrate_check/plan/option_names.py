"""How a dotted key of the configuration is written on the command line."""

from __future__ import annotations

_SPECIAL = {
    "baseline.base_url": "--baseline-url",
    "candidate.base_url": "--candidate-url",
    "baseline.api_key": "--baseline-key-env",
    "candidate.api_key": "--candidate-key-env",
    "policy.fail_on": "--fail-on",
    "policy.inconclusive_as": "--inconclusive-as",
    "policy.require": "--require",
    "policy.severities": "--severity",
    "redaction.hash_only": "--hash-only",
    "scenarios": "--scenario",
    "routes": "--route",
}


def option_name(key: str) -> str:
    """`baseline.base_url` → `--baseline-url`; by rule `timeouts.read` → `--timeouts-read`."""
    return _SPECIAL.get(key) or "--" + key.replace(".", "-").replace("_", "-")
