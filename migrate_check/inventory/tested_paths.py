"""Tests and examples, by their paths."""

from __future__ import annotations

import re

_FOLDERS = re.compile(
    r"(?i)(?:^|/)(?:tests?|__tests__|testing|testdata|specs?|examples?|samples?|docs?|demos?"
    r"|fixtures|e2e|integration_tests|cookbooks?|tutorials?|benchmarks?|mocks?|__mocks__)/"
)
_FILES = re.compile(
    r"(?:^|/)(?:test_[^/]*|[^/]*_test\.\w+|[^/]*\.(?:test|spec)\.\w+|conftest\.py"
    r"|[^/]*_spec\.rb|[^/]*Tests?\.(?:java|kt|cs|php)|[^/]*IT\.java)$"
)


def in_test(path: str) -> bool:
    """Whether the file is a test, an example or documentation."""
    return _FOLDERS.search(path) is not None or _FILES.search(path) is not None
