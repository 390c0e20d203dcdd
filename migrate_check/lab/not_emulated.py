"""Defect patterns that the embedded gateway cannot have, each with its reason.

A pattern stands here or in `faults.catalogue`, never in both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from migrate_check.domain.selftest import NotEmulated
from migrate_check.lab.defect_patterns import PATTERNS

_NO_JOBS = "The lab has no routes of asynchronous jobs yet, and no scenario creates one."
_NO_LEDGER = "It shows only in a bill: the lab keeps no ledger that a run could be compared with."


class _Why(NamedTuple):
    about: str
    reason: str


_REASONS: Mapping[str, _Why] = {
    "async-asset-expiry-or-auth-changed": _Why(
        "A finished asset can be fetched for another time, or with another key.", _NO_JOBS
    ),
    "async-failure-details-lost": _Why("A failed job does not say why.", _NO_JOBS),
    "async-failure-never-terminal": _Why("A job that failed stays pending for ever.", _NO_JOBS),
    "async-refund-mismatch": _Why("Failed jobs are charged, or paid ones refunded.", _NO_JOBS),
    "async-result-url-missing": _Why("A finished job has no URL of its result.", _NO_JOBS),
    "async-status-id-changes": _Why("Polling gives another id than creating did.", _NO_JOBS),
    "async-status-stuck": _Why("A job that finished is reported as running.", _NO_JOBS),
    "async-status-vocabulary": _Why("Job states have other names or types.", _NO_JOBS),
    "derived-async-cancel-missing": _Why("A job cannot be cancelled.", _NO_JOBS),
    "retry-gateway-60s-disconnect-multiplies-jobs": _Why(
        "A connection cut after a minute makes clients create, and pay, a job again.", _NO_JOBS
    ),
    "cancel-not-propagated": _Why(
        "After a client hung up, the provider goes on and charges.", _NO_LEDGER
    ),
    "cost-cache-double-count": _Why("Cached tokens are charged twice.", _NO_LEDGER),
    "cost-estimated-overbilling": _Why(
        "The gateway charges by its own estimate of tokens.", _NO_LEDGER
    ),
    "usage-lost-on-disconnect": _Why(
        "Tokens of a stream that the client left are not recorded.", _NO_LEDGER
    ),
    "finish-content-filter-lost-stream": _Why(
        "A stream that a content filter stopped ends without a reason.",
        "No vendor of the format documents a prompt that its filter stops, so none can be sent.",
    ),
    "headers-client-headers-dropped": _Why(
        "Headers of the client's own are not passed on.",
        "No answer shows it: only the log of an upstream of your own does.",
    ),
    "images-edit-inputs-ignored": _Why(
        "Edits of images see the first input only.",
        "The lab has no route of image edits yet.",
    ),
}


def not_emulated() -> tuple[NotEmulated, ...]:
    """All of them, in the order of the patterns."""
    return tuple(
        NotEmulated(pattern, *_REASONS[name])
        for name, pattern in PATTERNS.items()
        if name in _REASONS
    )


def reasons() -> frozenset[str]:
    """Ids of patterns with a reason, known or not."""
    return frozenset(_REASONS)
