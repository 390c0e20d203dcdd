"""A result as one HTML file that works offline, runs no script and asks for nothing.

Every expression of a template passes through `visible` and then through Jinja's escaping. The
policy in the page's head allows one thing only, the style sheet inside of it, by its hash.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from migrate_check.domain.result import Result
from migrate_check.report.text import visible
from migrate_check.report.view import page


def render_html(result: Result, explanations: Mapping[str, str], show_prompts: bool = False) -> str:
    """The page. `explanations`: rule id → docstring; `show_prompts` spells long contents out."""
    return fill_page("page.html.j2", page(result, explanations, show_prompts))


def fill_page(template: str, view: object) -> str:
    """A whole page in the report's style; the template sees the view as `page`."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        _environment()
        .get_template(template)
        .render(
            page=view,
            style=Markup(style),
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; "
            "form-action 'none'",
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("migrate_check.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _shown(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _style() -> str:
    """The style sheet. It is ours and it is not escaped, so it must not hold a closing tag."""
    return files("migrate_check.report").joinpath("templates/report.css").read_text("utf-8")
