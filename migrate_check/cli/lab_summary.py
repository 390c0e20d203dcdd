"""What `lab` prints: where it listens, lines to paste, the list of defects. Fits 80 columns."""

from __future__ import annotations

import json
from itertools import groupby

import typer
from rich.console import Console
from rich.text import Text

from migrate_check.cli.layout import line, paragraph
from migrate_check.domain.selftest import Harm, Pattern
from migrate_check.lab.defect_patterns import PATTERNS
from migrate_check.lab.faults.catalogue import FAULTS
from migrate_check.lab.faults.fault import Fault
from migrate_check.lab.offer import USUAL_MODELS
from migrate_check.lab.site import Lab, LabSettings

_STYLE = {Harm.BREAKING: "bold red", Harm.DEGRADED: "yellow", Harm.COSMETIC: "dim"}
_USUAL_ROUTES = ("anthropic-messages", "openai-chat")


def print_lab(on: Console, lab: Lab, settings: LabSettings) -> None:
    """URLs, key, and what to paste."""
    line(on, f"provider  {lab.provider_url}")
    line(on, f"gateway   {lab.gateway_url}")
    line(on, f"key       {lab.key}")
    line(on, f"          seed {settings.seed}, pace {settings.pace:g}")
    _print_behaviour(on, settings)
    _print_commands(on, "Point an SDK or a tool at the gateway:", _exports(lab))
    _print_commands(on, "Compare it with the provider:", _run_command(lab, settings))
    line(on)
    line(on, Text("Ctrl-C stops both.", "dim"))


def _print_behaviour(on: Console, settings: LabSettings) -> None:
    line(on)
    if not settings.faults:
        line(on, "The gateway does nothing wrong; --fault ID changes that (lab faults: the ids).")
        return
    share = (
        "every request" if settings.fault_rate == 1 else f"{settings.fault_rate:.3%} of requests"
    )
    line(on, f"The gateway does this wrong, in {share}:")
    for name in settings.faults:
        paragraph(on, "  – ", f"{name}: {_plain(FAULTS[name])}")


def _print_commands(on: Console, head: str, commands: list[str]) -> None:
    line(on)
    line(on, head)
    for command in commands:
        line(on, Text(f"  {command}", "cyan"))


def _exports(lab: Lab) -> list[str]:
    # Two SDKs append the version segment themselves; OpenAI's wants it given.
    urls = {
        "OPENAI": ("OPENAI_BASE_URL", f"{lab.gateway_url}/v1"),
        "ANTHROPIC": ("ANTHROPIC_BASE_URL", lab.gateway_url),
        "GEMINI": ("GOOGLE_GEMINI_BASE_URL", lab.gateway_url),
    }
    return [
        command
        for vendor, (name, url) in urls.items()
        for command in (f"export {name}={url}", f"export {vendor}_API_KEY={lab.key}")
    ]


def _run_command(lab: Lab, settings: LabSettings) -> list[str]:
    struck = {route.value for name in settings.faults for route in FAULTS[name].routes}
    routes = sorted(struck & set(USUAL_MODELS)) or _USUAL_ROUTES
    options = [
        f"--baseline-url {lab.provider_url} --baseline-key-env LAB_KEY",
        f"--candidate-url {lab.gateway_url} --candidate-key-env LAB_KEY",
        "--candidate-profile lab",
        *(f"--model {route}={USUAL_MODELS[route]}" for route in routes),
        f"--context-window {lab.context_window}",
    ]
    lines = ["migrate-check run", *(f"  {option}" for option in options)]
    return [f"export LAB_KEY={lab.key}", *(f"{part} \\" for part in lines[:-1]), lines[-1]]


def print_faults(on: Console) -> None:
    """By category: id, harm, routes, and one line of what the gateway does."""
    for category, patterns in groupby(_emulated(), lambda pattern: pattern.category):
        line(on, Text(category, "bold"))
        for pattern in patterns:
            fault = FAULTS[pattern.id]
            head = Text(f"  {pattern.id}  ")
            head.append(pattern.harm.value, _STYLE[pattern.harm])
            line(on, head)
            paragraph(on, " " * 6, _plain(fault))
            paragraph(on, " " * 6, _routes(fault), "dim")
        line(on)
    line(on, f"{len(FAULTS)} defects. migrate-check lab serve --fault ID[,ID] has them.")


def print_faults_as_json() -> None:
    """The same for programs, with the source of each pattern."""
    rows = [
        {
            "id": pattern.id,
            "category": pattern.category,
            "harm": pattern.harm.value,
            "sight": pattern.sight.value,
            "routes": sorted(route.value for route in FAULTS[pattern.id].routes),
            "about": FAULTS[pattern.id].about,
            "source": pattern.source,
        }
        for pattern in _emulated()
    ]
    typer.echo(json.dumps(rows, indent=2))


def _emulated() -> list[Pattern]:
    return [pattern for pattern in PATTERNS.values() if pattern.id in FAULTS]


def _routes(fault: Fault) -> str:
    return ", ".join(sorted(route.value for route in fault.routes)) or "every route"


def _plain(fault: Fault) -> str:
    return fault.about.replace("`", "")
