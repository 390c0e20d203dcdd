"""Go: openai-go, anthropic-sdk-go, go-openai, genai, langchaingo, Bedrock, net/http, resty."""

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

GO = frozenset({Language.GO})
_MODEL = ("Model", "model")
_OPENAI = ("github.com/openai/openai-go",)
_ANTHROPIC = ("github.com/anthropics/anthropic-sdk-go",)
_COMMUNITY = ("github.com/sashabaranov/go-openai",)
_GENAI = ("google.golang.org/genai",)
_OLD_GENAI = ("github.com/google/generative-ai-go", "cloud.google.com/go/vertexai/genai")
_CHAINS = "github.com/tmc/langchaingo/llms"
_BEDROCK = ("github.com/aws/aws-sdk-go-v2/service/bedrockruntime",)


def _row(sdk: str, modules: tuple[str, ...], streams: Streams, body: Body) -> CallSignature:
    return CallSignature(
        sdk,
        (),
        "",
        GO,
        modules,
        body,
        streams,
        model=_MODEL,
        spelling="snake",
        renames={"ctx": "", "Betas": "header:anthropic-beta"},
    )


_OPENAI_ROUTES = {
    "openai-chat": ["Chat.Completions.New"],
    "openai-completions": ["Completions.New"],
    "openai-responses": ["Responses.New"],
    "embeddings": ["Embeddings.New"],
    "images": ["Images.Generate"],
    "image-edits": ["Images.Edit"],
    "image-variations": ["Images.NewVariation"],
    "audio-speech": ["Audio.Speech.New"],
    "audio-transcription": ["Audio.Transcriptions.New"],
    "audio-translation": ["Audio.Translations.New"],
    "moderations": ["Moderations.New"],
    "openai-files": ["Files.New"],
    "openai-uploads": ["Uploads.New"],
    "openai-batches": ["Batches.New"],
    "openai-fine-tuning": ["FineTuning.Jobs.New"],
    "openai-vector-stores": [
        *each("VectorStores", "New Search"),
        *each("VectorStores.Files", "New NewAndPoll UploadAndPoll"),
        *each("VectorStores.FileBatches", "New NewAndPoll UploadAndPoll"),
    ],
    "openai-assistants": ["Beta.Assistants.New"],
    "openai-threads": [
        *each("Beta.Threads", "New NewAndRun"),
        *each("Beta.Threads.Runs", "New NewAndPoll"),
        "Beta.Threads.Messages.New",
    ],
    "openai-conversations": ["Conversations.New"],
    "openai-videos": ["Videos.New", "Videos.NewAndPoll"],
}
_OPENAI_STREAMS = {
    "openai-chat": ["Chat.Completions.NewStreaming"],
    "openai-completions": ["Completions.NewStreaming"],
    "openai-responses": ["Responses.NewStreaming"],
    "audio-transcription": ["Audio.Transcriptions.NewStreaming"],
    "images": ["Images.GenerateStreaming"],
}
_OPENAI_BY_ID = {
    "models": ["Models.List", "Models.Get"],
    "openai-responses-stored": each("Responses", "Get Delete Cancel"),
    "openai-files": each("Files", "List Get Delete Content"),
    "openai-batches": each("Batches", "List Get Cancel"),
    "openai-vector-stores": each("VectorStores", "List Get Delete"),
    "openai-fine-tuning": each("FineTuning.Jobs", "List Get Cancel"),
    "openai-videos": each("Videos", "List Get Delete"),
}
_ANTHROPIC_ROUTES = {
    "anthropic-messages": ["Messages.New", "Beta.Messages.New"],
    "anthropic-count-tokens": ["Messages.CountTokens", "Beta.Messages.CountTokens"],
    "anthropic-batches": ["Messages.Batches.New", "Beta.Messages.Batches.New"],
}
_ANTHROPIC_STREAMS = {"anthropic-messages": ["Messages.NewStreaming", "Beta.Messages.NewStreaming"]}
_COMMUNITY_ROUTES = {
    "openai-chat": ["CreateChatCompletion"],
    "openai-completions": ["CreateCompletion"],
    "embeddings": ["CreateEmbeddings"],
    "images": ["CreateImage"],
    "image-edits": ["CreateEditImage"],
    "image-variations": ["CreateVariImage"],
    "audio-speech": ["CreateSpeech"],
    "audio-transcription": ["CreateTranscription"],
    "audio-translation": ["CreateTranslation"],
    "moderations": ["Moderations"],
    "openai-files": ["CreateFile", "CreateFileBytes"],
    "openai-batches": ["CreateBatch", "CreateBatchWithUploadFile"],
    "openai-fine-tuning": ["CreateFineTuningJob"],
    "openai-assistants": ["CreateAssistant"],
    "openai-threads": ["CreateThread", "CreateRun", "CreateMessage", "CreateThreadAndRun"],
    "openai-vector-stores": ["CreateVectorStore"],
}
_COMMUNITY_STREAMS = {
    "openai-chat": ["CreateChatCompletionStream"],
    "openai-completions": ["CreateCompletionStream"],
}
_AZURE = ("github.com/Azure/azure-sdk-for-go/sdk/ai/azopenai",)
_AZURE_ROW = replace(
    _row("azure-openai", _AZURE, Streams.NEVER, Body.SECOND), model=("DeploymentName", "Model")
)
_AZURE_ROUTES = {
    "openai-chat": ["GetChatCompletions"],
    "openai-completions": ["GetCompletions"],
    "embeddings": ["GetEmbeddings"],
    "images": ["GetImageGenerations"],
    "audio-transcription": ["GetAudioTranscription"],
}
_EVENTS = (
    "OnError OnPing OnMessageStart OnMessageDelta OnMessageStop OnContentBlockStart"
    " OnContentBlockDelta OnContentBlockStop"
)
_ON = dict.fromkeys(_EVENTS.split(), "")
_LIUSHUANG = ("github.com/liushuangls/go-anthropic",)
_CONFIG = ("ctx", "model", "contents", "config")
_GEMINI = replace(
    _row("google-genai", _GENAI, Streams.NEVER, Body.KEYWORDS),
    model=("model",),
    positional=_CONFIG,
    spelling="gemini",
    renames={"ctx": ""},
)
_GEMINI_ROUTES = {
    "gemini": ["Models.GenerateContent"],
    "gemini-embeddings": ["Models.EmbedContent"],
    "gemini-count-tokens": ["Models.CountTokens"],
    "gemini-images": ["Models.GenerateImages"],
    "gemini-videos": ["Models.GenerateVideos"],
    "gemini-caches": ["Caches.Create"],
}
_SESSION = replace(
    _GEMINI,
    sdk="google-generativeai",
    modules=_OLD_GENAI,
    body=Body.CONSTRUCTOR,
    positional=(),
)
_INVOKE = replace(
    _row("bedrock", _BEDROCK, Streams.NEVER, Body.SECOND),
    model=("ModelId",),
    renames={"Accept": "", "ContentType": "", "Trace": ""},
    spelling="camel",
    provider="bedrock",
)
_SETTING_NAMES = (
    "Token APIKey BaseURL HTTPClient Organization APIVersion APIType EmbeddingModel"
    " DefaultEmbeddingModel CloudLocation CloudProject Callback"
)
_SETTINGS = dict.fromkeys(_SETTING_NAMES.split(), "")
_CHAIN = CallSignature(
    "langchaingo",
    ("New",),
    "",
    GO,
    (),
    Body.KEYWORDS,
    Streams.USE,
    model=("Model", "DefaultModel", "model"),
    spelling="snake",
    renames=_SETTINGS,
)
_CHAIN_ROUTES = {
    "openai": "openai-chat",
    "anthropic": "anthropic-messages",
    "googleai": "gemini",
    "mistral": "mistral-chat",
    "bedrock": "bedrock-invoke",
}


def _chains() -> tuple[CallSignature, ...]:
    return tuple(
        replace(_CHAIN, modules=(f"{_CHAINS}/{package}",), route=route, provider=package)
        for package, route in _CHAIN_ROUTES.items()
        if route != "mistral-chat"
    )


_CALLS = (
    *methods(_row("openai", _OPENAI, Streams.NEVER, Body.SECOND), _OPENAI_ROUTES),
    *methods(_row("openai", _OPENAI, Streams.ALWAYS, Body.SECOND), _OPENAI_STREAMS),
    *methods(_row("openai", _OPENAI, Streams.NEVER, Body.NONE), _OPENAI_BY_ID),
    *methods(_row("anthropic", _ANTHROPIC, Streams.NEVER, Body.SECOND), _ANTHROPIC_ROUTES),
    *methods(_row("anthropic", _ANTHROPIC, Streams.ALWAYS, Body.SECOND), _ANTHROPIC_STREAMS),
    *methods(_row("go-openai", _COMMUNITY, Streams.FIELD, Body.SECOND), _COMMUNITY_ROUTES),
    *methods(_row("go-openai", _COMMUNITY, Streams.ALWAYS, Body.SECOND), _COMMUNITY_STREAMS),
    *methods(_AZURE_ROW, _AZURE_ROUTES),
    *methods(
        replace(_AZURE_ROW, streams=Streams.ALWAYS),
        {"openai-chat": ["GetChatCompletionsStream"]},
    ),
    *methods(
        _row("go-anthropic", _LIUSHUANG, Streams.NEVER, Body.SECOND),
        {"anthropic-messages": ["CreateMessages"]},
    ),
    *methods(
        replace(
            _row("go-anthropic", _LIUSHUANG, Streams.ALWAYS, Body.SECOND),
            body_name="MessagesRequest",
            renames=_ON,
        ),
        {"anthropic-messages": ["CreateMessagesStream"]},
    ),
    *methods(_GEMINI, _GEMINI_ROUTES),
    *methods(
        replace(_GEMINI, streams=Streams.ALWAYS), {"gemini": ["Models.GenerateContentStream"]}
    ),
    *methods(_SESSION, {"gemini": ["GenerateContent"], "gemini-count-tokens": ["CountTokens"]}),
    *methods(
        replace(_SESSION, streams=Streams.ALWAYS),
        {"gemini": ["GenerateContentStream", "SendMessageStream"]},
    ),
    *methods(_INVOKE, {"bedrock-converse": ["Converse"], "bedrock-invoke": ["InvokeModel"]}),
    *methods(
        replace(_INVOKE, streams=Streams.ALWAYS),
        {
            "bedrock-converse": ["ConverseStream"],
            "bedrock-invoke": ["InvokeModelWithResponseStream"],
        },
    ),
    *_chains(),
)

_OPENAI_CLIENT = ClientSignature(
    "openai",
    ("NewClient", "Client"),
    GO,
    _OPENAI,
    "openai",
    base_url=("BaseURL",),
    key=("APIKey",),
    timeout=("RequestTimeout",),
    retries=("MaxRetries",),
    headers=("extra_headers", "Header"),
    base_url_env=("OPENAI_BASE_URL",),
    key_env=("OPENAI_API_KEY",),
)
_CLIENTS = (
    _OPENAI_CLIENT,
    replace(
        _OPENAI_CLIENT,
        sdk="anthropic",
        modules=_ANTHROPIC,
        provider="anthropic",
        key=("APIKey", "AuthToken"),
        base_url_env=("ANTHROPIC_BASE_URL",),
        key_env=("ANTHROPIC_API_KEY",),
    ),
    replace(
        _OPENAI_CLIENT,
        sdk="go-openai",
        names=("NewClient", "NewOrgClient", "Client"),
        modules=_COMMUNITY,
        positional=("APIKey",),
        base_url_env=(),
        key_env=(),
        default_base_url="https://api.openai.com/v1",
    ),
    replace(
        _OPENAI_CLIENT,
        sdk="go-openai",
        names=("NewClientWithConfig",),
        modules=_COMMUNITY,
        base_url_env=(),
        key_env=(),
        default_base_url="https://api.openai.com/v1",
    ),
    ClientSignature(
        "azure-openai",
        ("NewClientWithKeyCredential", "NewClient", "NewClientForOpenAI", "Client"),
        GO,
        _AZURE,
        "azure",
        base_url=("endpoint",),
        key=("credential",),
        positional=("endpoint", "credential", "options"),
    ),
    ClientSignature(
        "go-anthropic",
        ("NewClient", "Client"),
        GO,
        _LIUSHUANG,
        "anthropic",
        base_url=("BaseURL",),
        key=("APIKey",),
        positional=("APIKey",),
        default_base_url="https://api.anthropic.com/v1",
    ),
    ClientSignature(
        "google-genai",
        ("NewClient", "Client"),
        GO,
        _GENAI,
        "gemini",
        base_url=("config.HTTPOptions.BaseURL",),
        key=("config.APIKey",),
        base_url_env=("GOOGLE_GEMINI_BASE_URL",),
        key_env=("GOOGLE_API_KEY", "GEMINI_API_KEY"),
        positional=("ctx", "config"),
    ),
    ClientSignature(
        "google-generativeai",
        ("NewClient", "Client"),
        GO,
        _OLD_GENAI,
        "gemini",
        base_url=("Endpoint",),
        key=("APIKey",),
    ),
    ClientSignature(
        "google-generativeai",
        ("GenerativeModel",),
        GO,
        _OLD_GENAI,
        None,
        positional=("model",),
    ),
    ClientSignature(
        "bedrock",
        ("NewFromConfig", "New", "Client"),
        GO,
        _BEDROCK,
        "bedrock",
        base_url=("BaseEndpoint",),
        key=("Credentials",),
        default_rollback=Rollback.B,
    ),
    *(
        ClientSignature(
            "langchaingo",
            ("New",),
            GO,
            (f"{_CHAINS}/{package}",),
            package,
            base_url=("BaseURL",),
            key=("Token", "APIKey"),
            base_url_env=base_url_env,
            key_env=key_env,
        )
        for package, base_url_env, key_env in (
            ("openai", ("OPENAI_BASE_URL",), ("OPENAI_API_KEY",)),
            ("anthropic", (), ("ANTHROPIC_API_KEY",)),
            ("googleai", (), ("GOOGLE_API_KEY",)),
            ("bedrock", (), ()),
        )
    ),
)


def _http(name: str, url_position: int, body_position: int | None = None) -> HttpSignature:
    return HttpSignature(
        "http",
        "net/http",
        (name,),
        GO,
        ("net/http",),
        url_position=url_position,
        body_position=body_position,
        json=("Body", "body"),
    )


_HTTP = (
    _http("http.NewRequest", 1, 2),
    _http("http.NewRequestWithContext", 2, 3),
    _http("http.Post", 0, 2),
    _http("http.Get", 0),
    HttpSignature(
        "http",
        "resty",
        ("R.Post", "R.Get", "R.Put", "R.Delete", "R.Patch"),
        GO,
        ("github.com/go-resty/resty", "resty.dev"),
        json=("SetBody", "SetFormData"),
        headers=("headers", "SetHeaders"),
    ),
)

TABLE = SignatureTable(calls=_CALLS, clients=_CLIENTS, http=_HTTP)
