"""migrate-check.yaml and options to a Config."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from migrate_check.documents.closest import closest
from migrate_check.documents.document import Document, dotted
from migrate_check.documents.validate import validated
from migrate_check.documents.yaml_document import read_yaml
from migrate_check.domain.errors import ConfigError
from migrate_check.domain.exchange import Side
from migrate_check.domain.finding import Severity
from migrate_check.domain.plan import Budget, Endpoint, Timeouts
from migrate_check.domain.scenario import Route
from migrate_check.domain.verdict import Outcome, Policy
from migrate_check.plan.config import DEFAULT_FILE, Config, Redaction, Settings
from migrate_check.plan.config_file import ConfigFile, PolicyEntry, SideEntry
from migrate_check.plan.environment import read_variable, variables_in
from migrate_check.plan.option_names import option_name
from migrate_check.plan.overlay import overlay
from migrate_check.plan.packs import looks_like_path
from migrate_check.plan.sides import endpoint_of, named_profile
from migrate_check.profiles.index import GENERIC
from migrate_check.profiles.load import profile_for_url
from migrate_check.profiles.starting import starting_routes


def load_config(
    path: Path | None, options: Mapping[str, object], environ: Mapping[str, str] | None
) -> Config:
    """The configuration of `path` with `options` (dotted key → value) in front of it.

    `environ` is only asked whether each named variable can be sent; None skips that, for commands
    that send nothing. Paths in the file are relative to the file, paths in options to the current
    folder. Raises ConfigError with `file:line` or the option.
    """
    if path is None and not options:
        raise ConfigError(
            f"there is no {DEFAULT_FILE} here; write one with `migrate-check init`, or give "
            "--baseline-url, --candidate-url and --model"
        )
    return parse_config(_joined(path, options), path.parent if path else Path(), environ)


def load_settings(path: Path | None, options: Mapping[str, object]) -> Settings:
    """The part of the configuration that says how a stored run is judged. Raises ConfigError."""
    document = _joined(path, options)
    folder = path.parent if path else Path()
    file = validated(ConfigFile, document)
    return Settings(
        store=_located(file.store, "store", document, folder),
        accepted=_located(file.accepted, "accepted", document, folder),
        policy=_policy(file.policy),
        sdk_replay=file.sdk_replay,
        candidate=_profile_name(file.candidate),
    )


def _profile_name(side: SideEntry) -> str | None:
    """The profile that is named, or the one whose host is given; None for neither."""
    if side.profile or not side.base_url:
        return side.profile
    found = profile_for_url(side.base_url).name
    return None if found == GENERIC else found


def _joined(path: Path | None, options: Mapping[str, object]) -> Document:
    file = Document(value={}, source="options", places={}, error=ConfigError)
    if path is not None:
        file = read_yaml(_read(path), str(path), ConfigError)
    return overlay(file, options)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ConfigError(
            f"{path}: no such file; write one with `migrate-check init`, or give "
            "--baseline-url, --candidate-url and --model"
        ) from None
    except OSError as problem:
        raise ConfigError(f"{path}: cannot be read: {problem.strerror}") from None


def parse_config(document: Document, folder: Path, environ: Mapping[str, str] | None) -> Config:
    """The document as a Config. `folder` is what paths in the file are relative to."""
    file = validated(ConfigFile, document)
    models = _models(file, document, folder)
    baseline = endpoint_of(Side.BASELINE, file.baseline, models, document, folder)
    candidate = endpoint_of(Side.CANDIDATE, file.candidate, models, document, folder)
    if environ is not None:
        for endpoint in (baseline, candidate):
            _require_environment(endpoint, environ, document)
    return Config(
        baseline=baseline,
        candidate=candidate,
        routes=tuple(dict.fromkeys(file.routes)) or tuple(models),
        models=models,
        rename_fields=file.rename_fields,
        scenarios=_scenarios(file, document, folder),
        repeat=file.repeat,
        control=file.control,
        warmup=file.warmup,
        concurrency=file.concurrency,
        timeouts=_timeouts(file, document),
        budget=Budget(usd=file.budget.usd, requests=file.budget.requests),
        store=_located(file.store, "store", document, folder),
        accepted=_located(file.accepted, "accepted", document, folder),
        policy=_policy(file.policy),
        redaction=Redaction(file.redaction.personal, file.redaction.hash_only),
        context_window=file.context_window,
        seed=file.seed,
        sdk_replay=file.sdk_replay,
        source=document.source,
        places={dotted(path): place for path, place in document.places.items()},
    )


def _models(file: ConfigFile, document: Document, folder: Path) -> dict[Route, str]:
    if file.model is None:
        message = f"model is missing; write it in the file or give {option_name('model')} NAME"
        raise document.fail((), message)
    if isinstance(file.model, dict):
        return {route: file.model[route.value] for route in Route if route.value in file.model}
    routes = file.routes or _default_routes(file, document, folder)
    return {route: file.model for route in Route if route in routes}


def _default_routes(file: ConfigFile, document: Document, folder: Path) -> list[Route]:
    """One model name and no routes: the route that the baseline's profile documents first."""
    named = named_profile(Side.BASELINE, file.baseline, document, folder)
    profile = named or profile_for_url(file.baseline.base_url or "")
    return list(starting_routes(profile)[:1])


def _require_environment(
    endpoint: Endpoint, environ: Mapping[str, str], document: Document
) -> None:
    side = endpoint.side.value
    if endpoint.key_env is not None:
        read_variable(endpoint.key_env, environ, document.place((side, "api_key")))
    for name, value in endpoint.headers:
        for variable in variables_in(value):
            read_variable(variable, environ, document.place((side, "headers", name)))


def _given(**values: Any) -> dict[str, Any]:
    """What the file sets; the domain's own defaults hold for the rest."""
    return {name: value for name, value in values.items() if value is not None}


def _timeouts(file: ConfigFile, document: Document) -> Timeouts:
    given = file.timeouts
    return Timeouts(**_given(connect_s=given.connect, read_s=given.read, total_s=given.total))


def _policy(entry: PolicyEntry) -> Policy:
    margins = entry.margins
    return Policy(
        require=frozenset(entry.require),
        severities={
            rule: None if severity == "off" else Severity(severity)
            for rule, severity in entry.severities.items()
        },
        **_given(
            fail_on=Severity(entry.fail_on) if entry.fail_on else None,
            inconclusive_as=Outcome(entry.inconclusive_as) if entry.inconclusive_as else None,
            ttft_ratio_margin=margins.ttft_ratio,
            e2e_ratio_margin=margins.e2e_ratio,
            cost_ratio_margin=margins.cost_ratio,
            latency_floor_s=margins.latency_floor,
            latency_min_pairs=margins.latency_min_pairs,
        ),
    )


def _from_option(key: str, document: Document) -> bool:
    return document.place((key,)).startswith("option ")


def _located(text: str, key: str, document: Document, folder: Path) -> Path:
    try:
        path = Path(text).expanduser()
    except RuntimeError:
        raise document.fail((key,), f"{key}: {text!r} names a user without home folder") from None
    return path if _from_option(key, document) else folder / path


def _scenarios(file: ConfigFile, document: Document, folder: Path) -> tuple[str, ...]:
    return tuple(
        _path_text(_located(entry, "scenarios", document, folder))
        if looks_like_path(entry)
        else entry
        for entry in file.scenarios
    )


def _path_text(path: Path) -> str:
    """Still recognisable as a path: `Path("./tools")` alone would read as the pack `tools`."""
    text = str(path)
    return text if looks_like_path(text) else f"./{text}"


def refuse_unknown_rules(config: Config | Settings, known: Collection[str]) -> None:
    """Raises ConfigError when `policy.severities` names a rule that does not exist."""
    for rule in config.policy.severities:
        if rule not in known:
            key = f"policy.severities.{rule}"
            place = config.place(key) if isinstance(config, Config) else key
            raise ConfigError(f"{place}: unknown rule '{rule}'; {closest(rule, known)}")
