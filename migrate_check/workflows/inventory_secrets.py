"""A judged inventory without what may be a secret: it is written to files that people pass on."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.domain.call_site import CallSite, Fact, JudgedInventory, RequestField
from migrate_check.inventory.settings.names import without_secrets


def without_keys(judged: JudgedInventory) -> JudgedInventory:
    """The same; addresses without user, password and query, and values without keys.

    After the rules, which look for keys in addresses.
    """
    sites = tuple(replace(one, site=_site(one.site)) for one in judged.sites)
    inventory = replace(judged.inventory, sites=tuple(one.site for one in sites))
    return replace(judged, sites=sites, inventory=inventory)


def _site(site: CallSite) -> CallSite:
    return replace(
        site,
        model=_fact(site.model),
        fields=tuple(map(_field, site.fields)),
        client=replace(site.client, base_url=_fact(site.client.base_url)),
    )


def _field(field: RequestField) -> RequestField:
    return field if field.value is None else replace(field, value=without_secrets(field.value))


def _fact(fact: Fact) -> Fact:
    return replace(
        fact,
        value=None if fact.value is None else without_secrets(fact.value),
        origin=without_secrets(fact.origin),
        alternatives=tuple(map(without_secrets, fact.alternatives)),
    )
