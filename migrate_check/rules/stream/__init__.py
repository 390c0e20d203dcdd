"""Rules of the family stream."""

from migrate_check.rules.rule import Rule
from migrate_check.rules.stream.block_delta_mismatch import block_delta_mismatch
from migrate_check.rules.stream.block_index_gap import block_index_gap
from migrate_check.rules.stream.block_input_at_start import block_input_at_start
from migrate_check.rules.stream.block_not_started import block_not_started
from migrate_check.rules.stream.block_not_stopped import block_not_stopped
from migrate_check.rules.stream.block_overlap import block_overlap
from migrate_check.rules.stream.block_restarted import block_restarted
from migrate_check.rules.stream.choice_index_missing import choice_index_missing
from migrate_check.rules.stream.chunks_coalesced import chunks_coalesced
from migrate_check.rules.stream.content_after_finish import content_after_finish
from migrate_check.rules.stream.data_after_end import data_after_end
from migrate_check.rules.stream.deltas_missing import deltas_missing
from migrate_check.rules.stream.empty_choices_first import empty_choices_first
from migrate_check.rules.stream.error_event_in_stream import error_event_in_stream
from migrate_check.rules.stream.event_name_mismatch import event_name_mismatch
from migrate_check.rules.stream.event_name_missing import event_name_missing
from migrate_check.rules.stream.event_not_json import event_not_json
from migrate_check.rules.stream.event_not_wrapped import event_not_wrapped
from migrate_check.rules.stream.event_unknown import event_unknown
from migrate_check.rules.stream.event_unterminated import event_unterminated
from migrate_check.rules.stream.final_output_disagrees import final_output_disagrees
from migrate_check.rules.stream.item_changed import item_changed
from migrate_check.rules.stream.item_index_shared import item_index_shared
from migrate_check.rules.stream.item_not_announced import item_not_announced
from migrate_check.rules.stream.item_not_done import item_not_done
from migrate_check.rules.stream.message_instead_of_delta import message_instead_of_delta
from migrate_check.rules.stream.part_not_announced import part_not_announced
from migrate_check.rules.stream.part_not_done import part_not_done
from migrate_check.rules.stream.parts_disagree import parts_disagree
from migrate_check.rules.stream.reasoning_lost_in_stream import reasoning_lost_in_stream
from migrate_check.rules.stream.sequence_number_broken import sequence_number_broken
from migrate_check.rules.stream.sse_byte_order_mark import sse_byte_order_mark
from migrate_check.rules.stream.sse_comment_injected import sse_comment_injected
from migrate_check.rules.stream.sse_event_without_data import sse_event_without_data
from migrate_check.rules.stream.sse_extra_blank_line import sse_extra_blank_line
from migrate_check.rules.stream.sse_field_added import sse_field_added
from migrate_check.rules.stream.sse_line_endings_changed import sse_line_endings_changed
from migrate_check.rules.stream.sse_multiline_data import sse_multiline_data
from migrate_check.rules.stream.sse_no_space import sse_no_space
from migrate_check.rules.stream.start_missing import start_missing
from migrate_check.rules.stream.start_repeated import start_repeated
from migrate_check.rules.stream.stream_answered_as_json import stream_answered_as_json
from migrate_check.rules.stream.stream_buffered_in_burst import stream_buffered_in_burst
from migrate_check.rules.stream.stream_content_type import stream_content_type
from migrate_check.rules.stream.stream_done_missing import stream_done_missing
from migrate_check.rules.stream.stream_empty import stream_empty
from migrate_check.rules.stream.stream_finish_missing import stream_finish_missing
from migrate_check.rules.stream.stream_finish_repeated import stream_finish_repeated
from migrate_check.rules.stream.stream_id_changed import stream_id_changed
from migrate_check.rules.stream.stream_id_empty import stream_id_empty
from migrate_check.rules.stream.stream_model_changed import stream_model_changed
from migrate_check.rules.stream.stream_role_missing import stream_role_missing
from migrate_check.rules.stream.stream_role_repeated import stream_role_repeated
from migrate_check.rules.stream.stream_terminal_missing import stream_terminal_missing
from migrate_check.rules.stream.stream_terminal_repeated import stream_terminal_repeated
from migrate_check.rules.stream.stream_unasked import stream_unasked
from migrate_check.rules.stream.streamed_text_cut_short import streamed_text_cut_short
from migrate_check.rules.stream.text_delivered_twice import text_delivered_twice

RULES: tuple[Rule, ...] = (
    block_delta_mismatch,
    block_index_gap,
    block_input_at_start,
    block_not_started,
    block_not_stopped,
    block_overlap,
    block_restarted,
    choice_index_missing,
    chunks_coalesced,
    content_after_finish,
    data_after_end,
    deltas_missing,
    empty_choices_first,
    error_event_in_stream,
    event_name_mismatch,
    event_name_missing,
    event_not_json,
    event_not_wrapped,
    event_unknown,
    event_unterminated,
    final_output_disagrees,
    item_changed,
    item_index_shared,
    item_not_announced,
    item_not_done,
    message_instead_of_delta,
    part_not_announced,
    part_not_done,
    parts_disagree,
    reasoning_lost_in_stream,
    sequence_number_broken,
    sse_byte_order_mark,
    sse_comment_injected,
    sse_event_without_data,
    sse_extra_blank_line,
    sse_field_added,
    sse_line_endings_changed,
    sse_multiline_data,
    sse_no_space,
    start_missing,
    start_repeated,
    stream_answered_as_json,
    stream_buffered_in_burst,
    stream_content_type,
    stream_done_missing,
    stream_empty,
    stream_finish_missing,
    stream_finish_repeated,
    stream_id_changed,
    stream_id_empty,
    stream_model_changed,
    stream_role_missing,
    stream_role_repeated,
    stream_terminal_missing,
    stream_terminal_repeated,
    stream_unasked,
    streamed_text_cut_short,
    text_delivered_twice,
)
