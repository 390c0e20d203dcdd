"""What a call site may send, with what the callers of its wrapper add."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from migrate_check.domain.call_site import Caller, CallSite, Certainty, Fact, RequestField


def values_of(fact: Fact) -> tuple[str, ...]:
    """All values that it may have."""
    first = () if fact.value is None else (fact.value,)
    return tuple(dict.fromkeys((*first, *fact.alternatives)))


def models_of(site: CallSite) -> tuple[str, ...]:
    """All models that the site may ask for; those of its callers are among them."""
    passed = (caller.model for caller in _callers(site) if caller.model)
    models = (values_of(fact) for fact in (site.model, *passed))
    return tuple(dict.fromkeys(model for names in models for model in names))


def models_known(site: CallSite) -> bool:
    """Whether `models_of` is all there is: the site's own, or one from each caller."""
    if values_of(site.model) or site.model.env:
        return True
    callers = _callers(site)
    return bool(callers) and all(
        caller.model and (values_of(caller.model) or caller.model.env) for caller in callers
    )


def fields_of(site: CallSite) -> tuple[RequestField, ...]:
    """The site's own fields and, as possible ones, those that some caller adds."""
    own = {field.name for field in site.fields}
    added = sorted({name for caller in _callers(site) for name in caller.fields} - own)
    return (
        *site.fields,
        *(RequestField(name, None, Certainty.MAYBE, site.line) for name in added),
    )


def requests_of(site: CallSite) -> Iterator[CallSite]:
    """The site once for each set of fields that it really sends."""
    sets = dict.fromkeys(frozenset(caller.fields) for caller in _callers(site)) or {
        frozenset(): None
    }
    known = {field.name: field for field in fields_of(site)}
    own = {field.name for field in site.fields}
    for added in sets:
        yield replace(site, fields=tuple(known[name] for name in sorted(own | added)))


def _callers(site: CallSite) -> tuple[Caller, ...]:
    return site.wrapper.callers if site.wrapper else ()
