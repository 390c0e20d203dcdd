"""Everything that this program raises on purpose. A finding is never an exception.

MigrateCheckError            one line for the user: what, where, what to do
├── UsageError               exit 2: the user gave something wrong
│   ├── ConfigError          file:line of migrate-check.yaml, the environment or an option
│   └── ScenarioError        file:line of a scenario
└── CannotRunError           exit 4: the comparison could not be made
    ├── StoreError           the record of runs cannot be read or written
    ├── CassetteError        a cassette is missing, unreadable or has no such request
    └── EndpointError        a side cannot be reached or refuses the credentials
"""

from __future__ import annotations


class MigrateCheckError(Exception):
    """Base of all. `str(error)` is one line that names the place and the remedy."""


class UsageError(MigrateCheckError):
    """The user gave something wrong; nothing was sent."""


class ConfigError(UsageError):
    """The configuration, the environment or an option is wrong."""


class ScenarioError(UsageError):
    """A scenario file is wrong."""


class CannotRunError(MigrateCheckError):
    """The comparison could not be made."""


class StoreError(CannotRunError):
    """The record of runs cannot be read or written."""


class CassetteError(CannotRunError):
    """A cassette is missing, unreadable, or has no such request."""


class EndpointError(CannotRunError):
    """A side cannot be reached or refuses the credentials."""
