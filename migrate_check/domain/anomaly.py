"""What one answer did against its wire format: facts from the observer; rules judge them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class AnomalyKind(StrEnum):
    """A kind of departure from the documented format. Comments define the borderline cases."""

    # Body and encoding
    BODY_EMPTY = "body-empty"  # 2xx with no bytes
    BODY_NOT_JSON = "body-not-json"  # 2xx, unstreamed, and not JSON
    BODY_INVALID_UTF8 = "body-invalid-utf8"
    BODY_REPLACEMENT_CHARACTER = "body-replacement-character"  # U+FFFD in text the model wrote
    CONTENT_ENCODING_BROKEN = "content-encoding-broken"  # declared gzip, bytes are not
    CONTENT_LENGTH_WRONG = "content-length-wrong"
    # Documented fields of an unstreamed answer or a chunk
    FIELD_REQUIRED_MISSING = "field-required-missing"
    FIELD_WRONG_TYPE = "field-wrong-type"
    ENUM_UNKNOWN = "enum-unknown"
    OBJECT_FOREIGN = "object-foreign"  # another dialect's object on this route
    ROLE_INVALID = "role-invalid"
    # Streams: framing
    STREAM_CONTENT_TYPE = "stream-content-type"  # SSE body, other content type
    STREAM_NOT_SSE = "stream-not-sse"  # stream asked, 2xx, and the body is not SSE
    STREAM_UNASKED = "stream-unasked"  # SSE body though no stream was asked
    STREAM_EMPTY = "stream-empty"  # 2xx and no event with data
    EVENT_NOT_JSON = "event-not-json"
    EVENT_UNTERMINATED = "event-unterminated"  # bytes end inside an event
    EVENT_NAME_MISSING = "event-name-missing"  # dialects with named events
    EVENT_NAME_MISMATCH = "event-name-mismatch"  # `event:` differs from `data.type`
    EVENT_UNKNOWN = "event-unknown"
    # Streams: automaton
    STREAM_START_MISSING = "stream-start-missing"  # first event is not the announced start
    STREAM_START_REPEATED = "stream-start-repeated"
    STREAM_FINISH_MISSING = "stream-finish-missing"  # no finish or stop reason on any chunk
    STREAM_FINISH_REPEATED = "stream-finish-repeated"
    STREAM_TERMINAL_MISSING = "stream-terminal-missing"  # message_stop
    STREAM_TERMINAL_REPEATED = "stream-terminal-repeated"
    STREAM_DONE_MISSING = "stream-done-missing"  # [DONE]
    STREAM_DATA_AFTER_END = "stream-data-after-end"  # after [DONE] or message_stop
    STREAM_CONTENT_AFTER_FINISH = "stream-content-after-finish"
    STREAM_ID_CHANGED = "stream-id-changed"
    STREAM_ID_EMPTY = "stream-id-empty"
    STREAM_MODEL_CHANGED = "stream-model-changed"
    STREAM_ROLE_MISSING = "stream-role-missing"
    STREAM_INDEX_MISSING = "stream-index-missing"  # choices[].index
    STREAM_MESSAGE_NOT_DELTA = "stream-message-not-delta"
    STREAM_CHOICES_EMPTY_EARLY = "stream-choices-empty-early"  # before any content, no usage in it
    STREAM_ERROR_EVENT = "stream-error-event"
    BLOCK_NOT_STARTED = "block-not-started"
    BLOCK_NOT_STOPPED = "block-not-stopped"
    BLOCK_RESTARTED = "block-restarted"
    BLOCK_INDEX_GAP = "block-index-gap"
    BLOCK_DELTA_MISMATCH = "block-delta-mismatch"  # text_delta in a tool_use block
    BLOCK_OVERLAP = "block-overlap"  # a block opened before the previous one closed
    # Tools
    TOOL_INDEX_MISSING = "tool-index-missing"
    TOOL_INDEX_GAP = "tool-index-gap"
    TOOL_INDEX_SHARED = "tool-index-shared"  # two ids or names on one index
    TOOL_ID_MISSING = "tool-id-missing"
    TOOL_ID_CHANGED = "tool-id-changed"
    TOOL_ID_DUPLICATE = "tool-id-duplicate"
    TOOL_NAME_MISSING = "tool-name-missing"
    TOOL_NAME_UNKNOWN = "tool-name-unknown"  # not among the tools of the request
    TOOL_TYPE_MISSING = "tool-type-missing"
    TOOL_ARGUMENTS_NOT_STRING = "tool-arguments-not-string"
    TOOL_ARGUMENTS_NOT_JSON = "tool-arguments-not-json"
    TOOL_ARGUMENTS_NOT_OBJECT = "tool-arguments-not-object"  # JSON, also a doubly encoded string
    TOOL_ARGUMENTS_OFF_SCHEMA = "tool-arguments-off-schema"
    TOOL_CALL_AS_TEXT = "tool-call-as-text"  # markup or JSON naming a tool of the request, no call
    TOOL_FORCED_MISSING = "tool-forced-missing"
    TOOL_FORBIDDEN_CALLED = "tool-forbidden-called"
    # Finish reason
    FINISH_NOT_TOOL = "finish-not-tool"  # calls present, finish reason says otherwise
    FINISH_TOOL_WITHOUT_CALL = "finish-tool-without-call"
    FINISH_MISSING = "finish-missing"  # unstreamed
    # Usage
    USAGE_MISSING = "usage-missing"  # unstreamed, or streamed and asked for
    USAGE_ZERO = "usage-zero"  # content delivered, tokens 0
    USAGE_TOTAL_WRONG = "usage-total-wrong"
    USAGE_NEGATIVE = "usage-negative"
    USAGE_UNASKED = "usage-unasked"  # usage-only chunk though not asked for
    USAGE_EVERY_CHUNK = "usage-every-chunk"
    # Errors
    ERROR_IN_2XX = "error-in-2xx"
    ERROR_NOT_JSON = "error-not-json"
    ERROR_ENVELOPE_FOREIGN = "error-envelope-foreign"
    ERROR_FIELD_MISSING = "error-field-missing"
    ERROR_LITERAL_NONE = "error-literal-none"  # the text None, null or undefined as a value
    # openai-responses
    EVENT_NOT_WRAPPED = "event-not-wrapped"  # a life-cycle event is the bare response
    SEQUENCE_BROKEN = "sequence-broken"  # sequence_number does not grow
    ITEM_NOT_ANNOUNCED = "item-not-announced"  # an event names an item that is not open
    ITEM_INDEX_SHARED = "item-index-shared"  # two items on one output_index
    ITEM_CHANGED = "item-changed"  # id, type or call id of an item differ between its events
    ITEM_NOT_DONE = "item-not-done"  # the response completes and an item never did
    PART_NOT_ANNOUNCED = "part-not-announced"  # delta of a part that was never added
    PART_NOT_DONE = "part-not-done"  # no `.done` for text or arguments that came in deltas
    DELTAS_MISSING = "deltas-missing"  # text or arguments stand only in `.done` events
    PARTS_DISAGREE = "parts-disagree"  # deltas joined, `.done` and the final response differ
    OUTPUT_DISAGREES = "output-disagrees"  # final output has other items than were streamed
    TOOL_NOT_ALLOWED = "tool-not-allowed"  # offered, but tool_choice leaves only others
    # gemini
    FIELD_SNAKE_CASE = "field-snake-case"  # finish_reason where the REST API has finishReason
    # anthropic-messages beyond the basics
    THOUGHT_UNSIGNED = "thought-unsigned"  # a finished thinking block without its signature
    # embeddings, images, audio, models, completions
    EMBEDDING_COUNT_WRONG = "embedding-count-wrong"  # not one vector for each input
    EMBEDDING_INDEX_WRONG = "embedding-index-wrong"  # not 0, 1, 2, … in order
    EMBEDDING_ENCODING_WRONG = "embedding-encoding-wrong"  # base64 asked and a list came, or so
    EMBEDDING_DIMENSIONS_WRONG = "embedding-dimensions-wrong"  # not as many as asked, or mixed
    EMBEDDING_UNREADABLE = "embedding-unreadable"  # no base64 of float32, no list of numbers
    EMBEDDING_NOT_FINITE = "embedding-not-finite"
    EMBEDDING_ZERO = "embedding-zero"
    MEDIA_MISSING = "media-missing"  # a success without an image or a sound in it
    MEDIA_UNREADABLE = "media-unreadable"  # no base64, or bytes of no known form
    MEDIA_CARRIER_WRONG = "media-carrier-wrong"  # a URL where base64 was asked, or so
    MEDIA_FORMAT_WRONG = "media-format-wrong"  # JPEG where PNG was asked
    MEDIA_SIZE_WRONG = "media-size-wrong"
    MEDIA_COUNT_WRONG = "media-count-wrong"
    MEDIA_URL_LOCAL = "media-url-local"  # only the server's own network can reach it
    MEDIA_URL_PLAIN = "media-url-plain"  # http, not https
    TRANSCRIPT_FORM_WRONG = "transcript-form-wrong"  # JSON where subtitles were asked, or so
    TRANSCRIPT_TIMES_MISSING = "transcript-times-missing"  # no segments or words though asked
    MODEL_LIST_EMPTY = "model-list-empty"
    # Secrets and upstream details (found by the observer in headers and body)
    LEAK_SECRET = "leak-secret"
    LEAK_UPSTREAM_HOST = "leak-upstream-host"
    LEAK_STACK_TRACE = "leak-stack-trace"
    LEAK_ROUTING = "leak-routing"
    LEAK_ENCODED_ID = "leak-encoded-id"  # an id that is readable text in base64


class Anomaly(NamedTuple):
    """One departure. `location` is a stable place (no measured value), `detail` the evidence."""

    kind: AnomalyKind
    location: str
    detail: str
