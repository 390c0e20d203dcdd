"""The OpenAI SDK for Node and browsers, with the names it had before version 4; Groq's is alike."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.inventory.signature import (
    Body,
    CallSignature,
    ClientSignature,
    SignatureTable,
    Streams,
)
from migrate_check.inventory.signatures.rows import SCRIPT, each, methods

MODULES = ("openai", "openai-edge")
GROQ = ("groq-sdk",)

_FIRST = CallSignature("openai", (), "", SCRIPT, MODULES, Body.FIRST, is_async=True)
_SECOND = replace(_FIRST, body=Body.SECOND)
_PLAIN = replace(_FIRST, streams=Streams.NEVER)
_PLAIN_SECOND = replace(_SECOND, streams=Streams.NEVER)
_STREAM = replace(_FIRST, streams=Streams.ALWAYS)
_STREAM_SECOND = replace(_SECOND, streams=Streams.ALWAYS)
_BY_ID = replace(_PLAIN, body=Body.NONE, model=())

_CHAT = {
    "openai-chat": each("chat.completions", "create parse runTools runFunctions"),
}
_FIELD_ROUTES = {
    "openai-completions": ["completions.create"],
    "openai-responses": each("responses", "create parse"),
    "openai-threads": each("threads", "createAndRun createAndRunPoll"),
    "audio-speech": ["audio.speech.create"],
    "audio-transcription": ["audio.transcriptions.create"],
}
_PLAIN_ROUTES = {
    "embeddings": ["embeddings.create"],
    "images": ["images.generate"],
    "image-edits": ["images.edit"],
    "image-variations": ["images.createVariation"],
    "audio-translation": ["audio.translations.create"],
    "moderations": ["moderations.create"],
    "openai-files": ["files.create"],
    "openai-uploads": ["uploads.create"],
    "openai-batches": ["batches.create"],
    "openai-fine-tuning": ["fineTuning.jobs.create"],
    "openai-vector-stores": ["vectorStores.create"],
    "openai-assistants": ["assistants.create"],
    "openai-threads": ["threads.create"],
    "openai-conversations": ["conversations.create"],
    "openai-containers": ["containers.create"],
    "openai-evals": ["evals.create"],
    "openai-videos": each("videos", "create createAndPoll"),
    "openai-realtime": [
        "realtime.sessions.create",
        "realtime.clientSecrets.create",
        "realtime.transcriptionSessions.create",
    ],
}
_WITH_ID = {
    "openai-threads": each("threads.runs", "create createAndPoll submitToolOutputs"),
}
_PLAIN_WITH_ID = {
    "openai-threads": ["threads.update", *each("threads.messages", "create update")],
    "openai-assistants": ["assistants.update"],
    "openai-vector-stores": [
        *each("vectorStores", "update search"),
        *each("vectorStores.files", "create createAndPoll upload uploadAndPoll"),
        *each("vectorStores.fileBatches", "create createAndPoll uploadAndPoll"),
    ],
    "openai-conversations": ["conversations.update", "conversations.items.create"],
    "openai-containers": ["containers.files.create"],
    "openai-evals": ["evals.update", "evals.runs.create"],
    "openai-videos": ["videos.remix"],
    "openai-uploads": ["uploads.parts.create", "uploads.complete"],
}
_BY_ID_ROUTES = {
    "models": each("models", "list retrieve delete del"),
    "openai-responses-stored": [
        *each("responses", "retrieve delete del cancel"),
        "responses.inputItems.list",
    ],
    "openai-files": each(
        "files", "retrieve list delete del content retrieveContent waitForProcessing"
    ),
    "openai-uploads": ["uploads.cancel"],
    "openai-batches": each("batches", "retrieve list cancel"),
    "openai-fine-tuning": each("fineTuning.jobs", "retrieve list cancel listEvents pause resume"),
    "openai-vector-stores": [
        *each("vectorStores", "retrieve list delete del"),
        *each("vectorStores.files", "retrieve list delete del poll content"),
        *each("vectorStores.fileBatches", "retrieve cancel poll listFiles"),
    ],
    "openai-assistants": each("assistants", "retrieve list delete del"),
    "openai-threads": [
        *each("threads", "retrieve delete del"),
        *each("threads.messages", "retrieve list delete del"),
        *each("threads.runs", "retrieve list cancel poll"),
        *each("threads.runs.steps", "retrieve list"),
    ],
    "openai-conversations": [
        *each("conversations", "retrieve delete"),
        *each("conversations.items", "retrieve list delete"),
    ],
    "openai-containers": [*each("containers", "retrieve list delete"), "containers.files.list"],
    "openai-evals": [*each("evals", "retrieve list delete"), *each("evals.runs", "retrieve list")],
    "openai-videos": each("videos", "retrieve list delete downloadContent poll"),
}

_SINCE_4 = (
    *methods(replace(_FIRST, distinctive=True), _CHAT),
    *methods(replace(_STREAM, distinctive=True), {"openai-chat": ["chat.completions.stream"]}),
    *methods(_FIRST, _FIELD_ROUTES),
    *methods(_STREAM, {"openai-responses": ["responses.stream"]}),
    *methods(_STREAM, {"openai-threads": ["threads.createAndRunStream"]}),
    *methods(_STREAM, {"openai-realtime": ["OpenAIRealtimeWS", "OpenAIRealtimeWebSocket"]}),
    *methods(_STREAM_SECOND, {"openai-threads": each("threads.runs", "stream createAndStream")}),
    *methods(_PLAIN, _PLAIN_ROUTES),
    *methods(_SECOND, _WITH_ID),
    *methods(_PLAIN_SECOND, _PLAIN_WITH_ID),
    *methods(_BY_ID, _BY_ID_ROUTES),
)

_BEFORE_4 = (
    *methods(
        _FIRST,
        {"openai-chat": ["createChatCompletion"], "openai-completions": ["createCompletion"]},
    ),
    *methods(
        _PLAIN,
        {
            "embeddings": ["createEmbedding"],
            "images": ["createImage"],
            "moderations": ["createModeration"],
            "openai-fine-tuning": ["createFineTune"],
        },
    ),
    *methods(
        _BY_ID,
        {
            "models": ["listModels", "retrieveModel"],
            "openai-files": ["createFile", "listFiles", "deleteFile", "downloadFile"],
            "image-edits": ["createImageEdit"],
            "image-variations": ["createImageVariation"],
            "audio-transcription": ["createTranscription"],
            "audio-translation": ["createTranslation"],
        },
    ),
)

_OPENAI = ClientSignature(
    "openai",
    ("OpenAI", "default", "openai"),
    SCRIPT,
    MODULES,
    "openai",
    is_async=True,
    base_url=("baseURL",),
    key=("apiKey",),
    retries=("maxRetries",),
    headers=("defaultHeaders",),
    base_url_env=("OPENAI_BASE_URL",),
    key_env=("OPENAI_API_KEY",),
)
_CLIENTS = (
    _OPENAI,
    replace(
        _OPENAI,
        names=("AzureOpenAI",),
        provider="azure",
        base_url=("endpoint", "baseURL"),
        key=("apiKey", "azureADTokenProvider"),
        base_url_env=("AZURE_OPENAI_ENDPOINT",),
        key_env=("AZURE_OPENAI_API_KEY",),
    ),
    replace(
        _OPENAI,
        names=("OpenAIApi",),
        base_url=("configuration.basePath", "basePath"),
        key=("configuration.apiKey",),
        headers=("configuration.baseOptions.headers",),
        base_url_env=(),
        key_env=(),
        positional=("configuration", "basePath"),
        default_base_url="https://api.openai.com/v1",
    ),
)

_GROQ_CALLS = (
    *methods(
        replace(_FIRST, sdk="groq", modules=GROQ),
        {"openai-chat": ["chat.completions.create"], "audio-speech": ["audio.speech.create"]},
    ),
    *methods(
        replace(_PLAIN, sdk="groq", modules=GROQ),
        {
            "audio-transcription": ["audio.transcriptions.create"],
            "audio-translation": ["audio.translations.create"],
            "embeddings": ["embeddings.create"],
        },
    ),
    *methods(replace(_BY_ID, sdk="groq", modules=GROQ), {"models": ["models.list"]}),
)
_GROQ_CLIENT = replace(
    _OPENAI,
    sdk="groq",
    names=("Groq", "default", "groq-sdk"),
    modules=GROQ,
    provider="groq",
    base_url_env=("GROQ_BASE_URL",),
    key_env=("GROQ_API_KEY",),
)

TABLE = SignatureTable(
    calls=(*_SINCE_4, *_BEFORE_4, *_GROQ_CALLS), clients=(*_CLIENTS, _GROQ_CLIENT)
)
