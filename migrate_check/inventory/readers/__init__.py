"""One reader per language: its syntax tree in neutral terms."""
