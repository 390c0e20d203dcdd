"""Rules of the family usage."""

from migrate_check.rules.rule import Rule
from migrate_check.rules.usage.reasoning_tokens_changed import reasoning_tokens_changed
from migrate_check.rules.usage.token_count_wrong import token_count_wrong
from migrate_check.rules.usage.usage_details_missing import usage_details_missing
from migrate_check.rules.usage.usage_differs_when_streamed import usage_differs_when_streamed
from migrate_check.rules.usage.usage_every_chunk import usage_every_chunk
from migrate_check.rules.usage.usage_missing import usage_missing
from migrate_check.rules.usage.usage_negative import usage_negative
from migrate_check.rules.usage.usage_output_implausible import usage_output_implausible
from migrate_check.rules.usage.usage_output_tokens_changed import usage_output_tokens_changed
from migrate_check.rules.usage.usage_prompt_tokens_inflated import usage_prompt_tokens_inflated
from migrate_check.rules.usage.usage_prompt_tokens_lower import usage_prompt_tokens_lower
from migrate_check.rules.usage.usage_prompt_tokens_shifted import usage_prompt_tokens_shifted
from migrate_check.rules.usage.usage_prompt_tokens_vary import usage_prompt_tokens_vary
from migrate_check.rules.usage.usage_total_wrong import usage_total_wrong
from migrate_check.rules.usage.usage_unasked import usage_unasked
from migrate_check.rules.usage.usage_zero import usage_zero

RULES: tuple[Rule, ...] = (
    token_count_wrong,
    reasoning_tokens_changed,
    usage_details_missing,
    usage_differs_when_streamed,
    usage_every_chunk,
    usage_missing,
    usage_negative,
    usage_output_implausible,
    usage_output_tokens_changed,
    usage_prompt_tokens_inflated,
    usage_prompt_tokens_lower,
    usage_prompt_tokens_shifted,
    usage_prompt_tokens_vary,
    usage_total_wrong,
    usage_unasked,
    usage_zero,
)
