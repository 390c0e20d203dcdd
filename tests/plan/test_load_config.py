"""migrate-check.yaml and options to a Config, and every common mistake in full."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import httpx
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migrate_check.domain.errors import ConfigError
from migrate_check.domain.finding import Severity
from migrate_check.domain.plan import Budget, Price, Timeouts
from migrate_check.domain.scenario import Route
from migrate_check.domain.verdict import Outcome
from migrate_check.plan.base_url import normal_base_url
from migrate_check.plan.config import Config
from migrate_check.plan.config_file import setting_keys
from migrate_check.plan.load_config import load_config, refuse_unknown_rules
from migrate_check.plan.option_names import option_name

CHAT, MESSAGES = Route.OPENAI_CHAT, Route.ANTHROPIC_MESSAGES
_NAMES = [f"'{route.value}'" for route in Route]
ROUTES = f"{', '.join(_NAMES[:-1])} or {_NAMES[-1]}"
ENVIRON = {"OPENAI_API_KEY": "sk-one", "GATEWAY_KEY": "sk-two", "TEAM": "t1"}

FULL = """\
baseline:
  profile: openai
  api_key: ${OPENAI_API_KEY}
candidate:
  base_url: https://gateway.example/v1/
  api_key: ${GATEWAY_KEY}
  headers:
    X-Team: ${TEAM}-a
    Authorization-Extra: plain
  query: {region: eu}
  paths: {anthropic-messages: /anthropic/v1/messages}
  model_map: {gpt-4o: openai/gpt-4o}
  prices:
    openai/gpt-4o: {input_usd_per_mtok: 2.6, output_usd_per_mtok: "10.40"}
model: {openai-chat: gpt-4o, anthropic-messages: claude-sonnet-4-6}
rename_fields:
  openai-chat: {max_tokens: max_completion_tokens, temperature: null}
scenarios: [tools, ./mine/]
repeat: 5
warmup: 0
concurrency: 2
timeouts: {connect: 500ms, read: 2m, total: 300}
budget: {usd: 0.15, requests: 100}
store: runs.sqlite
accepted: accepted.yaml
policy:
  fail_on: warning
  inconclusive_as: fail
  require: [latency]
  margins:
    {ttft_ratio: 1.5, e2e_ratio: 2, cost_ratio: 1.2, latency_floor: 100ms, latency_min_pairs: 30}
  severities: {stream-role-missing: "off", finish-missing: note}
redaction: {personal: false, hash_only: true}
context_window: 8192
seed: 7
"""

MINIMAL = """\
baseline: {base_url: "https://api.openai.com/v1"}
candidate: {base_url: "https://gateway.example"}
model: gpt-4o
"""


@pytest.fixture
def write(tmp_path: Path) -> Path:
    return tmp_path / "migrate-check.yaml"


def load(
    path: Path,
    text: str,
    options: Mapping[str, object] | None = None,
    environ: Mapping[str, str] | None = ENVIRON,
) -> Config:
    path.write_text(text, encoding="utf-8")
    return load_config(path, options or {}, environ)


def test_every_key_arrives(write: Path) -> None:
    config = load(write, FULL)
    baseline, candidate = config.endpoints
    assert (baseline.profile, baseline.base_url) == ("openai", "https://api.openai.com/v1")
    assert (baseline.key_env, candidate.key_env) == ("OPENAI_API_KEY", "GATEWAY_KEY")
    assert candidate.profile == "generic"
    assert candidate.base_url == "https://gateway.example/v1"
    assert candidate.headers == (("X-Team", "${TEAM}-a"), ("Authorization-Extra", "plain"))
    assert candidate.query == (("region", "eu"),)
    assert candidate.paths == {MESSAGES: "/anthropic/v1/messages"}
    assert baseline.models == {CHAT: "gpt-4o", MESSAGES: "claude-sonnet-4-6"}
    assert candidate.models == {CHAT: "openai/gpt-4o", MESSAGES: "claude-sonnet-4-6"}
    assert candidate.prices == {"openai/gpt-4o": Price(Decimal("2.6"), Decimal("10.40"))}
    assert config.routes == (CHAT, MESSAGES)
    assert config.rename_fields == {
        CHAT: {"max_tokens": "max_completion_tokens", "temperature": None}
    }
    assert config.scenarios == ("tools", str(write.parent / "mine"))
    assert (config.repeat, config.warmup, config.concurrency) == (5, 0, 2)
    assert config.timeouts == Timeouts(0.5, 120.0, 300.0)
    assert config.budget == Budget(Decimal("0.15"), 100)
    assert config.store == write.parent / "runs.sqlite"
    assert config.accepted == write.parent / "accepted.yaml"
    assert (config.context_window, config.seed) == (8192, 7)
    assert (config.redaction.personal, config.redaction.hash_only) == (False, True)
    policy = config.policy
    assert (policy.fail_on, policy.inconclusive_as) == (Severity.WARNING, Outcome.FAIL)
    assert policy.require == {"latency"}
    assert (policy.ttft_ratio_margin, policy.e2e_ratio_margin) == (1.5, 2.0)
    assert (policy.cost_ratio_margin, policy.latency_floor_s) == (1.2, 0.1)
    assert policy.latency_min_pairs == 30
    assert policy.severities == {"stream-role-missing": None, "finish-missing": Severity.NOTE}


def test_defaults(write: Path) -> None:
    config = load(write, MINIMAL)
    assert config.baseline.profile == "openai"
    assert config.baseline.key_env is None
    assert config.routes == (CHAT,)
    assert (config.repeat, config.warmup, config.concurrency) == (3, 1, 4)
    assert config.timeouts == Timeouts()
    assert config.budget == Budget(None, None)
    assert config.store == write.parent / ".migrate-check/runs.sqlite"
    assert config.accepted == write.parent / "migrate-check-accepted.yaml"
    assert config.scenarios == ()
    assert config.context_window == 128_000


def test_options_alone_are_enough() -> None:
    config = load_config(
        None,
        {
            "baseline.base_url": "https://api.anthropic.com",
            "baseline.api_key": "OPENAI_API_KEY",
            "candidate.base_url": "http://localhost:8766",
            "candidate.api_key": None,
            "candidate.headers": ("x-team: a:b",),
            "candidate.model_map": ["claude=claude-2"],
            "candidate.prices": {"claude-2": {"input_usd_per_mtok": 1, "output_usd_per_mtok": 2}},
            "model": "claude",
            "scenarios": ("./a.yaml", "./tools", "tools"),
            "store": "here.sqlite",
            "budget.usd": Decimal("1.50"),
            "policy.severities": ["finish-missing=off"],
            "policy.require": (),
        },
        ENVIRON,
    )
    assert config.routes == (MESSAGES,)
    assert config.candidate.models == {MESSAGES: "claude-2"}
    assert config.baseline.key_env == "OPENAI_API_KEY"
    assert config.candidate.headers == (("x-team", "a:b"),)
    assert config.candidate.prices["claude-2"].output_usd_per_mtok == 2
    assert config.scenarios == ("a.yaml", "./tools", "tools")
    assert config.store == Path("here.sqlite")
    assert config.budget.usd == Decimal("1.50")
    assert config.policy.severities == {"finish-missing": None}
    assert config.source == "options"


def test_options_win_and_add_to_mappings(write: Path) -> None:
    config = load(
        write,
        FULL,
        {
            "model": ["openai-chat=gpt-4o-mini"],
            "repeat": 1,
            "candidate.headers": ["x-b: 2"],
            "timeouts.read": "5s",
            "scenarios": ["./other.yaml"],
        },
    )
    assert config.routes == (CHAT,)
    assert config.candidate.models == {CHAT: "gpt-4o-mini"}
    assert config.repeat == 1
    assert config.candidate.headers[-1] == ("x-b", "2")
    assert len(config.candidate.headers) == 3
    assert config.timeouts == Timeouts(0.5, 5.0, 300.0)
    assert config.scenarios == ("other.yaml",)
    assert config.place("repeat") == "option --repeat"
    assert config.place("budget.usd") == f"{write}:23"
    assert config.place("nowhere.at.all") == str(write)


def test_an_option_changes_one_side_of_an_alias(write: Path) -> None:
    text = "baseline: &b {base_url: 'https://a.example'}\ncandidate: *b\nmodel: m\n"
    config = load(write, text, {"candidate.base_url": "https://b.example"})
    assert config.baseline.base_url == "https://a.example"
    assert config.candidate.base_url == "https://b.example"


def test_an_empty_file_leaves_all_to_options(write: Path) -> None:
    options = {"baseline.profile": "openai", "candidate.profile": "tokenlab", "model": "gpt-4o"}
    assert load(write, "", options).candidate.base_url == "https://api.tokenlab.sh/v1"


@pytest.mark.parametrize(
    ("lines", "routes"),
    [
        ("baseline: {profile: anthropic}\nmodel: m", (MESSAGES,)),
        ("baseline: {profile: openai}\nmodel: m", (CHAT,)),
        ("baseline: {profile: openai}\nmodel: m\nroutes: [anthropic-messages]", (MESSAGES,)),
        (
            "baseline: {profile: openai}\nmodel: {anthropic-messages: m}\nroutes: [openai-chat]",
            (CHAT,),
        ),
        ("baseline: {base_url: 'http://localhost:1'}\nmodel: m", (CHAT,)),
    ],
)
def test_routes(write: Path, lines: str, routes: tuple[Route, ...]) -> None:
    config = load(write, f"candidate: {{base_url: 'http://localhost:2'}}\n{lines}\n")
    assert config.routes == routes


def test_a_profile_supplies_its_unusual_paths_for_its_own_address_only(write: Path) -> None:
    side = "baseline: {profile: deepseek%s}\ncandidate: {profile: tokenlab}\nmodel: m\n"
    assert load(write, side % "").baseline.paths == {
        MESSAGES: "/anthropic/v1/messages",
        Route.OPENAI_RESPONSES: "/responses",
        Route.OPENAI_COMPLETIONS: "/beta/completions",
        Route.MODELS: "/models",
    }
    assert load(write, side % ", base_url: 'https://x.example'").baseline.paths == {}


def test_commands_that_send_nothing_need_no_keys(write: Path) -> None:
    assert load(write, FULL, environ=None).candidate.key_env == "GATEWAY_KEY"


SIDE = "  base_url: https://b.example\n"
REST = "candidate:\n  base_url: https://c.example\nmodel: gpt-4o\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a", ":1: expected a mapping, got a list"),
        (
            "basline:\n" + SIDE + REST,
            ":1: unknown key 'basline'; closest: 'baseline'",
        ),
        (
            "baseline:\n  base-url: https://b.example\n" + REST,
            ":2: unknown key 'base-url'; closest: 'base_url'",
        ),
        (MINIMAL + "repeat: three\n", ":4: repeat: expected a whole number, got 'three'"),
        (MINIMAL + "repeat: 0\n", ":4: repeat: expected 1 or more, got 0"),
        (MINIMAL + "concurrency: 999\n", ":4: concurrency: expected 256 or less, got 999"),
        (MINIMAL + "repeat: true\n", ":4: repeat: expected a whole number, got true"),
        (MINIMAL + "repeat:\n", ":4: repeat: expected a whole number, got nothing"),
        (MINIMAL + "store: ''\n", ":4: store: expected a name or path, got ''"),
        (
            MINIMAL + "accepted: ~nobody-here/a\n",
            ":4: accepted: '~nobody-here/a' names a user without home folder",
        ),
        (
            MINIMAL + 'scenarios: ["a\\0.yaml"]\n',
            ":4: scenarios[0]: expected a name or path, got 'a\\x00.yaml'",
        ),
        (MINIMAL + "scenarios: tools\n", ":4: scenarios: expected a list, got 'tools'"),
        (MINIMAL + "budget: 3\n", ":4: budget: expected a mapping, got 3"),
        (
            MINIMAL + "budget:\n  usd: $5\n",
            ":5: budget.usd: expected a number of dollars such as 0.15, got '$5'",
        ),
        (
            MINIMAL + "budget:\n  usd: -5\n",
            ":5: budget.usd: expected a number of dollars such as 0.15, got -5",
        ),
        (
            MINIMAL + "budget:\n  usd: true\n",
            ":5: budget.usd: expected a number of dollars such as 0.15, got true",
        ),
        (
            MINIMAL + "timeouts: {read: 30 sec}\n",
            ":4: timeouts.read: expected a duration such as 30s or 500ms, got '30 sec'",
        ),
        (
            MINIMAL + "timeouts: {read: 0}\n",
            ":4: timeouts.read: expected a duration between 0 and 24h, got 0",
        ),
        (
            MINIMAL + "policy: {margins: {ttft_ratio: 0.5}}\n",
            ":4: policy.margins.ttft_ratio: expected 1.0 or more, got 0.5",
        ),
        (
            MINIMAL + "policy: {margins: {ttft_ratio: big}}\n",
            ":4: policy.margins.ttft_ratio: expected a number, got 'big'",
        ),
        (
            MINIMAL + "policy: {fail_on: errors}\n",
            ":4: policy.fail_on: expected 'error' or 'warning', got 'errors'",
        ),
        (
            MINIMAL + "redaction: {personal: yes}\n",
            ":4: redaction.personal: expected true or false, got 'yes'",
        ),
        (
            MINIMAL + "routes: [openai]\n",
            f":4: routes[0]: expected {ROUTES}, got 'openai'",
        ),
        (
            MINIMAL + "rename_fields: {chat: {a: b}}\n",
            f":4: rename_fields.chat: expected {ROUTES}, got 'chat'",
        ),
        (
            "baseline:\n" + SIDE + "candidate:\n  base_url: https://c.example\n",
            ":1: model is missing; write it in the file or give --model NAME",
        ),
        (
            "baseline:\n  api_key: ${OPENAI_API_KEY}\n" + REST,
            ":1: baseline.base_url is missing; write it in the file or give --baseline-url URL",
        ),
        (
            "baseline:\n  profile: apibox\n" + REST,
            ":1: baseline.base_url is missing (profile apibox documents none); "
            "write it in the file or give --baseline-url URL",
        ),
        (
            "baseline:\n  profile: opnai\n" + REST,
            ":2: unknown profile 'opnai'; closest: 'openai'",
        ),
        (
            "baseline:\n" + SIDE + "model: {chat: x}\n",
            ":3: model: unknown route 'chat'; closest: 'openai-chat'",
        ),
        (
            "baseline:\n" + SIDE + "model: {openai-chat: 3}\n",
            ":3: model: openai-chat: expected a model name, got 3",
        ),
        (
            "baseline:\n" + SIDE + "model: [a]\n",
            ":3: model: expected a model name or a mapping of route to name, got a list",
        ),
        (
            "baseline:\n" + SIDE + "  api_key: sk-live-0123456789\n" + REST,
            ":3: baseline.api_key must name an environment variable, such as "
            "api_key: ${OPENAI_API_KEY}; keys do not belong in files",
        ),
        (
            "baseline:\n" + SIDE + "  api_key: 123456789\n" + REST,
            ":3: baseline.api_key: expected text, got a number",
        ),
        (
            "baseline:\n" + SIDE + "  api_key: ${UNSET_KEY}\n" + REST,
            ":3: environment variable UNSET_KEY is not set; run: export UNSET_KEY=…",
        ),
        (
            "baseline:\n" + SIDE + "  headers:\n    X-A: a\n    X-B: ${UNSET}\n" + REST,
            ":5: environment variable UNSET is not set; run: export UNSET=…",
        ),
        (
            "baseline:\n"
            + SIDE
            + "  headers:\n    Authorization: Bearer sk-live-012345678\n"
            + REST,
            ":4: baseline.headers: 'Authorization' must take its value from the environment, "
            "such as ${NAME}",
        ),
        (
            "baseline:\n" + SIDE + "  headers: {x-portkey-api-key: abc}\n" + REST,
            ":3: baseline.headers: 'x-portkey-api-key' must take its value from the environment, "
            "such as ${NAME}",
        ),
        (
            "baseline:\n" + SIDE + "  headers: {x-key: 'abc${TEAM}'}\n" + REST,
            ":3: baseline.headers: 'x-key' must take its value from the environment, "
            "such as ${NAME}",
        ),
        (
            "baseline:\n" + SIDE + "  headers: {x: '${my-var}'}\n" + REST,
            ":3: baseline.headers: 'x' has a ${…} that is not the name of a variable",
        ),
        (
            "baseline:\n" + SIDE + '  headers: {x: "a\\r\\nb: c"}\n' + REST,
            ":3: baseline.headers: 'x' has a value with a line break or a character that is not "
            "printable ASCII",
        ),
        (
            "baseline:\n" + SIDE + "  headers: {'x y': a}\n" + REST,
            ":3: baseline.headers: 'x y' is not a header name",
        ),
        (
            "baseline:\n" + SIDE + "  headers: {Content-Length: '3'}\n" + REST,
            ":3: baseline.headers: 'Content-Length' is set by the connection itself; remove it",
        ),
        (
            "baseline:\n" + SIDE + "  headers: {x: 3}\n" + REST,
            ":3: baseline.headers.x: expected text, got a number",
        ),
        (
            "baseline:\n" + SIDE + "  query: {key: AIza}\n" + REST,
            ":3: baseline.query: 'key' would put a key into URLs; use api_key: ${NAME}",
        ),
        (
            "baseline:\n" + SIDE + "  paths: {openai-chat: v1/x}\n" + REST,
            ":3: baseline.paths: openai-chat: expected a path from the root, such as /v1/…",
        ),
        (
            "baseline:\n  base_url: ftp://b\n" + REST,
            ":2: baseline.base_url: expected a URL such as https://api.example.com/v1",
        ),
        (
            "baseline:\n  base_url: https://me:secret@b\n" + REST,
            ":2: baseline.base_url: credentials do not belong in the URL; use api_key: ${NAME}",
        ),
        (
            "baseline:\n  base_url: https://b/v1?key=x\n" + REST,
            ":2: baseline.base_url: remove what follows ? or #; extra parameters go under query:",
        ),
        (
            "baseline:\n  base_url: https://b/v1/v1\n" + REST,
            ":2: baseline.base_url: the path has /v1 twice; write it once",
        ),
        (
            "baseline:\n  base_url: https://b:99999\n" + REST,
            ":2: baseline.base_url: the host or port of the URL is not valid",
        ),
        (
            "baseline:\n  base_url: https://a..b\n" + REST,
            ":2: baseline.base_url: the host or port of the URL is not valid",
        ),
        (
            "baseline:\n  base_url: https://[b\n" + REST,
            ":2: baseline.base_url: the host or port of the URL is not valid",
        ),
        (
            "baseline:\n  base_url: https://b b\n" + REST,
            ":2: baseline.base_url: the URL holds a space or a character that must be "
            "percent-encoded",
        ),
        (
            "baseline:\n  base_url: ${BASE}\n" + REST,
            ":2: baseline.base_url: write the URL itself; ${…} is only for api_key and headers",
        ),
    ],
)
def test_says_where_and_what_to_do(write: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(write, text)
    assert str(caught.value) == f"{write}{message}"


@pytest.mark.parametrize("name", ["secret", "sk-live-0123456789", "123456789"])
def test_no_message_and_no_traceback_shows_a_literal_key(write: Path, name: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(write, f"baseline:\n{SIDE}  api_key: {name}\n" + REST)
    chain: BaseException | None = caught.value
    while chain is not None:
        assert name not in str(chain)
        chain = chain.__cause__ or chain.__context__


@pytest.mark.parametrize("value", ["", "a b", "a\n", "schlüssel"])
def test_a_key_that_cannot_be_sent_is_refused_before_sending(write: Path, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(write, FULL, environ={**ENVIRON, "GATEWAY_KEY": value})
    assert str(caught.value).startswith(f"{write}:6: environment variable GATEWAY_KEY ")
    assert not value or value not in str(caught.value)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"repeat": "x"}, "option --repeat: repeat: expected a whole number, got 'x'"),
        (
            {"baseline.api_key": "sk-live-0123456789"},
            "option --baseline-key-env: expected the NAME of an environment variable, such as "
            "OPENAI_API_KEY, not the key itself",
        ),
        (
            {"baseline.api_key": "NOT_SET"},
            "option --baseline-key-env: environment variable NOT_SET is not set; "
            "run: export NOT_SET=…",
        ),
        (
            {"baseline.base_url": "x"},
            "option --baseline-url: baseline.base_url: expected a URL such as "
            "https://api.example.com/v1",
        ),
        ({"baseline.headers": ["x"]}, "option --baseline-header: expected NAME: VALUE"),
        ({"policy.severities": "x"}, "option --set policy.severities=…: expected KEY=VALUE"),
        (
            {"model": ["a", "b"]},
            "option --model: given more than once; write each as ROUTE=NAME, with ROUTE one of "
            + ", ".join(sorted(Route)),
        ),
        (
            {"timeouts.raed": 1},
            "option --set timeouts.raed=…: unknown key 'raed'; closest: 'read'",
        ),
        ({"budget.usd": object}, "option --max-usd: budget.usd: expected a number of dollars"),
    ],
)
def test_a_wrong_option_is_named(write: Path, options: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(write, MINIMAL, options)
    assert str(caught.value).startswith(message)


def test_nothing_given_at_all() -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(None, {}, {})
    assert str(caught.value) == (
        "there is no migrate-check.yaml here; write one with `migrate-check init`, or give "
        "--baseline-url, --candidate-url and --model"
    )


def test_a_model_that_is_not_given() -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(None, {"baseline.base_url": "http://127.0.0.1:9"}, {})
    assert str(caught.value) == (
        "options: model is missing; write it in the file or give --model NAME"
    )


def test_a_missing_file_tells_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path / "no.yaml", {}, {})
    assert str(caught.value) == (
        f"{tmp_path}/no.yaml: no such file; write one with `migrate-check init`, or give "
        "--baseline-url, --candidate-url and --model"
    )


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        load_config(tmp_path, {}, {})


def test_rules_that_do_not_exist_are_refused_where_they_are_written(write: Path) -> None:
    config = load(write, FULL)
    refuse_unknown_rules(config, {"stream-role-missing", "finish-missing"})
    with pytest.raises(ConfigError) as caught:
        refuse_unknown_rules(config, {"stream-role-missing", "finish-missed"})
    assert str(caught.value) == (
        f"{write}:32: unknown rule 'finish-missing'; closest: 'finish-missed'"
    )


NAMES = st.sampled_from(
    (
        *("baseline", "candidate", "model", "base_url", "api_key", "headers", "routes", "budget"),
        *("policy", "margins", "timeouts", "read", "prices", "paths", "repeat", "usd", "x"),
        "openai-chat",
    )
)
VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(["https://h/v1", "${X}", "30s", "error", "openai", "http://[", "a:b@c"])
)
TREES = st.recursive(
    VALUES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(st.fixed_dictionaries({"baseline": TREES, "candidate": TREES, "model": TREES}) | TREES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_document_gives_a_configuration_or_one_line(write: Path, tree: object) -> None:
    try:
        load(write, yaml.safe_dump(tree, allow_unicode=True), environ={})
    except ConfigError as error:
        assert str(error).startswith(str(write))
        assert "\n" not in str(error)


@given(st.dictionaries(NAMES.map(lambda name: f"baseline.{name}") | NAMES, TREES, max_size=4))
def test_any_options_give_a_configuration_or_one_line(options: dict[str, object]) -> None:
    try:
        config = load_config(None, options, {})
    except ConfigError as error:
        assert "\n" not in str(error)
    else:
        assert json.dumps([str(config.store), config.seed])


@given(st.text("ab.-_:[]/@%1*!", max_size=12).map(lambda host: f"https://{host}"))
def test_an_accepted_base_url_is_one_that_can_be_called(url: str) -> None:
    try:
        accepted = normal_base_url(url)
    except ValueError:
        return
    assert httpx.URL(accepted).host


def test_every_setting_can_be_given_as_an_option() -> None:
    keys = setting_keys()
    assert {"baseline.base_url", "candidate.prices", "timeouts.read", "seed"} <= set(keys)
    assert len({option_name(key) for key in keys}) == len(keys)
    given = {key: 1 for key in keys if key not in ("baseline.api_key", "candidate.api_key")}
    with pytest.raises(ConfigError, match=r"^option --"):
        load_config(None, given, {})
