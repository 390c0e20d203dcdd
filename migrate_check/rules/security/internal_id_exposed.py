"""The rule internal-id-exposed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.LEAK_ENCODED_ID)
def internal_id_exposed(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """An id of the answer is readable text in base64, such as the gateway's routing.

    ## Why it matters
    Whoever gets the id can decode which vendor, deployment or tenant served it. Such ids are also
    longer than the provider's, and only this gateway understands them.

    ## Who breaks
    Databases with a column of 64 characters; callers who send the id to the provider after a
    rollback, and get 404 or 400.

    ## Example
    `resp_bGl0ZWxsbTpw…` decodes to `litellm:provider:openai;model_id:…;response_id:resp_…`

    ## When to accept it
    Ids are neither shown nor stored, and no conversation outlives a rollback.

    ## Source
    https://docs.litellm.ai/docs/response_api
    """
    yield Difference(
        anomaly.location,
        "The id decodes to readable text of the gateway.",
        None,
        anomaly.detail,
    )
