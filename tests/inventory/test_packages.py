"""Names that files of one package, module or crate share."""

from __future__ import annotations

from textwrap import dedent

import pytest

from migrate_check.domain.call_site import CallSite, Language
from migrate_check.inventory.engine import find_sites
from migrate_check.inventory.import_paths.jvm import suffixes as jvm
from migrate_check.inventory.import_paths.rust import suffixes as rust
from migrate_check.inventory.neutral import Imported
from migrate_check.inventory.packages import declaring, neighbours
from migrate_check.inventory.source_file import SourceFile


def only_site(language: Language, files: dict[str, str]) -> CallSite:
    sources = [
        SourceFile(path, language, dedent(source).encode()) for path, source in files.items()
    ]
    (site,) = find_sites(sources, {})
    return site


def test_a_go_type_is_made_in_one_file_and_used_in_another() -> None:
    site = only_site(
        Language.GO,
        {
            "bot/bot.go": """
            package bot
            import "github.com/openai/openai-go"
            const model = "gpt-4.1"
            type Bot struct { client openai.Client }
            func New() *Bot { return &Bot{client: openai.NewClient(option.WithAPIKey(key))} }
            """,
            "bot/ask.go": """
            package bot
            import "github.com/openai/openai-go"
            func (b *Bot) Ask() {
                b.client.Chat.Completions.New(ctx, openai.ChatCompletionNewParams{Model: model})
            }
            """,
        },
    )
    assert (site.path, site.model.value) == ("bot/ask.go", "gpt-4.1")
    assert site.client.made_at == "bot/bot.go:6"


def test_a_class_of_the_same_java_package_and_one_that_is_imported() -> None:
    files = {
        "src/shop/Names.java": 'package shop; class Names { static final String M = "gpt-4o"; }',
        "src/conf/Keys.java": """
        package conf;
        public class Keys { public static final String KEY = System.getenv("GATEWAY_KEY"); }
        """,
        "src/shop/Ask.java": """
        package shop;
        import com.openai.client.okhttp.OpenAIOkHttpClient;
        import conf.Keys;
        class Ask { void ask() {
            var client = OpenAIOkHttpClient.builder().apiKey(Keys.KEY).build();
            client.responses().create(ResponseCreateParams.builder().model(Names.M).build());
        } }
        """,
    }
    site = only_site(Language.JAVA, files)
    assert (site.model.value, site.client.key.env) == ("gpt-4o", ("GATEWAY_KEY",))


def test_parts_of_a_csharp_class() -> None:
    files = {
        "A.Fields.cs": """
        using OpenAI.Chat;
        partial class A { private readonly ChatClient _chat = new("gpt-4o", key); }
        """,
        "A.cs": """
        using OpenAI.Chat;
        partial class A { void M() { _chat.CompleteChat(q); this._chat.CompleteChat(q); } }
        """,
    }
    sources = [SourceFile(p, Language.CSHARP, dedent(s).encode()) for p, s in files.items()]
    assert [site.model.value for site in find_sites(sources, {})] == ["gpt-4o"]


def test_a_constant_of_the_rust_crate() -> None:
    files = {
        "src/config.rs": 'pub const MODEL: &str = "gpt-4o";',
        "src/main.rs": """
        use crate::config::MODEL;
        use async_openai::Client;
        async fn f(client: Client<C>) {
            client.chat().create(CreateChatCompletionRequestArgs::default().model(MODEL).build()?);
        }
        """,
    }
    assert only_site(Language.RUST, files).model.value == "gpt-4o"


def test_the_files_of_a_package() -> None:
    paths = ["a/x.go", "a/y.go", "a/b/z.go", "a/x.py", "x.go"]
    assert neighbours("a/x.go", Language.GO, paths) == ("a/y.go",)
    assert neighbours("x.go", Language.GO, paths) == ()
    assert neighbours("a/x.go", Language.GO, [f"a/{n}.go" for n in range(200)]) == ()


@pytest.mark.parametrize(
    ("source", "declares"),
    [
        (b"class Names {", True),
        (b"func (b *Bot) Names() {", True),
        (b"const (\n\tNames = 1\n)", True),
        (b"var Names string", True),
        (b"use(Names)", False),
        (b"class NamesOfAll {", False),
    ],
)
def test_what_declares_a_name(source: bytes, declares: bool) -> None:
    assert list(declaring("Names", [("a", source)])) == (["a"] if declares else [])


def test_where_imports_lead() -> None:
    assert list(jvm("A.java", Imported("shop.conf", "Keys"))) == [
        ("shop/conf/Keys.java", "Keys"),
        ("shop/conf/Keys.kt", "Keys"),
    ]
    assert list(jvm("A.java", Imported("com.openai.client", "OpenAIClient"))) == []
    assert list(jvm("A.java", Imported("shop.conf"))) == []
    assert list(rust("src/main.rs", Imported("crate.config", "MODEL"))) == [
        ("config/MODEL.rs", None),
        ("config/MODEL/mod.rs", None),
        ("config.rs", "MODEL"),
        ("config/mod.rs", "MODEL"),
    ]
    assert ("src/lib.rs", "MODEL") in list(rust("src/main.rs", Imported("crate", "MODEL")))
    assert list(rust("src/main.rs", Imported("serde", "Serialize"))) == []
