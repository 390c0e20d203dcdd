"""How .NET's clients are made, and how requests are sent without an SDK."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.domain.call_site import Language, Rollback
from migrate_check.inventory.signature import ClientSignature, HttpSignature

CSHARP = frozenset({Language.CSHARP})
OPENAI = ("OpenAI", "Azure.AI.OpenAI")
KERNEL = ("Microsoft.SemanticKernel",)
EXTENSIONS = ("Microsoft.Extensions.AI",)
ANTHROPIC_SDK = ("Anthropic.SDK",)
ANTHROPIC = ("Anthropic",)
BETALGO = ("OpenAI.Managers", "OpenAI.GPT3", "Betalgo.Ranul.OpenAI", "OpenAI.Interfaces")
BEDROCK = ("Amazon.BedrockRuntime",)

INFERENCE = ("Azure.AI.Inference",)
_INTERFACES = ("AsChatClient", "AsIChatClient", "AsEmbeddingGenerator", "AsIEmbeddingGenerator")

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
    OPENAI,
    "openai",
    base_url=("options.Endpoint",),
    key=("apiKey", "credential"),
    timeout=("options.NetworkTimeout",),
    retries=("options.RetryPolicy",),
    positional=("model", "apiKey", "options"),
    default_base_url="https://api.openai.com/v1",
)
CLIENTS = (
    _MODEL_CLIENT,
    replace(
        _MODEL_CLIENT,
        names=("OpenAIClient",),
        modules=("Azure.AI.OpenAI",),
        provider="azure",
        base_url=("endpoint",),
        positional=("endpoint", "credential", "options"),
        default_base_url=None,
        default_rollback=Rollback.D,
    ),
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
            *_INTERFACES,
        ),
        provider=None,
        positional=("model",),
    ),
    ClientSignature(
        "azure-ai-inference",
        ("ChatCompletionsClient", "EmbeddingsClient"),
        CSHARP,
        INFERENCE,
        "azure",
        base_url=("endpoint",),
        key=("credential",),
        positional=("endpoint", "credential", "options"),
    ),
    ClientSignature(
        "azure-ai-inference", _INTERFACES, CSHARP, INFERENCE, None, positional=("model",)
    ),
    ClientSignature(
        "semantic-kernel",
        (
            "Kernel.CreateBuilder",
            "OpenAIChatCompletionService",
            "Kernel",
            "IChatCompletionService",
            "ITextEmbeddingGenerationService",
            "OpenAITextToImageService",
        ),
        CSHARP,
        KERNEL,
        "openai",
        base_url=("endpoint",),
        key=("apiKey",),
        positional=("modelId", "apiKey"),
    ),
    ClientSignature(
        "semantic-kernel",
        ("AzureOpenAIChatCompletionService",),
        CSHARP,
        KERNEL,
        "azure",
        base_url=("endpoint",),
        key=("apiKey",),
        positional=("deploymentName", "endpoint", "apiKey"),
    ),
    ClientSignature(
        "microsoft-extensions-ai",
        (
            *("IChatClient", "IEmbeddingGenerator", "ChatClientBuilder", "OllamaChatClient"),
            "OllamaEmbeddingGenerator",
        ),
        CSHARP,
        EXTENSIONS,
        None,
        default_rollback=Rollback.D,
    ),
    ClientSignature(
        "anthropic.sdk",
        ("AnthropicClient",),
        CSHARP,
        ANTHROPIC_SDK,
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
        ANTHROPIC,
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
        BETALGO,
        "openai",
        base_url=("BaseDomain",),
        key=("ApiKey",),
        default_base_url="https://api.openai.com/",
    ),
    ClientSignature(
        "bedrock",
        ("AmazonBedrockRuntimeClient", "IAmazonBedrockRuntime"),
        CSHARP,
        BEDROCK,
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
HTTP = (
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
