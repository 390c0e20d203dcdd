"""The rule model-not-known-here."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import UNKNOWN_ROUTE, CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.site_requests import models_known
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.known_parts import model_is_hidden


@site_rule(Severity.WARNING, needs_profile=False)
def model_not_known_here(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """Which model the code asks for is decided where the scan cannot look.

    ## Why it matters
    An id that nobody has looked up at the gateway may not be there, and fields that depend on
    the model cannot be judged. A model from an environment variable is no finding: its settings
    tell it.

    ## Who breaks
    The caller who passes a model that the gateway does not have.

    ## Example
    `def ask(model, text): return client.chat.completions.create(model=model, ...)`.

    ## When to accept it
    The owner of the call has listed its models, and `migrate-check doctor` has found them.

    ## Source
    https://docs.tokenlab.sh/guides/migration-guides
    """
    if site.route == UNKNOWN_ROUTE or not model_is_hidden(site) or models_known(site):
        return
    owner = f" Ask {site.owner}." if site.owner else ""
    yield SiteAnswer(
        f"The model is not known here: {site.model.origin}.",
        f"List the ids that reach this call, and look them up: migrate-check doctor.{owner}",
        "model",
    )
