from __future__ import annotations

import pytest
import report_results


@pytest.fixture(params=sorted(set(report_results.ALL) - {"crowded"}))
def result(request):
    """Each kind of judged run in turn; the very large one has tests of its own."""
    return report_results.ALL[request.param]()
