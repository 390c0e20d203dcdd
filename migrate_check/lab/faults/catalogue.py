"""Every fault, listed by hand: what is not here does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from migrate_check.domain.errors import UsageError
from migrate_check.lab.faults import (
    anthropic,
    anthropic_requests,
    anthropic_thoughts,
    caching,
    errors,
    openai_stream,
    openai_tools,
    parameters,
    security,
    semantics,
    transport,
    usage,
)
from migrate_check.lab.faults.fault import Fault

FAULTS: Mapping[str, Fault] = {
    fault.id: fault
    for fault in (
        anthropic.anth_block_start_input_missing,
        anthropic.anth_delta_usage_partial,
        anthropic.anth_ghost_delta_parallel,
        anthropic.anth_no_message_stop,
        anthropic.anth_stop_reason_end_turn_with_tool,
        anthropic.anth_stop_sequence_lost,
        anthropic.anth_stream_cut_without_error,
        anthropic.anth_tool_input_empty_stream,
        anthropic.anth_duplicate_message_delta,
        anthropic.anth_error_becomes_clean_stop,
        anthropic.anth_ping_renamed,
        anthropic.anth_text_replayed_after_tool,
        anthropic.sse_partial_event_merges_error,
        anthropic_requests.anth_count_tokens_404,
        anthropic_requests.anth_count_tokens_fake_zero,
        anthropic_requests.anth_count_tokens_guessed,
        anthropic_requests.anthropic_beta_dropped,
        anthropic_requests.anthropic_beta_injected_invalid,
        anthropic_requests.auth_scheme_unsupported,
        anthropic_requests.cache_control_gateway_injected,
        anthropic_requests.cache_control_stripped,
        anthropic_requests.cache_write_never_read,
        anthropic_requests.route_shape_confusion,
        anthropic_thoughts.anth_thinking_signature_invalid,
        anthropic_thoughts.anth_thinking_signature_missing,
        anthropic_thoughts.redacted_thinking_dropped,
        anthropic_thoughts.sem_system_role_misattributed,
        anthropic_thoughts.thinking_blocks_dropped,
        caching.cache_cross_upstream_leak,
        caching.cache_nondeterministic_replayed,
        caching.model_route_hops_kill_cache,
        caching.usage_prompt_tokens_cache_convention,
        errors.errors_429_remapped,
        errors.errors_anthropic_envelope_openai,
        errors.errors_body_erased,
        errors.errors_context_length_code_lost,
        errors.errors_error_returned_200_json,
        errors.errors_html_body,
        errors.retry_after_lost,
        openai_stream.empty_choices_first_chunk,
        openai_stream.oai_done_missing,
        openai_stream.oai_finish_empty_string,
        openai_stream.oai_stream_intermittent_truncation,
        openai_stream.oai_stream_no_terminal_finish,
        openai_stream.stream_chunk_message_not_delta,
        openai_stream.stream_empty_200,
        openai_stream.stream_role_missing,
        openai_tools.finish_stop_for_toolcalls_stream_only,
        openai_tools.tool_arguments_object_not_string,
        openai_tools.tool_call_as_text,
        openai_tools.tool_id_new_each_delta,
        openai_tools.tool_index_missing,
        openai_tools.tool_name_rewritten,
        openai_tools.tool_parallel_all_index_0,
        parameters.model_echo_rewritten_hides_swap,
        parameters.model_silent_downgrade_under_load,
        parameters.model_quantised_backend,
        parameters.params_dropped_signal_unread,
        parameters.params_logit_bias_dropped,
        parameters.params_penalties_dropped,
        parameters.params_reasoning_effort_rejected_or_dropped,
        parameters.params_seed_dropped,
        parameters.params_top_p_discarded_when_temperature,
        parameters.params_unsupported_rejected_400,
        parameters.tool_parallel_forced_off,
        parameters.tool_strict_lost,
        parameters.params_stop_dropped,
        parameters.sem_hidden_system_prompt,
        parameters.tool_choice_forced_lost,
        parameters.tool_choice_none_lost,
        parameters.tool_parallel_flag_lost,
        security.auth_not_required,
        security.id_encodes_route,
        security.sec_upstream_error_leaks_key,
        security.sec_upstream_key_in_response_header,
        semantics.derived_system_fingerprint_lost,
        semantics.limits_context_silent_truncation,
        semantics.reasoning_missing_in_stream,
        semantics.sem_cross_talk,
        semantics.sem_system_prompt_replaced,
        semantics.tool_id_reused_across_rounds,
        semantics.usage_tokens_billed_not_delivered,
        transport.derived_request_id_missing,
        transport.fake_streaming,
        transport.ratelimit_headers_missing,
        transport.slow,
        transport.sse_comments_injected,
        transport.sse_crlf,
        transport.sse_data_no_space,
        transport.sse_extra_blank_line,
        transport.stale_content_encoding,
        transport.stream_coalesced_chunks,
        transport.stream_content_type_json,
        transport.utf8_split_replacement,
        usage.stream_usage_every_chunk,
        usage.usage_chunk_missing_despite_include_usage,
        usage.usage_chunk_unrequested,
    )
}
"""Id → fault."""

DEMO_FAULTS: tuple[str, ...] = (
    "usage-chunk-missing-despite-include-usage",
    "tool-parallel-all-index-0",
    "finish-stop-for-toolcalls-stream-only",
    "anth-stop-reason-end-turn-with-tool",
    "errors-context-length-code-lost",
    "errors-anthropic-envelope-openai",
    "sec-upstream-key-in-response-header",
    "derived-request-id-missing",
)
"""What the demo's gateway does: streams, tools, errors, security, headers."""


def find_faults(ids: Iterable[str]) -> tuple[Fault, ...]:
    """The faults of these ids, in order. Raises UsageError that names the closest ids."""
    return tuple(_find(wanted) for wanted in ids)


def _find(wanted: str) -> Fault:
    fault = FAULTS.get(wanted)
    if fault is None:
        close = " or ".join(difflib.get_close_matches(wanted, FAULTS, n=3, cutoff=0))
        raise UsageError(f"fault {wanted!r} is not known; did you mean {close}?")
    return fault
