"""The `anthropic-beta` header: known features, and the body fields that need one."""

from __future__ import annotations

import json

from migrate_check.lab.formats.anthropic_errors import refused
from migrate_check.lab.formats.format import as_object
from migrate_check.lab.sse import JsonObject
from migrate_check.lab.wire import LabRequest

_FIELDS = {
    "context_management": ("context-management-2025-06-27", "compact-2026-01-12"),
    "output_format": ("structured-outputs-2025-11-13",),
    "mcp_servers": ("mcp-client-2025-04-04", "mcp-client-2025-11-20"),
    "container": ("code-execution-2025-08-25", "skills-2025-10-02"),
}
"""Body field → the features of which one must be asked for."""
_OTHERS = frozenset(
    {
        "advanced-tool-use-2025-11-20", "claude-code-20250219", "code-execution-2025-05-22",
        "computer-use-2025-01-24", "context-1m-2025-08-07", "effort-2025-11-24",
        "extended-cache-ttl-2025-04-11", "files-api-2025-04-14",
        "fine-grained-tool-streaming-2025-05-14", "interleaved-thinking-2025-05-14",
        "message-batches-2024-09-24", "oauth-2025-04-20", "output-128k-2025-02-19",
        "pdfs-2024-09-25", "prompt-caching-2024-07-31", "token-counting-2024-11-01",
        "token-efficient-tools-2025-02-19", "tools-2024-04-04", "tools-2024-05-16",
        "web-fetch-2025-09-10",
    }
)  # fmt: skip
_KNOWN = _OTHERS | {name for names in _FIELDS.values() for name in names}


def require_betas(request: LabRequest) -> None:
    """Raises Refused for an unknown feature, or for a field whose feature is not asked for."""
    header = request.header("anthropic-beta") or ""
    asked = [name for part in header.split(",") if (name := part.strip())]
    for name in asked:
        if name not in _KNOWN:
            raise refused(
                f"Unexpected value(s) `{name}` for the `anthropic-beta` header. Please consult our"
                " documentation at docs.claude.com or try again without the header."
            )
    for field in _body(request):
        needed = _FIELDS.get(field)
        if needed is not None and not set(needed) & set(asked):
            raise refused(f"{field}: Extra inputs are not permitted")


def _body(request: LabRequest) -> JsonObject:
    try:
        return as_object(json.loads(request.body))
    except ValueError:
        return {}
