"""Vercel's AI SDK: the model argument decides provider, route, client and field names."""

from __future__ import annotations

import pytest

from migrate_check.domain.call_site import CallSite, Certainty, Rollback
from tests.inventory.scripts.found import names, site, sites

IMPORTS = """
import { createProviderRegistry, customProvider, embed, gateway, generateImage } from "ai";
import { generateObject, generateText, streamText, ToolLoopAgent, wrapLanguageModel } from "ai";
import { anthropic, createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI, openai } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { createVertexAnthropic } from "@ai-sdk/google-vertex/anthropic";
import { bedrock } from "@ai-sdk/amazon-bedrock";
import { google } from "@ai-sdk/google";
import { openrouter } from "@openrouter/ai-sdk-provider";
const fast = () => openai.chat("gpt-4o-mini");
const mine = customProvider({ languageModels: { fast: google("gemini-2.5-flash") } });
const registry = createProviderRegistry({ anthropic, openai });
const vertex = createVertexAnthropic({});
"""


def asked(call: str) -> CallSite:
    return site(f"{IMPORTS}{call};")


@pytest.mark.parametrize(
    ("model", "provider", "route", "name"),
    [
        ('openai("gpt-4o")', "openai", "openai-responses", "gpt-4o"),
        ('openai.responses("gpt-4o")', "openai", "openai-responses", "gpt-4o"),
        ('openai.chat("gpt-4o")', "openai", "openai-chat", "gpt-4o"),
        ('openai.completion("gpt-3.5")', "openai", "openai-completions", "gpt-3.5"),
        ('openai.languageModel("gpt-4o")', "openai", "openai-responses", "gpt-4o"),
        ('anthropic("claude-x")', "anthropic", "anthropic-messages", "claude-x"),
        ('google("gemini-x")', "gemini", "gemini", "gemini-x"),
        ('google.chat("gemini-x")', "gemini", "gemini", "gemini-x"),
        ('bedrock("claude-x")', "bedrock", "bedrock-converse", "claude-x"),
        ('vertex("claude-x")', "vertex", "anthropic-messages", "claude-x"),
        ('openrouter.chat("a/b")', "openrouter", "openai-chat", "a/b"),
        ('"openai/gpt-5"', "vercel", "unknown", "openai/gpt-5"),
        ('gateway("openai/gpt-5")', "vercel", "unknown", "openai/gpt-5"),
        ("fast()", "openai", "openai-chat", "gpt-4o-mini"),
        ('mine.languageModel("fast")', "gemini", "gemini", "gemini-2.5-flash"),
        (
            'registry.languageModel("anthropic:claude-x")',
            "anthropic",
            "anthropic-messages",
            "claude-x",
        ),
        (
            'wrapLanguageModel({ model: openai.chat("m"), middleware })',
            "openai",
            "openai-chat",
            "m",
        ),
    ],
)
def test_a_model_argument(model: str, provider: str, route: str, name: str) -> None:
    found = asked(f"generateText({{ model: {model}, prompt }})")
    assert (found.sdk, found.client.provider, found.route) == ("ai-sdk", provider, route)
    assert found.model.value == name
    assert found.fields_known


@pytest.mark.parametrize(
    "model", ["unknownHere", "pick(request)", "openai", "mine(1)", 'registry.languageModel("x")']
)
def test_a_model_that_is_not_seen_is_unknown(model: str) -> None:
    found = asked(f"generateText({{ model: {model}, prompt }})")
    assert (found.route, found.model.value) == ("unknown", None)
    assert found.model.certainty is Certainty.UNKNOWN


def test_one_of_two_models() -> None:
    found = asked('generateText({ model: big ? openai.chat("a") : openai.chat("b"), prompt })')
    assert (found.model.value, found.model.alternatives) == ("a", ("b",))
    assert found.model.certainty is Certainty.MAYBE


@pytest.mark.parametrize(
    ("maker", "provider", "base", "key"),
    [
        ("createOpenAI({ baseURL: process.env.URL })", None, Rollback.A, Rollback.A),
        ('createOpenAI({ baseURL: "https://api.deepseek.com" })', "deepseek", "C", Rollback.A),
        ('createAnthropic({ apiKey: "sk-1" })', "anthropic", Rollback.A, Rollback.C),
        ('createOpenAICompatible({ baseURL: "http://vllm/v1" })', None, Rollback.C, Rollback.D),
    ],
)
def test_a_provider_that_the_code_makes(
    maker: str, provider: str | None, base: str, key: str
) -> None:
    found = asked(f'const own = {maker};\ngenerateText({{ model: own("m"), prompt }})')
    assert (found.model.value, found.client.provider) == ("m", provider)
    assert (found.client.rollback, found.client.key_rollback) == (base, key)
    assert found.client.made_at == "app.ts:15"


SETTINGS = (
    "temperature: 0, topP: 1, topK: 2, maxOutputTokens: 3, seed: 4, stopSequences: [], "
    "presencePenalty: 0, frequencyPenalty: 0, toolChoice: 'auto', onFinish, stopWhen, maxRetries: 5"
)


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ('openai("m")', "temperature top_p max_output_tokens tool_choice"),
        (
            'openai.chat("m")',
            "temperature top_p max_tokens seed stop presence_penalty frequency_penalty tool_choice",
        ),
        ('anthropic("m")', "temperature top_p top_k max_tokens stop_sequences tool_choice"),
        (
            'bedrock("m")',
            "inferenceConfig.temperature inferenceConfig.topP inferenceConfig.maxTokens "
            "inferenceConfig.stopSequences toolConfig",
        ),
        (
            'google("m")',
            "generationConfig.temperature generationConfig.topP generationConfig.topK "
            "generationConfig.maxOutputTokens generationConfig.seed "
            "generationConfig.stopSequences generationConfig.presencePenalty "
            "generationConfig.frequencyPenalty toolConfig",
        ),
    ],
)
def test_settings_by_the_names_of_the_route(model: str, expected: str) -> None:
    found = asked(f"streamText({{ model: {model}, {SETTINGS} }})")
    assert names(found) == set(expected.split())
    assert found.streaming.value == "true"
    assert found.client.retries is not None
    assert found.client.retries.value == "5"


def test_the_name_in_the_code_is_kept() -> None:
    (field,) = asked('generateText({ model: openai("m"), maxOutputTokens: 7 })').fields
    assert (field.name, field.written, field.value) == ("max_output_tokens", "maxOutputTokens", "7")


@pytest.mark.parametrize(
    ("model", "options", "expected"),
    [
        (
            'anthropic("m")',
            "anthropic: { thinking: { type: 'enabled', budgetTokens: 9 }, sendReasoning: true }",
            {"thinking", "thinking.type", "thinking.budget_tokens"},
        ),
        (
            'openai("m")',
            "openai: { reasoningEffort: 'low', parallelToolCalls: false, store: true }",
            {"reasoning", "reasoning.effort", "parallel_tool_calls", "store"},
        ),
        ('openai.chat("m")', "openai: { reasoningEffort: 'low' }", {"reasoning_effort"}),
        (
            'google("m")',
            "google: { thinkingConfig: { thinkingBudget: 0 }, cachedContent: 'c' }",
            {
                "generationConfig.thinkingConfig",
                "generationConfig.thinkingConfig.thinkingBudget",
                "cachedContent",
            },
        ),
    ],
)
def test_provider_options(model: str, options: str, expected: set[str]) -> None:
    found = asked(f"generateText({{ model: {model}, providerOptions: {{ {options} }} }})")
    assert names(found) == expected


@pytest.mark.parametrize(
    ("model", "tools", "expected"),
    [
        ('openai("m")', "own: tool({})", {"tools"}),
        (
            'openai("m")',
            "s: openai.tools.webSearchPreview({}), own: tool({})",
            {"tools", "tools:web_search_preview"},
        ),
        (
            'anthropic("m")',
            "s: anthropic.tools.webSearch_20250305({})",
            {"tools", "tools:web_search_20250305"},
        ),
        ('google("m")', "s: google.tools.googleSearch({}), own", {"tools", "tools:googleSearch"}),
    ],
)
def test_tools_of_providers(model: str, tools: str, expected: set[str]) -> None:
    found = asked(f"generateText({{ model: {model}, tools: {{ {tools} }} }})")
    assert names(found) == expected
    assert [field.value for field in found.fields if field.name == "tools"] == [None]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('generateObject({ model: openai.chat("m"), schema })', {"response_format"}),
        ('generateObject({ model: openai("m"), output: "array", schema })', {"text"}),
        ('generateObject({ model: anthropic("m"), schema })', {"output_config"}),
        ('generateObject({ model: bedrock("m"), schema })', {"toolConfig"}),
        ('generateText({ model: openai("m"), headers: { "X-Team": "a" } })', {"header:x-team"}),
    ],
)
def test_schemas_and_headers(call: str, expected: set[str]) -> None:
    found = asked(call)
    assert names(found) == expected
    assert found.client.headers == ()


@pytest.mark.parametrize(
    ("call", "route"),
    [
        ('embed({ model: openai.textEmbeddingModel("m"), value })', "embeddings"),
        ('embed({ model: google.textEmbeddingModel("m"), value })', "gemini-embeddings"),
        ("embed({ model, value })", "embeddings"),
        ('generateImage({ model: openai.image("m"), prompt })', "images"),
        ('new ToolLoopAgent({ model: anthropic("m") })', "anthropic-messages"),
    ],
)
def test_other_functions(call: str, route: str) -> None:
    assert asked(call).route == route


def test_options_that_a_caller_adds_are_not_known() -> None:
    found = asked('function ask(extra) { return generateText({ model: openai("m"), ...extra }) }')
    assert not found.fields_known


def test_functions_of_the_same_names_elsewhere_are_none() -> None:
    assert sites('import { generateText } from "lorem"; generateText({ model: "latin" })') == []


@pytest.mark.parametrize(
    ("model", "certainty"),
    [
        ('openai.chat("a")', Certainty.LITERAL),
        ("fast()", Certainty.RESOLVED),
        ('big ? openai.chat("a") : unseen(big)', Certainty.MAYBE),
        ('big ? openai.chat("a") : fast()', Certainty.MAYBE),
        ('unseen("gemini-x")', Certainty.MAYBE),
    ],
)
def test_a_model_is_sure_only_where_nothing_else_may_be_asked(
    model: str, certainty: Certainty
) -> None:
    found = asked(f"generateText({{ model: {model}, prompt }})")
    assert found.model.value is not None
    assert found.model.certainty is certainty


def test_models_of_two_providers_have_no_route_in_common() -> None:
    found = asked('generateText({ model: big ? openai("a") : anthropic("b"), prompt })')
    assert (found.route, found.model.certainty) == ("unknown", Certainty.MAYBE)
    assert found.model.alternatives == ("b",)


@pytest.mark.parametrize(
    "call",
    [
        "generateObject({ model: unseen(), schema, prompt })",
        'generateObject({ model: unseen(), output: "enum", enum: ["a"], prompt })',
        'generateObject({ model: unseen(), output: "no-schema", prompt })',
        "streamText({ model: unseen(), output: Output.array({ element }), prompt })",
    ],
)
def test_schemas_are_sent_whatever_the_provider(call: str) -> None:
    assert names(asked(call)) == {"prompt", "response_format"}


def test_options_of_providers_that_are_not_seen_leave_fields_unknown() -> None:
    found = asked('generateText({ model: openai("a"), prompt, providerOptions })')
    assert not found.fields_known
