"""LangChain4j and Spring AI, from Java and Kotlin."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.domain.call_site import Rollback
from migrate_check.inventory.signature import (
    Body,
    CallSignature,
    ClientSignature,
    SignatureTable,
    Streams,
)
from migrate_check.inventory.signatures.java import JVM

_CHAINS = ("dev.langchain4j",)
_SPRING = "org.springframework.ai"
_NO_FIELDS = dict.fromkeys(
    (
        "apiKey",
        "baseUrl",
        "endpoint",
        "organizationId",
        "projectId",
        "project",
        "location",
        "timeout",
        "maxRetries",
        "logRequests",
        "logResponses",
        "logRequestsAndResponses",
        "httpClientBuilder",
        "listeners",
        "tokenCountEstimator",
        "tokenizer",
        "customHeaders",
        "supportedCapabilities",
        "returnThinking",
        "sendThinking",
        "version",
        "region",
        "client",
        "proxy",
        "serviceVersion",
        "useAsyncHttpClient",
        "openAIClient",
        "openAIAsyncClient",
        "tokenCredential",
        "nonAzureApiKey",
        "credentials",
        "httpClientProvider",
        "httpClient",
        "executor",
        "allowMetadataKeys",
        "maxSegmentsPerBatch",
    ),
    "",
)
_RENAMES = {
    **_NO_FIELDS,
    "cacheSystemMessages": "cache_control",
    "cacheTools": "cache_control",
    "thinkingType": "thinking.type",
    "thinkingBudgetTokens": "thinking.budget_tokens",
    "beta": "header:anthropic-beta",
    "strictJsonSchema": "response_format",
    "strictTools": "tools",
}
_CONVERSE = {
    **_RENAMES,
    "temperature": "inferenceConfig.temperature",
    "topP": "inferenceConfig.topP",
    "maxTokens": "inferenceConfig.maxTokens",
    "maxOutputTokens": "inferenceConfig.maxTokens",
    "stopSequences": "inferenceConfig.stopSequences",
    "toolSpecifications": "toolConfig",
    "additionalModelRequestField": "additionalModelRequestFields",
}
_CHAIN = CallSignature(
    "langchain4j",
    (),
    "",
    JVM,
    _CHAINS,
    Body.KEYWORDS,
    Streams.NEVER,
    model=("modelName", "deploymentName", "modelId", "model"),
    renames=_RENAMES,
    body_name="defaultRequestParameters",
    spelling="snake",
)
_MODELS = {
    "OpenAiChatModel": ("openai-chat", "openai"),
    "OpenAiStreamingChatModel": ("openai-chat", "openai"),
    "OpenAiLanguageModel": ("openai-completions", "openai"),
    "OpenAiResponsesStreamingChatModel": ("openai-responses", "openai"),
    "OpenAiOfficialChatModel": ("openai-chat", "openai"),
    "OpenAiOfficialStreamingChatModel": ("openai-chat", "openai"),
    "OpenAiEmbeddingModel": ("embeddings", "openai"),
    "OpenAiImageModel": ("images", "openai"),
    "OpenAiModerationModel": ("moderations", "openai"),
    "AzureOpenAiChatModel": ("openai-chat", "azure"),
    "AzureOpenAiStreamingChatModel": ("openai-chat", "azure"),
    "AzureOpenAiEmbeddingModel": ("embeddings", "azure"),
    "AnthropicChatModel": ("anthropic-messages", "anthropic"),
    "AnthropicStreamingChatModel": ("anthropic-messages", "anthropic"),
    "GoogleAiGeminiChatModel": ("gemini", "gemini"),
    "GoogleAiGeminiStreamingChatModel": ("gemini", "gemini"),
    "VertexAiGeminiChatModel": ("gemini", "vertex"),
    "VertexAiGeminiStreamingChatModel": ("gemini", "vertex"),
    "MistralAiChatModel": ("openai-chat", "mistral"),
    "MistralAiStreamingChatModel": ("openai-chat", "mistral"),
    "BedrockChatModel": ("bedrock-converse", "bedrock"),
    "BedrockStreamingChatModel": ("bedrock-converse", "bedrock"),
}


def _chains() -> tuple[CallSignature, ...]:
    return tuple(
        replace(
            _CHAIN,
            tail=(name, "builder"),
            route=route,
            provider=provider,
            streams=Streams.ALWAYS if "Streaming" in name else Streams.NEVER,
            spelling="gemini" if route == "gemini" else "snake",
            renames=_CONVERSE if route == "bedrock-converse" else _RENAMES,
        )
        for name, (route, provider) in _MODELS.items()
    )


_PROMPT = CallSignature(
    "spring-ai",
    (),
    "unknown",
    JVM,
    (_SPRING,),
    Body.KEYWORDS,
    Streams.NEVER,
    body_name="options",
    spelling="snake",
    renames={
        "user": "messages",
        "system": "messages",
        "prompt": "messages",
        "advisors": "",
        "toolCallbacks": "tools",
        "toolNames": "tools",
        "functions": "tools",
        "toolContext": "",
        "N": "n",
    },
)
_PROMPTS = (
    replace(_PROMPT, tail=("prompt", "call")),
    replace(_PROMPT, tail=("prompt", "stream"), streams=Streams.ALWAYS),
)

_CLIENTS = (
    ClientSignature(
        "langchain4j",
        tuple(f"{name}.builder" for name in _MODELS),
        JVM,
        _CHAINS,
        None,
        base_url=("baseUrl", "endpoint"),
        key=("apiKey",),
        retries=("maxRetries",),
        headers=("customHeaders",),
    ),
    ClientSignature(
        "spring-ai",
        ("ChatClient", "ChatClient.create", "ChatClient.builder", "ChatModel", "OpenAiChatModel"),
        JVM,
        (_SPRING,),
        None,
        base_url=("baseUrl",),
        key=("apiKey",),
        default_rollback=Rollback.B,
    ),
)

TABLE = SignatureTable(calls=(*_chains(), *_PROMPTS), clients=_CLIENTS)
