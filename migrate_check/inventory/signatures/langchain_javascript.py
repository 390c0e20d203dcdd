"""LangChain and LlamaIndex for JavaScript: the constructor that holds model and parameters."""

from __future__ import annotations

from dataclasses import dataclass, replace

from migrate_check.inventory.signature import (
    Body,
    CallSignature,
    ClientSignature,
    SignatureTable,
    Streams,
)
from migrate_check.inventory.signatures.rows import SCRIPT

_NOT_SENT = """
apiKey openAIApiKey azureOpenAIApiKey anthropicApiKey googleApiKey mistralApiKey groqApiKey
azureADTokenProvider azureOpenAIApiInstanceName azureOpenAIApiDeploymentName
azureOpenAIApiEmbeddingsDeploymentName azureOpenAIApiVersion azureOpenAIBasePath
azureOpenAIEndpoint configuration clientOptions organization timeout maxRetries maxConcurrency
callbacks callbackManager verbose tags metadata cache onFailedAttempt client createClient
baseURL baseUrl basePath serverURL endpoint endpointHost anthropicApiUrl apiVersion apiUrl region
credentials authOptions location platformType batchSize stripNewLines streamUsage streamingUsage
useResponsesApi zdrEnabled supportsStrictToolCalling disableStreaming outputVersion
additionalSessionOptions session azure embedBatchSize modelProvider configurableFields httpClient
beforeRequestHooks requestErrorHooks responseHooks
"""
_WIRE = {"streaming": "stream", "stopSequences": "stop", "maxTokensToSample": "max_tokens"}


@dataclass(frozen=True, slots=True)
class _Provider:
    route: str
    name: str | None
    base_url: tuple[str, ...]
    key: tuple[str, ...]
    base_url_env: tuple[str, ...]
    key_env: tuple[str, ...]
    spelling: str = "snake"
    headers: tuple[str, ...] = ("configuration.defaultHeaders", "clientOptions.defaultHeaders")
    model: tuple[str, ...] = ("model", "modelName")


_OPENAI = _Provider(
    "openai-chat",
    "openai",
    (
        "configuration.baseURL",
        "configuration.basePath",
        "additionalSessionOptions.baseURL",
        "baseURL",
    ),
    ("apiKey", "openAIApiKey"),
    ("OPENAI_BASE_URL",),
    ("OPENAI_API_KEY",),
)
_AZURE = replace(
    _OPENAI,
    name="azure",
    base_url=("azureOpenAIEndpoint", "azureOpenAIBasePath", "configuration.baseURL"),
    key=("azureOpenAIApiKey", "apiKey", "azureADTokenProvider"),
    base_url_env=("AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_BASE_PATH"),
    key_env=("AZURE_OPENAI_API_KEY",),
    model=("azureOpenAIApiDeploymentName", "model", "modelName", "deploymentName"),
)
_ANTHROPIC = _Provider(
    "anthropic-messages",
    "anthropic",
    ("clientOptions.baseURL", "anthropicApiUrl", "baseURL"),
    ("apiKey", "anthropicApiKey"),
    ("ANTHROPIC_BASE_URL",),
    ("ANTHROPIC_API_KEY",),
)
_GEMINI = _Provider(
    "gemini",
    "gemini",
    ("baseUrl", "endpoint"),
    ("apiKey", "googleApiKey"),
    (),
    ("GOOGLE_API_KEY",),
    "gemini",
)
_VERTEX = replace(
    _GEMINI, name="vertex", key=("authOptions",), key_env=("GOOGLE_APPLICATION_CREDENTIALS",)
)
_MISTRAL = _Provider(
    "openai-chat",
    "mistral",
    ("serverURL", "endpoint"),
    ("apiKey", "mistralApiKey"),
    (),
    ("MISTRAL_API_KEY",),
)
_BEDROCK = _Provider(
    "bedrock-converse",
    "bedrock",
    ("endpointHost", "endpoint"),
    ("credentials",),
    (),
    ("AWS_ACCESS_KEY_ID",),
    "same",
)


def _like_openai(name: str) -> _Provider:
    """A provider with OpenAI's format and its own key."""
    variable = name.upper()
    return replace(
        _OPENAI,
        name=name,
        base_url_env=(f"{variable}_BASE_URL",),
        key_env=(f"{variable}_API_KEY",),
    )


def _pair(
    sdk: str, name: str, modules: tuple[str, ...], provider: _Provider
) -> tuple[CallSignature, ClientSignature]:
    embeds = provider.route in ("embeddings", "gemini-embeddings")
    renames = dict.fromkeys(_NOT_SENT.split(), "") | _WIRE
    if provider.route == "anthropic-messages":
        renames["stopSequences"] = "stop_sequences"
    if provider.route == "gemini":
        renames = dict.fromkeys(_NOT_SENT.split(), "") | {"streaming": ""}
    call = CallSignature(
        sdk,
        (name,),
        provider.route,
        SCRIPT,
        modules,
        Body.FIRST,
        Streams.NEVER if embeds else Streams.USE,
        is_async=True,
        model=provider.model,
        renames=renames,
        spelling=provider.spelling,
    )
    client = ClientSignature(
        sdk,
        (name,),
        SCRIPT,
        modules,
        provider.name,
        is_async=True,
        base_url=provider.base_url,
        key=provider.key,
        retries=("maxRetries",),
        headers=provider.headers,
        base_url_env=provider.base_url_env,
        key_env=provider.key_env,
    )
    return call, client


_OLD = ("langchain", "@langchain/community")
_ROWS = (
    *(
        _pair("langchain", name, (*_OLD, *modules), provider)
        for name, modules, provider in (
            ("ChatOpenAI", ("@langchain/openai",), _OPENAI),
            (
                "ChatOpenAIResponses",
                ("@langchain/openai",),
                replace(_OPENAI, route="openai-responses"),
            ),
            ("AzureChatOpenAI", ("@langchain/openai", "@langchain/azure-openai"), _AZURE),
            ("OpenAI", ("@langchain/openai",), replace(_OPENAI, route="openai-completions")),
            ("AzureOpenAI", ("@langchain/openai",), replace(_AZURE, route="openai-completions")),
            ("OpenAIEmbeddings", ("@langchain/openai",), replace(_OPENAI, route="embeddings")),
            ("AzureOpenAIEmbeddings", ("@langchain/openai",), replace(_AZURE, route="embeddings")),
            ("ChatAnthropic", ("@langchain/anthropic",), _ANTHROPIC),
            ("ChatGoogleGenerativeAI", ("@langchain/google-genai",), _GEMINI),
            (
                "GoogleGenerativeAIEmbeddings",
                ("@langchain/google-genai",),
                replace(_GEMINI, route="gemini-embeddings"),
            ),
            ("ChatGoogle", ("@langchain/google", "@langchain/google-gauth"), _GEMINI),
            (
                "ChatVertexAI",
                ("@langchain/google-vertexai", "@langchain/google-vertexai-web"),
                _VERTEX,
            ),
            ("ChatMistralAI", ("@langchain/mistralai",), _MISTRAL),
            (
                "MistralAIEmbeddings",
                ("@langchain/mistralai",),
                replace(_MISTRAL, route="embeddings"),
            ),
            ("ChatBedrockConverse", ("@langchain/aws",), _BEDROCK),
            ("BedrockChat", (), replace(_BEDROCK, route="bedrock-invoke")),
            ("ChatGroq", ("@langchain/groq",), _like_openai("groq")),
            ("ChatDeepSeek", ("@langchain/deepseek",), _like_openai("deepseek")),
            ("ChatXAI", ("@langchain/xai",), _like_openai("xai")),
            ("ChatOpenRouter", ("@langchain/openrouter",), _like_openai("openrouter")),
        )
    ),
    *(
        _pair("llama-index", name, ("llamaindex", *modules), provider)
        for name, modules, provider in (
            ("OpenAI", ("@llamaindex/openai",), _OPENAI),
            ("openai", ("@llamaindex/openai",), _OPENAI),
            (
                "OpenAIResponses",
                ("@llamaindex/openai",),
                replace(_OPENAI, route="openai-responses"),
            ),
            ("AzureOpenAI", ("@llamaindex/azure",), _AZURE),
            ("Anthropic", ("@llamaindex/anthropic",), _ANTHROPIC),
            ("anthropic", ("@llamaindex/anthropic",), _ANTHROPIC),
            ("Gemini", ("@llamaindex/google",), _GEMINI),
            ("gemini", ("@llamaindex/google",), _GEMINI),
            ("MistralAI", ("@llamaindex/mistral",), _MISTRAL),
            ("OpenAIEmbedding", ("@llamaindex/openai",), replace(_OPENAI, route="embeddings")),
        )
    ),
)
_ANY = _Provider("unknown", None, ("configuration.baseURL", "baseURL"), ("apiKey",), (), ())
_INITIALISED, _INITIALISED_CLIENT = _pair("langchain", "initChatModel", ("langchain",), _ANY)

_CLASSES = {
    "openai": "ChatOpenAI",
    "azure_openai": "AzureChatOpenAI",
    "anthropic": "ChatAnthropic",
    "google-genai": "ChatGoogleGenerativeAI",
    "google_genai": "ChatGoogleGenerativeAI",
    "google-vertexai": "ChatVertexAI",
    "google_vertexai": "ChatVertexAI",
    "mistralai": "ChatMistralAI",
    "bedrock": "ChatBedrockConverse",
    "groq": "ChatGroq",
    "deepseek": "ChatDeepSeek",
    "xai": "ChatXAI",
}
_BY_NAME = {call.tail[0]: (call, client) for call, client in _ROWS if call.sdk == "langchain"}
INITIALISED = {
    word: (
        replace(_BY_NAME[name][0], tail=("initChatModel",), body=Body.SECOND),
        replace(_BY_NAME[name][1], positional=("model", "")),
    )
    for word, name in _CLASSES.items()
}
"""Provider as `initChatModel` names it → what it makes."""
FAMILIES = {"claude": "anthropic", "gpt-": "openai", "o1": "openai", "o3": "openai"} | {
    "gemini": "google-vertexai",
    "mistral": "mistralai",
    "deepseek": "deepseek",
    "amazon.": "bedrock",
}
"""Beginning of a model's name → provider that is taken where none is named."""

TABLE = SignatureTable(
    calls=(
        *(call for call, _ in _ROWS),
        replace(_INITIALISED, body=Body.SECOND, positional=("model",)),
    ),
    clients=(
        *(client for _, client in _ROWS),
        replace(_INITIALISED_CLIENT, positional=("model",)),
    ),
)
