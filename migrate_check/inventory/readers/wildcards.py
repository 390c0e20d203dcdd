"""What a namespace brings where an import names none of it: `using OpenAI.Chat`, `import x.*`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from migrate_check.inventory.neutral import Imported

_NAMES: Mapping[str, str] = {
    "OpenAI": "OpenAIClient OpenAIClientOptions",
    "OpenAI.Chat": "ChatClient ChatCompletionOptions",
    "OpenAI.Embeddings": "EmbeddingClient EmbeddingGenerationOptions",
    "OpenAI.Images": "ImageClient ImageGenerationOptions",
    "OpenAI.Audio": "AudioClient SpeechGenerationOptions AudioTranscriptionOptions",
    "OpenAI.Moderations": "ModerationClient",
    "OpenAI.Responses": "OpenAIResponseClient ResponsesClient ResponseCreationOptions",
    "OpenAI.Assistants": "AssistantClient AssistantCreationOptions",
    "OpenAI.Files": "OpenAIFileClient",
    "OpenAI.VectorStores": "VectorStoreClient",
    "OpenAI.Managers": "OpenAIService",
    "OpenAI.Interfaces": "IOpenAIService",
    "Betalgo.Ranul.OpenAI.Managers": "OpenAIService",
    "Betalgo.Ranul.OpenAI.Interfaces": "IOpenAIService",
    "Azure.AI.OpenAI": (
        "AzureOpenAIClient AzureOpenAIClientOptions OpenAIClient ChatCompletionsOptions"
    ),
    "Azure.AI.Inference": "ChatCompletionsClient EmbeddingsClient",
    "Microsoft.SemanticKernel": "Kernel IKernelBuilder",
    "Microsoft.SemanticKernel.ChatCompletion": "IChatCompletionService ChatHistory",
    "Microsoft.SemanticKernel.Embeddings": "ITextEmbeddingGenerationService",
    "Microsoft.SemanticKernel.Connectors.OpenAI": (
        "OpenAIChatCompletionService OpenAIPromptExecutionSettings OpenAITextToImageService"
        " AzureOpenAIChatCompletionService"
    ),
    "Microsoft.SemanticKernel.Connectors.AzureOpenAI": "AzureOpenAIChatCompletionService",
    "Microsoft.Extensions.AI": (
        "IChatClient IEmbeddingGenerator IImageGenerator ChatClientBuilder ChatOptions"
        " OllamaChatClient"
    ),
    "Anthropic.SDK": "AnthropicClient",
    "Anthropic.SDK.Messaging": "MessageParameters",
    "Anthropic": "AnthropicClient IAnthropicClient",
    "Amazon.BedrockRuntime": "AmazonBedrockRuntimeClient IAmazonBedrockRuntime",
    "com.openai.client": "OpenAIClient OpenAIClientAsync OpenAIClientImpl",
    "com.openai.client.okhttp": "OpenAIOkHttpClient OpenAIOkHttpClientAsync",
    "com.anthropic.client": "AnthropicClient AnthropicClientAsync",
    "com.anthropic.client.okhttp": "AnthropicOkHttpClient AnthropicOkHttpClientAsync",
    "com.google.genai": "Client",
    "com.theokanning.openai.service": "OpenAiService",
    "com.aallam.openai.client": "OpenAI OpenAIConfig OpenAIHost",
    "dev.langchain4j.model.openai": (
        "OpenAiChatModel OpenAiStreamingChatModel OpenAiEmbeddingModel OpenAiImageModel"
    ),
    "dev.langchain4j.model.anthropic": "AnthropicChatModel AnthropicStreamingChatModel",
    "dev.langchain4j.model.googleai": "GoogleAiGeminiChatModel GoogleAiGeminiStreamingChatModel",
    "org.springframework.ai.chat.client": "ChatClient",
    "org.springframework.ai.openai": "OpenAiChatModel OpenAiChatOptions",
    "software.amazon.awssdk.services.bedrockruntime": (
        "BedrockRuntimeClient BedrockRuntimeAsyncClient"
    ),
    "java.net.http": "HttpClient HttpRequest",
    "okhttp3": "Request OkHttpClient RequestBody",
    "io.ktor.client": "HttpClient",
    "async_openai": "Client",
    "async_openai.config": "OpenAIConfig AzureConfig",
    "reqwest": "Client",
}
"""Namespace → the names in it that make clients or hold their settings."""


TELLING: Mapping[str, str] = {
    "IChatClient": "Microsoft.Extensions.AI",
    "IEmbeddingGenerator": "Microsoft.Extensions.AI",
    "IChatCompletionService": "Microsoft.SemanticKernel.ChatCompletion",
    "ITextEmbeddingGenerationService": "Microsoft.SemanticKernel.Embeddings",
    "ChatCompletionsOptions": "Azure.AI.OpenAI",
    "AzureOpenAIClient": "Azure.AI.OpenAI",
}
"""Names of .NET that no other library has → their namespace, where another file's `global using`
or the project itself brings it."""


def brought_by(namespace: str) -> Iterator[tuple[str | None, Imported]]:
    """The namespace itself, and the names that are known to be in it."""
    yield None, Imported(namespace)
    for name in _NAMES.get(namespace, "").split():
        yield name, Imported(namespace, name)
