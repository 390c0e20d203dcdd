"""The catalogue is complete, and every rule has all that people and the engine need of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import migrate_check.rules
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.errors import UsageError
from migrate_check.rules.catalogue import FAMILIES, RULES
from migrate_check.rules.findings import RANK
from migrate_check.rules.lookup import rule_by_id
from migrate_check.rules.precedence import CONSEQUENCES
from migrate_check.rules.rule import Nature, Rule, Scope
from migrate_check.rules.texts import READ_TEXTS, RULES_FOR_HASHES
from migrate_check.workflows.explain_rules import explanation_of
from tests.rules.spec import HERE, load, spec_files

FOLDER = Path(migrate_check.rules.__file__).parent
HEADINGS = ["Why it matters", "Who breaks", "Example", "When to accept it"]

UNMERGED = frozenset(family.__name__.rsplit(".", 1)[-1] for family in FAMILIES if not family.RULES)
"""Families that this tree does not have yet: what is theirs is not asked for."""

UNHANDLED: dict[AnomalyKind, str] = {}
"""Kinds that no rule speaks of, each with the reason; a kind that a rule takes up must go."""

_KINDS_OF = {
    "stream": ("stream-", "event-", "block-"),
    "tools": ("tool-",),
    "usage": ("usage-",),
    "finish": ("finish-",),
}


@pytest.fixture(params=RULES, ids=lambda rule: rule.id)
def rule(request: pytest.FixtureRequest) -> Rule:
    found: Rule = request.param
    return found


def test_ids_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_rule_files_and_catalogue_are_the_same() -> None:
    files = {
        (path.parent.name, path.stem)
        for path in FOLDER.glob("*/*.py")
        if re.search(r"^@\w+_rule\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert files == {(rule.family, rule.id.replace("-", "_")) for rule in RULES}


def test_families_are_the_folders() -> None:
    folders = {path.parent.name for path in FOLDER.glob("*/__init__.py")}
    assert {family.__name__.rsplit(".", 1)[-1] for family in FAMILIES} == folders


def test_id_is_kebab_case(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.id)


def test_explanation_has_its_headings_in_order(rule: Rule) -> None:
    headings = re.findall(r"^## (.+)$", rule.explanation, re.MULTILINE)
    assert headings == [*HEADINGS, "Source"]
    assert re.fullmatch(r"[^\n]{10,98}\.", rule.summary)


def test_each_part_of_the_explanation_says_something(rule: Rule) -> None:
    parts = re.split(r"^## .+$", rule.explanation, flags=re.MULTILINE)[1:]
    assert all(part.strip() for part in parts)


def test_its_page_can_be_read(rule: Rule) -> None:
    page = explanation_of(rule.id)
    assert page.startswith(f"{rule.id} ({rule.severity.value}, family {rule.family})\nLooks at ")
    static = rule.scope in (Scope.SITE, Scope.CLIENT, Scope.SETTING)
    assert ("nothing is sent" in page.split("\n\n")[0]) is static


def test_source_is_a_public_address(rule: Rule) -> None:
    source = rule.explanation.partition("## Source\n")[2].split()
    assert source
    assert all(line.startswith("https://") for line in source)


def test_has_one_function_for_its_scope(rule: Rule) -> None:
    functions = {
        Scope.EXCHANGE: rule.exchange,
        Scope.PAIR: rule.pair,
        Scope.METAMORPHIC: rule.metamorphic,
        Scope.SEQUENCE: rule.sequence,
        Scope.CASE: rule.case,
        Scope.RUN: rule.run,
        Scope.SITE: rule.site,
        Scope.CLIENT: rule.client,
        Scope.SETTING: rule.setting,
    }
    assert [scope for scope, ask in functions.items() if ask is not None] == [rule.scope]
    assert bool(rule.on) == (rule.scope is Scope.EXCHANGE)


def test_run_rule_is_named_after_its_metric(rule: Rule) -> None:
    if rule.scope is Scope.RUN:
        assert rule.id.split("-")[0] in ("ttft", "e2e", "cost")


def test_has_a_spec_that_fires_and_one_that_does_not(rule: Rule) -> None:
    file = HERE / rule.family / f"{rule.id.replace('-', '_')}.yaml"
    cases = load(file)
    assert {case.rule for case in cases} == {rule.id}
    fires = [case.fires for case in cases]
    assert False in fires
    # A rule that only asks has no finding to show.
    assert True in fires or "undecided" in fires


def test_no_spec_without_a_rule() -> None:
    ids = {rule.id for rule in RULES}
    assert {case.rule for file in spec_files() for case in load(file)} <= ids


def test_names_of_spec_cases_are_unique() -> None:
    for file in spec_files():
        names = [case.name for case in load(file)]
        assert len(names) == len(set(names)), file


def test_each_kind_of_anomaly_is_spoken_of() -> None:
    handled = {kind for rule in RULES for kind in rule.on}
    later = tuple(prefix for family in UNMERGED for prefix in _KINDS_OF[family])
    silent = {kind for kind in set(AnomalyKind) - handled if not kind.value.startswith(later)}
    assert silent == set(UNHANDLED)


def test_waivers_have_a_reason() -> None:
    assert all(len(reason) > 20 for reason in UNHANDLED.values())


def test_rules_that_read_texts_are_rules() -> None:
    assert {rule.id for rule in RULES} >= READ_TEXTS
    assert {rule.id for rule in RULES_FOR_HASHES} == {rule.id for rule in RULES} - READ_TEXTS


def test_precedence_names_rules() -> None:
    ids = {rule.id for rule in RULES}
    named = set(CONSEQUENCES).union(*CONSEQUENCES.values())
    assert UNMERGED or named <= ids
    assert all(cause not in consequences for cause, consequences in CONSEQUENCES.items())


def test_a_cause_is_never_milder_than_what_it_hides() -> None:
    rank = {rule.id: RANK[rule.severity] for rule in RULES}
    for cause, consequences in CONSEQUENCES.items():
        for hidden in consequences:
            if cause in rank and hidden in rank:
                assert rank[cause] <= rank[hidden], f"{cause} hides {hidden}"


def test_precedence_has_no_circle() -> None:
    def reach(rule_id: str) -> set[str]:
        below = set(CONSEQUENCES.get(rule_id, ()))
        return below.union(*(reach(each) for each in below))

    assert all(cause not in reach(cause) for cause in CONSEQUENCES)


def test_lookup_finds_each_rule(rule: Rule) -> None:
    assert rule_by_id(rule.id) is rule


def test_lookup_names_the_closest_rule() -> None:
    with pytest.raises(UsageError, match="did you mean 'field-missing'"):
        rule_by_id("field-mising")


def test_lookup_names_the_command_when_nothing_is_close() -> None:
    with pytest.raises(UsageError, match="migrate-check rules"):
        rule_by_id("zzzzzz")


def test_shape_rules_look_at_shapes_only() -> None:
    """The engine does not ask pair rules of this family where both shapes are equal."""
    pair_rules = [rule for rule in RULES if rule.family == "shape" and rule.scope is Scope.PAIR]
    assert pair_rules
    for rule in pair_rules:
        text = (FOLDER / "shape" / f"{rule.id.replace('-', '_')}.py").read_text(encoding="utf-8")
        assert "changes(pair, reference)" in text


def test_contract_and_sampled_rules_are_both_there() -> None:
    assert {rule.nature for rule in RULES} == set(Nature)
