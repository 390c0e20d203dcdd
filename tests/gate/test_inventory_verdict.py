"""Phase 1: what a judged inventory decides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from migrate_check.domain.call_site import (
    Certainty,
    Fact,
    JudgedSite,
    Language,
    Proof,
    Rollback,
    Setting,
    SettingKind,
    SiteProof,
    Skipped,
)
from migrate_check.domain.finding import Severity
from migrate_check.domain.inventory_result import InventoryPolicy, InventoryVerdict
from migrate_check.domain.verdict import Decision, ExitCode, Outcome
from migrate_check.gate.inventory_verdict import decide_inventory, evidence, unknown_parts, weigh
from tests.inventory_results import (
    CLEAN,
    EMPTY,
    IN_TEST,
    RUN,
    SETTING,
    SUPPRESSED,
    TEST,
    UNKNOWN,
    WARNING,
    crowd,
    failed,
    finding,
    inventory,
    judged,
    site,
)


def decided(given, policy=None) -> InventoryVerdict:
    policy = policy or InventoryPolicy()
    return decide_inventory(weigh(given, policy), policy)


def with_findings(*findings, of=None, gateway="tokenlab"):
    return judged((JudgedSite(of or site(), findings),), gateway)


def test_an_error_in_the_code_is_a_no_go():
    verdict = decided(with_findings(finding()))
    assert (verdict.outcome, verdict.exit_code) == (Outcome.FAIL, ExitCode.FAIL)
    assert verdict.reasons == ("1 error of 1 rule: dropped-request-field",)
    assert verdict.phase.decision is Decision.NO_GO
    assert verdict.phase.next_command == "migrate-check rules explain dropped-request-field"
    assert verdict.phase.missing == verdict.reasons


@pytest.mark.parametrize(
    ("given", "policy"),
    [
        (with_findings(SUPPRESSED), InventoryPolicy()),
        (with_findings(WARNING), InventoryPolicy()),
        (with_findings(finding()), InventoryPolicy(fail_on=None)),
        (judged((JudgedSite(site(), ()), JudgedSite(TEST, (IN_TEST,)))), InventoryPolicy()),
        (
            judged((JudgedSite(site(), ()), JudgedSite(TEST, (IN_TEST,)))),
            InventoryPolicy(fail_on=Severity.NOTE),
        ),
    ],
)
def test_what_is_suppressed_below_or_in_a_test_is_a_go(given, policy):
    verdict = decided(given, policy)
    assert (verdict.outcome, verdict.exit_code) == (Outcome.PASS, ExitCode.PASS)
    assert verdict.phase.decision is Decision.GO
    assert verdict.phase.missing == ()
    assert verdict.phase.next_command.endswith("--scenarios drafts")


def test_findings_in_tests_are_notes_until_tests_count():
    softened = weigh(judged((JudgedSite(TEST, (IN_TEST,)),)), InventoryPolicy())
    assert [f.severity for f in softened.sites[0].findings] == [Severity.NOTE]
    assert decided(
        judged((JudgedSite(TEST, (IN_TEST,)),)), InventoryPolicy(tests=True)
    ).outcome is (Outcome.FAIL)


def test_only_tests_prove_nothing():
    verdict = decided(judged((JudgedSite(TEST, (IN_TEST,)),)))
    assert (verdict.outcome, verdict.exit_code) == (None, ExitCode.PASS)
    assert verdict.phase.decision is Decision.INCONCLUSIVE
    assert "outside tests and examples" in verdict.reasons[0]


def test_a_stricter_policy_fails_on_warnings_and_names_the_worst_first():
    given = with_findings(WARNING, finding())
    verdict = decided(given, InventoryPolicy(fail_on=Severity.WARNING))
    assert verdict.reasons == (
        "1 error and 1 warning of 2 rules: dropped-request-field, literal-base-url",
    )


def test_settings_count_too():
    given = replace(CLEAN, setting_findings=(SETTING,))
    assert decided(given).outcome is Outcome.FAIL


def test_a_site_that_is_not_fully_known_and_has_no_owner_holds():
    verdict = decided(judged((JudgedSite(UNKNOWN, ()), JudgedSite(UNKNOWN, ()))))
    assert (verdict.outcome, verdict.exit_code) == (Outcome.INCONCLUSIVE, ExitCode.INCONCLUSIVE)
    assert verdict.phase.decision is Decision.HOLD
    assert verdict.reasons == (
        "2 call sites not fully known (fields 2, model 2) without an owner: "
        "src/app/wrap.py:31 and 1 more site",
    )
    assert "--owners" in verdict.phase.next_command


@pytest.mark.parametrize(("changes", "code"), [("pass", ExitCode.PASS), ("fail", ExitCode.FAIL)])
def test_the_policy_may_map_a_hold(changes, code):
    policy = InventoryPolicy(inconclusive_as=Outcome(changes))
    assert decided(judged((JudgedSite(UNKNOWN, ()),)), policy).exit_code is code


def test_the_next_command_names_the_gateway_as_the_user_did():
    verdict = decide_inventory(CLEAN, InventoryPolicy(), "./my gateway.yaml")
    assert verdict.phase.next_command == (
        "migrate-check inventory . --to './my gateway.yaml' --scenarios drafts"
    )


def test_an_owner_releases_the_hold():
    owned = replace(UNKNOWN, owner="team-llm")
    assert decided(judged((JudgedSite(owned, ()),))).outcome is Outcome.PASS


def test_a_site_that_a_run_contradicts_holds():
    proof = SiteProof(Proof.CONTRADICTED, RUN, ("a finding",))
    verdict = decided(judged((JudgedSite(site(), (), proof), JudgedSite(site(), (), proof))))
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert verdict.reasons == (f"contradicted by run {RUN}: src/app/ask.py:12 and 1 more site",)
    assert f"beside run {RUN}: contradicted 2" in verdict.phase.evidence


def test_without_a_run_a_proof_says_so():
    given = judged((JudgedSite(site(), (), SiteProof(Proof.UNTESTED, None, ("no run",))),))
    assert "beside no run: untested 1" in evidence(given)


def test_a_failure_tells_what_else_is_open():
    verdict = decided(failed())
    assert verdict.outcome is Outcome.FAIL
    assert len(verdict.reasons) == 3


def test_without_a_gateway_it_only_lists():
    verdict = decided(failed(gateway=None))
    assert (verdict.outcome, verdict.exit_code) == (None, ExitCode.PASS)
    assert verdict.reasons == ("not judged: name a gateway with --to",)
    assert verdict.phase.decision is Decision.HOLD
    assert "--to NAME" in verdict.phase.next_command


def test_without_a_gateway_findings_fail_where_that_was_asked_for():
    verdict = decided(failed(gateway=None), InventoryPolicy(asked=True))
    assert verdict.outcome is Outcome.FAIL
    assert len(verdict.reasons) == 1


def test_a_file_that_should_have_been_read_and_was_not_holds():
    skipped = (
        Skipped("a.min.js", "minified"),
        Skipped("b.py", "could not be analysed: KeyError"),
        Skipped("c.py", "not readable: permission denied"),
    )
    told = "2 files lost: b.py: could not be analysed: KeyError and 1 more file"
    verdict = decided(replace(CLEAN, inventory=inventory((site(),), skipped=skipped)))
    assert (verdict.outcome, verdict.reasons) == (Outcome.INCONCLUSIVE, (told,))
    nothing = decided(replace(EMPTY, inventory=inventory((), skipped=skipped)))
    assert nothing.exit_code is ExitCode.PASS
    assert nothing.phase.missing[0] == told


def test_nothing_found_is_no_proof():
    verdict = decided(EMPTY)
    assert (verdict.outcome, verdict.exit_code) == (None, ExitCode.PASS)
    assert verdict.phase.decision is Decision.INCONCLUSIVE
    assert verdict.reasons == (
        "no call of an LLM was found in 14 files read of 120 seen; that is no proof that there is "
        "none",
    )


def test_nothing_found_in_what_changed_sends_back_to_the_whole():
    verdict = decided(replace(EMPTY, inventory=inventory((), changed_since="HEAD")))
    assert verdict.reasons[0].startswith(
        "no call of an LLM was found in 14 files read that changed since HEAD of 120 seen"
    )
    assert verdict.phase.missing == ("the files that did not change since HEAD",)
    assert verdict.phase.next_command == "migrate-check inventory ."


def test_a_partial_scan_is_no_go_for_the_phase():
    given = replace(CLEAN, inventory=inventory((site(),), changed_since="origin/main"))
    verdict = decided(given)
    assert (verdict.outcome, verdict.exit_code) == (Outcome.PASS, ExitCode.PASS)
    assert verdict.phase.decision is Decision.HOLD
    assert verdict.phase.missing == ("the files that did not change since origin/main",)
    worse = replace(with_findings(finding()), inventory=given.inventory)
    assert decided(worse).phase.decision is Decision.NO_GO


def test_the_evidence_has_its_numbers():
    lines = evidence(failed())
    assert lines[0] == ("4 call sites in 4 files; 14 files read of 120 seen, 1 not read whole")
    assert "routes: openai-chat 3, gemini 1" in lines
    assert f"rollback classes: {Rollback.A} 3, {Rollback.C} 1" in lines
    assert "owners: none 2, team-llm 2" in lines
    assert "not fully known: 1 of 4 sites" in lines
    assert "judged for tokenrouter@d" in lines


def test_many_names_are_cut_with_their_number():
    sites = tuple(JudgedSite(site(owner=f"team-{n}"), ()) for n in range(9))
    assert any(line.endswith(" and 3 more") for line in evidence(judged(sites)))
    many = tuple(finding(rule=f"rule-{n}") for n in range(8))
    assert decided(with_findings(*many)).reasons[0].endswith("rule-5 and 2 more")
    assert decided(crowd()).reasons[0].startswith("1 error of 1 rule")


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({}, ()),
        ({"route": "unknown"}, ("route",)),
        ({"fields_known": False}, ("fields",)),
        ({"model": Fact(None, Certainty.UNKNOWN, "a parameter")}, ("model",)),
        ({"model": Fact(None, Certainty.UNKNOWN, "M", ("M",))}, ()),
        ({"model": Fact(None, Certainty.UNKNOWN, "none"), "route": "openai-files"}, ()),
    ],
)
def test_what_is_not_known_of_a_site(changes, parts):
    assert unknown_parts(site(**changes)) == parts


def test_addresses_without_any_call_are_no_pass():
    address = Setting("a.rs", 3, Language.RUST, SettingKind.ADDRESS, "address", "https://x/v1")
    both = (address, replace(address, line=9))
    loose = replace(EMPTY, gateway="tokenlab", inventory=inventory((), settings=both))
    verdict = decided(loose)
    assert (verdict.outcome, verdict.exit_code) == (Outcome.INCONCLUSIVE, ExitCode.INCONCLUSIVE)
    assert verdict.reasons == (
        "no call of an LLM was recognised, and the code names addresses of some: a.rs:3 and 1 more "
        "place",
    )
    one = replace(loose, inventory=inventory((), settings=(address,)))
    assert decided(one).reasons[0].endswith("a.rs:3")
    assert decided(replace(loose, gateway=None)).outcome is None
    excused = replace(address, ignored={"address-without-call": "a list of hosts"})
    assert decided(replace(loose, inventory=inventory((), settings=(excused,)))).outcome is None
