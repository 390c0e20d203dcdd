"""Judged inventories as the scan and the rules would hand them over, for the tests of outputs."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.domain.call_site import (
    NOT_KNOWN,
    Caller,
    CallSite,
    Certainty,
    Client,
    Fact,
    Inventory,
    JudgedInventory,
    JudgedSite,
    Language,
    PartFate,
    PartKind,
    Proof,
    RequestField,
    ResponseRead,
    Rollback,
    Setting,
    SettingKind,
    SiteFinding,
    SiteProof,
    Skipped,
    Wrapper,
)
from migrate_check.domain.finding import Severity
from migrate_check.domain.inventory_result import InventoryPolicy, InventoryResult
from migrate_check.gate.inventory_verdict import decide_inventory, weigh

TAKEN_AT = "2026-03-04T05:06:07Z"
EXPLANATIONS = {
    "dropped-request-field": "A field that the gateway drops.\n\n## Why\n\nIt has no `effect`.\n",
    "literal-base-url": "The base URL is a literal.\n\n## Why\n\nGoing back needs a release.\n",
}
RUN = "20260301-101112-abcd"


def literal(value: str) -> Fact:
    return Fact(value, Certainty.LITERAL, "literal")


def from_env(name: str, default: str | None = None) -> Fact:
    told = f'environment variable {name}, default "{default}"' if default else name
    return Fact(default, Certainty.RESOLVED, told, (name,))


OPENAI = Client(
    made_at="src/app/ask.py:4",
    constructor="OpenAI",
    provider="openai",
    base_url=Fact(None, Certainty.RESOLVED, "the SDK's own variable", ("OPENAI_BASE_URL",)),
    key=Fact(None, Certainty.RESOLVED, "environment variable OPENAI_API_KEY", ("OPENAI_API_KEY",)),
    rollback=Rollback.A,
    key_rollback=Rollback.A,
    timeout=literal("30"),
    headers=("openai-organization",),
)


def request_field(name: str, value: str | None = None, line: int = 12) -> RequestField:
    certainty = Certainty.LITERAL if value else Certainty.RESOLVED
    return RequestField(name, value, certainty, line)


def site(path: str = "src/app/ask.py", line: int = 12, **changes: object) -> CallSite:
    made = CallSite(
        path=path,
        line=line,
        language=Language.PYTHON,
        sdk="openai",
        call="client.chat.completions.create",
        route="openai-chat",
        model=literal("gpt-4o-mini"),
        fields=(
            request_field("max_tokens", "300", line),
            request_field("messages", None, line),
            request_field("seed", "7", line),
        ),
        fields_known=True,
        streaming=literal("true"),
        is_async=True,
        client=OPENAI,
        reads=(ResponseRead("choices[].message.content", line + 3),),
        owner="team-llm",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def finding(path: str = "src/app/ask.py", line: int = 12, **changes: object) -> SiteFinding:
    made = SiteFinding(
        rule="dropped-request-field",
        severity=Severity.ERROR,
        path=path,
        line=line,
        route="openai-chat",
        subject="seed",
        message="`seed` is sent here and tokenrouter drops it.",
        advice="Do not rely on repeatable answers.",
        claim="field seed on openai-chat: dropped (seen_doc, https://docs.example/chat)",
        fingerprint="0123456789ab",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


UNKNOWN = site(
    "src/app/wrap.py",
    31,
    model=Fact(None, Certainty.UNKNOWN, "parameter model of ask()"),
    fields_known=False,
    streaming=NOT_KNOWN,
    is_async=False,
    owner=None,
    not_known=("**options, a parameter of ask()",),
    wrapper=Wrapper("ask", (Caller("src/app/main.py", 8, literal("gpt-4o"), ("temperature",)),)),
    client=replace(
        OPENAI,
        base_url=literal("https://api.openai.com/v1"),
        rollback=Rollback.C,
        timeout=None,
    ),
)
TEST = site("tests/test_ask.py", 5, in_test=True, owner=None)
GEMINI = site(
    "web/chat.ts",
    77,
    language=Language.TYPESCRIPT,
    sdk="google-genai",
    call="ai.models.generateContentStream",
    route="gemini",
    model=from_env("GEMINI_MODEL", "gemini-3-flash"),
    fields=(request_field("generationConfig.thinkingConfig", None, 78),),
)


def inventory(sites: tuple[CallSite, ...], **changes: object) -> Inventory:
    made = Inventory(
        roots=(".",),
        sites=sites,
        settings=(
            Setting(
                ".env", 3, Language.ENV, SettingKind.BASE_URL, "OPENAI_BASE_URL", "https://x/v1"
            ),
            Setting(".env", 4, Language.ENV, SettingKind.KEY, "OPENAI_API_KEY", None, "openai"),
        ),
        files_seen=120,
        files_parsed=14,
        skipped=(Skipped("dist/app.min.js", "minified"),),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def judged(
    sites: tuple[JudgedSite, ...], gateway: str | None = "tokenrouter@d", **changes: object
) -> JudgedInventory:
    made = JudgedInventory(
        inventory=inventory(tuple(one.site for one in sites)),
        gateway=gateway,
        sites=sites,
        setting_findings=(),
        advice=("Keep `/v1/messages` for Anthropic-native calls.",) if gateway else (),
        stale_suppressions=("src/app/ask.py:40: dropped-request-field",),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def result(
    given: JudgedInventory, policy: InventoryPolicy | None = None, taken_at: str = TAKEN_AT
) -> InventoryResult:
    policy = policy or InventoryPolicy()
    weighed = weigh(given, policy)
    return InventoryResult(weighed, decide_inventory(weighed, policy), policy, taken_at, "0.1.0")


SUPPRESSED = finding(
    line=14, subject="user", suppressed="we do not read it", fingerprint="aaaaaaaaaaaa"
)
WARNING = finding(
    "web/chat.ts",
    78,
    rule="literal-base-url",
    severity=Severity.WARNING,
    subject="https://api.openai.com/v1",
    message="The base URL is a literal.",
    advice="Read it from OPENAI_BASE_URL.",
    claim=None,
    fingerprint="bbbbbbbbbbbb",
)
IN_TEST = finding("tests/test_ask.py", 5, fingerprint="cccccccccccc")
SETTING = finding(
    ".env",
    3,
    rule="base-url-version-doubled",
    route="unknown",
    subject="OPENAI_BASE_URL",
    message="The path ends in /v1/v1.",
    advice="Drop one.",
    claim=None,
    fingerprint="dddddddddddd",
)


FATES = (
    PartFate(PartKind.ROUTE, "openai-chat", "supported", "openai-chat is offered [seen_doc, x]"),
    PartFate(PartKind.BASE_URL, "openai-sdk", "supported", "https://x.example/v1 [seen_doc, x]"),
    PartFate(PartKind.MODEL, "gpt-4o", "unknown", "profiles list no models"),
    PartFate(PartKind.FIELD, "seed", "dropped", "dropped [seen_doc, x]"),
    PartFate(PartKind.FIELD, "user", "unknown", "no claim in profile tokenrouter"),
)


def failed(**changes: object) -> JudgedInventory:
    """Every kind of thing once; an error in the code, one in a test."""
    return judged(
        (
            JudgedSite(
                site(),
                (finding(), SUPPRESSED),
                SiteProof(Proof.CONTRADICTED, RUN, ("seed",)),
                FATES,
            ),
            JudgedSite(UNKNOWN, (), SiteProof(Proof.UNTESTED, RUN, ("no case sends it",))),
            JudgedSite(TEST, (IN_TEST,)),
            JudgedSite(GEMINI, (WARNING,), SiteProof(Proof.PROVED, RUN, ("gemini/basic/sky",))),
        ),
        **changes,  # type: ignore[arg-type]
    )


HOSTILE_TEXT = "<script>alert(1)</script>\x1b[2J\u202e\"'&\x00"


def hostile() -> JudgedInventory:
    """Every text that scanned code can choose tries to be something else."""
    text = HOSTILE_TEXT
    bad = site(
        f"src/{text}.py",
        call=text,
        sdk=text,
        route="unknown",
        model=Fact(text, Certainty.MAYBE, text, (text,), (text,)),
        fields=(RequestField(text, text, Certainty.LITERAL, 3, text),),
        not_known=(text,),
        owner=text,
        reads=(ResponseRead(text, 4),),
        wrapper=Wrapper(text, (Caller(text, 3, literal(text), (text,)),)),
        client=Client(
            text,
            text,
            text,
            literal(text),
            literal(text),
            Rollback.D,
            Rollback.D,
            literal(text),
            literal(text),
            (text,),
        ),
        ignored={text: text},
    )
    said = finding(
        f"src/{text}.py",
        rule="dropped-request-field",
        route=text,
        subject=text,
        message=text,
        advice=text,
        claim=text,
    )
    proof = SiteProof(Proof.UNTESTED, text, (text,))
    fates = tuple(PartFate(kind, text, "unknown", text) for kind in PartKind)
    found = (said, replace(said, suppressed=text))
    whole = judged((JudgedSite(bad, found, proof, fates),), text)
    return replace(
        whole,
        inventory=replace(
            whole.inventory,
            roots=(text,),
            settings=(Setting(text, 1, Language.ENV, SettingKind.MODEL, text, text, text),),
            skipped=(Skipped(text, text),),
            changed_since=text,
        ),
        advice=(text,),
        stale_suppressions=(text,),
        setting_findings=(replace(said, path=text),),
    )


def crowd(count: int = 300) -> JudgedInventory:
    """Many sites in few files, most of them with the same trouble."""
    sites = tuple(
        JudgedSite(
            site(f"src/part{index // 10}/ask.py", 10 + index % 10),
            (
                finding(
                    f"src/part{index // 10}/ask.py",
                    10 + index % 10,
                    severity=Severity.WARNING if index else Severity.ERROR,
                    fingerprint=f"{index:012x}",
                ),
            ),
        )
        for index in range(count)
    )
    return judged(sites)


CLEAN = judged((JudgedSite(site(), ()),), stale_suppressions=())
EMPTY = judged((), None, advice=(), stale_suppressions=())
ALL = {
    "failed": failed(),
    "hostile": hostile(),
    "crowd": crowd(),
    "clean": CLEAN,
    "empty": replace(EMPTY, inventory=inventory((), settings=(), skipped=())),
    "listed": failed(gateway=None),
}
