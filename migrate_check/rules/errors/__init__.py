"""How failures look to a caller."""

from __future__ import annotations

from migrate_check.rules.errors.baseline_unavailable import baseline_unavailable
from migrate_check.rules.errors.candidate_unavailable import candidate_unavailable
from migrate_check.rules.errors.error_code_changed import error_code_changed
from migrate_check.rules.errors.error_code_lost import error_code_lost
from migrate_check.rules.errors.error_envelope_foreign import error_envelope_foreign
from migrate_check.rules.errors.error_field_missing import error_field_missing
from migrate_check.rules.errors.error_hidden_as_success import error_hidden_as_success
from migrate_check.rules.errors.error_in_2xx import error_in_2xx
from migrate_check.rules.errors.error_literal_none import error_literal_none
from migrate_check.rules.errors.error_message_changed import error_message_changed
from migrate_check.rules.errors.error_message_erased import error_message_erased
from migrate_check.rules.errors.error_not_json import error_not_json
from migrate_check.rules.errors.error_type_changed import error_type_changed
from migrate_check.rules.errors.rate_limit_remapped import rate_limit_remapped
from migrate_check.rules.errors.status_changed import status_changed
from migrate_check.rules.errors.status_changed_within_class import status_changed_within_class
from migrate_check.rules.errors.success_became_error import success_became_error
from migrate_check.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    baseline_unavailable,
    candidate_unavailable,
    error_code_changed,
    error_code_lost,
    error_envelope_foreign,
    error_field_missing,
    error_hidden_as_success,
    error_in_2xx,
    error_literal_none,
    error_message_changed,
    error_message_erased,
    error_not_json,
    error_type_changed,
    rate_limit_remapped,
    status_changed,
    status_changed_within_class,
    success_became_error,
)
