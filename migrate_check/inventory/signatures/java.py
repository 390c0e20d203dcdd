"""Java, and Kotlin where it uses the same SDKs: openai-java, anthropic-java, Google Gen AI,
OpenAiService, Bedrock, and HTTP libraries. LangChain4j and Spring AI are in `jvm_frameworks`."""

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
from migrate_check.inventory.signatures.rows import each, methods

JVM = frozenset({Language.JAVA, Language.KOTLIN})
_OPENAI = ("com.openai",)
_ANTHROPIC = ("com.anthropic",)
_GENAI = ("com.google.genai",)
_SERVICE = ("com.theokanning.openai",)
_BEDROCK = ("software.amazon.awssdk.services.bedrockruntime",)
_RENAMES = {
    "inputOfArrayOfStrings": "input",
    "inputOfResponse": "input",
    "inputOfString": "input",
    "stopOfStrings": "stop",
    "systemOfTextBlockParams": "system",
    "enabledThinking": "thinking",
    "toolChoiceAuto": "tool_choice",
    "userMessage": "messages",
    "betas": "header:anthropic-beta",
}


def _row(sdk: str, modules: tuple[str, ...], streams: Streams, body: Body) -> CallSignature:
    return CallSignature(
        sdk, (), "", JVM, modules, body, streams, renames=_RENAMES, spelling="snake"
    )


_OPENAI_ROUTES = {
    "openai-chat": ["chat.completions.create"],
    "openai-completions": ["completions.create"],
    "openai-responses": ["responses.create"],
    "embeddings": ["embeddings.create"],
    "images": ["images.generate"],
    "image-edits": ["images.edit"],
    "image-variations": ["images.createVariation"],
    "audio-speech": ["audio.speech.create"],
    "audio-transcription": ["audio.transcriptions.create"],
    "audio-translation": ["audio.translations.create"],
    "moderations": ["moderations.create"],
    "openai-files": ["files.create"],
    "openai-uploads": ["uploads.create"],
    "openai-batches": ["batches.create"],
    "openai-fine-tuning": ["fineTuning.jobs.create"],
    "openai-vector-stores": ["vectorStores.create", "vectorStores.search"],
    "openai-assistants": ["assistants.create"],
    "openai-threads": ["threads.create", "threads.runs.create"],
    "openai-conversations": ["conversations.create"],
    "openai-evals": ["evals.create"],
    "openai-videos": ["videos.create"],
}
_OPENAI_STREAMS = {
    "openai-chat": ["chat.completions.createStreaming"],
    "openai-completions": ["completions.createStreaming"],
    "openai-responses": ["responses.createStreaming"],
    "images": ["images.generateStreaming"],
    "audio-transcription": ["audio.transcriptions.createStreaming"],
}
_OPENAI_BY_ID = {
    "models": ["models.list", "models.retrieve"],
    "openai-responses-stored": each("responses", "retrieve delete cancel"),
    "openai-files": each("files", "list retrieve delete content"),
    "openai-batches": each("batches", "list retrieve cancel"),
    "openai-vector-stores": each("vectorStores", "list retrieve delete"),
    "openai-videos": each("videos", "retrieve list delete"),
    "openai-fine-tuning": each("fineTuning.jobs", "retrieve list cancel"),
    "openai-assistants": each("assistants", "retrieve list delete"),
    "openai-threads": [*each("threads", "retrieve delete"), *each("threads.runs", "retrieve list")],
}
_ANTHROPIC_ROUTES = {
    "anthropic-messages": ["messages.create"],
    "anthropic-count-tokens": ["messages.countTokens"],
    "anthropic-batches": ["messages.batches.create"],
    "anthropic-files": ["files.upload"],
}
_ANTHROPIC_STREAMS = {"anthropic-messages": ["messages.createStreaming"]}
_GEMINI = CallSignature(
    "google-genai",
    (),
    "",
    JVM,
    _GENAI,
    Body.KEYWORDS,
    Streams.NEVER,
    positional=("model", "contents", "config"),
    spelling="gemini",
)
_GEMINI_ROUTES = {
    "gemini": ["models.generateContent"],
    "gemini-embeddings": ["models.embedContent"],
    "gemini-count-tokens": ["models.countTokens"],
    "gemini-images": ["models.generateImages"],
    "gemini-videos": ["models.generateVideos"],
    "gemini-caches": ["caches.create"],
    "gemini-live": ["live.connect"],
}
_SERVICE_ROUTES = {
    "openai-chat": ["createChatCompletion"],
    "openai-completions": ["createCompletion"],
    "embeddings": ["createEmbeddings"],
    "images": ["createImage"],
    "audio-transcription": ["createTranscription"],
    "audio-speech": ["createSpeech"],
    "moderations": ["createModeration"],
    "openai-assistants": ["createAssistant"],
    "openai-threads": ["createThread", "createRun"],
}
_SERVICE_STREAMS = {
    "openai-chat": ["streamChatCompletion"],
    "openai-completions": ["streamCompletion"],
}
_BEDROCK_ROW = replace(
    _row("bedrock", _BEDROCK, Streams.NEVER, Body.FIRST),
    model=("modelId",),
    spelling="same",
    provider="bedrock",
)

_CALLS = (
    *methods(_row("openai", _OPENAI, Streams.NEVER, Body.FIRST), _OPENAI_ROUTES),
    *methods(_row("openai", _OPENAI, Streams.ALWAYS, Body.FIRST), _OPENAI_STREAMS),
    *methods(_row("openai", _OPENAI, Streams.NEVER, Body.NONE), _OPENAI_BY_ID),
    *methods(_row("anthropic", _ANTHROPIC, Streams.NEVER, Body.FIRST), _ANTHROPIC_ROUTES),
    *methods(_row("anthropic", _ANTHROPIC, Streams.ALWAYS, Body.FIRST), _ANTHROPIC_STREAMS),
    *methods(_GEMINI, _GEMINI_ROUTES),
    *methods(
        replace(_GEMINI, streams=Streams.ALWAYS), {"gemini": ["models.generateContentStream"]}
    ),
    *methods(_row("openai-java", _SERVICE, Streams.NEVER, Body.FIRST), _SERVICE_ROUTES),
    *methods(_row("openai-java", _SERVICE, Streams.ALWAYS, Body.FIRST), _SERVICE_STREAMS),
    *methods(_BEDROCK_ROW, {"bedrock-converse": ["converse"], "bedrock-invoke": ["invokeModel"]}),
    *methods(
        replace(_BEDROCK_ROW, streams=Streams.ALWAYS),
        {
            "bedrock-converse": ["converseStream"],
            "bedrock-invoke": ["invokeModelWithResponseStream"],
        },
    ),
)

_OPENAI_CLIENT = ClientSignature(
    "openai",
    (
        "OpenAIOkHttpClient.fromEnv",
        "OpenAIOkHttpClient.builder",
        "OpenAIOkHttpClient",
        "OpenAIClient",
        "OpenAIClientImpl",
    ),
    JVM,
    _OPENAI,
    "openai",
    base_url=("baseUrl",),
    key=("apiKey", "credential"),
    retries=("maxRetries",),
    headers=("extra_headers", "headers"),
    base_url_env=("OPENAI_BASE_URL",),
    key_env=("OPENAI_API_KEY",),
)
_ANTHROPIC_CLIENT = replace(
    _OPENAI_CLIENT,
    sdk="anthropic",
    names=(
        "AnthropicOkHttpClient.fromEnv",
        "AnthropicOkHttpClient.builder",
        "AnthropicOkHttpClient",
        "AnthropicClient",
    ),
    modules=_ANTHROPIC,
    provider="anthropic",
    key=("apiKey", "authToken"),
    base_url_env=("ANTHROPIC_BASE_URL",),
    key_env=("ANTHROPIC_API_KEY",),
)
_CLIENTS = (
    _OPENAI_CLIENT,
    replace(
        _OPENAI_CLIENT,
        names=(
            "OpenAIOkHttpClientAsync.fromEnv",
            "OpenAIOkHttpClientAsync.builder",
            "OpenAIClientAsync",
        ),
        is_async=True,
    ),
    _ANTHROPIC_CLIENT,
    replace(
        _ANTHROPIC_CLIENT,
        names=(
            "AnthropicOkHttpClientAsync.fromEnv",
            "AnthropicOkHttpClientAsync.builder",
            "AnthropicClientAsync",
        ),
        is_async=True,
    ),
    ClientSignature(
        "google-genai",
        ("Client", "Client.builder"),
        JVM,
        _GENAI,
        "gemini",
        base_url=("httpOptions.baseUrl",),
        key=("apiKey",),
        base_url_env=("GOOGLE_GEMINI_BASE_URL",),
        key_env=("GOOGLE_API_KEY",),
    ),
    ClientSignature(
        "openai-java",
        ("OpenAiService",),
        JVM,
        _SERVICE,
        "openai",
        base_url=("baseUrl",),
        key=("token",),
        positional=("token", "timeout"),
        default_base_url="https://api.openai.com/v1",
    ),
    ClientSignature(
        "bedrock",
        tuple(
            f"{name}{how}"
            for name in ("BedrockRuntimeClient", "BedrockRuntimeAsyncClient")
            for how in ("", ".create", ".builder")
        ),
        JVM,
        _BEDROCK,
        "bedrock",
        base_url=("endpointOverride",),
        key=("credentialsProvider",),
        default_rollback=Rollback.B,
    ),
)

_BODY = ("POST", "PUT", "PATCH", "method", "post", "put", "patch", "body", "bodyValue", "setBody")
_HTTP = (
    HttpSignature(
        "http",
        "java.net.http",
        ("HttpRequest.newBuilder",),
        JVM,
        ("java.net.http",),
        url=("uri", "url"),
        json=_BODY,
    ),
    HttpSignature(
        "http",
        "okhttp",
        ("Request.Builder", "OkHttpRequest.Builder"),
        JVM,
        ("okhttp3", "com.squareup.okhttp"),
        url=("url",),
        json=_BODY,
    ),
    HttpSignature(
        "http",
        "webclient",
        ("post.retrieve", "post.exchange", "method.retrieve", "post.bodyToMono"),
        JVM,
        ("org.springframework.web",),
        url=("uri", "url"),
        json=("bodyValue", "body"),
    ),
    HttpSignature(
        "http",
        "resttemplate",
        tuple(
            f"{name}.{method}"
            for name in ("restTemplate", "rest", "template", "restOperations")
            for method in ("postForObject", "postForEntity", "getForObject", "getForEntity")
        ),
        JVM,
        ("org.springframework.web",),
        body_position=1,
    ),
    HttpSignature(
        "http",
        "resttemplate",
        ("restTemplate.exchange", "rest.exchange", "template.exchange"),
        JVM,
        ("org.springframework.web",),
        body_position=2,
    ),
    HttpSignature(
        "http",
        "apache",
        ("HttpPost", "HttpGet"),
        JVM,
        ("org.apache.http", "org.apache.hc"),
        json=("setEntity",),
    ),
)

TABLE = SignatureTable(calls=_CALLS, clients=_CLIENTS, http=_HTTP)
