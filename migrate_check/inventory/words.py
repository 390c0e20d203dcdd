"""The words that a file must have to be worth parsing; all are looked for in lower case.

Two stages. Something must name an LLM's library, host or path, and something must call. A word is
as short as it can be without meeting half of all files: each one costs a pass over every byte.
Clients, constants and wrappers of other files are followed by imports and need no words.
"""

from __future__ import annotations

import re

from migrate_check.domain.call_site import Language

VENDORS: tuple[bytes, ...] = (
    b"enai",  # openai, genai, AsyncOpenAI, AZURE_OPENAI_…
    b"nthrop",  # and Rust's misanthropy
    b"langchain",
    b"llama_index",
    b"llamaindex",
    b"litellm",
    b"mistral",
    b"bedrock",
    b".converse",
    b"invoke_model",
    b"vertexai",
    b"live.connect",
    b"generativ",  # google.generativeai, vertexai.generative_models, generativelanguage
    b"generate_content",
    b"generatecontent",
    b"instructor",
)

_SCRIPT = (
    *(b'"ai"', b"'ai'", b'"ai/', b"'ai/", b"@ai-sdk"),
    *(b"firebase/ai", b"groq", b"conversecommand", b"conversestreamcommand", b"invokemodel"),
)
_JVM = (b"springframework.ai", b"spring.ai")

VENDORS_OF: dict[Language, tuple[bytes, ...]] = {
    Language.TYPESCRIPT: _SCRIPT,
    Language.JAVASCRIPT: _SCRIPT,
    Language.JAVA: _JVM,
    Language.KOTLIN: _JVM,
    Language.CSHARP: (
        b"semantickernel",
        b"extensions.ai",
        b"chatclient",
        b"ichatcompletion",
        b"embeddinggen",
        b"azure.ai",
    ),
    Language.RUBY: (b"ruby_llm", b"rubyllm", b"llm"),
    Language.PHP: (b"prism", b"llphant"),
    Language.RUST: (b"rig::", b"rig_core", b"clust::"),
}
"""Further words of one language."""

URL_WORD = b"v1/"
URL_PATHS = re.compile(
    rb"v1/(?:messages|responses|embeddings|completions|images/|audio/|moderations|rerank|realtime"
    rb"|batches|files|fine_tuning|models)"
)
"""Searched only where URL_WORD is."""

CHAT_COMPLETIONS = (b"completions", b"chat")
"""Both; `completions` alone is what shells and tables have."""

INDIRECT_VERBS: tuple[bytes, ...] = (b".create", b".stream", b".parse", b".generate")
INDIRECT_NOUNS: dict[bytes, re.Pattern[bytes]] = {
    noun: re.compile(noun + rb"\s*\??\.\s*(?:create|stream|parse|generate)\b")
    for noun in (
        b"messages",
        b"responses",
        b"embeddings",
        b"completions",
        b"images",
        b"transcriptions",
        b"speech",
        b"moderations",
    )
}
"""A call on a client that comes from elsewhere and is named nowhere in the file; chains may be
broken over lines. Searched only where one of INDIRECT_VERBS is."""

GEMINI_MODELS = re.compile(
    rb"models\s*\??\.\s*(?:generate_?(?:content|images?|videos?)|embed_?content|co(?:unt|mpute)_?tokens"
    rb"|(?:edit|upscale|recontext|segment)_?image)"
)
"""Methods of google-genai's clients, as above."""

CALLS: tuple[bytes, ...] = (
    b"creat",
    b"complet",
    b"generat",
    b"stream",
    b"chat",
    b"embed",
    b"messages",
    b"invoke",
    b"converse",
    b"parse",
    b"post",
    b"fetch",
    b"request",
    b"axios",
    b"send",
    b"moderat",
    b"transcri",
    b"speech",
    b"upload",
    b"rerank",
    b"ask",
    b"prompt",
    b"anthropic",
    b"openai",
    b"google",
    b"mistral",
    b"bedrock",
    b"gemini",
    b"agent",
    b"respon",
    b"image",
    b"paint",
    b"token",
    b"extract",
    b"models",
    b"connect",
    b"litellm",
)

SHELL_VENDORS: tuple[bytes, ...] = (
    b"completions",
    b"v1",
    b"generatecontent",
    b"openai",
    b"anthropic",
    b"messages",
    b"responses",
    b"embed",
    b"converse",
    b"mistral",
    b"deepseek",
    b"openrouter",
)
SHELL_CALLS: tuple[bytes, ...] = (b"curl", b"wget", b"http", b"xh ")

INTERPRETERS: tuple[bytes, ...] = (b"python", b"node", b"deno", b"bun", b"tsx", b"ruby", b"php")
"""What a script hands programs to."""

SETTINGS: tuple[bytes, ...] = (
    b"openai",
    b"anthropic",
    b"claude",
    b"gemini",
    b"gpt-",
    b"mistral",
    b"deepseek",
    b"litellm",
    b"openrouter",
    b"tokenlab",
    b"tokenrouter",
    b"tokenpak",
    b"apibox",
    b"google_api_key",
    b"generativelanguage",
    b"bedrock",
    b"groq",
    b"llm",
    b"base_url",
    b"baseurl",
    b"api_base",
    b"-embedding-",
    b"llama",
)

SCRIPTS: tuple[bytes, ...] = (b"curl", b"wget", b"http ", b"https ", b"xh ")
"""In settings files: a script may call."""

REQUESTS: tuple[bytes, ...] = (b'"custom_id"', b'"body"')
"""Both, in the first line of a batch job's input."""
