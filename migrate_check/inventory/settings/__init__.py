"""Entries of settings files that decide LLM calls; no file is loaded, and no key is kept."""
