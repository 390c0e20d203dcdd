"""Specs of rules about code: YAML that describes a site, a client's sites or a setting.

    - name: a seed is dropped
      fires: true
      severity: error              # optional: of the finding
      subject: seed                # optional: of a finding that must be among them
      says: text                   # optional: in message or advice of one of them
      count: 1                     # optional: number of findings
      site: SITE                   # or sites: [SITE, ...] of one client, or setting: {...}
      profile: PROFILE             # absent: the code is judged by itself
      known: [PROFILE, ...]
      today: 2026-11-21            # optional: the day of judgement

A SITE has `route` (default openai-chat), `sdk`, `call`, `language`, `model` (text, null for none
at all, or a FACT), `fields` (name → value; null: not known; `{is: 3, certainty: maybe}`,
`{cut: "[1, 2…"}`), `open: true` where more fields may come, `streaming` (FACT), `reads`, `owner`,
`test: true`, `ignored`, `callers` (each with `model` and names of `fields`), `not_known`, and
`client`: `base_url` (FACT), `key` (where it comes from), `rollback`, `key_rollback`, `provider`,
`retries` (FACT), `headers`, `in_browser`, `made_at`, `constructor`.
A FACT is a text, or `{value, certainty, origin, env, alternatives}`.
A PROFILE has `name` (default gate), `kind` (default gateway), `routes`, `urls` (client → URL),
`unlisted_routes` (MARK), `extensions`, `response_fields`, `own_response_fields`, `pitfalls`,
`retirements` (model → `{day, instead, mark}`).
A route is a mapping with `offered` (default true), `streams`, `mark`, `unlisted` and `fields`,
where a field is a fate or `{fate, mark, when, only_for, instead}`.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from migrate_check.domain.call_site import (
    NOT_KNOWN,
    Caller,
    CallSite,
    Certainty,
    Client,
    Fact,
    Inventory,
    JudgedInventory,
    Language,
    RequestField,
    ResponseRead,
    Rollback,
    Setting,
    SettingKind,
    SiteFinding,
    Wrapper,
)
from migrate_check.domain.profile import (
    BaseUrl,
    Basis,
    Extension,
    Fate,
    FieldClaim,
    Mark,
    Pitfall,
    Profile,
    Retirement,
    RouteClaim,
)
from migrate_check.rules.rule import Rule, Target
from migrate_check.rules.sites.engine import judge

TODAY = date(2026, 11, 21)

_SDKS = {"anthropic-messages": "anthropic", "gemini": "google-genai"}


def judged_of(content: dict[str, Any], rules: tuple[Rule, ...]) -> JudgedInventory:
    """A spec's code, judged."""
    sites = [site_of(each) for each in content.get("sites", [])]
    sites += [site_of(content["site"])] if "site" in content else []
    settings = [setting_of(content["setting"])] if "setting" in content else []
    return judge(inventory_of(sites, settings), target_of(content), rules, tests_count=False)


def findings_of(judged: JudgedInventory) -> list[SiteFinding]:
    """All of them."""
    return [f for one in judged.sites for f in one.findings] + list(judged.setting_findings)


def inventory_of(sites: list[CallSite], settings: list[Setting] | None = None) -> Inventory:
    return Inventory(
        roots=(".",),
        sites=tuple(sites),
        settings=tuple(settings or ()),
        files_seen=1,
        files_parsed=1,
        skipped=(),
    )


def target_of(content: dict[str, Any]) -> Target:
    profile = profile_of(content["profile"]) if "profile" in content else None
    today = date.fromisoformat(str(content.get("today", TODAY)))
    return Target(profile, today, tuple(profile_of(each) for each in content.get("known", [])))


def fact_of(given: Any, certainty: Certainty = Certainty.LITERAL) -> Fact:
    if not isinstance(given, dict):
        return Fact(None if given is None else str(given), certainty, "literal")
    return Fact(
        given.get("value"),
        Certainty(given.get("certainty", "literal" if given.get("value") else "unknown")),
        given.get("origin", "a parameter of ask()"),
        tuple(given.get("env", ())),
        tuple(given.get("alternatives", ())),
    )


def site_of(given: dict[str, Any]) -> CallSite:
    route = given.get("route", "openai-chat")
    fields = given.get("fields", {})
    return CallSite(
        path=given.get("path", "app/ask.py"),
        line=given.get("line", 10),
        language=Language(given.get("language", "python")),
        sdk=given.get("sdk", _SDKS.get(route, "openai")),
        call=given.get("call", "client.chat.completions.create"),
        route=route,
        model=_model_of(given),
        fields=tuple(_field(name, fields[name]) for name in sorted(fields)),
        fields_known=not given.get("open", False),
        streaming=fact_of(given.get("streaming", "false")),
        is_async=False,
        client=client_of({"provider": _maker(route), **given.get("client", {})}),
        reads=tuple(ResponseRead(path, 12) for path in given.get("reads", ())),
        wrapper=_wrapper_of(given),
        owner=given.get("owner"),
        in_test=given.get("test", False),
        not_known=tuple(given.get("not_known", ())),
        ignored=given.get("ignored", {}),
    )


def _maker(route: str) -> str:
    head = route.partition("-")[0]
    return head if head in ("anthropic", "gemini") else "openai"


def _model_of(given: dict[str, Any]) -> Fact:
    model = given.get("model", "gpt-4o")
    return NOT_KNOWN if model is None else fact_of(model)


def _wrapper_of(given: dict[str, Any]) -> Wrapper | None:
    if "callers" not in given:
        return None
    callers = (
        Caller(
            "b.py",
            line,
            fact_of(each["model"]) if "model" in each else None,
            tuple(each.get("fields", ())),
        )
        for line, each in enumerate(given["callers"], start=1)
    )
    return Wrapper("ask", tuple(callers))


def _field(name: str, given: Any) -> RequestField:
    certainty = Certainty.LITERAL
    if isinstance(given, dict) and "is" in given:
        certainty, given = Certainty(given.get("certainty", "literal")), given["is"]
    if isinstance(given, dict) and "cut" in given:
        return RequestField(name, given["cut"], certainty, 11)
    value = None if given is None else json.dumps(given, separators=(",", ":"))
    return RequestField(name, value, certainty, 11)


def client_of(given: dict[str, Any]) -> Client:
    key = given.get("key", "environment variable OPENAI_API_KEY")
    url = given.get("base_url")
    return Client(
        made_at=given.get("made_at", "app/llm.py:4"),
        constructor=given.get("constructor", "OpenAI"),
        provider=given.get("provider", "openai"),
        base_url=fact_of(url) if url else Fact(None, Certainty.RESOLVED, "the SDK's default"),
        key=Fact(None, Certainty(given.get("key_certainty", "literal")), key),
        rollback=Rollback(given.get("rollback", "A")),
        key_rollback=Rollback(given.get("key_rollback", "A")),
        retries=fact_of(given["retries"]) if "retries" in given else None,
        headers=tuple(given.get("headers", ())),
        in_browser=given.get("in_browser", False),
    )


def setting_of(given: dict[str, Any]) -> Setting:
    return Setting(
        path=".env",
        line=3,
        language=Language.ENV,
        kind=SettingKind(given.get("kind", "base-url")),
        name=given["name"],
        value=given.get("value"),
    )


def basis_of(mark: str) -> Basis:
    return Basis(Mark(mark), "https://docs.example/params")


def profile_of(given: dict[str, Any]) -> Profile:
    seen = basis_of("seen_doc")
    unlisted = given.get("unlisted_routes")
    routes = given.get("routes", {"openai-chat": {}})
    return Profile(
        name=given.get("name", "gate"),
        title=given.get("title", "Gate"),
        kind=given.get("kind", "gateway"),
        verified=given.get("verified", True),
        base_urls=tuple(
            BaseUrl(client, url, seen) for client, url in given.get("urls", {}).items()
        ),
        key_env=None,
        price_provider=None,
        request_id_headers=(),
        routes={route: _route_of(route, claim or {}) for route, claim in routes.items()},
        unlisted_routes=basis_of(unlisted) if unlisted else None,
        response_fields=dict.fromkeys(given.get("response_fields", ()), seen),
        own_response_fields=dict.fromkeys(given.get("own_response_fields", ()), seen),
        extensions=tuple(
            Extension(each["kind"], each["pattern"], each.get("about", "its own"), seen)
            for each in given.get("extensions", ())
        ),
        pitfalls=tuple(
            Pitfall(
                each["id"],
                each["text"],
                seen,
                tuple(each.get("routes", ())),
                each.get("phase", 1),
            )
            for each in given.get("pitfalls", ())
        ),
        retirements={
            model: _retirement_of(model, each)
            for model, each in given.get("retirements", {}).items()
        },
        generation=given.get("generation"),
    )


def _retirement_of(model: str, given: dict[str, Any]) -> Retirement:
    basis = basis_of(given.get("mark", "seen_doc"))
    day = date.fromisoformat(str(given["day"]))
    return Retirement(model, day, given.get("instead"), basis)


def _route_of(route: str, given: dict[str, Any]) -> RouteClaim:
    unlisted = given.get("unlisted")
    return RouteClaim(
        route=route,
        offered=given.get("offered", True),
        basis=basis_of(given.get("mark", "seen_doc")),
        streams=given.get("streams"),
        fields={name: _claim_of(name, claim) for name, claim in given.get("fields", {}).items()},
        unlisted=_claim_of("any other field", unlisted) if unlisted else None,
    )


def _claim_of(name: str, given: Any) -> FieldClaim:
    claim = given if isinstance(given, dict) else {"fate": given}
    return FieldClaim(
        name=name,
        fate=Fate(claim["fate"]),
        basis=basis_of(claim.get("mark", "seen_doc")),
        only_for=tuple(claim.get("only_for", ())),
        when=claim.get("when"),
        instead=claim.get("instead"),
    )
