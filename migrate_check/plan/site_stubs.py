"""Scenarios for what a code base really sends, drafted from its call sites."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

import yaml

from migrate_check.domain.call_site import ROUTES, UNKNOWN_ROUTE, CallSite
from migrate_check.domain.json_value import Json
from migrate_check.domain.site_requests import models_of, requests_of
from migrate_check.domain.wire_fields import is_content
from migrate_check.plan.stub_body import Draft, IsSecret, draft

MARKER = "Drafted by migrate-check inventory. Remove this line to keep your own changes."
"""A file that has this line may be written again."""

README = "README.md"
_MOST_CASES = 5
_SHOWN = 8
_LONGEST = 48
_STREAMING = frozenset(
    {"openai-chat", "openai-completions", "openai-responses", "anthropic-messages", "gemini"}
)


@dataclass(frozen=True, slots=True)
class Stub:
    """One file to write."""

    path: str
    """Below the folder, with `/`."""
    text: str


@dataclass(frozen=True, slots=True)
class _Group:
    """Call sites of one route that send the same fields."""

    route: str
    names: frozenset[str]
    sites: tuple[CallSite, ...]


def plan_stubs(sites: Sequence[CallSite], is_secret: IsSecret) -> tuple[Stub, ...]:
    """One scenario for each route and set of fields, and a README; nothing for no call sites.

    Calls in tests are left out where there are others. A streamed form stands beside its
    unstreamed twin in one file, because rules compare them.
    """
    counted = [site for site in sites if not site.in_test] or list(sites)
    if not counted:
        return ()
    testable = (site for site in counted if site.route in ROUTES)
    groups = _groups(request for site in testable for request in requests_of(site))
    paths = _paths(groups)
    stubs = [Stub(path, _text(group, is_secret)) for path, group in zip(paths, groups, strict=True)]
    others = [site for site in counted if site.route not in ROUTES]
    return (*stubs, Stub(README, _readme(zip(paths, groups, strict=True), others)))


def _groups(sites: Iterable[CallSite]) -> list[_Group]:
    found: dict[tuple[str, frozenset[str]], list[CallSite]] = defaultdict(list)
    for site in sites:
        names = frozenset(
            field.name for field in site.fields if not is_content(site.route, field.name)
        )
        found[site.route, names].append(site)
    return [
        _Group(route, names, tuple(found[route, names]))
        for route, names in sorted(found, key=lambda key: (key[0], sorted(key[1])))
    ]


def _paths(groups: Sequence[_Group]) -> list[str]:
    """Names that stay the same while other calls come and go, as far as they are not alike."""
    taken: dict[str, int] = defaultdict(int)
    paths = []
    for group in groups:
        stem = _stem(group.names)
        taken[f"{group.route}/{stem}"] += 1
        number = taken[f"{group.route}/{stem}"]
        paths.append(f"{group.route}/{stem}{f'-{number}' if number > 1 else ''}.yaml")
    return paths


def _stem(names: frozenset[str]) -> str:
    slugs = sorted({_slug(_top(name)) for name in names} - {""})
    stem = "-".join(("code", *(slugs or ["plain"])))
    if len(stem) <= _LONGEST:
        return stem
    digest = sha256("|".join(sorted(names)).encode()).hexdigest()[:6]
    return f"{stem[:_LONGEST].rstrip('-')}-{digest}"


def _top(name: str) -> str:
    """The key of the body; names of headers and tools are whole."""
    return name if ":" in name else name.partition(".")[0]


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.removeprefix("header:").lower()).strip("-")


def _text(group: _Group, is_secret: IsSecret) -> str:
    drafts = _drafts(group, is_secret)
    left_out = sorted({name for made, _ in drafts for name in made.left_out})
    about = f"What {_count(len(group.sites), 'call')} of this code base sends."
    document = {
        "route": group.route,
        "about": about,
        "cases": [_case(group, n, made, own) for n, (made, own) in enumerate(drafts, start=1)],
    }
    head = [f"# {MARKER}", "# Calls:", *(f"#   {_line(site)}" for site in group.sites[:_SHOWN])]
    if len(group.sites) > _SHOWN:
        head.append(f"#   and {len(group.sites) - _SHOWN} more")
    head += _models(group)
    if left_out:
        head.append(f"# Not in the request, because only you know the value: {', '.join(left_out)}")
    if not all(site.fields_known for site in group.sites):
        head.append("# These calls send more fields, which the scan could not see; add them.")
    body = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)
    return "\n".join(head) + "\n" + body


def _drafts(group: _Group, is_secret: IsSecret) -> list[tuple[Draft, tuple[CallSite, ...]]]:
    """One request for each combination of values, the commonest first."""
    own: dict[tuple[tuple[str, str | None], ...], list[CallSite]] = defaultdict(list)
    for site in group.sites:
        values = {f.name: f.value for f in site.fields if f.name in group.names}
        content = {f.name: None for f in site.fields if f.name not in group.names}
        own[tuple(sorted({**content, **values}.items()))].append(site)
    ranked = sorted(own.items(), key=lambda item: (-len(item[1]), str(item[0])))
    return [
        (draft(group.route, dict(values), is_secret), tuple(sites))
        for values, sites in ranked[:_MOST_CASES]
    ]


def _case(group: _Group, number: int, made: Draft, sites: tuple[CallSite, ...]) -> dict[str, Json]:
    case: dict[str, Json] = {"case": f"call-{number}", "about": f"As {_where(sites)} asks."}
    forms = _forms(group.route, made, sites)
    if forms != [False]:
        case["stream"] = list(forms) if len(forms) > 1 else forms[0]
    if made.multipart:
        case["multipart"] = True
    if made.headers:
        case["headers"] = dict(made.headers)
    if made.request:
        case["request"] = made.request
    if made.by_reference:
        case["then"] = [{"user": "And the capital of Spain?", "by_reference": True}]
    elif "tools" in made.request and _calls_our_function(made):
        case["then"] = [{"tool_results": {"get_weather": '{"temp_c": 18, "sky": "clear"}'}}]
    return case


def _calls_our_function(made: Draft) -> bool:
    """Only where the call is forced: a free model may answer without it."""
    choice = made.request.get("tool_choice")
    forced = isinstance(choice, dict) and "get_weather" in str(choice)
    return forced or choice == "required"


def _forms(route: str, made: Draft, sites: Sequence[CallSite]) -> list[bool]:
    """Streamed and not where a call streams; streamed alone where a field asks for it."""
    if "stream_options" in made.request:
        return [True]
    streams = any(site.streaming.value == "true" for site in sites)
    unknown = any(site.streaming.value is None for site in sites) and route in _STREAMING
    return [False, True] if streams or unknown else [False]


def _models(group: _Group) -> list[str]:
    names = sorted({name for site in group.sites for name in models_of(site)})
    if not names:
        return []
    asked = f"# Models that the code asks for: {_clean(', '.join(names))}"
    return [asked, f"#   migrate-check run --scenario FILE --model {group.route}=NAME"]


def _line(site: CallSite) -> str:
    model = f", model {site.model.value}" if site.model.value else ""
    return _clean(f"{site.path}:{site.line} {site.call} ({site.sdk}{model})")


def _where(sites: Sequence[CallSite]) -> str:
    first = _clean(f"{sites[0].path}:{sites[0].line}")
    return first if len(sites) == 1 else f"{first} and {len(sites) - 1} more"


def _clean(text: str) -> str:
    """One line, whatever a path holds."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _readme(files: Iterable[tuple[str, _Group]], others: Sequence[CallSite]) -> str:
    lines = [f"<!-- {MARKER} -->", "# Scenarios for what the code sends", ""]
    lines += [
        "    migrate-check run --scenario DIR          # this folder",
        "    migrate-check inventory PATH --run latest # which calls that run proves",
        "",
        "Prompts are placeholders: put in your own, best from your logs.",
        "",
        "| scenario | calls |",
        "|---|---|",
    ]
    lines += [f"| `{path}` | {len(group.sites)} |" for path, group in files]
    if others:
        lines += ["", "## Calls that no scenario can test", ""]
        lines += [f"- {_untestable(site)}" for site in others]
    return "\n".join(lines) + "\n"


def _untestable(site: CallSite) -> str:
    why = "its endpoint is not known" if site.route == UNKNOWN_ROUTE else site.route
    return f"`{_clean(f'{site.path}:{site.line}')}` {_clean(site.call)}: {why}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
