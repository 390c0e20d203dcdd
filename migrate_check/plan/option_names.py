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
    "scenarios": "--scenario",
    "routes": "--route",
    "baseline.headers": "--baseline-header",
    "candidate.headers": "--candidate-header",
    "timeouts.connect": "--connect-timeout",
    "timeouts.read": "--read-timeout",
    "timeouts.total": "--total-timeout",
    "budget.usd": "--max-usd",
    "budget.requests": "--max-requests",
}


_SAME = frozenset(
    [
        "baseline.profile",
        "candidate.profile",
        "model",
        "repeat",
        "control",
        "warmup",
        "concurrency",
        "store",
        "accepted",
        "context_window",
    ]
)


def option_name(key: str) -> str:
    """`baseline.base_url` → `--baseline-url`; keys without an option of their own → `--set`."""
    if key in _SPECIAL:
        return _SPECIAL[key]
    return "--" + key.replace(".", "-").replace("_", "-") if key in _SAME else f"--set {key}=…"
