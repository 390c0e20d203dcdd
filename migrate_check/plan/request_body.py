"""The body of a trial's first request on one side."""

from __future__ import annotations

from migrate_check.domain.json_value import Json
from migrate_check.domain.plan import Endpoint, Trial
from migrate_check.domain.scenario import Route
from migrate_check.plan.config import Config
from migrate_check.plan.placeholders import fill, overflow


def request_body(trial: Trial, endpoint: Endpoint, config: Config) -> dict[str, Json] | str:
    """The filled body, or the text of a `raw_body` as it is."""
    case = trial.case
    if case.body is None:
        return case.raw_body or ""
    variables = request_variables(trial, endpoint, config)
    return {key: fill(value, variables) for key, value in case.body.items()}


def request_variables(trial: Trial, endpoint: Endpoint, config: Config) -> dict[str, str]:
    """The texts of all placeholders for one trial on one side."""
    return {
        "model": model_for(trial.case.route, endpoint),
        "overflow": overflow(config.context_window),
        "nonce": trial.nonce,
    }


def model_for(route: Route, endpoint: Endpoint) -> str:
    """The route's model; where it needs none, as a list does, the first one of the side."""
    return endpoint.models.get(route) or next(iter(endpoint.models.values()), "")
