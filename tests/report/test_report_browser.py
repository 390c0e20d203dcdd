from __future__ import annotations

import json
import re

import pytest
import report_browser
import report_document
import report_findings
import report_results

from migrate_check.gate.inventory_phase import with_inventory
from migrate_check.report.html import render_html
from migrate_check.report.inventory_page import inventory_html
from tests import inventory_results

pytestmark = pytest.mark.skipif(report_browser.CHROMIUM is None, reason="no chromium is installed")

WIDTHS = (390, 1280)
MEASURE = """<!DOCTYPE html><pre id="out"></pre>{frames}
<script>
addEventListener("load", () => {{
  const measured = [...document.querySelectorAll("iframe")].map((frame) => {{
    const page = frame.contentDocument;
    page.querySelectorAll("details").forEach((fold) => {{ fold.open = true; }});
    const root = page.scrollingElement;
    const wide = [...page.querySelectorAll("body *")]
      .filter((e) => !e.closest(".scroll, pre, svg, .unseen, .skip")
        && e.getBoundingClientRect().right > root.clientWidth + 1)
      .map((e) => e.tagName + "." + e.className);
    return {{ name: frame.name, scroll: root.scrollWidth, client: root.clientWidth, wide }};
  }});
  document.getElementById("out").textContent = JSON.stringify(measured);
}});
</script>"""


def taken_of(name):
    return inventory_results.result(inventory_results.ALL[name])


@pytest.fixture(scope="module")
def pages():
    found = {
        f"{name}.html": render_html(make(), report_findings.EXPLANATIONS)
        for name, make in report_results.ALL.items()
        if name != "crowded"
    }
    for name in ("failed", "hostile", "empty"):
        found[f"inventory-{name}.html"] = inventory_html(taken_of(name), {})
    whole = with_inventory(report_results.failed(), taken_of("failed"))
    found["with-inventory.html"] = render_html(whole, report_findings.EXPLANATIONS)
    # Without its policy, the page must be as harmless: escaping alone has to hold.
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
    found["bare.html"] = policy.sub("", found["hostile.html"])
    found["too-wide.html"] = "<!DOCTYPE html><div style='width:2000px'>x</div>"
    found["noisy.html"] = (
        "<!DOCTYPE html><title>x</title><img src='http://evil.test/x.png'>"
        "<script>console.error('seen'); document.title = 'owned'</script>"
    )
    frames = "".join(
        f'<iframe name="{name}@{width}" src="/{name}" style="width:{width}px;height:900px">'
        "</iframe>"
        for name in found
        if name != "noisy.html"
        for width in WIDTHS
    )
    found["measure.html"] = MEASURE.format(frames=frames)
    found["folded.html"] = found["failed.html"].replace("details::details-content", "nothing")
    return found


@pytest.fixture
def chromium(pages, tmp_path):
    with report_browser.browser(pages, tmp_path) as running:
        yield running


def test_no_page_scrolls_sideways_on_a_phone_or_a_desk(chromium):
    document, _ = chromium.dump("measure.html")
    text = next(report_document.parse(document).find("pre", id="out")).text
    measured = {one["name"]: one for one in json.loads(text)}
    assert measured.pop("too-wide.html@390")["scroll"] == 2000 + 8
    assert measured.pop("too-wide.html@1280")["wide"] == ["DIV."]
    assert len(measured) == 2 * 11
    for one in measured.values():
        assert one["client"] > 0
        assert (one["scroll"], one["wide"]) == (one["client"], []), one


@pytest.mark.parametrize("name", ["failed", "hostile", "bare"])
def test_the_page_runs_nothing_asks_for_nothing_and_complains_of_nothing(chromium, name):
    html, console = chromium.dump(f"{name}.html")
    assert console == []
    assert chromium.asked == [("page.test", f"/{name}.html")]
    title = re.search("<title>(.*?)</title>", html, re.DOTALL).group(1)
    assert title.startswith("fail: openai to ")
    assert not re.search(r"<(script|img|iframe|link)\b", html)


def test_a_page_that_misbehaves_would_be_noticed(chromium):
    html, console = chromium.dump("noisy.html")
    assert "<title>owned</title>" in html
    assert any("seen" in line for line in console)
    assert ("evil.test", "/x.png") in chromium.asked


def test_print_shows_what_is_folded(chromium):
    def count(pdf: bytes) -> int:
        assert pdf.startswith(b"%PDF-")
        return len(re.findall(rb"/Type\s*/Page\b", pdf))

    printed = count(chromium.pdf("failed.html"))
    assert printed > count(chromium.pdf("folded.html")) > 2
