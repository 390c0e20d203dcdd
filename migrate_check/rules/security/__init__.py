"""What must not leave the gateway, and who must not get in."""

from __future__ import annotations

from migrate_check.rules.rule import Rule
from migrate_check.rules.security.answer_of_another_request import answer_of_another_request
from migrate_check.rules.security.authentication_not_required import authentication_not_required
from migrate_check.rules.security.internal_id_exposed import internal_id_exposed
from migrate_check.rules.security.routing_metadata_exposed import routing_metadata_exposed
from migrate_check.rules.security.secret_exposed import secret_exposed
from migrate_check.rules.security.stack_trace_exposed import stack_trace_exposed
from migrate_check.rules.security.upstream_host_exposed import upstream_host_exposed

RULES: tuple[Rule, ...] = (
    answer_of_another_request,
    authentication_not_required,
    internal_id_exposed,
    routing_metadata_exposed,
    secret_exposed,
    stack_trace_exposed,
    upstream_host_exposed,
)
