"""Which of the offered tools a request leaves to the model, in any dialect."""

from __future__ import annotations

from migrate_check.dialects.json_fields import as_array, as_object
from migrate_check.domain.json_value import Json


def allowed_names(body: Json) -> frozenset[str] | None:
    """Names that `tool_choice` leaves to be called; None where it leaves all of them.

    Knows `allowed_tools` of OpenAI (flat in Responses, nested in Chat Completions), and the choice
    of one tool by name in OpenAI's and Anthropic's forms.
    """
    choice = as_object(as_object(body).get("tool_choice"))
    kind = choice.get("type")
    if kind == "allowed_tools":
        nested = as_object(choice.get("allowed_tools"))
        entries = as_array(choice.get("tools", nested.get("tools")))
        return frozenset(name for entry in entries if (name := _name(entry)))
    if kind in ("function", "custom", "tool"):
        name = _name(choice)
        return frozenset((name,)) if name else None
    return None


def _name(entry: Json) -> str | None:
    tool = as_object(entry)
    inner = as_object(tool.get("function")) or as_object(tool.get("custom")) or tool
    name = inner.get("name")
    return name if isinstance(name, str) and name else None
