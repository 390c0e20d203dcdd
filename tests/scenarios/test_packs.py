"""The shipped packs, and how scenarios are selected."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest
import yaml

import migrate_check
from migrate_check.domain.errors import ScenarioError
from migrate_check.domain.scenario import Auth, Case, Route
from migrate_check.plan import packs
from migrate_check.plan.editor_schema import scenario_schema
from migrate_check.plan.packs import load_scenarios, pack_folder, pack_names
from migrate_check.plan.parse_scenario import parse_scenario

CHAT, MESSAGES = Route.OPENAI_CHAT, Route.ANTHROPIC_MESSAGES
BOTH = (CHAT, MESSAGES)
FIRST = ("minimal", "streaming", "tools", "errors")
SHIPPED = list(pack_names())
ON_REQUEST = "openai-chat/rate-limit"
OF_CHAT = [name for name in SHIPPED if name.startswith("openai-chat/") and name != ON_REQUEST]
OF_MESSAGES = [name for name in SHIPPED if name.startswith("anthropic-messages/")]
MINE = 'route: openai-chat\ncases:\n  - {case: a, request: {model: "${model}"}}\n'


def all_cases() -> tuple[Case, ...]:
    return load_scenarios((), BOTH)


def test_the_packs_in_the_order_in_which_they_are_sent() -> None:
    routes = list(dict.fromkeys(name.partition("/")[0] for name in SHIPPED))
    assert routes == [route.value for route in Route if route.value in routes]
    for of_route in (OF_CHAT, OF_MESSAGES):
        packs = [name.partition("/")[2] for name in of_route]
        assert tuple(packs[: len(FIRST)]) == FIRST
        assert packs[len(FIRST) :] == sorted(packs[len(FIRST) :])


@pytest.mark.parametrize("name", SHIPPED)
def test_a_pack_is_read_in_a_minute(name: str) -> None:
    path = pack_folder() / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 120
    assert max(map(len, text.splitlines())) <= 100
    cases = parse_scenario(text, f"scenarios/{name}.yaml")
    assert all(case.about for case in cases)
    assert {case.scenario for case in cases} == {name}
    jsonschema.validate(yaml.safe_load(text), scenario_schema())


def test_case_ids_are_unique() -> None:
    ids = [case.case_id for case in all_cases()]
    assert len(set(ids)) == len(ids)


def test_requests_stay_small_and_name_the_configured_model() -> None:
    for case in all_cases():
        if case.body is None or case.expects_error:
            continue
        assert case.body["model"] == "${model}"
        if case.scenario.partition("/")[2] not in FIRST:
            continue
        limit = case.body["max_tokens"]
        assert isinstance(limit, int)
        assert 0 < limit <= 256
        assert case.body["temperature"] == 0


@pytest.mark.parametrize("route", BOTH)
def test_each_route_has_the_requests_that_users_rely_on(route: Route) -> None:
    cases = [case for case in all_cases() if case.route is route]
    names = {case.name for case in cases}
    assert {
        *("plain", "system-prompt", "max-tokens", "short", "long"),
        *("forced-call", "required-call", "parallel-calls", "forbidden-call", "second-turn"),
        *("unknown-model", "bad-key", "missing-key", "malformed-json", "context-overflow"),
        *("unknown-path", "messages-not-a-list", "negative-max-tokens"),
    } <= names
    assert {case.auth for case in cases} >= {Auth.VALID, Auth.INVALID, Auth.MISSING}
    assert any(case.stream and case.expects_error for case in cases)
    twins = {case.twin_id for case in cases if case.stream}
    assert {case.twin_id for case in cases if not case.stream} & twins


def test_usage_in_streams_is_asked_for_declined_and_left_out() -> None:
    asked = [case.body.get("stream_options") for case in all_cases() if case.body and case.stream]
    assert {"include_usage": True} in asked
    assert {"include_usage": False} in asked
    assert None in asked


def test_the_readme_example_is_valid() -> None:
    text = (pack_folder() / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    indent = re.sub(r"^   ", "", example, flags=re.MULTILINE)
    assert [case.case_id for case in parse_scenario(indent, "checkout.yaml")] == [
        "openai-chat/checkout/refund-question",
        "openai-chat/checkout/refund-question+stream",
    ]


@pytest.mark.parametrize(
    ("selection", "routes", "names"),
    [
        ((), (MESSAGES,), OF_MESSAGES),
        (("openai-chat/tools",), BOTH, ["openai-chat/tools"]),
        (("tools",), BOTH, ["openai-chat/tools", "anthropic-messages/tools"]),
        (("tools",), (CHAT,), ["openai-chat/tools"]),
        (("openai-chat",), BOTH, OF_CHAT),
        (("openai-chat/",), (MESSAGES,), OF_CHAT),
        (("rate-limit",), BOTH, [ON_REQUEST]),
        ((ON_REQUEST, "openai-chat/tools"), BOTH, [ON_REQUEST, "openai-chat/tools"]),
        (("errors", "openai-chat/errors", "minimal"), (CHAT,), [OF_CHAT[3], OF_CHAT[0]]),
    ],
)
def test_selecting_packs_by_name(
    selection: tuple[str, ...], routes: tuple[Route, ...], names: list[str]
) -> None:
    cases = load_scenarios(selection, routes)
    assert list(dict.fromkeys(case.scenario for case in cases)) == names
    assert all(case.source.startswith("scenarios/") for case in cases)


def test_selecting_files_and_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "b.yaml").write_text(MINE, encoding="utf-8")
    (folder / "a.yml").write_text(MINE, encoding="utf-8")
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for entry in ("./mine", "mine", str(folder)):
        cases = load_scenarios((entry,), BOTH)
        assert [case.scenario for case in cases] == ["openai-chat/a", "openai-chat/b"]
    (case,) = load_scenarios(("mine/b.yaml", "./mine/b.yaml"), BOTH)
    assert case.source == "mine/b.yaml:3"


def test_wrong_selections(tmp_path: Path) -> None:
    def refusal(*selection: str) -> str:
        with pytest.raises(ScenarioError) as caught:
            load_scenarios(selection, BOTH)
        return str(caught.value)

    assert refusal("tolls") == "scenario 'tolls': no such pack or path; closest: 'tools'"
    assert refusal("openai-chat/tool") == (
        "scenario 'openai-chat/tool': no such pack or path; closest: 'openai-chat/tools'"
    )
    missing = tmp_path / "no.yaml"
    assert refusal(str(missing)) == f"{missing}: no such file"
    empty = tmp_path / "empty"
    empty.mkdir()
    assert refusal(str(empty)) == f"{empty}: the folder holds no .yaml file"
    odd = tmp_path / "odd.yaml"
    odd.mkdir()
    (odd / "x.yaml").mkdir()
    assert refusal(str(odd)) == f"{odd}/x.yaml: cannot be read: Is a directory"


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "tools.yaml"
    path.write_text(MINE, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenarios(("tools", str(path)), BOTH)
    assert str(caught.value) == (
        f"{path}: scenarios/openai-chat/tools.yaml is also scenario 'openai-chat/tools'; "
        "rename one of the files"
    )


def test_the_packs_of_an_installed_package_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = tmp_path / "migrate_check" / "scenarios" / "new-route"
    installed.mkdir(parents=True)
    (installed / "extra.yaml").write_text(MINE, encoding="utf-8")
    monkeypatch.setattr(packs, "files", lambda name: tmp_path / name)
    assert pack_folder() == installed.parent
    assert pack_names() == ("new-route/extra",)


def test_a_checkout_ships_its_own_packs() -> None:
    assert pack_folder() == Path(migrate_check.__file__).parent.parent / "scenarios"
