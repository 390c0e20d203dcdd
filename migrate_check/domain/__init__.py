"""The nouns: frozen dataclasses on the standard library only."""
