"""The rule usage-output-implausible."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import ObservedPair, Reply
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule

# A token is some four bytes of English and seldom less than one byte of anything; the allowance
# covers what formats and models add around calls: up to 180 tokens were seen on real providers.
_TOKENS_PER_BYTE, _ALLOWANCE = 2, 256
# Long runs of blanks are one token, so only long texts with a wild ratio count.
_BYTES_PER_TOKEN, _LONG = 20, 400
_HIDDEN_OUTPUT = ("thinking", "reasoning", "reasoning_effort", "modalities", "audio")
_GOOGLES_TOOLS = frozenset(
    ("googleSearch", "google_search", "codeExecution", "code_execution", "urlContext", "fileSearch")
)
_OWN_TOOLS = (None, "function", "custom")


@pair_rule(Severity.WARNING, When.BOTH_OK, Nature.SAMPLED)
def usage_output_implausible(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The number of output tokens does not fit the text that was delivered.

    ## Why it matters
    Either text was lost behind the meter, or the meter counts something else.

    ## Who breaks
    With far too many tokens, callers pay for text that they never receive; with far too few,
    budgets and cost records are wrong.

    ## Example
    859 output tokens for one chunk of about 8 tokens, and no reasoning tokens.

    ## When to accept it
    The model reasons in secret and its answers do not say how much.

    ## Source
    https://github.com/anomalyco/opencode/issues/43379
    """
    reply = pair.candidate.reply
    if reply is None or reply.usage is None or reply.choices != 1:
        return
    tokens, shown = reply.usage.output_tokens, _shown_bytes(reply)
    if not tokens or tokens < 0 or _hides_output(pair.candidate.asked.body):
        return
    # Some providers count reasoning apart from the output, so it explains tokens but needs none.
    explained = shown + len((reply.reasoning or "").encode(errors="replace"))
    visible = tokens - (reply.usage.reasoning_tokens or 0)
    too_many = visible > _TOKENS_PER_BYTE * explained + _ALLOWANCE
    if too_many or (shown > _LONG and tokens * _BYTES_PER_TOKEN < shown):
        yield Difference(
            "usage.output_tokens",
            "The output tokens do not fit the text that was delivered.",
            None,
            f"{tokens} tokens for {explained} bytes",
        )


def _shown_bytes(reply: Reply) -> int:
    texts = [reply.text, reply.refusal or ""]
    texts += [(call.name or "") + call.arguments for call in reply.tool_calls]
    return sum(len(text.encode(errors="replace")) for text in texts)


def _hides_output(body: Json) -> bool:
    """Whether the answer may hold what is counted and not seen here: thoughts, audio, searches."""
    if not isinstance(body, dict) or any(body.get(name) for name in _HIDDEN_OUTPUT):
        return True
    tools = body.get("tools")
    return isinstance(tools, list) and any(
        isinstance(tool, dict)
        and (tool.get("type") not in _OWN_TOOLS or not tool.keys().isdisjoint(_GOOGLES_TOOLS))
        for tool in tools
    )
