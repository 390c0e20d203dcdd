"""The rule image-model-not-given."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.async_jobs import IMAGE_ROUTES
from migrate_check.rules.sites.known_parts import model_is_absent


@site_rule(Severity.WARNING)
def image_model_not_given(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The code asks for an image without naming the model.

    ## Why it matters
    Providers and gateways fill in different models, and image models differ in size, price and
    form of the answer more than others do. Some gateways refuse the request.

    ## Who breaks
    Layouts, bills, and code that reads `b64_json` where a `url` comes.

    ## Example
    `client.images.generate(prompt="a lighthouse")`.

    ## When to accept it
    Never needed: name the model that the provider uses by default today.

    ## Source
    https://docs.tokenlab.sh/guides/migration-guides
    """
    if site.route in IMAGE_ROUTES and model_is_absent(site) and target.moves(site.client):
        yield SiteAnswer(
            "The call names no image model, so that each side takes its own.",
            "Send `model` explicitly.",
            "model",
        )
