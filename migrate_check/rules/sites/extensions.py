"""What only one gateway understands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite
from migrate_check.domain.profile import Extension, Profile
from migrate_check.domain.site_requests import fields_of, models_of, values_of
from migrate_check.rules.sites.clients import address


def known_model_form(profile: Profile, model: str) -> bool:
    """Whether the gateway documents ids of this form as its own."""
    return own_model(profile, model) is not None


def own_model(profile: Profile, model: str) -> Extension | None:
    """The claim by which the gateway made ids of this form up."""
    forms = (one for one in profile.extensions if one.kind == "model")
    return next((one for one in forms if matches(one.pattern, model)), None)


def matches(pattern: str, text: str) -> bool:
    """Whether the regular expression finds something. One that is none fits nothing but itself."""
    try:
        return re.search(pattern, text) is not None
    except re.error:
        return pattern == text


def used(site: CallSite, profile: Profile) -> Iterator[tuple[Extension, str]]:
    """The extensions that the site uses, each with what stands in the code."""
    names = [field.name for field in fields_of(site)]
    there = {
        "model": models_of(site),
        "field": names,
        "header": [*(_header(name) for name in names), *site.client.headers],
        "route": [site.route, *(address(url).path for url in values_of(site.client.base_url))],
    }
    for extension in profile.extensions:
        for text in there.get(extension.kind, ()):
            if text and matches(_pattern(extension), text):
                yield extension, text


def _pattern(extension: Extension) -> str:
    """Names of headers have no case."""
    return extension.pattern.lower() if extension.kind == "header" else extension.pattern


def _header(name: str) -> str:
    """Empty for a field of the body."""
    return name.removeprefix("header:").lower() if name.startswith("header:") else ""
