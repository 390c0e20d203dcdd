"""What `generateContent` accepts, and its refusals."""

from __future__ import annotations

import re

from migrate_check.domain.json_value import Json
from migrate_check.lab.formats import gemini_errors as errors
from migrate_check.lab.formats.format import as_object, objects
from migrate_check.lab.sse import JsonObject

_REQUEST = frozenset(
    (
        "model",
        "contents",
        "tools",
        "toolConfig",
        "safetySettings",
        "systemInstruction",
        "generationConfig",
        "cachedContent",
        "serviceTier",
        "store",
    )
)
_CONFIG = frozenset(
    (
        "stopSequences",
        "responseMimeType",
        "responseSchema",
        "responseJsonSchema",
        "responseModalities",
        "candidateCount",
        "maxOutputTokens",
        "temperature",
        "topP",
        "topK",
        "seed",
        "presencePenalty",
        "frequencyPenalty",
        "responseLogprobs",
        "logprobs",
        "thinkingConfig",
        "speechConfig",
        "imageConfig",
        "mediaResolution",
        "enableEnhancedCivicAnswers",
    )
)
_PART = frozenset(
    (
        "text",
        "thought",
        "thoughtSignature",
        "functionCall",
        "functionResponse",
        "inlineData",
        "fileData",
        "executableCode",
        "codeExecutionResult",
        "videoMetadata",
        "partMetadata",
    )
)
_TOOL = frozenset(
    (
        "functionDeclarations",
        "googleSearch",
        "googleSearchRetrieval",
        "codeExecution",
        "urlContext",
        "computerUse",
        "fileSearch",
        "googleMaps",
    )
)
_DECLARATION = frozenset(
    (
        "name",
        "description",
        "parameters",
        "parametersJsonSchema",
        "response",
        "responseJsonSchema",
        "behavior",
    )
)
_SCHEMA = frozenset(
    (
        "type",
        "format",
        "title",
        "description",
        "nullable",
        "enum",
        "maxItems",
        "minItems",
        "properties",
        "required",
        "minProperties",
        "maxProperties",
        "minLength",
        "maxLength",
        "pattern",
        "example",
        "anyOf",
        "propertyOrdering",
        "default",
        "items",
        "minimum",
        "maximum",
    )
)
# Data of callers, in which keys stay as they are.
_OPAQUE = frozenset(("args", "response", "parametersJsonSchema", "responseJsonSchema", "default"))
_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}")
_SNAKE = re.compile(r"_([a-z])")


def camel(value: Json, *, names: bool = True) -> Json:
    """A request with keys in camelCase; Google accepts either. `names`: keys here are Google's."""
    if isinstance(value, list):
        return [camel(item) for item in value]
    if not isinstance(value, dict):
        return value
    found: JsonObject = {}
    for key, child in value.items():
        name = _SNAKE.sub(lambda match: match[1].upper(), key) if names else key
        opaque = names and name in _OPAQUE
        found[name] = child if opaque else camel(child, names=not (names and name == "properties"))
    return found


def validate(body: JsonObject) -> None:
    """Raises Refused for the first thing that is wrong. Keys are in camelCase."""
    _require_known(body, _REQUEST, "")
    contents = body.get("contents")
    if isinstance(contents, dict):
        contents = body["contents"] = [contents]
    if contents is not None and not isinstance(contents, list):
        field = "type.googleapis.com/google.ai.generativelanguage.v1beta.Content"
        raise errors.violation("contents", f"Invalid value at 'contents' ({field}), \"{contents}\"")
    if not contents:
        raise errors.contents_missing()
    _require_config(as_object(body.get("generationConfig")))
    _require_contents(objects(contents))
    _require_tools(objects(body.get("tools")))
    calling = as_object(as_object(body.get("toolConfig")).get("functionCallingConfig"))
    _require_calling(calling, body)


def _require_known(document: JsonObject, names: frozenset[str], field: str) -> None:
    for name in document:
        if name not in names:
            raise errors.name_unknown(name, field)


def _require_config(config: JsonObject) -> None:
    _require_known(config, _CONFIG, "generation_config")
    temperature, limit = config.get("temperature"), config.get("maxOutputTokens")
    place = "* GenerateContentRequest.generation_config"
    if temperature is not None:
        if isinstance(temperature, bool) or not isinstance(temperature, int | float):
            where = "generation_config.temperature"
            raise errors.violation(
                where, f"Invalid value at '{where}' (TYPE_FLOAT), \"{temperature}\""
            )
        if not 0 <= temperature <= 2:
            raise errors.refused(
                f"{place}.temperature: temperature must be in the range [0.0, 2.0].\n"
            )
    if isinstance(limit, int) and limit < 1:
        raise errors.refused(f"{place}.max_output_tokens: max_output_tokens must be positive.\n")
    count = config.get("candidateCount")
    if isinstance(count, int) and not 1 <= count <= 8:
        raise errors.refused(
            f"{place}.candidate_count: candidate_count must be in the range [1, 8].\n"
        )


def _require_contents(contents: list[JsonObject]) -> None:
    for index, content in enumerate(contents):
        if content.get("role") not in (None, "user", "model", "function"):
            raise errors.refused("Please use a valid role: user, model.")
        parts = objects(content.get("parts"))
        if not parts:
            raise errors.refused(
                f"* GenerateContentRequest.contents[{index}].parts: contents.parts must not be"
                " empty.\n"
            )
        for position, part in enumerate(parts):
            _require_known(part, _PART, f"contents[{index}].parts[{position}]")


def _require_tools(tools: list[JsonObject]) -> None:
    for index, tool in enumerate(tools):
        _require_known(tool, _TOOL, f"tools[{index}]")
        for position, declared in enumerate(objects(tool.get("functionDeclarations"))):
            place = f"tools[{index}].function_declarations[{position}]"
            _require_known(declared, _DECLARATION, place)
            if not _NAME.fullmatch(str(declared.get("name", ""))):
                raise errors.refused(
                    f"* GenerateContentRequest.{place}.name: Invalid function name. Must start with"
                    " a letter or an underscore.\n"
                )
            _require_schema(as_object(declared.get("parameters")), f"{place}.parameters")


def _require_schema(schema: JsonObject, place: str) -> None:
    _require_known(schema, _SCHEMA, place)
    for number, child in enumerate(as_object(schema.get("properties")).values()):
        _require_schema(as_object(child), f"{place}.properties[{number}].value")
    if "items" in schema:
        _require_schema(as_object(schema["items"]), f"{place}.items")
    for number, option in enumerate(objects(schema.get("anyOf"))):
        _require_schema(option, f"{place}.any_of[{number}]")


def _require_calling(calling: JsonObject, body: JsonObject) -> None:
    mode = calling.get("mode", "AUTO")
    if mode not in ("MODE_UNSPECIFIED", "AUTO", "ANY", "NONE", "VALIDATED"):
        where = "tool_config.function_calling_config.mode"
        raise errors.violation(where, f"Invalid value at '{where}' (TYPE_ENUM), \"{mode}\"")
    if calling.get("allowedFunctionNames") and mode not in ("ANY", "VALIDATED"):
        raise errors.refused(
            "Function calling config is set without function_calling_mode set to ANY or VALIDATED"
            " and allowed_function_names are set."
        )
    if mode == "ANY" and not objects(body.get("tools")):
        raise errors.refused("Function calling mode is ANY but no function declarations are given.")
