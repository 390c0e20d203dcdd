"""The grammar of migrate-check.yaml. Every key can also be given as an option."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from migrate_check.documents.entry import Entry
from migrate_check.plan.fields import Dollars, Duration, Location, ModelNames, RouteName

Severity = Literal["error", "warning", "note", "off"]
Ratio = Annotated[float, Field(ge=1.0, le=100.0, allow_inf_nan=False)]
Tokens = Annotated[int, Field(ge=1, le=100_000_000)]


class PriceEntry(Entry):
    """Dollars per million tokens of one model."""

    input_usd_per_mtok: Dollars
    """Prompt tokens, cached or not."""
    output_usd_per_mtok: Dollars
    """Generated tokens."""


class SideEntry(Entry):
    """One side: the provider you have (baseline) or the gateway you consider (candidate)."""

    profile: str | None = None
    """Name from `migrate-check profiles list`; found from the host of `base_url` when absent."""
    base_url: str | None = None
    """As you would give it to an SDK, with or without `/v1`. The profile may supply it."""
    api_key: str | None = None
    """`${NAME}` of the environment variable that holds the key. Absent: no key is sent."""
    headers: dict[str, str] = Field(default_factory=dict)
    """Extra request headers; values may contain `${NAME}`."""
    query: dict[str, str] = Field(default_factory=dict)
    """Extra query parameters."""
    paths: dict[RouteName, str] = Field(default_factory=dict)
    """Route → full path from the server's root, where the usual join does not fit."""
    model_map: dict[str, str] = Field(default_factory=dict)
    """Model asked for → model sent to this side."""
    prices: dict[str, PriceEntry] = Field(default_factory=dict)
    """Model sent → price, for models that the price book does not know."""


class TimeoutsEntry(Entry):
    """Durations: `30s`, `500ms`, `2m` or a number of seconds."""

    connect: Duration | None = None
    """Until the connection stands. Default 10s."""
    read: Duration | None = None
    """Longest silence while an answer arrives. Default 60s."""
    total: Duration | None = None
    """Whole answer. Default 180s."""


class BudgetEntry(Entry):
    """Caps for both sides together; the run stops before it would exceed one."""

    usd: Dollars | None = None
    """Dollars at book prices."""
    requests: Annotated[int, Field(ge=1)] | None = None
    """HTTP requests."""


class MarginsEntry(Entry):
    """The largest worsening you accept, chosen before the run."""

    ttft_ratio: Ratio | None = None
    """Median time to first token, candidate over baseline. Default 1.25."""
    e2e_ratio: Ratio | None = None
    """Median time to the last byte, candidate over baseline. Default 1.25."""
    cost_ratio: Ratio | None = None
    """Dollars per request, candidate over baseline. Default 1.10."""
    latency_floor: Duration | None = None
    """A slow-down below this is never a fail. Default 50ms."""
    latency_min_pairs: Annotated[int, Field(ge=2, le=1_000_000)] | None = None
    """Pairs below which latency is undecided. Default 20."""


class PolicyEntry(Entry):
    """When a run passes, fails or decides nothing."""

    fail_on: Literal["error", "warning"] | None = None
    """Lowest severity that fails the run. Default error."""
    inconclusive_as: Literal["pass", "fail", "inconclusive"] | None = None
    """Exit code of an inconclusive verdict. Default inconclusive (3)."""
    require: list[Literal["latency", "cost"]] = Field(default_factory=list)
    """Answers without which the verdict is inconclusive."""
    margins: MarginsEntry = Field(default_factory=MarginsEntry)
    """Non-inferiority margins."""
    severities: dict[str, Severity] = Field(default_factory=dict)
    """Rule id → your own severity, or `off`."""


class RedactionEntry(Entry):
    """Keys and credentials are always removed before anything is stored."""

    personal: bool = True
    """Also remove e-mail addresses and card numbers from bodies."""
    hash_only: bool = False
    """Store hashes instead of texts."""


class ConfigFile(Entry):
    """migrate-check.yaml: what is compared with what, and what the verdict needs."""

    baseline: SideEntry = Field(default_factory=SideEntry)
    """The provider in use today."""
    candidate: SideEntry = Field(default_factory=SideEntry)
    """The gateway under test."""
    model: ModelNames = None
    """Model to ask for: one name, or a mapping of route to name."""
    routes: list[RouteName] = Field(default_factory=list)
    """Routes to compare. Default: those that `model` names."""
    rename_fields: dict[RouteName, dict[str, str | None]] = Field(default_factory=dict)
    """Route → request field → name to send it under, or null to leave it out: for models that
    refuse `temperature` or want `max_completion_tokens`."""
    scenarios: list[Location] = Field(default_factory=list)
    """Pack names such as `openai-chat/tools` or `tools`, and paths. Default: all shipped packs."""
    repeat: Annotated[int, Field(ge=1, le=10_000)] = 3
    """How often each case is sent to each side."""
    control: Annotated[int, Field(ge=0, le=10_000)] = 0
    """Besides, so many repeats of each case with both requests sent to the baseline: what differs
    there is noise, and is held against no candidate."""
    warmup: Annotated[int, Field(ge=0, le=100)] = 1
    """Trials per route that are sent first and not judged."""
    concurrency: Annotated[int, Field(ge=1, le=256)] = 4
    """Trials under way at the same time."""
    timeouts: TimeoutsEntry = Field(default_factory=TimeoutsEntry)
    """When an answer counts as failed."""
    budget: BudgetEntry = Field(default_factory=BudgetEntry)
    """Caps on requests and dollars."""
    store: Location = ".migrate-check/runs.sqlite"
    """Where runs are kept."""
    accepted: Location = "migrate-check-accepted.yaml"
    """Findings that the team accepts until a date."""
    policy: PolicyEntry = Field(default_factory=PolicyEntry)
    """What the verdict needs."""
    redaction: RedactionEntry = Field(default_factory=RedactionEntry)
    """What is removed before storing."""
    context_window: Tokens = 128_000
    """Tokens of the largest context window; `${overflow}` is text longer than that."""
    sdk_replay: Literal["auto", "off", "required"] = "auto"
    """Play the recorded answers through the official SDKs: those that are installed (`auto`,
    default), all that the routes need (`required`), or none (`off`)."""
    seed: Annotated[int, Field(ge=0)] = 0
    """Changes nonces and which side goes first."""


def setting_keys(entry: type[Entry] = ConfigFile, above: str = "") -> tuple[str, ...]:
    """Dotted keys of every single setting: what options must be able to give."""
    keys: list[str] = []
    for name, field in entry.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, Entry):
            keys += setting_keys(inner, f"{above}{name}.")
        else:
            keys.append(above + name)
    return tuple(keys)
