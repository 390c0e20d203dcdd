"""The rule async-create-retried."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.async_jobs import orders_a_job
from migrate_check.rules.sites.retries import retries_of


@site_rule(Severity.WARNING, needs_profile=False)
def async_create_retried(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """A job that is paid for is ordered by a client that tries again by itself.

    ## Why it matters
    A timeout does not say that the job was not created. Each further attempt may be a second job
    and a second bill, and a gateway adds attempts of its own.

    ## Who breaks
    The bill; users who get a video twice.

    ## Example
    `OpenAI().videos.create(...)`: the SDK tries three times unless `max_retries=0` is set.

    ## When to accept it
    The code asks whether the task exists before each further attempt.

    ## Source
    https://docs.tokenlab.sh/guides/async-jobs-polling
    """
    if not orders_a_job(site.route, site.call):
        return
    retries = retries_of(site)
    if retries is not None and retries > 0:
        said = "by default " if site.client.retries is None else ""
        yield SiteAnswer(
            f"The job is ordered by a client that {said}tries {retries} more times by itself.",
            "Set its retries to 0, and ask for the task by your own id before you order again.",
            "retries",
        )
