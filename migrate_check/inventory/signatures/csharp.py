"""C#: OpenAI .NET, Azure OpenAI, Semantic Kernel, Microsoft.Extensions.AI, Anthropic, Betalgo,
Bedrock, HttpClient."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.inventory.signature import (
    Body,
    CallSignature,
    SignatureTable,
    Streams,
)
from migrate_check.inventory.signatures.csharp_clients import (
    ANTHROPIC,
    ANTHROPIC_SDK,
    BEDROCK,
    BETALGO,
    CLIENTS,
    CSHARP,
    EXTENSIONS,
    HTTP,
    INFERENCE,
    KERNEL,
    OPENAI,
)
from migrate_check.inventory.signatures.rows import methods

_RENAMES = {
    "MaxOutputTokenCount": "max_completion_tokens",
    "AllowParallelToolCalls": "parallel_tool_calls",
    "ParallelToolCallsEnabled": "parallel_tool_calls",
    "LogitBiases": "logit_bias",
    "IncludeLogProbabilities": "logprobs",
    "TopLogProbabilityCount": "top_logprobs",
    "StopSequences": "stop",
    "NucleusSamplingFactor": "top_p",
    "ChoiceCount": "n",
    "ChoicesPerPrompt": "n",
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


_ONCE = _row("openai", OPENAI, Streams.NEVER)
_LIVE = _row("openai", OPENAI, Streams.ALWAYS)
_THIRD = replace(_ONCE, body=Body.THIRD)
_RESPONSE = replace(_ONCE, renames=_RESPONSE_RENAMES, positional=("model", "input"))
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

_AZURE_ONCE = _row("openai", ("Azure.AI.OpenAI",), Streams.NEVER)
_AZURE_ONCE = replace(_AZURE_ONCE, model=("DeploymentName", *_AZURE_ONCE.model))
_AZURE_ROWS = (
    *_both(_AZURE_ONCE, "openai-chat", "GetChatCompletions"),
    *_both(
        replace(_AZURE_ONCE, streams=Streams.ALWAYS), "openai-chat", "GetChatCompletionsStreaming"
    ),
    *_both(_AZURE_ONCE, "openai-completions", "GetCompletions"),
    *_both(_AZURE_ONCE, "embeddings", "GetEmbeddings"),
    *_both(_AZURE_ONCE, "images", "GetImageGenerations"),
)
"""Azure's own SDK before it became a part of OpenAI's."""

_KERNEL_ROW = replace(
    _row("semantic-kernel", KERNEL, Streams.NEVER),
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
        {"openai-chat": ["GetStreamingChatMessageContentsAsync", "InvokePromptStreamingAsync"]},
    ),
    *methods(
        _KERNEL_ROW,
        {
            "openai-chat": ["InvokePromptAsync"],
            "images": ["GenerateImageAsync"],
            "embeddings": ["GenerateEmbeddingsAsync", "GenerateEmbeddingAsync"],
        },
    ),
)

_EXTENSIONS_ROW = replace(
    _row("microsoft-extensions-ai", EXTENSIONS, Streams.NEVER),
    is_async=True,
    renames={
        **_RENAMES,
        "MaxOutputTokens": "max_tokens",
        "ConversationId": "",
        "ToolMode": "tool_choice",
        "AllowMultipleToolCalls": "parallel_tool_calls",
    },
)
_EMBEDS = ("GenerateEmbeddingAsync", "GenerateEmbeddingVectorAsync", "GenerateVectorAsync")
_EXTENSIONS_ROWS = (
    *methods(_EXTENSIONS_ROW, {"embeddings": [*_EMBEDS, "GenerateAsync", "GenerateAndZipAsync"]}),
    *methods(
        _EXTENSIONS_ROW,
        {"unknown": ["GetResponseAsync", "CompleteAsync", "ChatClient.GetResponseAsync"]},
    ),
    *methods(
        replace(_EXTENSIONS_ROW, streams=Streams.ALWAYS),
        {"unknown": ["GetStreamingResponseAsync", "CompleteStreamingAsync"]},
    ),
)

_BEHIND_ROWS = (
    *methods(
        replace(_EXTENSIONS_ROW, sdk="openai", modules=OPENAI),
        {"embeddings": ["GenerateAsync", *_EMBEDS[1:], "GenerateAndZipAsync"]},
    ),
    *methods(
        replace(_EXTENSIONS_ROW, sdk="openai", modules=OPENAI),
        {"openai-chat": ["GetResponseAsync"]},
    ),
    *methods(
        replace(_EXTENSIONS_ROW, sdk="openai", modules=OPENAI, streams=Streams.ALWAYS),
        {"openai-chat": ["GetStreamingResponseAsync"]},
    ),
)
"""Clients of SDKs that are used through the interface of Microsoft.Extensions.AI."""

_INFERENCE_ROW = replace(_EXTENSIONS_ROW, sdk="azure-ai-inference", modules=INFERENCE)
_INFERENCE_ROWS = (
    *methods(_INFERENCE_ROW, {"openai-chat": ["GetResponseAsync"]}),
    *methods(
        replace(_INFERENCE_ROW, streams=Streams.ALWAYS),
        {"openai-chat": ["GetStreamingResponseAsync"]},
    ),
    *methods(_INFERENCE_ROW, {"embeddings": ["GenerateAsync", *_EMBEDS]}),
    *_both(
        replace(_INFERENCE_ROW, body=Body.FIRST, is_async=False, renames=_RENAMES),
        "openai-chat",
        "Complete",
    ),
    *_both(
        replace(
            _INFERENCE_ROW,
            body=Body.FIRST,
            is_async=False,
            renames=_RENAMES,
            streams=Streams.ALWAYS,
        ),
        "openai-chat",
        "CompleteStreaming",
    ),
)

_CLAUDE = replace(
    _row("anthropic.sdk", ANTHROPIC_SDK, Streams.NEVER, Body.FIRST), is_async=True, renames={}
)
_CLAUDE_ROWS = (
    *methods(_CLAUDE, {"anthropic-messages": ["Messages.GetClaudeMessageAsync"]}),
    *methods(
        replace(_CLAUDE, streams=Streams.ALWAYS),
        {"anthropic-messages": ["Messages.StreamClaudeMessageAsync"]},
    ),
    *methods(
        replace(_CLAUDE, sdk="anthropic", modules=ANTHROPIC, is_async=False),
        {
            "anthropic-messages": ["Messages.Create"],
            "anthropic-count-tokens": ["Messages.CountTokens"],
        },
    ),
    *methods(
        replace(
            _CLAUDE, sdk="anthropic", modules=ANTHROPIC, is_async=False, streams=Streams.ALWAYS
        ),
        {"anthropic-messages": ["Messages.CreateStreaming"]},
    ),
)

_BETALGO_ROW = _row("betalgo-openai", BETALGO, Streams.NEVER, Body.FIRST)
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
    _row("bedrock", BEDROCK, Streams.NEVER, Body.FIRST),
    spelling="camel",
    renames={"Accept": "", "ContentType": "", "Trace": ""},
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

TABLE = SignatureTable(
    calls=(
        *_OPENAI_ROWS,
        *_AZURE_ROWS,
        *_KERNEL_ROWS,
        *_EXTENSIONS_ROWS,
        *_BEHIND_ROWS,
        *_INFERENCE_ROWS,
        *_CLAUDE_ROWS,
        *_BETALGO_ROWS,
        *_BEDROCK_ROWS,
    ),
    clients=CLIENTS,
    http=HTTP,
)
