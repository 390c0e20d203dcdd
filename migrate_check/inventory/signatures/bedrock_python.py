"""Bedrock through boto3 and aioboto3."""

from __future__ import annotations

from migrate_check.inventory.signature import (
    CallSignature,
    ClientSignature,
    SignatureTable,
    Streams,
)
from migrate_check.inventory.signatures.rows import PYTHON, methods

MODULES = ("boto3", "aioboto3", "aiobotocore", "botocore")
_RENAMES = {"accept": "", "contentType": "", "trace": ""}


def _row(streams: Streams, distinctive: bool) -> CallSignature:
    return CallSignature(
        "bedrock",
        (),
        "",
        PYTHON,
        MODULES,
        streams=streams,
        distinctive=distinctive,
        model=("modelId",),
        renames=_RENAMES,
    )


TABLE = SignatureTable(
    calls=(
        *methods(
            _row(Streams.NEVER, False),
            {"bedrock-converse": ["converse"], "bedrock-invoke": ["invoke_model"]},
        ),
        *methods(
            _row(Streams.ALWAYS, False),
            {
                "bedrock-converse": ["converse_stream"],
                "bedrock-invoke": ["invoke_model_with_response_stream"],
            },
        ),
    ),
    clients=(
        ClientSignature(
            "bedrock",
            ("client", "Session.client", "create_client"),
            PYTHON,
            MODULES,
            "bedrock",
            base_url=("endpoint_url",),
            key=("aws_access_key_id", "aws_session_token"),
            timeout=("config.read_timeout",),
            retries=("config.retries.max_attempts",),
            headers=(),
            base_url_env=("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "AWS_ENDPOINT_URL"),
            key_env=("AWS_ACCESS_KEY_ID",),
            positional=("service_name",),
        ),
    ),
)
