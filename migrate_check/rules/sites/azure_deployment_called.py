"""The rule azure-deployment-called."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import ClientUse, Target, client_rule
from migrate_check.rules.sites.clients import shared_by


@client_rule(Severity.WARNING, needs_profile=True)
def azure_deployment_called(use: ClientUse, target: Target) -> Iterator[SiteAnswer]:
    """The client speaks to Azure, whose model names are names of deployments.

    ## Why it matters
    Elsewhere the model is an id, the path has no deployment, there is no `api-version` and the
    key stands in another header. Another base URL alone does not move this client.

    ## Who breaks
    Every call of this client, if only its endpoint is changed.

    ## Example
    `AzureOpenAI(azure_endpoint=…, api_version="2024-10-21")`.

    ## When to accept it
    These calls stay at Azure.

    ## Source
    https://learn.microsoft.com/azure/ai-services/openai/how-to/switching-endpoints
    """
    profile = target.profile
    if profile is None or use.client.provider != "azure" or profile.name == "azure":
        return
    names = sorted({site.model.value for site in use.sites if site.model.value})
    shown = f" ({', '.join(names)})" if names else ""
    yield SiteAnswer(
        f"The client speaks to Azure{shared_by(use)}: its models{shown} are deployments, not ids.",
        f"Make it an ordinary client with the base URL of {profile.title}, and map each "
        "deployment to a model id.",
        "azure",
    )
