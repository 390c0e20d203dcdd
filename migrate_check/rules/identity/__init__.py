"""Which model and which answer it was."""

from __future__ import annotations

from migrate_check.rules.identity.model_echo_changed import model_echo_changed
from migrate_check.rules.identity.model_echo_prefixed import model_echo_prefixed
from migrate_check.rules.identity.model_ids_renamed import model_ids_renamed
from migrate_check.rules.identity.model_list_empty import model_list_empty
from migrate_check.rules.identity.model_snapshot_changed import model_snapshot_changed
from migrate_check.rules.identity.model_snapshot_hidden import model_snapshot_hidden
from migrate_check.rules.identity.models_not_listed import models_not_listed
from migrate_check.rules.identity.response_id_missing import response_id_missing
from migrate_check.rules.identity.response_id_reused import response_id_reused
from migrate_check.rules.identity.text_distribution_differs import text_distribution_differs
from migrate_check.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    model_echo_changed,
    model_echo_prefixed,
    model_ids_renamed,
    model_list_empty,
    model_snapshot_changed,
    model_snapshot_hidden,
    models_not_listed,
    response_id_missing,
    response_id_reused,
    text_distribution_differs,
)
