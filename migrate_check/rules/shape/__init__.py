"""Which fields an answer has, and of what type."""

from __future__ import annotations

from migrate_check.rules.rule import Rule
from migrate_check.rules.shape.absent_became_null import absent_became_null
from migrate_check.rules.shape.body_empty import body_empty
from migrate_check.rules.shape.body_not_json import body_not_json
from migrate_check.rules.shape.enum_value_unknown import enum_value_unknown
from migrate_check.rules.shape.essential_field_became_null import essential_field_became_null
from migrate_check.rules.shape.event_kinds_changed import event_kinds_changed
from migrate_check.rules.shape.field_became_null import field_became_null
from migrate_check.rules.shape.field_extra import field_extra
from migrate_check.rules.shape.field_in_snake_case import field_in_snake_case
from migrate_check.rules.shape.field_missing import field_missing
from migrate_check.rules.shape.field_missing_in_some import field_missing_in_some
from migrate_check.rules.shape.field_type_changed import field_type_changed
from migrate_check.rules.shape.field_wrong_type import field_wrong_type
from migrate_check.rules.shape.foreign_object import foreign_object
from migrate_check.rules.shape.integer_became_float import integer_became_float
from migrate_check.rules.shape.null_became_absent import null_became_absent
from migrate_check.rules.shape.required_field_missing import required_field_missing
from migrate_check.rules.shape.role_invalid import role_invalid

RULES: tuple[Rule, ...] = (
    absent_became_null,
    body_empty,
    body_not_json,
    enum_value_unknown,
    essential_field_became_null,
    event_kinds_changed,
    field_became_null,
    field_extra,
    field_in_snake_case,
    field_missing,
    field_missing_in_some,
    field_type_changed,
    field_wrong_type,
    foreign_object,
    integer_became_float,
    null_became_absent,
    required_field_missing,
    role_invalid,
)
