"""What a URL says about an LLM call: the route by its path, the provider by its host."""

from __future__ import annotations

import re

HOSTS: tuple[tuple[str, str], ...] = (
    ("api.openai.com", "openai"),
    (".openai.azure.com", "azure"),
    (".services.ai.azure.com", "azure"),
    (".models.ai.azure.com", "azure"),
    ("models.inference.ai.azure.com", "azure"),
    ("api.anthropic.com", "anthropic"),
    ("generativelanguage.googleapis.com", "gemini"),
    ("aiplatform.googleapis.com", "vertex"),
    ("api.mistral.ai", "mistral"),
    ("codestral.mistral.ai", "mistral"),
    ("api.deepseek.com", "deepseek"),
    ("api.tokenlab.sh", "tokenlab"),
    ("api.tokenrouter.io", "tokenrouter"),
    ("api.apibox.cc", "apibox"),
    ("openrouter.ai", "openrouter"),
    ("api.groq.com", "groq"),
    ("api.together.xyz", "together"),
    ("api.together.ai", "together"),
    ("api.fireworks.ai", "fireworks"),
    ("api.x.ai", "xai"),
    ("api.cohere.com", "cohere"),
    ("api.cohere.ai", "cohere"),
    ("api.perplexity.ai", "perplexity"),
    ("api.moonshot.ai", "moonshot"),
    ("api.moonshot.cn", "moonshot"),
    ("dashscope.aliyuncs.com", "dashscope"),
    ("dashscope-intl.aliyuncs.com", "dashscope"),
    ("open.bigmodel.cn", "zhipu"),
    ("api.cerebras.ai", "cerebras"),
    ("api.deepinfra.com", "deepinfra"),
    ("api.sambanova.ai", "sambanova"),
    ("integrate.api.nvidia.com", "nvidia"),
    ("api.portkey.ai", "portkey"),
    ("gateway.ai.cloudflare.com", "cloudflare"),
    ("ai-gateway.vercel.sh", "vercel"),
    ("oai.helicone.ai", "helicone"),
    ("anthropic.helicone.ai", "helicone"),
    ("router.huggingface.co", "huggingface"),
    ("api-inference.huggingface.co", "huggingface"),
)
"""Host, or its end where it begins with a dot → provider. `aiplatform.googleapis.com` also ends
regional hosts (`us-central1-aiplatform.googleapis.com`)."""

_BEDROCK = re.compile(r"^bedrock-runtime(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com$")

_V1BETA = r"/v\d+(?:alpha|beta)?\d*/"

_PATHS: tuple[tuple[str, str], ...] = (
    (r"/chat/completions$", "openai-chat"),
    (r"/v1/messages/count_tokens$", "anthropic-count-tokens"),
    (r"/v1/messages/batches(?:/|$)", "anthropic-batches"),
    (r"/v1/messages$", "anthropic-messages"),
    (r"/responses/[^/]+(?:/cancel|/input_items)?$", "openai-responses-stored"),
    (r"/responses$", "openai-responses"),
    (r":(?:stream)?generatecontent$", "gemini"),
    (r":batchgeneratecontent$", "gemini-batches"),
    (r":counttokens$", "gemini-count-tokens"),
    (r":(?:batch)?embedcontents?$", "gemini-embeddings"),
    (r":predict$", "gemini-images"),
    (r":predictlongrunning$", "gemini-videos"),
    (r":bidigeneratecontent$", "gemini-live"),
    (r"/cachedcontents(?:/|$)", "gemini-caches"),
    (r"/tunedmodels(?:/|$)", "gemini-tunings"),
    (r"/(?:upload/)?v1beta/files(?:[:/]|$)", "gemini-files"),
    (r"/model/[^/]+/converse(?:-stream)?$", "bedrock-converse"),
    (r"/model/[^/]+/invoke(?:-with-response-stream)?$", "bedrock-invoke"),
    (r"/embeddings$", "embeddings"),
    (r"/images/generations$", "images"),
    (r"/images/edits$", "image-edits"),
    (r"/images/variations$", "image-variations"),
    (r"/audio/speech$", "audio-speech"),
    (r"/audio/transcriptions$", "audio-transcription"),
    (r"/audio/translations$", "audio-translation"),
    (r"/moderations$", "moderations"),
    (r"/fim/completions$", "mistral-fim"),
    (r"/agents/completions$", "mistral-agents"),
    (r"/ocr$", "mistral-ocr"),
    (r"/(?:deployments/[^/]+|v1|beta)/completions$", "openai-completions"),
    (r"/rerank$", "rerank"),
    (r"/realtime(?:/|$)", "openai-realtime"),
    (r"/fine[_-]tuning/", "openai-fine-tuning"),
    (r"/vector_stores(?:/|$)", "openai-vector-stores"),
    (r"/threads(?:/|$)", "openai-threads"),
    (r"/assistants(?:/|$)", "openai-assistants"),
    (r"/conversations(?:/|$)", "openai-conversations"),
    (r"/containers(?:/|$)", "openai-containers"),
    (r"/evals(?:/|$)", "openai-evals"),
    (r"/uploads(?:/|$)", "openai-uploads"),
    (r"/v1/batches(?:/|$)", "openai-batches"),
    (r"/v1/files(?:/|$)", "openai-files"),
    (r"/v1/videos(?:/|$)", "openai-videos"),
    (rf"(?:{_V1BETA}|/)models(?:/[^:]*)?$", "models"),
)
"""Path, lower case, without query → route. The first that fits counts."""

_COMPILED = tuple((re.compile(pattern), route) for pattern, route in _PATHS)

DISTINCTIVE_ROUTES = frozenset(
    {
        "anthropic-batches",
        "anthropic-count-tokens",
        "anthropic-messages",
        "audio-speech",
        "audio-transcription",
        "audio-translation",
        "gemini",
        "gemini-batches",
        "gemini-caches",
        "gemini-embeddings",
        "gemini-live",
        "image-edits",
        "image-variations",
        "images",
        "openai-chat",
        "openai-fine-tuning",
        "openai-responses",
    }
)
"""Routes whose path is enough proof of an LLM where the host is not known; with
`openai-responses` and `anthropic-messages` only where the path has `/v1` (see `route_of_path`)."""

_BARE_WORDS = re.compile(r"^(?:.*/)?(?:responses|messages|embeddings)$")


def provider_of_host(host: str) -> str | None:
    """The provider or gateway that serves this host, without port; None: not known."""
    host = host.lower().partition(":")[0]
    for known, provider in HOSTS:
        if host == known or (known.startswith(".") and host.endswith(known)):
            return provider
    if host.endswith("-aiplatform.googleapis.com"):
        return "vertex"
    return "bedrock" if _BEDROCK.match(host) else None


def route_of_path(path: str) -> str | None:
    """The route that a URL's path (no host; the query is ignored) leads to; None: none known."""
    path = path.partition("?")[0].partition("#")[0].lower().rstrip("/")
    for pattern, route in _COMPILED:
        if pattern.search(path):
            return route
    return None


def is_distinctive(path: str) -> bool:
    """Whether the path alone, on an unknown host, shows a call of an LLM."""
    route = route_of_path(path)
    if route == "embeddings":
        return "/v1/" in path
    if route not in DISTINCTIVE_ROUTES:
        return False
    bare = path.partition("?")[0].rstrip("/").lower()
    return not _BARE_WORDS.match(bare) or "/v1" in bare


def split_url(url: str) -> tuple[str, str]:
    """Host (with user and port removed, empty where there is none) and path with query."""
    rest = url.partition("://")[2] if "://" in url else url
    host, slash, path = rest.partition("/")
    if "?" in host:
        host, _, query = host.partition("?")
        return host.rpartition("@")[2].partition(":")[0], "/?" + query
    return host.rpartition("@")[2].partition(":")[0], slash + path
