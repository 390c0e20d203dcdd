"""The scan of a code base for calls of LLMs: files in, call sites out; nothing is executed."""
