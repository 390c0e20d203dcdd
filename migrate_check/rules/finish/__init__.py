"""Rules of the family finish."""

from migrate_check.rules.finish.finish_missing import finish_missing
from migrate_check.rules.finish.finish_not_tool import finish_not_tool
from migrate_check.rules.finish.finish_reason_changed import finish_reason_changed
from migrate_check.rules.finish.finish_tool_without_call import finish_tool_without_call
from migrate_check.rules.finish.finish_value_unknown import finish_value_unknown
from migrate_check.rules.finish.finish_vendor_value import finish_vendor_value
from migrate_check.rules.finish.length_limit_hidden import length_limit_hidden
from migrate_check.rules.finish.stop_sequence_ignored import stop_sequence_ignored
from migrate_check.rules.finish.token_limit_ignored import token_limit_ignored
from migrate_check.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    finish_missing,
    finish_not_tool,
    finish_reason_changed,
    finish_tool_without_call,
    finish_value_unknown,
    finish_vendor_value,
    length_limit_hidden,
    stop_sequence_ignored,
    token_limit_ignored,
)
