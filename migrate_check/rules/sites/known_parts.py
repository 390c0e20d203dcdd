"""What the scan could not see of a call."""

from __future__ import annotations

from migrate_check.domain.call_site import NOT_KNOWN, OTHER_ENDPOINTS, CallSite, Certainty

_WITHOUT_MODEL = {
    "anthropic-batches",
    "anthropic-files",
    "gemini-batches",
    "gemini-files",
    "gemini-tunings",
    "models",
} | {
    route
    for route in OTHER_ENDPOINTS
    if route.startswith("openai-") and route not in ("openai-realtime", "openai-videos")
}
"""Endpoints whose requests name no model, or need not."""

_ABSENT = ("not set in the", NOT_KNOWN.origin)
"""How a model's origin begins where the code names none."""


def needs_model(route: str) -> bool:
    """Whether a request of the route names a model."""
    return route not in _WITHOUT_MODEL


def model_is_absent(site: CallSite) -> bool:
    """Whether the call names no model at all, as far as all its fields are known."""
    model = site.model
    if model.value is not None or model.env or model.alternatives or not site.fields_known:
        return False
    return model.certainty is not Certainty.UNKNOWN or model.origin.startswith(_ABSENT)


def model_is_hidden(site: CallSite) -> bool:
    """Whether the call names a model that the scan could not see."""
    model = site.model
    hidden = model.value is None and not model.env and not model.alternatives
    return hidden and needs_model(site.route) and not model_is_absent(site)
