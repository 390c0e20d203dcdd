"""What calls of the libraries say that Java and Kotlin share."""

from __future__ import annotations

from migrate_check.inventory.readers.folding import Folding
from migrate_check.inventory.readers.meaning import RECEIVER, Meaning

JVM = Meaning(
    values={
        "URI.create": 0,
        "URI": 0,
        "URL": 0,
        "HttpUrl.parse": 0,
        "HttpUrl.get": 0,
        "Optional.of": 0,
        "Optional.ofNullable": 0,
        "Objects.requireNonNull": 0,
        "JsonValue.from": 0,
        "AzureKeyCredential": 0,
        "KeyCredential": 0,
        "String.valueOf": 0,
        "writeValueAsString": 0,
        "writeValueAsBytes": 0,
        "toJson": 0,
        "encodeToString": 0,
        "BodyPublishers.ofString": 0,
        "RequestBody.create": 0,
        "HttpEntity": 0,
        "JSONObject.toJSONString": 0,
        "SdkBytes.fromUtf8String": 0,
        "toString": RECEIVER,
        "toJSONString": RECEIVER,
        "getBytes": RECEIVER,
        "trim": RECEIVER,
        "strip": RECEIVER,
        "toRequestBody": RECEIVER,
        "trimIndent": RECEIVER,
        "trimMargin": RECEIVER,
        "toUri": RECEIVER,
        "toURI": RECEIVER,
        "toHttpUrl": RECEIVER,
    },
    fallbacks=frozenset({"orElse", "orElseGet", "ifBlank", "ifEmpty"}),
    firsts=frozenset({"Objects.requireNonNullElse", "firstNonNull", "requireNonNullElseGet"}),
    records=frozenset(
        {
            "Map.of",
            "Map.ofEntries",
            "ImmutableMap.of",
            "HashMap",
            "LinkedHashMap",
            "TreeMap",
            "ConcurrentHashMap",
            "JSONObject",
            "JsonObject",
            "createObjectNode",
            "singletonMap",
            "mapOf",
            "mutableMapOf",
            "hashMapOf",
            "linkedMapOf",
        }
    ),
    lists=frozenset(
        {
            "List.of",
            "Set.of",
            "Arrays.asList",
            "ImmutableList.of",
            "singletonList",
            "Map.entry",
            "Pair",
            "listOf",
            "mutableListOf",
            "setOf",
            "arrayOf",
            "listOfNotNull",
        }
    ),
    formats=frozenset({"String.format", "formatted"}),
    puts=frozenset({"put", "addProperty", "set"}),
    environments=frozenset({"System.getenv"}),
)
"""What calls of the libraries say that Java and Kotlin share."""

JVM_FOLDING = Folding(
    opens=frozenset({"builder", "newBuilder", "Builder"}),
    closes={
        "call": frozenset({"prompt"}),
        "stream": frozenset({"prompt"}),
        "retrieve": frozenset({"post", "method"}),
        "exchange": frozenset({"post", "method"}),
        "bodyToMono": frozenset({"post", "method"}),
    },
)
