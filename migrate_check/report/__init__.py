"""Stage 6: a result to files: HTML, JSON, JUnit, Markdown."""
