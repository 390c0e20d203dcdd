"""Response headers that callers and intermediaries read."""

from __future__ import annotations

from migrate_check.rules.headers.content_type_changed import content_type_changed
from migrate_check.rules.headers.cors_header_missing import cors_header_missing
from migrate_check.rules.headers.header_added import header_added
from migrate_check.rules.headers.header_missing import header_missing
from migrate_check.rules.headers.header_value_changed import header_value_changed
from migrate_check.rules.headers.hop_header_changed import hop_header_changed
from migrate_check.rules.headers.rate_limit_headers_missing import rate_limit_headers_missing
from migrate_check.rules.headers.request_id_missing import request_id_missing
from migrate_check.rules.headers.retry_after_missing import retry_after_missing
from migrate_check.rules.headers.stream_cache_control_missing import stream_cache_control_missing
from migrate_check.rules.headers.token_quota_not_counted import token_quota_not_counted
from migrate_check.rules.headers.transfer_framing_changed import transfer_framing_changed
from migrate_check.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    content_type_changed,
    cors_header_missing,
    header_added,
    header_missing,
    header_value_changed,
    hop_header_changed,
    rate_limit_headers_missing,
    request_id_missing,
    retry_after_missing,
    stream_cache_control_missing,
    token_quota_not_counted,
    transfer_framing_changed,
)
