from __future__ import annotations

import pytest
import report_results


@pytest.fixture(params=sorted(report_results.ALL))
def result(request):
    """Each kind of judged run in turn."""
    return report_results.ALL[request.param]()
