"""`${NAME}` of environment variables: names are kept, values are read only when sending."""

from __future__ import annotations

import re
from collections.abc import Mapping

from migrate_check.domain.errors import ConfigError
from migrate_check.domain.exchange import Headers

_REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_SENDABLE = re.compile(r"[\x21-\x7e]+\Z")


def key_variable(reference: str) -> str | None:
    """The name in `${NAME}`; None when the text is anything else, such as a literal key."""
    match = _REFERENCE.fullmatch(reference.strip())
    return match[1] if match else None


def is_variable(name: str) -> bool:
    """Whether the text can be the name of an environment variable."""
    return _VARIABLE.match(name) is not None


def variables_in(text: str) -> tuple[str, ...]:
    """Names of all `${NAME}` in the text, in order."""
    return tuple(_REFERENCE.findall(text))


def without_variables(text: str) -> str:
    """The text that is left when every `${NAME}` is taken out."""
    return _REFERENCE.sub("", text)


def read_variable(name: str, environ: Mapping[str, str], place: str) -> str:
    """The value. Raises ConfigError when it is unset or cannot be sent in a header."""
    value = environ.get(name, "")
    if not value:
        raise ConfigError(f"{place}: environment variable {name} is not set; run: export {name}=…")
    if not _SENDABLE.match(value):
        raise ConfigError(
            f"{place}: environment variable {name} holds a space, line break or non-ASCII "
            "character; set it again without"
        )
    return value


def fill_headers(headers: Headers, environ: Mapping[str, str], place: str) -> Headers:
    """The headers with every `${NAME}` replaced. Raises ConfigError as `read_variable` does."""

    def value_of(match: re.Match[str]) -> str:
        return read_variable(match[1], environ, place)

    return tuple((name, _REFERENCE.sub(value_of, value)) for name, value in headers)
