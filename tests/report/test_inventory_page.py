"""The inventory as a page, and as phase 1 of a run's report."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import report_results
from report_document import parse

from migrate_check.domain.call_site import Certainty, Fact, JudgedSite
from migrate_check.gate.inventory_phase import with_inventory
from migrate_check.report.html import render_html
from migrate_check.report.inventory_page import SITES_LISTED, inventory_html
from migrate_check.report.inventory_view import linked
from migrate_check.report.inventory_words import flags, model_words
from tests.inventory_results import (
    ALL,
    EXPLANATIONS,
    HOSTILE_TEXT,
    OPENAI,
    crowd,
    failed,
    finding,
    hostile,
    judged,
    literal,
    result,
    site,
)


def html_of(given, **changes):
    return inventory_html(replace(result(given), **changes), EXPLANATIONS)


def section(document, heading):
    return next(
        one for one in document.find("section") if one.attributes.get("aria-labelledby") == heading
    )


def words(node):
    return " ".join(_said(node).split())


def _said(node):
    """Its text with a blank where an element ends that stands on its own."""
    if isinstance(node, str):
        return node
    gap = "" if node.tag in ("code", "a", "b", "i") else " "
    return "".join(map(_said, node.children)) + gap


@pytest.fixture(params=sorted(ALL))
def given(request):
    return ALL[request.param]


def test_every_page_is_whole_runs_nothing_and_names_no_id_twice(given):
    document = parse(html_of(given))
    policies = [node.attributes.get("content") or "" for node in document.find("meta")]
    assert any(policy.startswith("default-src 'none'; style-src 'sha256-") for policy in policies)
    ids = []
    for node in document.everything():
        assert node.tag not in ("script", "img", "iframe", "link", "form")
        assert not {name for name in node.attributes if name == "style" or name.startswith("on")}
        ids += [node.attributes["id"]] if "id" in node.attributes else []
        if node.tag == "a":
            assert re.match(r"#|https?://", node.attributes["href"])
    assert len(ids) == len(set(ids))
    targets = {node.attributes["href"] for node in document.find("a")}
    inner = {target[1:] for target in targets if target.startswith("#")}
    assert inner - {"unknown"} <= set(ids)


def test_the_sections_stand_in_the_order_of_the_questions():
    document = parse(html_of(failed()))
    assert [node.text for node in document.find("h1")] == ["FAIL"]
    assert [words(node) for node in document.find("h2")] == [
        "Key figures",
        "What to do",
        "Phase 1: inventory NO-GO",
        "Findings",
        "What calls what",
        "The way back",
        "Not fully known",
        "Beside the run",
        "Call sites",
        "Settings",
        "Suppressed by comments",
        "What was not read",
        "How it was taken",
    ]


def test_what_scanned_code_says_is_text():
    html = html_of(hostile())
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert not {"\x1b", "\u202e", "\x00"} & set(html)
    assert HOSTILE_TEXT not in html
    whole = with_inventory(report_results.failed(), result(hostile()))
    html = render_html(whole, EXPLANATIONS)
    assert "<script" not in html
    assert not {"\x1b", "\u202e", "\x00"} & set(html)


def test_a_finding_has_places_advice_and_a_claim_with_its_source():
    document = parse(html_of(failed()))
    found = words(section(document, "site-rule-1"))
    for part in (
        "dropped-request-field",
        "A field that the gateway drops.",
        "seed is sent here and tokenrouter drops it.",
        "→ Do not rely on repeatable answers.",
        "src/app/ask.py:12",
        "It has no effect.",
    ):
        assert part in found
    (source,) = section(document, "site-rule-1").find("a")
    assert source.attributes == {"href": "https://docs.example/chat", "rel": "noreferrer"}


def test_equal_findings_of_many_places_are_told_once():
    document = parse(html_of(crowd()))
    warnings = section(document, "site-rule-2")
    assert len(list(warnings.find("article"))) == 1
    assert "and 287 more" in words(warnings)


def test_the_map_counts_routes_models_and_owners():
    cells = [
        [words(cell) for cell in row.children if not isinstance(cell, str)]
        for row in next(section(parse(html_of(crowd())), "map").find("tbody")).find("tr")
    ]
    assert cells == [["openai-chat", "gpt-4o-mini", "team-llm", "openai", "300", "300"]]


def test_rollback_classes_are_explained_and_counted():
    told = words(section(parse(html_of(failed())), "rollback"))
    assert "A an environment variable switches back, without a release 3" in told
    assert "C a literal in the code: going back needs a change and a release 1" in told


def test_a_site_folds_out_to_all_that_is_known():
    document = parse(html_of(failed()))
    first, wrapped = (list(document.find("details", class_="site")))[:2]
    for part in (
        "12 openai-chat gpt-4o-mini A stream async",
        "seed = 7",
        "Key class A; environment variable OPENAI_API_KEY",
        "Timeout 30 (literal)",
        "Retries the SDK's default",
        "choices[].message.content (line 15)",
    ):
        assert part in words(first)
    for part in (
        "ask(), called at src/app/main.py:8 with model gpt-4o, temperature",
        "fields not fully known: **options, a parameter of ask()",
        "Base URL class C; https://api.openai.com/v1 (literal)",
    ):
        assert part in words(wrapped)


def test_a_site_tells_what_the_gateway_does_with_each_part():
    first = next(iter(parse(html_of(failed())).find("details", class_="site")))
    for part in (
        "Route at the gateway openai-chat is offered [seen_doc, x]",
        "Base URL at the gateway https://x.example/v1",
        "Parts at the gateway unknown: model gpt-4o, user; dropped: seed",
    ):
        assert part in words(first)


def test_more_sites_than_a_page_holds_are_counted():
    document = parse(html_of(crowd(SITES_LISTED + 7)))
    assert len(list(document.find("details", class_="site"))) == SITES_LISTED
    assert "7 more call sites" in words(section(document, "sites"))


def test_no_user_name_and_password_of_a_url_is_shown():
    client = replace(OPENAI, base_url=literal("https://me:secret@gw.example/v1"))
    given = judged((JudgedSite(site(client=client), ()),))
    assert "secret" not in html_of(given)


def test_nothing_found_says_what_was_looked_at():
    document = parse(html_of(ALL["empty"]))
    assert [node.text for node in document.find("h1")] == ["NOTHING FOUND"]
    told = words(document)
    assert "No call of an LLM was found, which is no proof that there is none." in told
    assert "Read were: Python, TypeScript" in told
    assert "Exit code 0 (pass)" in told


def test_only_listed_is_not_green():
    document = parse(html_of(ALL["listed"]))
    verdict = next(document.find("section", class_="verdict"))
    assert "tone-inconclusive" in (verdict.attributes["class"] or "")
    assert "judged for no gateway" in words(verdict)


def test_a_run_shows_its_inventory_as_phase_one():
    whole = with_inventory(report_results.failed(), result(failed()))
    document = parse(render_html(whole, EXPLANATIONS))
    part = words(section(document, "inventory"))
    for said in (
        "4 call sites, taken at 2026-03-04 05:06 UTC, judged for tokenrouter@d",
        "What calls what",
        "The way back",
        "src/app/wrap.py:31 model, fields",
        "1 error, 1 warning, 1 note",
        "seed is sent here and tokenrouter drops it.",
    ):
        assert said in part
    phase = next(document.find("li", class_="phase"))
    assert "NO-GO" in words(phase)
    ids = [n.attributes["id"] for n in document.everything() if "id" in n.attributes]
    assert len(ids) == len(set(ids))


def test_a_run_s_own_answers_come_before_its_inventory():
    whole = with_inventory(report_results.failed(), result(ALL["clean"]))
    heads = [words(node) for node in parse(render_html(whole, EXPLANATIONS)).find("h2")]
    assert heads.index("Findings") < heads.index("Phase 1: inventory")
    assert "No open finding." in render_html(whole, EXPLANATIONS)


def test_a_run_without_an_inventory_has_no_such_section():
    html = render_html(report_results.failed(), EXPLANATIONS)
    assert "Phase 1: inventory" not in html


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("seed: dropped [seen_doc, https://a.example/b?c=d]", ["https://a.example/b?c=d"]),
        ("see https://a.example/x. Then http://b.example/y, or (https://c.example/z)", [
            "https://a.example/x", "http://b.example/y", "https://c.example/z",
        ]),
        ("javascript:alert(1) data:text/html,x", []),
        ("https://a.example/\"onclick=x", ["https://a.example/"]),
    ],
)  # fmt: skip
def test_only_web_addresses_become_links(text, addresses):
    pieces = linked(text)
    assert [piece.href for piece in pieces if piece.href] == addresses
    assert "".join(piece.text for piece in pieces) == text


@pytest.mark.parametrize(
    ("model", "told"),
    [
        (literal("a"), "a"),
        (Fact("a", Certainty.RESOLVED, "", ("M",)), "a ($M)"),
        (Fact(None, Certainty.RESOLVED, "", ("M",)), "$M"),
        (Fact("a", Certainty.MAYBE, "", (), ("b", "a")), "a | b"),
        (Fact("a", Certainty.MAYBE, ""), "a?"),
        (Fact(None, Certainty.UNKNOWN, "x"), "?"),
    ],
)
def test_a_model_in_words(model, told):
    assert model_words(model) == told


@pytest.mark.parametrize(
    ("streaming", "told"),
    [
        (literal("true"), "stream"),
        (literal("false"), ""),
        (Fact("true", Certainty.MAYBE, ""), "stream?"),
        (Fact(None, Certainty.UNKNOWN, ""), "stream?"),
    ],
)
def test_streaming_in_words(streaming, told):
    assert flags(site(streaming=streaming, is_async=False)) == told


def test_a_finding_of_no_known_rule_is_told_by_its_message():
    given = judged((JudgedSite(site(), (finding(rule="new-rule"),)),))
    assert "new-rule" in html_of(given)
