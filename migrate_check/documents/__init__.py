"""YAML files that people write: every value knows its place, every mistake is one line."""
