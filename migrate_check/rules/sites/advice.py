"""What the route mapping and the pitfalls say for this code base."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from migrate_check.domain.call_site import CallSite, JudgedSite, Rollback
from migrate_check.domain.model_name import PREFIX, provider_of
from migrate_check.domain.profile import BaseUrl, Pitfall, Profile
from migrate_check.domain.site_requests import models_of
from migrate_check.rules.rule import Target
from migrate_check.rules.sites.async_jobs import IMAGE_ROUTES, ORDERS
from migrate_check.rules.sites.clients import client_uses

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of client, as profiles name it."""

    client: str
    title: str
    routes: tuple[str, ...]
    note: str


_KINDS = (
    _Kind(
        "anthropic-sdk",
        "Anthropic SDK",
        ("anthropic-",),
        "without /v1, which the SDK adds; keep /v1/messages for Claude's own features",
    ),
    _Kind(
        "gemini",
        "Gemini",
        ("gemini",),
        "keep Gemini's own fields on /v1beta",
    ),
    _Kind(
        "openai-sdk",
        "OpenAI SDK",
        ("openai-", "embeddings", "images", "image-", "audio-", "models", "moderations"),
        "",
    ),
)


def advice(target: Target, judged: Sequence[JudgedSite]) -> tuple[str, ...]:
    """Sentences, most important first; none for a code base without call sites."""
    counted = [one for one in judged if not one.site.in_test] or list(judged)
    sites = [one.site for one in counted]
    lines = [*_rollback(sites)]
    profile = target.profile
    if profile is None or not sites:
        return tuple(lines)
    return (
        *_reliability(profile),
        *_base_urls(profile, [site for site in sites if target.moves(site.client)]),
        *lines,
        *_pitfalls(profile, counted),
    )


def _rollback(sites: Sequence[CallSite]) -> Iterator[str]:
    literal = [use for use, _ in client_uses(sites) if use.client.rollback is Rollback.C]
    if literal:
        where = places([use.sites[0] for use in literal])
        yield (
            f"Make {_count(len(literal), 'client')} switchable by an environment variable before "
            f"you move, so that going back needs no release: {where}."
        )


def _reliability(profile: Profile) -> Iterator[str]:
    if profile.kind == "any" or not profile.routes:
        yield (
            f"The profile {profile.name} claims nothing: prove each route by a run before you "
            "rely on it."
        )
    elif not profile.verified:
        yield (
            f"The profile {profile.name} rests on too little text: take its base URL and claims "
            "as questions, and prove them by a run."
        )


def _base_urls(profile: Profile, sites: Sequence[CallSite]) -> Iterator[str]:
    if profile.kind == "any":
        return  # It is whatever the user gives.
    for kind in _KINDS:
        own = [site for site in sites if site.route.startswith(kind.routes)]
        if own:
            yield _base_url(profile, kind, own)
            yield from _of_ai_sdk(profile, kind, own)


def _base_url(profile: Profile, kind: _Kind, sites: Sequence[CallSite]) -> str:
    base = next((base for base in profile.base_urls if base.client == kind.client), None)
    calls = f"{kind.title} ({_count(len(sites), 'call')})"
    if base is None or base.url is None:
        why = f" [{base.basis.mark.value}]" if base else ""
        return (
            f"{calls}: {profile.title} tells no base URL{why}; ask for it, or keep these calls at "
            f"their provider: {places(sites)}."
        )
    return f"{calls}: base URL {base.url}{_how(base, kind)}."


def _how(base: BaseUrl, kind: _Kind) -> str:
    if kind.client != "openai-sdk":
        return f", {kind.note}"
    url = (base.url or "").rstrip("/")
    return ", with /v1, which the SDK does not add" if url.endswith("/v1") else ", as it is"


def _of_ai_sdk(profile: Profile, kind: _Kind, sites: Sequence[CallSite]) -> Iterator[str]:
    """The AI SDK joins in its own way: its base URLs hold the version on every route."""
    url = profile.base_url(kind.client)
    version = {"anthropic-sdk": "v1", "gemini": "v1beta"}.get(kind.client)
    own = [site for site in sites if site.sdk == "ai-sdk"]
    if url and version and own:
        right = f"{url.rstrip('/').removesuffix(f'/{version}')}/{version}"
        calls = f"AI SDK, {kind.title} ({_count(len(own), 'call')})"
        yield f"{calls}: base URL {right}, with /{version}."


def _pitfalls(profile: Profile, judged: Sequence[JudgedSite]) -> Iterator[str]:
    for pitfall in profile.pitfalls:
        known = _BITES.get(pitfall.id)
        if known is None and not pitfall.routes:
            if pitfall.phase == 1 and judged:
                yield _sentence(pitfall)
            continue
        bites = known or _in_routes
        bitten = [one.site for one in judged if bites(pitfall, one)]
        if bitten:
            yield f"{_sentence(pitfall)} It bites {places(bitten)}."


def _in_routes(pitfall: Pitfall, one: JudgedSite) -> bool:
    return one.site.route in pitfall.routes


def _on_one_path(pitfall: Pitfall, one: JudgedSite) -> bool:
    """A native route that has to be rewritten, or another maker's model behind OpenAI's format."""
    if one.site.route != "openai-chat":
        return one.site.route in pitfall.routes
    makers = {provider_of(model) for model in models_of(one.site)}
    return not makers.isdisjoint({"anthropic", "gemini"})


def _makes_images(pitfall: Pitfall, one: JudgedSite) -> bool:
    return one.site.route in IMAGE_ROUTES


def _orders(pitfall: Pitfall, one: JudgedSite) -> bool:
    return one.site.route in ORDERS


def _found(rule: str) -> Callable[[Pitfall, JudgedSite], bool]:
    return lambda pitfall, one: any(finding.rule == rule for finding in one.findings)


def _sends(field: str) -> Callable[[Pitfall, JudgedSite], bool]:
    return lambda pitfall, one: any(sent.name == field for sent in one.site.fields)


def _has_prefix(pitfall: Pitfall, one: JudgedSite) -> bool:
    return any(PREFIX.match(model) for model in models_of(one.site))


_BITES: Mapping[str, Callable[[Pitfall, JudgedSite], bool]] = {
    "explicit-image-model": _makes_images,
    "input-fidelity-is-dropped": _sends("input_fidelity"),
    "lookalike-hosts": _found("host-resembles-gateway"),
    "no-blind-retry": _orders,
    "one-path-for-all": _on_one_path,
    "reconcile-by-usage": _orders,
    "routing-metadata": _found("provider-routing-shown"),
    "strip-prefixes": _has_prefix,
    "success-is-not-done": _orders,
}
"""Pitfalls by what shows that a call falls into them. Others bite on their routes."""


def _sentence(pitfall: Pitfall) -> str:
    text = pitfall.text.strip()
    return text if text.endswith(".") else f"{text}."


def places(sites: Sequence[CallSite]) -> str:
    """`a.py:3, b.py:7 and 4 more`."""
    shown = ", ".join(f"{site.path}:{site.line}" for site in sites[:_SHOWN])
    more = len(sites) - _SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
