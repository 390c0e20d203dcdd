"""What the model does, seen through each side."""

from __future__ import annotations

from migrate_check.rules.behaviour.history_dropped import history_dropped
from migrate_check.rules.behaviour.history_shortened import history_shortened
from migrate_check.rules.behaviour.next_turn_impossible import next_turn_impossible
from migrate_check.rules.behaviour.reasoning_lost import reasoning_lost
from migrate_check.rules.behaviour.refusal_added import refusal_added
from migrate_check.rules.behaviour.reply_choices_count_changed import reply_choices_count_changed
from migrate_check.rules.behaviour.signatures_lost import signatures_lost
from migrate_check.rules.behaviour.stream_finish_reason_differs import stream_finish_reason_differs
from migrate_check.rules.behaviour.stream_loses_tool_calls import stream_loses_tool_calls
from migrate_check.rules.behaviour.text_empty import text_empty
from migrate_check.rules.behaviour.thought_unsigned import thought_unsigned
from migrate_check.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    history_dropped,
    history_shortened,
    next_turn_impossible,
    reasoning_lost,
    refusal_added,
    reply_choices_count_changed,
    signatures_lost,
    stream_finish_reason_differs,
    stream_loses_tool_calls,
    text_empty,
    thought_unsigned,
)
