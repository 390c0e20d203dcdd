"""`python -m tests.inventory.score [--misses] [LANGUAGE…]`: the scan against the labels."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from migrate_check.domain.call_site import CallSite, Fact, Inventory, Setting
from tests.inventory.truth import (
    FIXTURES,
    LABELS,
    UNSEEN,
    LabelledSetting,
    LabelledSite,
    LookAlike,
    Truth,
    languages,
    read_truth,
)

# What every request carries: whether a scanner lists it says nothing about the scanner.
CONTENT = frozenset(
    {
        "content",
        "contents",
        "document",
        "file",
        "image",
        "input",
        "mask",
        "messages",
        "model",
        "modelId",
        "prompt",
        "requests",
        "system",
    }
)
ORDINARY_HEADERS = frozenset(
    f"header:{name}"
    for name in (
        "accept",
        "anthropic-version",
        "api-key",
        "authorization",
        "content-type",
        "x-api-key",
        "x-goog-api-key",
    )
)
STREAMING = {True: "true", False: "false", None: None}


@dataclass(slots=True)
class Count:
    """So many right of so many."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        self.right += right
        self.of += 1

    def __iadd__(self, other: Count) -> Count:
        self.right += other.right
        self.of += other.of
        return self

    @property
    def share(self) -> float:
        """1 where there was nothing to get wrong."""
        return self.right / self.of if self.of else 1.0


COLUMNS = {
    "found": "recall",
    "true": "precision",
    "route": "route",
    "model": "model",
    "sure": "certainty",
    "named": "fields found",
    "correct": "fields right",
    "known": "fields known",
    "stream": "streaming",
    "asynchronous": "async",
    "base": "base URL",
    "key": "key",
    "more": "time, reads, callers",
    "settings": "settings",
    "meant": "settings right",
}


@dataclass(slots=True)
class Score:
    """How a scan of one folder did; `look_alikes` counts those that were rightly left alone."""

    found: Count = field(default_factory=Count)
    true: Count = field(default_factory=Count)
    route: Count = field(default_factory=Count)
    model: Count = field(default_factory=Count)
    sure: Count = field(default_factory=Count)
    named: Count = field(default_factory=Count)
    correct: Count = field(default_factory=Count)
    known: Count = field(default_factory=Count)
    stream: Count = field(default_factory=Count)
    asynchronous: Count = field(default_factory=Count)
    base: Count = field(default_factory=Count)
    key: Count = field(default_factory=Count)
    more: Count = field(default_factory=Count)
    settings: Count = field(default_factory=Count)
    meant: Count = field(default_factory=Count)
    look_alikes: Count = field(default_factory=Count)
    misses: list[str] = field(default_factory=list)

    def __iadd__(self, other: Score) -> Score:
        for name in (*COLUMNS, "look_alikes"):
            count: Count = getattr(self, name)
            count += getattr(other, name)
        self.misses += other.misses
        return self

    def check(self, column: str, right: bool, miss: str) -> None:
        """Count one answer, and keep what to say if it was wrong."""
        count: Count = getattr(self, column)
        count.add(right)
        if not right:
            self.misses.append(f"{column}: {miss}")


def score(inventory: Inventory, truth: Truth) -> Score:
    """Compare an inventory whose paths are relative to the labelled folder."""
    result = Score()
    matched, unmatched = _match(inventory.sites, truth.sites)
    for label in truth.sites:
        found = matched.get((label.file, label.line))
        place = f"{label.file}:{label.line}"
        result.check("found", found is not None, f"{place} {label.sdk} {label.route} not found")
        if found is None:
            for name in _required(label):
                result.check("named", False, f"{place} {name} (site not found)")
        else:
            _compare(result, label, found)
    flagged: set[tuple[str, int]] = set()
    for site in unmatched:
        result.check("true", False, f"{site.path}:{site.line} {site.route} {site.call!r}")
        flagged.update(_look_alike(site.path, site.line, truth.look_alikes))
    result.true += Count(len(matched), len(matched))
    flagged |= _compare_settings(result, inventory.settings, truth)
    for place_ in truth.look_alikes:
        result.check(
            "look_alikes",
            (place_.file, place_.line) not in flagged,
            f"{place_.file}:{place_.line} {place_.why}",
        )
    return result


def _look_alike(path: str, line: int, places: Iterable[LookAlike]) -> Iterator[tuple[str, int]]:
    here = {(p.file, p.line): abs(p.line - line) for p in places if p.file == path}
    nearest = min(here.values(), default=2)
    return (place for place, distance in here.items() if distance == nearest <= 1)


def _match(
    sites: Iterable[CallSite], labels: Iterable[LabelledSite]
) -> tuple[dict[tuple[str, int], CallSite], list[CallSite]]:
    """Pair labels with sites: the very line first, then its neighbours, then `also`."""
    left = list(sites)
    labels = list(labels)
    matched: dict[tuple[str, int], CallSite] = {}
    for distance in (0, 1, None):
        for label in labels:
            if (label.file, label.line) in matched:
                continue
            for site in left:
                if site.path == label.file and _at(site.line, label, distance):
                    matched[label.file, label.line] = site
                    left.remove(site)
                    break
    tolerated = {(label.file, line) for label in labels for line in label.also}
    own = {(label.file, label.line) for label in labels if label.also}
    return matched, [s for s in left if (s.path, s.line) not in tolerated | own]


def _at(line: int, label: LabelledSite, distance: int | None) -> bool:
    if distance is None:
        return line in label.also
    return abs(line - label.line) == distance


def _options(text: str) -> set[str | None]:
    return {None if part == "-" else part for part in text.split("|")}


def _compare(result: Score, label: LabelledSite, site: CallSite) -> None:
    place = f"{label.file}:{label.line}"

    def check(column: str, right: bool, expected: object, got: object) -> None:
        result.check(column, right, f"{place} expected {expected}, got {got}")

    check("route", site.route in _options(label.route), label.route, site.route)
    if label.model_certainty is not None:
        model = site.model
        check("model", model.value in _options(label.model or "-"), label.model, model.value)
        right = model.certainty in _options(label.model_certainty)
        check("sure", right, label.model_certainty, f"{model.certainty} ({model.origin})")
        if label.model_env:
            check("sure", set(label.model_env) <= set(model.env), label.model_env, model.env)
    known = (label.fields_known, site.fields_known)
    check("known", known[0] == known[1], f"fields known {known[0]}", f"{known[1]} {site.not_known}")
    if label.streaming in (True, False, None):
        expected = STREAMING[label.streaming]  # type: ignore[index]
        check("stream", site.streaming.value == expected, expected, site.streaming.value)
    if label.is_async is not None:
        check("asynchronous", site.is_async == label.is_async, label.is_async, site.is_async)
    client = site.client
    base = client.rollback in label.base_url_rollback.split("|")
    check("base", base, label.base_url_rollback, f"{client.rollback} ({client.base_url.origin})")
    key = client.key_rollback in label.key_rollback.split("|")
    check("key", key, label.key_rollback, f"{client.key_rollback} ({client.key.origin})")
    _compare_fields(result, label, site)
    _compare_more(result, label, site)


def _required(label: LabelledSite) -> list[str]:
    return [name for name in label.fields if not name.endswith("?")]


def _compare_fields(result: Score, label: LabelledSite, site: CallSite) -> None:
    place = f"{label.file}:{label.line}"
    got = {_folded(entry.name) for entry in site.fields} - CONTENT - ORDINARY_HEADERS
    # Helpers such as `messages.stream` write it themselves: naming it is right, leaving it out too.
    allowed: set[str] = set() if label.streaming is False else {"stream"}
    for name in label.fields:
        choices = {_folded(choice) for choice in name.removesuffix("?").split("|")}
        allowed |= choices
        if not name.endswith("?"):
            result.check("named", bool(choices & got), f"{place} {name} not named")
    parents = {name.rpartition(".")[0] for name in allowed} | {
        name.partition(".")[0] for name in allowed
    }
    result.correct += Count(len(got & allowed), len(got & allowed))
    for name in sorted(got - allowed - parents):
        result.check("correct", False, f"{place} {name} is not sent")


def _folded(name: str) -> str:
    return name.lower() if name.startswith("header:") else name


def _compare_more(result: Score, label: LabelledSite, site: CallSite) -> None:
    place = f"{label.file}:{label.line}"
    for name, expected, got in (
        ("timeout", label.timeout, site.client.timeout),
        ("retries", label.retries, site.client.retries),
    ):
        if expected is not None:
            miss = f"{place} {name} expected {expected}, got {got and got.value}"
            result.check("more", _same_number(expected, got), miss)
    reads = {read.path for read in site.reads}
    for path in label.reads:
        read = any(got == path or got.startswith((f"{path}.", f"{path}[")) for got in reads)
        result.check("more", read, f"{place} read {path} not among {sorted(reads)}")
    for name in label.headers:
        miss = f"{place} header {name} not among {site.client.headers}"
        result.check("more", name in site.client.headers, miss)
    if label.callers is not None:
        callers = len(site.wrapper.callers) if site.wrapper else 0
        miss = f"{place} {label.callers} callers expected, {callers} found"
        result.check("more", callers == label.callers, miss)


def _same_number(expected: str, got: Fact | None) -> bool:
    try:
        return got is not None and got.value is not None and float(got.value) == float(expected)
    except ValueError:
        return False


def _compare_settings(
    result: Score, settings: Iterable[Setting], truth: Truth
) -> set[tuple[str, int]]:
    """Compare configuration entries; returns the look-alikes that were taken for one."""
    left = [s for s in settings if s.path.rpartition("/")[2] != LABELS]
    for label in truth.settings:
        found = next((s for s in left if _same_setting(s, label)), None)
        if found is not None:
            left.remove(found)
        if not label.optional:
            miss = f"{label.file}:{label.line} {label.kind} {label.name}"
            result.check("settings", found is not None, miss)
        if found is not None:
            right = found.value == label.value
            miss = f"{label.file}:{label.line} expected {label.value}, got {found.value}"
            result.check("meant", right, miss)
    flagged: set[tuple[str, int]] = set()
    for setting in left:
        place = f"{setting.path}:{setting.line}"
        result.check("meant", False, f"{place} {setting.kind} {setting.name} is none")
        near = {p for p in truth.look_alikes if (p.file, p.line) == (setting.path, setting.line)}
        flagged.update((p.file, p.line) for p in near)
    return flagged


def _same_setting(found: Setting, label: LabelledSetting) -> bool:
    return (
        found.path == label.file
        and found.kind == label.kind
        and abs(found.line - label.line) <= 1
        and found.name.rpartition(".")[2] == label.name.rpartition(".")[2]
    )


def score_folder(folder: Path) -> Score:
    """Scan one labelled folder as a user would, and compare."""
    from migrate_check.inventory.scan import ScanRequest, scan

    return score(scan(ScanRequest(paths=(folder,))), read_truth(folder))


def score_all(tree: Path = FIXTURES, only: Iterable[str] = ()) -> dict[str, Score]:
    """Language → score, each folder scanned on its own; `only` names folders."""
    wanted = set(only)
    folders = [f for f in languages(tree) if not wanted or f.name in wanted]
    return {folder.name: score_folder(folder) for folder in folders}


def table(scores: dict[str, Score]) -> str:
    """Lay out one row for each language and one for all."""
    whole = Score()
    for one in scores.values():
        whole += one
    heads = ["", "sites", "found", *COLUMNS.values(), "look-alikes flagged"]
    rows = [heads, *(_row(name, one) for name, one in {**scores, "all": whole}.items())]
    widths = [max(len(row[at]) for row in rows) for at in range(len(heads))]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )


def _row(name: str, one: Score) -> list[str]:
    counts: list[Count] = [getattr(one, column) for column in COLUMNS]
    shares = [f"{count.share:.1%}" if count.of else "–" for count in counts]
    flagged = f"{one.look_alikes.of - one.look_alikes.right} of {one.look_alikes.of}"
    return [name, str(one.found.of), str(one.found.right), *shares, flagged]


def main(arguments: list[str]) -> None:
    """Print both tables, and with `--misses` everything that was wrong."""
    only = [word for word in arguments if not word.startswith("-")]
    for tree in (FIXTURES, UNSEEN):
        scores = score_all(tree, only)
        print(f"{tree.name}:\n{table(scores)}\n")
        if "--misses" in arguments:
            misses = [f"{name}/{miss}" for name, one in scores.items() for miss in one.misses]
            print("\n".join(misses), end="\n\n")


if __name__ == "__main__":
    main(sys.argv[1:])
