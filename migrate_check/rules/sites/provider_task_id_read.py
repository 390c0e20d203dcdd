"""The rule provider-task-id-read."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.async_jobs import ORDERS

_IDS = frozenset({"id", "name", "task_id"})


@site_rule(Severity.NOTE)
def provider_task_id_read(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The code keeps the provider's id of a job.

    ## Why it matters
    Through a gateway the id is another one. It serves to ask for the job; it does not serve to
    compare bills: usage records and their transaction ids do.

    ## Who breaks
    Reconciliation: costs that cannot be matched.

    ## Example
    `job = client.videos.create(...); save(job.id)`.

    ## When to accept it
    The id is used for polling only, and your own job id is kept beside it.

    ## Source
    https://docs.tokenlab.sh/guides/async-jobs-polling
    """
    profile = target.profile
    if profile is None or site.route not in ORDERS or not target.moves(site.client):
        return
    for read in site.reads:
        if read.path in _IDS:
            yield SiteAnswer(
                f"`{read.path}` is the job's id at the provider; {profile.title} gives another.",
                "Keep your own job id beside it, and reconcile bills by usage records.",
                read.path,
                line=read.line,
            )
            return
