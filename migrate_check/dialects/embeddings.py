"""OpenAI Embeddings."""

from __future__ import annotations

from migrate_check.dialects.api_errors import OPENAI
from migrate_check.dialects.dialect import Parsed
from migrate_check.dialects.embeddings_reply import foreign_object, read_reply
from migrate_check.dialects.openai_family import OpenAIFamily
from migrate_check.dialects.reading import Reading, read_document
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked
from migrate_check.domain.scenario import Route

_READING = Reading(OPENAI, foreign_object, read_reply)


class Embeddings(OpenAIFamily):
    """`POST /v1/embeddings`."""

    route = Route.EMBEDDINGS
    path = "/v1/embeddings"
    stream_path = path
    # A number without a fraction is an integer in JSON: a vector's items are not looked at.
    opaque_paths = frozenset(("data[].embedding",))

    def parse_document(self, document: Json, status: int, asked: Asked) -> Parsed:
        """An answer of any status."""
        return read_document(document, status, asked, _READING)
