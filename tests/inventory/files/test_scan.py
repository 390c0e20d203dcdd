"""A scan as a whole: changed files, owners, comments, environment, and what no file may say."""

from __future__ import annotations

import dataclasses
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from migrate_check.domain.call_site import CallSite, Language
from migrate_check.domain.errors import UsageError
from migrate_check.inventory import git_changes
from migrate_check.inventory.scan import ScanRequest, scan
from migrate_check.inventory.source_file import EnvValue, SourceFile, SourceTree
from tests.inventory.files.trees import CALL, each_piece, places, reasons, scanned, write

CURL = 'curl https://api.openai.com/v1/chat/completions -d \'{"model":"gpt-4o"}\''


def git(folder: Path, *arguments: str) -> None:
    """Runs git as somebody."""
    who = ("-c", "user.name=x", "-c", "user.email=x@example.com")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one commit of three files."""
    write(tmp_path, {"app/a.py": CALL, "app/b.py": CALL, "lib/c.py": CALL})
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    return tmp_path


def test_only_changed_and_new_files_are_reported(repository: Path) -> None:
    write(repository, {"app/a.py": CALL + b"#\n", "app/new.py": CALL, "lib/d\xe9.py": CALL})
    found = scanned(repository, changed="HEAD")
    assert places(found) == ["app/a.py:2", "app/new.py:2", "lib/d\xe9.py:2"]
    assert found.changed_since == "HEAD"
    assert places(scanned(repository / "app", changed="HEAD")) == ["a.py:2", "new.py:2"]


def test_what_the_base_did_meanwhile_is_no_change(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "feature")
    write(repository, {"app/b.py": CALL + b"# mine\n"})
    git(repository, "commit", "-qam", "mine")
    git(repository, "checkout", "-q", "main")
    write(repository, {"lib/c.py": CALL + b"# theirs\n"})
    git(repository, "commit", "-qam", "theirs")
    git(repository, "checkout", "-q", "feature")
    assert places(scanned(repository, changed="main")) == ["app/b.py:2"]


def test_settings_of_unchanged_files_still_tell_the_environment(repository: Path) -> None:
    write(repository, {".env": "OPENAI_MODEL=gpt-4o\n"})
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "env")
    write(repository, {"app/a.py": CALL + b"#\n"})
    seen: dict[str, EnvValue] = {}
    readable: list[str] = []

    def engine(
        sources: Iterable[SourceFile], environment: Mapping[str, EnvValue], tree: SourceTree
    ) -> list[CallSite]:
        seen.update(environment)
        readable.extend(path for path in tree.paths() if tree.read(path) is not None)
        assert tree.read("nowhere.py") is None
        return each_piece(sources, environment, tree)

    found = scan(ScanRequest((repository,), changed="HEAD"), engine)
    assert places(found) == ["app/a.py:2"]
    assert found.settings == ()
    assert seen["OPENAI_MODEL"] == EnvValue("gpt-4o", ".env", 1)
    assert readable == ["app/a.py", "app/b.py", "lib/c.py"]


@pytest.mark.parametrize(
    ("base", "message"),
    [
        ("nonsense", "--changed nonsense: git knows no such revision"),
        ("--output=x", "--changed --output=x: not a revision"),
    ],
)
def test_unknown_revisions_are_one_line(repository: Path, base: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as raised:
        scanned(repository, changed=base)
    assert "\n" not in str(raised.value)


def test_no_repository_and_no_git_are_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UsageError, match="is in no git repository; scan without --changed"):
        scanned(tmp_path, changed="HEAD")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="--changed needs git"):
        scanned(tmp_path, changed="HEAD")


def test_a_git_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hanging(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("git", 60)

    monkeypatch.setattr(git_changes.subprocess, "run", hanging)
    with pytest.raises(UsageError, match="git did not answer"):
        scanned(tmp_path, changed="HEAD")


def test_owners_comments_and_tests_are_marked(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "CODEOWNERS": "/app/ @team\n",
            "app/a.py": b"x\n# migrate-check: ignore[seed] known\n" + CALL.split(b"\n")[1],
            "tests/test_a.py": CALL,
            "run.sh": f"# migrate-check: ignore why\n{CURL}\n",
        },
    )
    found = {site.path: site for site in scanned(tmp_path).sites}
    assert found["app/a.py"].owner == "@team"
    assert found["app/a.py"].ignored == {"seed": "known"}
    assert found["run.sh"].ignored == {"*": "why"}
    assert found["run.sh"].owner is None
    assert [path for path, site in found.items() if site.in_test] == ["tests/test_a.py"]


def test_notebooks_pages_makefiles_and_pipelines(tmp_path: Path) -> None:
    notebook = (
        '{"cells": [{"cell_type": "code", "source": ["!ls\\n", "c.chat.completions.create()"]},'
        ' {"cell_type": "code", "source": "%%bash\\n' + CURL.replace('"', '\\"') + '"}]}'
    )
    write(
        tmp_path,
        {
            "n.ipynb": notebook,
            "broken.ipynb": '{"openai chat completions create',
            "page.vue": "<template/>\n<script setup lang='ts'>\nclient.chat.completions.create()\n",
            "Makefile": f"M := gpt-4o\nask:\n\t@{CURL.replace('gpt-4o', '$(M)')} $$X\n",
            "Jenkinsfile": f"node {{\n  sh '''\n    {CURL.replace(chr(39), chr(34))}\n  '''\n}}\n",
            "ci/x.yml": f"jobs:\n  a:\n    run: |\n      true\n      {CURL}\n",
            "Dockerfile": f"FROM x\nRUN true && \\\n  {CURL}\n",
            "jobs.jsonl": '{"custom_id": "1", "url": "/v1/chat/completions", "body": '
            '{"model": "gpt-4o", "seed": 1}}\n{"custom_id": "2", "params": {"model": "c"}}\n',
        },
    )
    found = scanned(tmp_path)
    assert places(found) == [
        "Dockerfile:3",
        "Jenkinsfile:3",
        "Makefile:3",
        "ci/x.yml:5",
        "jobs.jsonl:1",
        "jobs.jsonl:2",
        "n.ipynb#cell-1:2",
        "n.ipynb#cell-2:2",
        "page.vue:3",
    ]
    by_place = {site.path: site for site in found.sites}
    assert by_place["Makefile"].model.value == "gpt-4o"
    assert by_place["n.ipynb#cell-1"].language is Language.NOTEBOOK
    assert by_place["page.vue"].language is Language.TYPESCRIPT
    assert reasons(found) == {"broken.ipynb": "not a valid notebook: its JSON is broken"}


def test_programs_inside_of_scripts(tmp_path: Path) -> None:
    code = "import openai\nopenai.chat.completions.create(model='m')\n"
    indented = "".join(f"          {line}\n" for line in code.splitlines())
    write(
        tmp_path,
        {
            "a.sh": f"true\npython3 - <<'END'\n{code}END\nx\npython <<END\n{code}END\n",
            "ci.yml": f"jobs:\n  a:\n    run: |\n      python - <<E\n{indented}      E\n",
            "text.sh": f"cat <<END\n{code}END\n",
        },
    )
    found = scan(ScanRequest((tmp_path,)))
    assert places(found) == ["a.sh:4", "a.sh:9", "ci.yml:6"]
    assert [site.language for site in found.sites] == [Language.PYTHON] * 3


def test_the_same_tree_gives_the_same_answer(tmp_path: Path) -> None:
    write(tmp_path, {f"d{n % 7}/f{n}.py": CALL for n in range(40)})
    first = scanned(tmp_path)
    assert dataclasses.replace(first, roots=()) == dataclasses.replace(
        scanned(tmp_path, jobs=2), roots=()
    )
    assert len(first.sites) == first.files_parsed == first.files_seen == 40


def test_files_outside_are_not_read_by_scripts(tmp_path: Path) -> None:
    write(tmp_path, {"secret.json": '{"model": "gpt-4o"}'})
    root = write(
        tmp_path / "root",
        {
            "a.sh": CURL.split(" -d")[0] + " -d @../secret.json\n",
            "b.sh": CURL.split(" -d")[0] + " -d @ok.json\n",
            "ok.json": '{"model": "gpt-4o"}',
        },
    )
    found = {site.path: site for site in scanned(root).sites}
    assert not found["a.sh"].fields_known
    assert found["b.sh"].fields_known
    assert found["b.sh"].model.value == "gpt-4o"


DEEP_CODE = {
    "a.py": b"import openai\nopenai.chat.completions.create(" + b"(" * 10_000,
    "b.py": b"import openai\nopenai.chat.completions.create(model=x" + b".a" * 10_000 + b")",
    "c.py": b"import openai\nx = {}\n"
    + b"".join(b"x = {'a': x}\n" for _ in range(2000))
    + b"openai.chat.completions.create(**x)\n",
    "d.py": b"import openai\n"
    + b"".join(b" " * n + b"def f():\n" for n in range(600))
    + b" " * 600
    + b"openai.chat.completions.create(model=m)\n",
    "e.ts": b"import OpenAI from 'openai';\nclient.chat.completions.create(" + b"[" * 10_000,
    "f.ts": b"import OpenAI from 'openai';\nconst m = "
    + b"`${" * 3000
    + b"\nc.chat.completions.create({model: m})",
    "g.go": b'package a\nimport "github.com/openai/openai-go"\nfunc f() { c.Chat.Completions.New('
    + b"(" * 10_000,
    "h.java": b"import com.openai.client;\nclass A { void f() { c.chat().completions().create("
    + b"(" * 10_000,
    "i.rb": b"require 'openai'\nOpenAI::Client.new.chat(parameters: " + b"{a: " * 10_000,
    "j.rb": b"require 'openai'\nx = client"
    + b".merge(a: 1)" * 5000
    + b"\nclient.chat(parameters: x)",
    "k.php": b"<?php\n$c = OpenAI::client('x'); $c->chat()->create(" + b"[" * 10_000,
    "l.php": b"<?php\nOpenAI::client('x')" + b"->a(1)" * 5000 + b"->chat()->create([]);",
    "m.cs": b"using OpenAI.Chat;\nclass A { void F() { client.CompleteChat(" + b"(" * 10_000,
    "n.rs": b"use async_openai::Client;\nfn f() { client.chat().create(" + b"(" * 10_000,
    "o.kt": b"import com.aallam.openai\nfun f() { openai.chatCompletion(" + b"(" * 10_000,
}


def test_deep_code_of_every_language_survives_the_engine(tmp_path: Path) -> None:
    write(tmp_path, {**DEEP_CODE, "fine.py": CALL})
    found = scan(ScanRequest((tmp_path,)))
    assert {path: why for path, why in reasons(found).items() if "could not" in why} == {}
    assert "fine.py:2" in places(found)


def test_nothing_on_the_labelled_tree_fails() -> None:
    found = scan(ScanRequest((Path(__file__).parent.parent / "fixtures",)))
    assert [why for why in found.skipped if "could not be analysed" in why.reason] == []
    assert len(found.sites) > 200


def test_a_catalogue_of_models_is_told_and_not_taken_for_settings(tmp_path: Path) -> None:
    prices = "".join(f"m{n}:\n  model: gpt-4o-2024-05-{n:02}\n" for n in range(1, 29))
    proxy = "model_list:\n" + "".join(
        f"  - litellm_params: {{model: openai/gpt-4o-2024-05-{n:02}}}\n" for n in range(1, 29)
    )
    few = "a:\n  model: gpt-4o\nb:\n  model: gpt-4o-mini\n"
    write(tmp_path, {"prices.yaml": prices, "litellm.yaml": proxy, "few.yaml": few})
    found = scanned(tmp_path)
    assert {one.path for one in found.settings} == {"litellm.yaml", "few.yaml"}
    assert reasons(found) == {"prices.yaml": "a catalogue of models, not settings"}
    named = scanned(tmp_path / "prices.yaml")
    assert len(named.settings) == 28


def test_a_comment_covers_a_setting_and_an_address(tmp_path: Path) -> None:
    env = "# migrate-check: ignore[setting-model-retired] kept for a test\nOPENAI_MODEL=gpt-4-32k\n"
    code = (
        "import openai\n"
        "# migrate-check: ignore[address-without-call] a list of hosts\n"
        'HOST = "https://api.openai.com/v1"\n'
        "def create(model): ...\n"
    )
    write(tmp_path, {".env": env, "hosts.py": code})
    settings = scan(ScanRequest(paths=(tmp_path,))).settings
    found = {one.path: dict(one.ignored) for one in settings}
    assert found == {
        ".env": {"setting-model-retired": "kept for a test"},
        "hosts.py": {"address-without-call": "a list of hosts"},
    }
