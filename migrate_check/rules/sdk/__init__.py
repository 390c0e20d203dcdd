"""Rules of the family sdk: what the official SDKs make of recorded answers."""

from migrate_check.rules.rule import Rule
from migrate_check.rules.sdk.sdk_accessor_changed import sdk_accessor_changed
from migrate_check.rules.sdk.sdk_error_class_changed import sdk_error_class_changed
from migrate_check.rules.sdk.sdk_raises import sdk_raises

RULES: tuple[Rule, ...] = (
    sdk_accessor_changed,
    sdk_error_class_changed,
    sdk_raises,
)
