from __future__ import annotations

from dataclasses import replace

import report_document
import report_findings
import report_results
from rich.console import Console

from migrate_check.cli.summary import print_result
from migrate_check.report.claims_view import claims_line, contradicted_line
from migrate_check.report.html import render_html
from migrate_check.report.result_json import result_document
from migrate_check.workflows.run_scenarios import Finished


def section(result):
    document = report_document.parse(render_html(result, report_findings.EXPLANATIONS))
    found = [
        one for one in document.find("section") if one.attributes.get("aria-labelledby") == "claims"
    ]
    return found[0] if found else None


def test_contradictions_stand_first_and_the_rest_is_folded_away():
    claims = section(report_results.failed())
    folds = list(claims.find("details"))
    assert ["open" in fold.attributes for fold in folds] == [True, False, False]
    assert "1 contradicted" in folds[0].text
    assert "accepted without effect" in folds[0].text
    assert "openai-chat/parameters/seed" in folds[0].text
    assert "in the vendor's documents: https://docs.gateway.example" in folds[0].text
    assert "62 of 62 requests succeeded" in folds[1].text
    assert "inferred (In no document)" in folds[2].text
    assert "`" not in claims.text


def test_nothing_claimed_is_no_section():
    assert section(replace(report_results.failed(), claims=())) is None


def test_one_kind_of_claim_alone():
    result = report_results.failed()
    for one in result.claims:
        folds = list(section(replace(result, claims=(one,))).find("details"))
        assert len(folds) == 1


def test_the_document_has_every_claim_with_mark_source_and_evidence():
    confirmed, contradicted, untested = result_document(report_results.failed())["claims"]
    assert contradicted == {
        "claim": "field:openai-chat:seed",
        "text": "`seed` on openai-chat: supported.",
        "mark": "seen_doc",
        "source": "https://docs.gateway.example",
        "note": None,
        "observed": "contradicted",
        "evidence": "accepted without effect: finding parameter-without-effect 0123456789ab",
        "case": "openai-chat/parameters/seed",
    }
    assert (confirmed["observed"], untested["evidence"]) == ("confirmed", None)


def test_the_summary_counts_them_in_one_line(capsys):
    print_result(Console(width=80), Finished(report_results.failed(), ()))
    said = " ".join(capsys.readouterr().out.split())
    assert "1 contradicted, 1 confirmed, 1 untested (field:openai-chat:seed)" in said
    print_result(Console(width=80), Finished(replace(report_results.failed(), claims=()), ()))
    assert "contradicted" not in capsys.readouterr().out


def test_many_contradictions_are_cut_with_a_count():
    _, contradicted, untested = report_results.failed().claims
    many = [replace(contradicted, claim=f"c{number}") for number in range(5)]
    assert contradicted_line(many) == "c0, c1, c2 and 2 more claims"
    assert contradicted_line([untested]) is None
    assert claims_line(many) == "5 contradicted, 0 confirmed, 0 untested"
