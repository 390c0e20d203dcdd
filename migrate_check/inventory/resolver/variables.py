"""Expressions that read an environment variable, in every language's ways of doing so."""

from __future__ import annotations

from dataclasses import dataclass

from migrate_check.inventory.neutral import Expr, Index, Invoke, Member, Name, Text
from migrate_check.inventory.resolver.chain import dotted

MAPPINGS = frozenset(
    {
        "os.environ",
        "environ",
        "process.env",
        "import.meta.env",
        "Bun.env",
        "ENV",
        "$_ENV",
        "_ENV",
        "$_SERVER",
        "env.vars",
    }
)
"""Indexed, or read as members where the language does so."""

FUNCTIONS = frozenset(
    {
        "os.getenv",
        "getenv",
        "os.environ.get",
        "environ.get",
        "os.environ.setdefault",
        "os.environ.pop",
        "process.env.get",
        "Deno.env.get",
        "ENV.fetch",
        "os.Getenv",
        "os.LookupEnv",
        "System.getenv",
        "System.getProperty",
        "Environment.GetEnvironmentVariable",
        "System.Environment.GetEnvironmentVariable",
        "std.env.var",
        "env.var",
        "std.env.var_os",
        "env.get",
        "dotenv",
        "dotenv.get",
        "decouple.config",
        "env.str",
        "environs.env",
        "viper.GetString",
        "syscall.Getenv",
        "Sys.getenv",
        "configService.get",
        "this.configService.get",
        "self.configService.get",
        "self.config.get",
        "settings.env",
    }
)
"""Called with the variable's name, and perhaps a default."""

_BARE = frozenset({"env", "config"})
"""Functions that others have, too: only with a name in capitals."""


@dataclass(frozen=True, slots=True)
class EnvRead:
    """One look-up."""

    name: str
    default: Expr | None = None


def env_read(expr: Expr) -> EnvRead | None:
    """The look-up that an expression is, if it is one."""
    match expr:
        case Member():
            known = dotted(expr.of) in MAPPINGS
            return EnvRead(expr.name) if known and expr.name.isupper() else None
        case Index(key=Text() as key):
            return EnvRead(key.value) if dotted(expr.of) in MAPPINGS else None
        case Invoke(args=args) if args and isinstance(args[0].value, Text):
            return _called(expr, args[0].value.value)
    return None


def _called(call: Invoke, name: str) -> EnvRead | None:
    function = dotted(call.callee)
    if function is None or not name.replace("_", "").isalnum():
        return None
    if function not in FUNCTIONS and not (function in _BARE and name.isupper()):
        return None
    defaults = [arg for arg in call.args[1:] if arg.name in (None, "default", "defaultValue")]
    return EnvRead(name, defaults[0].value if defaults and not defaults[0].spread else None)


def reads_by_alias(callee: Expr, full: str | None, call: Invoke) -> EnvRead | None:
    """The look-up by a function that was imported under another name."""
    if full is None or not isinstance(callee, Name | Member) or not call.args:
        return None
    first = call.args[0].value
    if full not in FUNCTIONS or not isinstance(first, Text):
        return None
    return EnvRead(first.value, call.args[1].value if len(call.args) > 1 else None)
