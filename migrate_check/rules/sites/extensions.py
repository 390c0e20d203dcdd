"""What only one gateway understands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite
from migrate_check.domain.profile import Extension, Profile
from migrate_check.rules.sites.clients import values


def known_model_form(profile: Profile, model: str) -> bool:
    """Whether the gateway documents ids of this form as its own."""
    return any(
        extension.kind == "model" and matches(extension.pattern, model)
        for extension in profile.extensions
    )


def matches(pattern: str, text: str) -> bool:
    """Whether the pattern fits the whole text or, where it is anchored at one end, that end."""
    return re.match(pattern, text) is not None


def used(site: CallSite, profile: Profile) -> Iterator[tuple[Extension, str]]:
    """The extensions that the site uses, each with what stands in the code."""
    headers = {field.name.removeprefix("header:").lower() for field in site.fields}
    there = {
        "field": {field.name for field in site.fields},
        "header": headers | set(site.client.headers),
        "route": {site.route},
    }
    for extension in profile.extensions:
        kind, pattern = extension.kind, extension.pattern
        if kind == "model":
            found = [model for model in values(site.model) if matches(pattern, model)]
        else:
            text = pattern.lower() if kind == "header" else pattern
            found = [pattern] if text in there.get(kind, ()) else []
        yield from ((extension, text) for text in found)
