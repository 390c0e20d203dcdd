"""Errors that only the Responses endpoint has; the others are those of the OpenAI API."""

from __future__ import annotations

from migrate_check.lab.formats.format import Refused
from migrate_check.lab.formats.openai_errors import refused


def model_unknown(model: str) -> Refused:
    """400 for a model that is not on offer."""
    return refused(
        f"The requested model '{model}' does not exist.", param="model", code="model_not_found"
    )


def parameter_unknown(name: str) -> Refused:
    """400 for a field that the endpoint does not have."""
    return refused(f"Unknown parameter: '{name}'.", param=name, code="unknown_parameter")


def parameter_unsupported(name: str) -> Refused:
    """400 for a field that the model does not take."""
    return refused(
        f"Unsupported parameter: '{name}' is not supported with this model.",
        param=name,
        code="unsupported_parameter",
    )


def encryption_unsupported() -> Refused:
    """400 for `reasoning.encrypted_content` of a model that does not reason."""
    return refused("Encrypted content is not supported with this model.", param="include")


def context_exceeded() -> Refused:
    """400 for an input that is too long."""
    return refused(
        "Your input exceeds the context window of this model. Please adjust your input and try"
        " again.",
        param="input",
        code="context_length_exceeded",
    )


def previous_unknown(identity: str) -> Refused:
    """400 for a `previous_response_id` that was never stored."""
    return refused(
        f"Previous response with id '{identity}' not found.",
        param="previous_response_id",
        code="previous_response_not_found",
    )


def call_unanswered(call_id: str) -> Refused:
    """400 for a call whose result does not follow."""
    return refused(f"No tool output found for function call {call_id}.", param="input")


def output_unasked(call_id: str) -> Refused:
    """400 for a result without its call."""
    return refused(
        f"No tool call found for function call output with call_id {call_id}.", param="input"
    )


def reasoning_alone(identity: str) -> Refused:
    """400 for a reasoning item without the item that came after it."""
    return refused(
        f"Item '{identity}' of type 'reasoning' was provided without its required following item.",
        param="input",
    )


def item_unknown(identity: str) -> Refused:
    """404 for reasoning that is neither stored nor sent along."""
    return refused(
        f"Item with id '{identity}' not found. Items are not persisted when `store` is set to"
        " false. Try again with `store` set to true, or remove this item from your input.",
        param="input",
        status=404,
    )


def content_unverified(content: str) -> Refused:
    """400 for encrypted content that this account did not get."""
    shown = f"{content[:4]}...{content[-4:]}"
    return refused(
        f"The encrypted content {shown} could not be verified. Reason: Encrypted content could"
        " not be decrypted or parsed.",
        code="invalid_encrypted_content",
    )
