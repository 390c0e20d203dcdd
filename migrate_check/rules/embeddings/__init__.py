"""Vectors: as many, as long, as encoded and as directed as the caller relies on."""

from migrate_check.rules.embeddings.embedding_all_zero import embedding_all_zero
from migrate_check.rules.embeddings.embedding_count_wrong import embedding_count_wrong
from migrate_check.rules.embeddings.embedding_dimensions_ignored import embedding_dimensions_ignored
from migrate_check.rules.embeddings.embedding_encoding_ignored import embedding_encoding_ignored
from migrate_check.rules.embeddings.embedding_index_wrong import embedding_index_wrong
from migrate_check.rules.embeddings.embedding_length_changed import embedding_length_changed
from migrate_check.rules.embeddings.embedding_norm_changed import embedding_norm_changed
from migrate_check.rules.embeddings.embedding_not_finite import embedding_not_finite
from migrate_check.rules.embeddings.embedding_order_changed import embedding_order_changed
from migrate_check.rules.embeddings.embedding_repeated import embedding_repeated
from migrate_check.rules.embeddings.embedding_unreadable import embedding_unreadable
from migrate_check.rules.embeddings.embedding_vector_changed import embedding_vector_changed
from migrate_check.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    embedding_all_zero,
    embedding_count_wrong,
    embedding_dimensions_ignored,
    embedding_encoding_ignored,
    embedding_index_wrong,
    embedding_length_changed,
    embedding_norm_changed,
    embedding_not_finite,
    embedding_order_changed,
    embedding_repeated,
    embedding_unreadable,
    embedding_vector_changed,
)
