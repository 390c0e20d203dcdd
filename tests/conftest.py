"""Settings of the whole suite."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# The suite gives the same answer each time and on any machine, however busy. `make explore` looks
# for new counter-examples instead.
_QUIET = (HealthCheck.too_slow,)
settings.register_profile("suite", derandomize=True, deadline=None, suppress_health_check=_QUIET)
settings.register_profile("explore", deadline=None, max_examples=2000, suppress_health_check=_QUIET)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))
