"""Images, sounds and transcripts: there, readable, and in the form that was asked for."""

from migrate_check.rules.media.media_count_wrong import media_count_wrong
from migrate_check.rules.media.media_form_ignored import media_form_ignored
from migrate_check.rules.media.media_format_changed import media_format_changed
from migrate_check.rules.media.media_format_ignored import media_format_ignored
from migrate_check.rules.media.media_missing import media_missing
from migrate_check.rules.media.media_size_ignored import media_size_ignored
from migrate_check.rules.media.media_unreadable import media_unreadable
from migrate_check.rules.media.media_url_local import media_url_local
from migrate_check.rules.media.media_url_plain import media_url_plain
from migrate_check.rules.media.transcript_form_ignored import transcript_form_ignored
from migrate_check.rules.media.transcript_times_missing import transcript_times_missing
from migrate_check.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    media_count_wrong,
    media_form_ignored,
    media_format_changed,
    media_format_ignored,
    media_missing,
    media_size_ignored,
    media_unreadable,
    media_url_local,
    media_url_plain,
    transcript_form_ignored,
    transcript_times_missing,
)
