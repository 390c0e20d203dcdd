"""Bedrock through @aws-sdk: commands that a client sends, or the aggregated client's methods."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.inventory.signature import (
    Body,
    CallSignature,
    ClientSignature,
    SignatureTable,
    Streams,
)
from migrate_check.inventory.signatures.rows import SCRIPT, methods

MODULES = ("@aws-sdk/client-bedrock-runtime",)
_PLAIN = CallSignature(
    "bedrock",
    (),
    "",
    SCRIPT,
    MODULES,
    Body.FIRST,
    Streams.NEVER,
    is_async=True,
    model=("modelId",),
    renames={"accept": "", "contentType": "", "trace": ""},
)
_STREAM = replace(_PLAIN, streams=Streams.ALWAYS)

TABLE = SignatureTable(
    calls=(
        *methods(
            replace(_PLAIN, distinctive=True),
            {"bedrock-converse": ["ConverseCommand"], "bedrock-invoke": ["InvokeModelCommand"]},
        ),
        *methods(
            replace(_STREAM, distinctive=True),
            {
                "bedrock-converse": ["ConverseStreamCommand"],
                "bedrock-invoke": ["InvokeModelWithResponseStreamCommand"],
            },
        ),
        *methods(_PLAIN, {"bedrock-converse": ["converse"], "bedrock-invoke": ["invokeModel"]}),
        *methods(
            _STREAM,
            {
                "bedrock-converse": ["converseStream"],
                "bedrock-invoke": ["invokeModelWithResponseStream"],
            },
        ),
    ),
    clients=(
        ClientSignature(
            "bedrock",
            ("BedrockRuntimeClient", "BedrockRuntime"),
            SCRIPT,
            MODULES,
            "bedrock",
            is_async=True,
            base_url=("endpoint",),
            key=("credentials.accessKeyId", "credentials", "token"),
            timeout=("requestHandler.requestTimeout",),
            retries=("maxAttempts",),
            headers=(),
            base_url_env=("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "AWS_ENDPOINT_URL"),
            key_env=("AWS_ACCESS_KEY_ID",),
        ),
    ),
)
