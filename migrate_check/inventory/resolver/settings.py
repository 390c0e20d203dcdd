"""Settings classes: fields that a library fills from environment variables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from migrate_check.inventory.neutral import (
    Binding,
    Expr,
    Invoke,
    Member,
    Module,
    Name,
    Opaque,
    Record,
    Scope,
    Text,
)
from migrate_check.inventory.resolver.indexes import entry_named
from migrate_check.inventory.resolver.place import End
from migrate_check.inventory.resolver.variables import EnvRead

_FIELDS = frozenset({"Field", "field", "PrivateAttr", "attrib", "ib", "mapped_column"})
_NAMES = ("env", "validation_alias", "alias")
_DEFAULTS = ("default", "default_value")


def setting_of(owner: Scope, field: Binding, module: Module) -> EnvRead | None:
    """The variable that fills the field of a pydantic `BaseSettings`, with the field's default."""
    if not any(base.rpartition(".")[2] == "BaseSettings" for base in owner.bases):
        return None
    name = field.name.removeprefix("self.")
    default: Expr | None = field.value
    named: str | None = None
    if isinstance(field.value, Opaque):
        default = None
    elif isinstance(field.value, Invoke) and _is_field(field.value):
        named, default = _declared(field.value)
    return EnvRead(named or f"{_prefix(owner, module)}{name}".upper(), default)


_RECORDS = frozenset({"dataclass", "dataclasses", "define", "frozen", "attrs", "attr", "s"})
_RECORD_BASES = frozenset({"BaseModel", "SQLModel"})


def filled_by_maker(owner: Scope, put: Sequence[Binding], instance: End | None) -> bool:
    """Whether the fields are defaults only: of a dataclass or a pydantic model, whose making is
    not seen here, the arguments of that making say what they are."""
    if instance is not None and isinstance(instance.expr, Invoke):
        return False
    if any(field.type_name is None or field.scope is not owner for field in put):
        return False
    marked = {name.rpartition(".")[2] for name in owner.decorators} & _RECORDS
    return bool(marked or {base.rpartition(".")[2] for base in owner.bases} & _RECORD_BASES)


def without_field(field: Binding) -> Binding:
    """A field by its default where `Field(…)` declares it."""
    if not isinstance(field.value, Invoke) or not _is_field(field.value):
        return field
    default = _declared(field.value)[1]
    return replace(field, value=default or Opaque("a field", field.line))


def _is_field(call: Invoke) -> bool:
    return isinstance(call.callee, Name | Member) and call.callee.name in _FIELDS


def _declared(call: Invoke) -> tuple[str | None, Expr | None]:
    """Variable and default of `Field("gpt-4o", env="MODEL")`."""
    default: Expr | None = None
    named: str | None = None
    for argument in call.args:
        if argument.name in _NAMES and isinstance(argument.value, Text):
            named = argument.value.value
        elif argument.name in _DEFAULTS or (argument.name is None and default is None):
            default = argument.value
    return named, None if isinstance(default, Opaque) else default


def _prefix(owner: Scope, module: Module) -> str:
    """`APP_` of `model_config = SettingsConfigDict(env_prefix="APP_")`, or of `class Config`."""
    for field in module.fields(owner):
        if field.name.removeprefix("self.") == "model_config":
            return _text(_named(field.value, "env_prefix"))
    for inner in module.functions("Config"):
        for field in module.fields(inner) if inner.parent is owner else ():
            if field.name.removeprefix("self.") == "env_prefix":
                return _text(field.value)
    return ""


def _named(value: Expr, name: str) -> Expr | None:
    if isinstance(value, Invoke):
        return next((arg.value for arg in value.args if arg.name == name), None)
    return entry_named(value, name) if isinstance(value, Record) else None


def _text(value: Expr | None) -> str:
    return value.value if isinstance(value, Text) else ""
