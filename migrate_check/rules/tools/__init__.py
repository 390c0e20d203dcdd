"""Rules of the family tools."""

from migrate_check.rules.rule import Rule
from migrate_check.rules.tools.forbidden_tool_called import forbidden_tool_called
from migrate_check.rules.tools.forced_tool_call_missing import forced_tool_call_missing
from migrate_check.rules.tools.parallel_calls_despite_flag import parallel_calls_despite_flag
from migrate_check.rules.tools.parallel_calls_reduced import parallel_calls_reduced
from migrate_check.rules.tools.parallel_calls_without_id import parallel_calls_without_id
from migrate_check.rules.tools.second_turn_rejected import second_turn_rejected
from migrate_check.rules.tools.text_not_json import text_not_json
from migrate_check.rules.tools.tool_arguments_emptied import tool_arguments_emptied
from migrate_check.rules.tools.tool_arguments_not_json import tool_arguments_not_json
from migrate_check.rules.tools.tool_arguments_not_object import tool_arguments_not_object
from migrate_check.rules.tools.tool_arguments_not_string import tool_arguments_not_string
from migrate_check.rules.tools.tool_arguments_off_schema import tool_arguments_off_schema
from migrate_check.rules.tools.tool_call_added import tool_call_added
from migrate_check.rules.tools.tool_call_as_text import tool_call_as_text
from migrate_check.rules.tools.tool_call_lost import tool_call_lost
from migrate_check.rules.tools.tool_id_changed import tool_id_changed
from migrate_check.rules.tools.tool_id_duplicate import tool_id_duplicate
from migrate_check.rules.tools.tool_id_missing import tool_id_missing
from migrate_check.rules.tools.tool_id_reused_across_turns import tool_id_reused_across_turns
from migrate_check.rules.tools.tool_index_gap import tool_index_gap
from migrate_check.rules.tools.tool_index_missing import tool_index_missing
from migrate_check.rules.tools.tool_index_shared import tool_index_shared
from migrate_check.rules.tools.tool_name_missing import tool_name_missing
from migrate_check.rules.tools.tool_name_unknown import tool_name_unknown
from migrate_check.rules.tools.tool_not_allowed import tool_not_allowed
from migrate_check.rules.tools.tool_type_missing import tool_type_missing

RULES: tuple[Rule, ...] = (
    forbidden_tool_called,
    forced_tool_call_missing,
    parallel_calls_despite_flag,
    parallel_calls_reduced,
    parallel_calls_without_id,
    second_turn_rejected,
    text_not_json,
    tool_arguments_emptied,
    tool_arguments_not_json,
    tool_arguments_not_object,
    tool_arguments_not_string,
    tool_arguments_off_schema,
    tool_call_added,
    tool_call_as_text,
    tool_call_lost,
    tool_id_changed,
    tool_id_duplicate,
    tool_id_missing,
    tool_id_reused_across_turns,
    tool_index_gap,
    tool_index_missing,
    tool_index_shared,
    tool_name_missing,
    tool_name_unknown,
    tool_not_allowed,
    tool_type_missing,
)
