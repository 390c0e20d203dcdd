"""What a Gemini request asks of the imitated model. Keys are in camelCase."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.json_value import Json
from migrate_check.lab import tokens
from migrate_check.lab.demand import Choice, Demand, Tool
from migrate_check.lab.formats.format import as_object, objects, strings, text_of
from migrate_check.lab.formats.gemini_thoughts import thought_tokens
from migrate_check.lab.sse import JsonObject, dump

_MESSAGE_OVERHEAD_TOKENS = 2
_TOOLS_OVERHEAD_TOKENS = 40


def read_demand(body: JsonObject, model: str, served: str, *, stream: bool) -> Demand:
    """A validated request, understood."""
    contents, config = objects(body["contents"]), generation(body)
    calling = as_object(as_object(body.get("toolConfig")).get("functionCallingConfig"))
    prompt = next((t for c in reversed(contents) if (t := _user_text(c))), "")
    allowed = strings(calling.get("allowedFunctionNames"))
    limit, count = config.get("maxOutputTokens"), config.get("candidateCount")
    system, seed = _texts(as_object(body.get("systemInstruction"))), config.get("seed")
    # Thoughts count against the limit.
    thoughts = thought_tokens(model, config, prompt)
    return Demand(
        model=model,
        served=served,
        stream=stream,
        system=system,
        prompt=prompt,
        tools=tuple(t for t in _tools(body) if not allowed or t.name in allowed),
        choice=_freedom(calling.get("mode")),
        forced=allowed[0] if calling.get("mode") == "ANY" and len(allowed) == 1 else None,
        parallel=True,
        results=_results(contents[-1]),
        reply_schema=_reply_schema(config),
        stop=strings(config.get("stopSequences")),
        max_tokens=max(limit - thoughts, 0) if isinstance(limit, int) else None,
        steady=config.get("temperature") == 0 or seed is not None,
        prompt_tokens=_prompt_tokens(contents, body),
        replies=count if isinstance(count, int) else 1,
        context="\n".join([system, *map(_texts, contents)]),
        seed=seed if isinstance(seed, int) else None,
    )


def generation(body: JsonObject) -> JsonObject:
    """`generationConfig`, {} where there is none."""
    return as_object(body.get("generationConfig"))


def _texts(content: JsonObject) -> str:
    return text_of(content.get("parts"))


def _user_text(content: JsonObject) -> str:
    return "" if content.get("role") == "model" else _texts(content)


def _freedom(mode: Json) -> Choice:
    if mode == "NONE":
        return Choice.NONE
    return Choice.REQUIRED if mode == "ANY" else Choice.AUTO


def _tools(body: JsonObject) -> Iterator[Tool]:
    for tool in objects(body.get("tools")):
        for declared in objects(tool.get("functionDeclarations")):
            about = declared.get("description")
            schema = as_object(declared.get("parametersJsonSchema"))
            schema = schema or _json_schema(as_object(declared.get("parameters")))
            yield Tool(str(declared["name"]), about if isinstance(about, str) else "", schema)


def _json_schema(schema: JsonObject) -> JsonObject:
    """JSON Schema of Google's own, as far as the imitated model looks at it."""
    plain: JsonObject = dict(schema)
    if isinstance(kind := schema.get("type"), str):
        plain["type"] = kind.lower()
    if properties := as_object(schema.get("properties")):
        plain["properties"] = {n: _json_schema(as_object(p)) for n, p in properties.items()}
    if items := as_object(schema.get("items")):
        plain["items"] = _json_schema(items)
    return plain


def _results(last: JsonObject) -> tuple[str, ...]:
    found = (as_object(part.get("functionResponse")) for part in objects(last.get("parts")))
    return tuple(_result(answer.get("response")) for answer in found if answer)


def _result(response: Json) -> str:
    value = as_object(response)
    text = value.get("result")
    return text if isinstance(text, str) and len(value) == 1 else dump(response)


def _reply_schema(config: JsonObject) -> JsonObject | None:
    if config.get("responseMimeType") != "application/json":
        return None
    schema = as_object(config.get("responseJsonSchema"))
    return schema or _json_schema(as_object(config.get("responseSchema"))) or {"type": "object"}


def _prompt_tokens(contents: list[JsonObject], body: JsonObject) -> int:
    total = tokens.count(_texts(as_object(body.get("systemInstruction"))))
    for content in contents:
        for part in objects(content.get("parts")):
            text = part.get("text")
            unsigned = {k: v for k, v in part.items() if k != "thoughtSignature"}
            total += tokens.count(text if isinstance(text, str) else dump(unsigned))
        total += _MESSAGE_OVERHEAD_TOKENS
    tools = body.get("tools")
    return total + (_TOOLS_OVERHEAD_TOKENS + tokens.count(dump(tools)) if tools else 0)
