"""Bytes that do not say what they should."""

from __future__ import annotations

from migrate_check.rules.encoding.content_encoding_broken import content_encoding_broken
from migrate_check.rules.encoding.content_length_wrong import content_length_wrong
from migrate_check.rules.encoding.invalid_utf8 import invalid_utf8
from migrate_check.rules.encoding.replacement_character import replacement_character
from migrate_check.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    content_encoding_broken,
    content_length_wrong,
    invalid_utf8,
    replacement_character,
)
