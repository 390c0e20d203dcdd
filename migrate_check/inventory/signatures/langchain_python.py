"""LangChain and LlamaIndex for Python: the constructor that holds model and parameters."""

from __future__ import annotations

from dataclasses import dataclass

from migrate_check.domain.call_site import Rollback
from migrate_check.inventory.signature import (
    CallSignature,
    ClientSignature,
    SignatureTable,
    Streams,
)
from migrate_check.inventory.signatures.rows import PYTHON

_NO_FIELDS = [
    "api_key",
    "base_url",
    "timeout",
    "max_retries",
    "request_timeout",
    "callbacks",
    "callback_manager",
    "verbose",
    "tags",
    "cache",
    "name",
    "rate_limiter",
    "http_client",
    "http_async_client",
    "async_http_client",
    "default_headers",
    "default_query",
    "organization",
    "openai_organization",
    "openai_api_key",
    "openai_api_base",
    "openai_proxy",
    "anthropic_api_key",
    "anthropic_api_url",
    "anthropic_proxy",
    "google_api_key",
    "groq_api_key",
    "groq_api_base",
    "azure_endpoint",
    "api_version",
    "openai_api_version",
    "openai_api_type",
    "azure_ad_token",
    "azure_ad_token_provider",
    "azure_deployment",
    "deployment_name",
    "client",
    "async_client",
    "client_options",
    "transport",
    "location",
    "project",
    "credentials",
    "credentials_profile_name",
    "region_name",
    "provider",
    "endpoint_url",
    "config",
    "aws_access_key_id",
    "aws_secret_access_key",
    "api_base",
    "additional_headers",
    "reuse_client",
    "system_prompt",
    "messages_to_prompt",
    "completion_to_prompt",
    "default_model",
    "disable_streaming",
    "disabled_params",
    "include_response_headers",
    "output_version",
    "stream_usage",
    "use_responses_api",
    "custom_get_token_ids",
    "tiktoken_model_name",
    "embed_batch_size",
    "chunk_size",
    "show_progress_bar",
    "num_workers",
    "mistral_api_key",
    "model_provider",
    "engine",
    "mode",
    "is_chat_model",
    "context_window",
    "is_function_calling_model",
    "profile",
    "endpoint",
    "http_options",
    "vertexai",
    "model_type",
    "streaming_usage",
    "check_embedding_ctx_length",
    "retry_min_seconds",
    "retry_max_seconds",
]
_WIRE = {
    "streaming": "stream",
    "stop_sequences": "stop",
    "max_tokens_to_sample": "max_tokens",
    "model_name": "model",
}


@dataclass(frozen=True, slots=True)
class _Provider:
    route: str
    name: str
    base_url: tuple[str, ...]
    key: tuple[str, ...]
    base_url_env: tuple[str, ...]
    key_env: tuple[str, ...]
    spelling: str = "same"
    model: tuple[str, ...] = ("model", "model_name")


_OPENAI = _Provider(
    "openai-chat",
    "openai",
    ("base_url", "openai_api_base", "api_base"),
    ("api_key", "openai_api_key"),
    ("OPENAI_API_BASE", "OPENAI_BASE_URL"),
    ("OPENAI_API_KEY",),
)
_AZURE = _Provider(
    "openai-chat",
    "azure",
    ("azure_endpoint", "base_url", "openai_api_base", "api_base"),
    ("api_key", "openai_api_key", "azure_ad_token", "azure_ad_token_provider"),
    ("AZURE_OPENAI_ENDPOINT",),
    ("AZURE_OPENAI_API_KEY",),
    model=("azure_deployment", "deployment_name", "engine", "model", "model_name"),
)
_ANTHROPIC = _Provider(
    "anthropic-messages",
    "anthropic",
    ("base_url", "anthropic_api_url"),
    ("api_key", "anthropic_api_key"),
    ("ANTHROPIC_API_URL", "ANTHROPIC_BASE_URL"),
    ("ANTHROPIC_API_KEY",),
)
_GEMINI = _Provider(
    "gemini",
    "gemini",
    ("base_url", "client_options.api_endpoint", "api_base"),
    ("google_api_key", "api_key"),
    ("GOOGLE_GEMINI_BASE_URL",),
    ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
    "gemini",
)
_VERTEX = _Provider(
    "gemini",
    "vertex",
    ("base_url", "api_endpoint", "client_options.api_endpoint"),
    ("credentials",),
    (),
    ("GOOGLE_APPLICATION_CREDENTIALS",),
    "gemini",
)
_MISTRAL = _Provider(
    "openai-chat",
    "mistral",
    ("base_url", "endpoint"),
    ("api_key", "mistral_api_key"),
    ("MISTRAL_BASE_URL",),
    ("MISTRAL_API_KEY",),
)
_BEDROCK = _Provider(
    "bedrock-converse",
    "bedrock",
    ("endpoint_url", "base_url"),
    ("aws_access_key_id", "credentials_profile_name"),
    ("AWS_ENDPOINT_URL_BEDROCK_RUNTIME",),
    ("AWS_ACCESS_KEY_ID",),
    model=("model_id", "model", "model_name"),
)
_GROQ = _Provider(
    "openai-chat",
    "groq",
    ("base_url", "groq_api_base"),
    ("api_key", "groq_api_key"),
    ("GROQ_API_BASE", "GROQ_BASE_URL"),
    ("GROQ_API_KEY",),
)
_DEEPSEEK = _Provider(
    "openai-chat",
    "deepseek",
    ("api_base", "base_url"),
    ("api_key",),
    ("DEEPSEEK_API_BASE",),
    ("DEEPSEEK_API_KEY",),
)
_LITELLM = _Provider(
    "openai-chat",
    "",
    ("api_base", "base_url"),
    ("api_key", "openai_api_key"),
    (),
    (),
)
_ANY = _Provider(
    "unknown",
    "",
    ("base_url",),
    ("api_key",),
    (),
    (),
)

_LANGCHAIN = ("langchain", "langchain_openai", "langchain_community", "langchain_core")


def _with_route(provider: _Provider, route: str) -> _Provider:
    return _Provider(
        route,
        provider.name,
        provider.base_url,
        provider.key,
        provider.base_url_env,
        provider.key_env,
        provider.spelling,
        provider.model,
    )


def _pair(
    sdk: str, name: str, modules: tuple[str, ...], provider: _Provider
) -> tuple[CallSignature, ClientSignature]:
    embeds = provider.route in ("embeddings", "gemini-embeddings")
    renames = dict.fromkeys(_NO_FIELDS, "") | _WIRE
    if provider.route == "anthropic-messages":
        renames.pop("stop_sequences")
    call = CallSignature(
        sdk,
        (name,),
        provider.route,
        PYTHON,
        modules,
        streams=Streams.NEVER if embeds else Streams.USE,
        model=provider.model,
        positional=("model",),
        renames=renames,
        spelling=provider.spelling,
    )
    client = ClientSignature(
        sdk,
        (name,),
        PYTHON,
        modules,
        provider.name or None,
        base_url=provider.base_url,
        key=provider.key,
        timeout=("timeout", "request_timeout", "default_request_timeout"),
        headers=("default_headers", "additional_headers"),
        base_url_env=provider.base_url_env,
        key_env=provider.key_env,
        positional=("model",),
        default_rollback=None if provider.name else Rollback.D,
    )
    return call, client


_EMBEDDED = "embeddings"
_ROWS = (
    *(
        _pair("langchain", name, modules, provider)
        for name, modules, provider in (
            ("ChatOpenAI", _LANGCHAIN, _OPENAI),
            ("AzureChatOpenAI", _LANGCHAIN, _AZURE),
            ("OpenAI", _LANGCHAIN, _with_route(_OPENAI, "openai-completions")),
            ("AzureOpenAI", _LANGCHAIN, _with_route(_AZURE, "openai-completions")),
            ("OpenAIEmbeddings", _LANGCHAIN, _with_route(_OPENAI, _EMBEDDED)),
            ("AzureOpenAIEmbeddings", _LANGCHAIN, _with_route(_AZURE, _EMBEDDED)),
            ("ChatAnthropic", (*_LANGCHAIN, "langchain_anthropic"), _ANTHROPIC),
            ("AnthropicLLM", ("langchain_anthropic",), _ANTHROPIC),
            ("ChatGoogleGenerativeAI", ("langchain_google_genai",), _GEMINI),
            ("GoogleGenerativeAI", ("langchain_google_genai",), _GEMINI),
            (
                "GoogleGenerativeAIEmbeddings",
                ("langchain_google_genai",),
                _with_route(_GEMINI, "gemini-embeddings"),
            ),
            ("ChatVertexAI", (*_LANGCHAIN, "langchain_google_vertexai"), _VERTEX),
            ("ChatMistralAI", ("langchain_mistralai",), _MISTRAL),
            ("MistralAIEmbeddings", ("langchain_mistralai",), _with_route(_MISTRAL, _EMBEDDED)),
            ("ChatBedrock", (*_LANGCHAIN, "langchain_aws"), _BEDROCK),
            ("ChatBedrockConverse", ("langchain_aws",), _BEDROCK),
            ("ChatDeepSeek", ("langchain_deepseek",), _DEEPSEEK),
            ("ChatGroq", ("langchain_groq",), _GROQ),
            ("ChatLiteLLM", (*_LANGCHAIN, "langchain_litellm"), _LITELLM),
            ("init_chat_model", ("langchain",), _ANY),
        )
    ),
    *(
        _pair("llama-index", name, modules, provider)
        for name, modules, provider in (
            ("OpenAI", ("llama_index",), _OPENAI),
            ("OpenAILike", ("llama_index",), _OPENAI),
            ("OpenAIResponses", ("llama_index",), _with_route(_OPENAI, "openai-responses")),
            ("AzureOpenAI", ("llama_index",), _AZURE),
            ("Anthropic", ("llama_index",), _ANTHROPIC),
            ("Gemini", ("llama_index",), _GEMINI),
            ("GoogleGenAI", ("llama_index",), _GEMINI),
            ("MistralAI", ("llama_index",), _MISTRAL),
            ("BedrockConverse", ("llama_index",), _BEDROCK),
            ("LiteLLM", ("llama_index",), _LITELLM),
            ("OpenAIEmbedding", ("llama_index",), _with_route(_OPENAI, _EMBEDDED)),
            ("AzureOpenAIEmbedding", ("llama_index",), _with_route(_AZURE, _EMBEDDED)),
        )
    ),
)

TABLE = SignatureTable(
    calls=tuple(call for call, _ in _ROWS), clients=tuple(client for _, client in _ROWS)
)
