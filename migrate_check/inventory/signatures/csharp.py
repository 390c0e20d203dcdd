"""C#: OpenAI .NET, Azure OpenAI, Semantic Kernel, Microsoft.Extensions.AI, Anthropic, Betalgo,
Bedrock, HttpClient."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.domain.call_site import Language, Rollback
from migrate_check.inventory.signature import (
    Body,
    CallSignature,
    ClientSignature,
    HttpSignature,
    SignatureTable,
    Streams,
)
from migrate_check.inventory.signatures.rows import methods

CSHARP = frozenset({Language.CSHARP})
_OPENAI = ("OpenAI", "Azure.AI.OpenAI")
_KERNEL = ("Microsoft.SemanticKernel",)
_EXTENSIONS = ("Microsoft.Extensions.AI",)
_ANTHROPIC_SDK = ("Anthropic.SDK",)
_ANTHROPIC = ("Anthropic",)
_BETALGO = ("OpenAI.Managers", "OpenAI.GPT3", "Betalgo.Ranul.OpenAI", "OpenAI.Interfaces")
_BEDROCK = ("Amazon.BedrockRuntime",)
_RENAMES = {
    "MaxOutputTokenCount": "max_completion_tokens",
    "AllowParallelToolCalls": "parallel_tool_calls",
    "ParallelToolCallsEnabled": "parallel_tool_calls",
    "LogitBiases": "logit_bias",
    "IncludeLogProbabilities": "logprobs",
    "TopLogProbabilityCount": "top_logprobs",
    "StopSequences": "stop",
    "EndUserId": "user",
    "SpeedRatio": "speed",
    "StreamingEnabled": "stream",
    "StoredOutputEnabled": "store",
    "ReasoningEffortLevel": "reasoning_effort",
    "ResponseModalities": "modalities",
    "OutputPrediction": "prediction",
    "AudioOptions": "audio",
    "WebSearchOptions": "web_search_options",
    "cancellationToken": "",
    "CancellationToken": "",
}
_RESPONSE_RENAMES = {
    **_RENAMES,
    "MaxOutputTokenCount": "max_output_tokens",
    "ReasoningOptions": "reasoning",
    "TextOptions": "text",
    "TruncationMode": "truncation",
}


def _row(
    sdk: str, modules: tuple[str, ...], streams: Streams, body: Body = Body.SECOND
) -> CallSignature:
    return CallSignature(
        sdk,
        (),
        "",
        CSHARP,
        modules,
        body,
        streams,
        model=("model", "Model", "modelId", "ModelId", "deploymentName"),
        renames=_RENAMES,
        spelling="snake",
    )


def _both(like: CallSignature, route: str, *names: str) -> tuple[CallSignature, ...]:
    """Each method with its asynchronous twin."""
    later = {route: [f"{name}Async" for name in names]}
    return (
        *methods(like, {route: list(names)}),
        *methods(replace(like, is_async=True), later),
    )


_ONCE = _row("openai", _OPENAI, Streams.NEVER)
_LIVE = _row("openai", _OPENAI, Streams.ALWAYS)
_THIRD = replace(_ONCE, body=Body.THIRD)
_RESPONSE = replace(_ONCE, renames=_RESPONSE_RENAMES)
_OPENAI_ROWS = (
    *_both(_ONCE, "openai-chat", "CompleteChat"),
    *_both(_LIVE, "openai-chat", "CompleteChatStreaming"),
    *_both(_ONCE, "embeddings", "GenerateEmbedding", "GenerateEmbeddings"),
    *_both(_ONCE, "images", "GenerateImage"),
    *_both(_THIRD, "images", "GenerateImages"),
    *_both(_THIRD, "image-edits", "GenerateImageEdit"),
    *_both(_THIRD, "audio-speech", "GenerateSpeech"),
    *_both(_THIRD, "audio-transcription", "TranscribeAudio"),
    *_both(_THIRD, "audio-translation", "TranslateAudio"),
    *_both(_ONCE, "moderations", "ClassifyText", "ClassifyTextInput"),
    *_both(_RESPONSE, "openai-responses", "CreateResponse"),
    *_both(
        replace(_RESPONSE, streams=Streams.ALWAYS), "openai-responses", "CreateResponseStreaming"
    ),
    *_both(_ONCE, "openai-assistants", "CreateAssistant"),
    *_both(replace(_ONCE, body=Body.FIRST), "openai-threads", "CreateThread"),
    *_both(_THIRD, "openai-threads", "CreateRun"),
    *_both(replace(_ONCE, body=Body.NONE), "openai-files", "UploadFile"),
)

_KERNEL_ROW = replace(
    _row("semantic-kernel", _KERNEL, Streams.NEVER),
    is_async=True,
    renames={
        **_RENAMES,
        "ModelId": "model",
        "FunctionChoiceBehavior": "tool_choice",
        "ToolCallBehavior": "tool_choice",
        "ServiceId": "",
        "ExtensionData": "",
    },
)
_KERNEL_ROWS = (
    *methods(
        _KERNEL_ROW,
        {"openai-chat": ["GetChatMessageContentAsync", "GetChatMessageContentsAsync"]},
    ),
    *methods(
        replace(_KERNEL_ROW, streams=Streams.ALWAYS),
        {"openai-chat": ["GetStreamingChatMessageContentsAsync"]},
    ),
    *methods(
        _KERNEL_ROW,
        {"openai-chat": ["InvokePromptAsync"], "embeddings": ["GenerateEmbeddingsAsync"]},
    ),
)

_EXTENSIONS_ROW = replace(
    _row("microsoft-extensions-ai", _EXTENSIONS, Streams.NEVER),
    is_async=True,
    renames={
        **_RENAMES,
        "MaxOutputTokens": "max_tokens",
        "ConversationId": "",
        "ToolMode": "tool_choice",
        "AllowMultipleToolCalls": "parallel_tool_calls",
    },
)
_EXTENSIONS_ROWS = (
    *methods(_EXTENSIONS_ROW, {"unknown": ["GetResponseAsync", "CompleteAsync"]}),
    *methods(
        replace(_EXTENSIONS_ROW, streams=Streams.ALWAYS),
        {"unknown": ["GetStreamingResponseAsync", "CompleteStreamingAsync"]},
    ),
)

_BEHIND_ROWS = (
    *methods(
        replace(_EXTENSIONS_ROW, sdk="openai", modules=_OPENAI),
        {"openai-chat": ["GetResponseAsync"]},
    ),
    *methods(
        replace(_EXTENSIONS_ROW, sdk="openai", modules=_OPENAI, streams=Streams.ALWAYS),
        {"openai-chat": ["GetStreamingResponseAsync"]},
    ),
)
"""Clients of SDKs that are used through the interface of Microsoft.Extensions.AI."""

_CLAUDE = replace(
    _row("anthropic.sdk", _ANTHROPIC_SDK, Streams.NEVER, Body.FIRST), is_async=True, renames={}
)
_CLAUDE_ROWS = (
    *methods(_CLAUDE, {"anthropic-messages": ["Messages.GetClaudeMessageAsync"]}),
    *methods(
        replace(_CLAUDE, streams=Streams.ALWAYS),
        {"anthropic-messages": ["Messages.StreamClaudeMessageAsync"]},
    ),
    *methods(
        replace(_CLAUDE, sdk="anthropic", modules=_ANTHROPIC, is_async=False),
        {
            "anthropic-messages": ["Messages.Create"],
            "anthropic-count-tokens": ["Messages.CountTokens"],
        },
    ),
    *methods(
        replace(
            _CLAUDE, sdk="anthropic", modules=_ANTHROPIC, is_async=False, streams=Streams.ALWAYS
        ),
        {"anthropic-messages": ["Messages.CreateStreaming"]},
    ),
)

_BETALGO_ROW = _row("betalgo-openai", _BETALGO, Streams.NEVER, Body.FIRST)
_BETALGO_ROWS = (
    *methods(
        replace(_BETALGO_ROW, is_async=True, renames={}),
        {
            "openai-chat": ["ChatCompletion.CreateCompletion"],
            "openai-completions": ["Completions.CreateCompletion"],
            "embeddings": ["Embeddings.CreateEmbedding"],
            "images": ["Image.CreateImage"],
            "audio-transcription": ["Audio.CreateTranscription"],
            "moderations": ["Moderation.CreateModeration"],
        },
    ),
    *methods(
        replace(_BETALGO_ROW, is_async=True, renames={}, streams=Streams.ALWAYS),
        {
            "openai-chat": ["ChatCompletion.CreateCompletionAsStream"],
            "openai-completions": ["Completions.CreateCompletionAsStream"],
        },
    ),
)

_BEDROCK_ROW = replace(
    _row("bedrock", _BEDROCK, Streams.NEVER, Body.FIRST),
    spelling="camel",
    renames={},
    provider="bedrock",
    is_async=True,
)
_BEDROCK_ROWS = (
    *methods(
        _BEDROCK_ROW,
        {"bedrock-converse": ["ConverseAsync"], "bedrock-invoke": ["InvokeModelAsync"]},
    ),
    *methods(
        replace(_BEDROCK_ROW, streams=Streams.ALWAYS),
        {
            "bedrock-converse": ["ConverseStreamAsync"],
            "bedrock-invoke": ["InvokeModelWithResponseStreamAsync"],
        },
    ),
)

_MODEL_CLIENT = ClientSignature(
    "openai",
    (
        "ChatClient",
        "EmbeddingClient",
        "ImageClient",
        "AudioClient",
        "ModerationClient",
        "OpenAIResponseClient",
    ),
    CSHARP,
    _OPENAI,
    "openai",
    base_url=("options.Endpoint",),
    key=("apiKey", "credential"),
    timeout=("options.NetworkTimeout",),
    retries=("options.RetryPolicy",),
    positional=("model", "apiKey", "options"),
    default_base_url="https://api.openai.com/v1",
)
_CLIENTS = (
    _MODEL_CLIENT,
    replace(
        _MODEL_CLIENT,
        names=(
            "OpenAIClient",
            "AssistantClient",
            "ResponsesClient",
            "OpenAIFileClient",
            "VectorStoreClient",
        ),
        positional=("apiKey", "options"),
    ),
    replace(
        _MODEL_CLIENT,
        names=("AzureOpenAIClient",),
        provider="azure",
        base_url=("endpoint",),
        positional=("endpoint", "credential", "options"),
        default_base_url=None,
    ),
    replace(
        _MODEL_CLIENT,
        names=(
            "GetChatClient",
            "GetEmbeddingClient",
            "GetImageClient",
            "GetAudioClient",
            "GetModerationClient",
            "GetOpenAIResponseClient",
            "GetResponsesClient",
        ),
        provider=None,
        positional=("model",),
    ),
    ClientSignature(
        "semantic-kernel",
        (
            "Kernel.CreateBuilder",
            "OpenAIChatCompletionService",
            "Kernel",
            "IChatCompletionService",
            "AzureOpenAIChatCompletionService",
        ),
        CSHARP,
        _KERNEL,
        "openai",
        base_url=("endpoint",),
        key=("apiKey",),
        positional=("modelId", "apiKey"),
    ),
    ClientSignature(
        "microsoft-extensions-ai", ("IChatClient", "ChatClientBuilder"), CSHARP, _EXTENSIONS, None
    ),
    ClientSignature(
        "anthropic.sdk",
        ("AnthropicClient",),
        CSHARP,
        _ANTHROPIC_SDK,
        "anthropic",
        base_url=("ApiUrlFormat",),
        key=("apiKeys", "apiKey"),
        key_env=("ANTHROPIC_API_KEY",),
        positional=("apiKeys",),
        default_base_url="https://api.anthropic.com",
    ),
    ClientSignature(
        "anthropic",
        ("AnthropicClient", "IAnthropicClient"),
        CSHARP,
        _ANTHROPIC,
        "anthropic",
        base_url=("BaseUrl",),
        key=("ApiKey", "APIKey", "AuthToken"),
        timeout=("Timeout",),
        retries=("MaxRetries",),
        base_url_env=("ANTHROPIC_BASE_URL",),
        key_env=("ANTHROPIC_API_KEY",),
    ),
    ClientSignature(
        "betalgo-openai",
        ("OpenAIService", "IOpenAIService"),
        CSHARP,
        _BETALGO,
        "openai",
        base_url=("BaseDomain",),
        key=("ApiKey",),
        default_base_url="https://api.openai.com/",
    ),
    ClientSignature(
        "bedrock",
        ("AmazonBedrockRuntimeClient", "IAmazonBedrockRuntime"),
        CSHARP,
        _BEDROCK,
        "bedrock",
        base_url=("ServiceURL",),
        default_rollback=Rollback.B,
    ),
)

_HOLDERS = ("http", "_http", "client", "_client", "httpClient", "_httpClient", "HttpClient")
_VERBS = (
    "PostAsync",
    "PostAsJsonAsync",
    "PutAsync",
    "PutAsJsonAsync",
    "GetAsync",
    "GetStringAsync",
    "GetFromJsonAsync",
)
_HTTP = (
    HttpSignature(
        "http",
        "httpclient",
        tuple(f"{holder}.{verb}" for holder in _HOLDERS for verb in _VERBS),
        CSHARP,
        (),
        body_position=1,
        is_async=True,
    ),
    HttpSignature(
        "http",
        "httpclient",
        ("HttpRequestMessage",),
        CSHARP,
        (),
        url=("requestUri", "RequestUri", "url"),
        url_position=1,
        json=("Content", "content"),
        headers=("headers", "Headers"),
        is_async=True,
    ),
)

TABLE = SignatureTable(
    calls=(
        *_OPENAI_ROWS,
        *_KERNEL_ROWS,
        *_EXTENSIONS_ROWS,
        *_BEHIND_ROWS,
        *_CLAUDE_ROWS,
        *_BETALGO_ROWS,
        *_BEDROCK_ROWS,
    ),
    clients=_CLIENTS,
    http=_HTTP,
)
