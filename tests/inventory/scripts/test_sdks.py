"""What JavaScript's SDKs do in their own ways, seen from outside."""

from __future__ import annotations

import pytest

from migrate_check.domain.call_site import Rollback
from tests.inventory.scripts.found import names, site, sites

BEDROCK = """
import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
const client = new BedrockRuntimeClient({ endpoint: "https://gw.example.com", maxAttempts: 2 });
"""
OPENAI = 'import OpenAI from "openai";\nconst client = new OpenAI({ timeout: 60 * 1000 });\n'


@pytest.mark.parametrize(
    "sent",
    [
        'client.send(new ConverseCommand({ modelId: "m", messages }));',
        'const command = new ConverseCommand({ modelId: "m", messages });\nclient.send(command);',
    ],
)
def test_a_bedrock_command_has_the_client_that_sends_it(sent: str) -> None:
    found = site(BEDROCK + sent)
    assert (found.route, found.model.value) == ("bedrock-converse", "m")
    assert (found.client.constructor, found.client.rollback) == ("BedrockRuntimeClient", Rollback.C)
    assert found.client.retries is not None
    assert found.client.retries.value == "2"


def test_a_bedrock_command_whose_import_is_not_seen() -> None:
    found = site(
        "async function ask({ sdk: { ConverseCommand } }, input) {\n"
        "  return new ConverseCommand(input);\n}"
    )
    assert (found.route, found.fields_known, found.client.constructor) == (
        "bedrock-converse",
        False,
        None,
    )


def test_a_class_of_the_tree_with_a_command_s_name_is_none() -> None:
    assert sites("class ConverseCommand {}\nnew ConverseCommand({ messages })") == []


def test_options_beside_the_body() -> None:
    found = site(
        OPENAI
        + 'client.chat.completions.create({ model: "m" }, '
        + '{ timeout: 1_500, maxRetries: 0, headers: { "OpenAI-Beta": "x" } });'
    )
    assert found.client.timeout is not None and found.client.retries is not None
    assert (found.client.timeout.value, found.client.retries.value) == ("1.5", "0")
    assert names(found) == {"header:openai-beta"}
    assert found.client.headers == ()


def test_times_are_milliseconds() -> None:
    found = site(OPENAI + 'client.chat.completions.create({ model: "m" });')
    assert found.client.timeout is not None
    assert found.client.timeout.value == "60"


def test_a_time_that_is_no_number_is_not_known() -> None:
    source = OPENAI.replace("60 * 1000", '"a minute"')
    found = site(source + 'client.chat.completions.create({ model: "m" });')
    assert found.client.timeout is not None
    assert found.client.timeout.value is None


def test_what_is_undefined_is_not_sent() -> None:
    found = site(OPENAI + 'client.chat.completions.create({ model: "m", stop: undefined, n: 1 });')
    assert names(found) == {"n"}


def test_a_client_in_a_page() -> None:
    source = OPENAI.replace("timeout: 60 * 1000", "dangerouslyAllowBrowser: true")
    assert site(source + 'client.chat.completions.create({ model: "m" });').client.in_browser


def test_an_object_s_own_method_is_no_client_s() -> None:
    own = """
    import "@aws-sdk/client-bedrock-runtime";
    class Own { converse(x) {} ask() { return this.converse({ messages }); } }
    """
    assert sites(own) == []
    extended = OPENAI + (
        'class Own extends OpenAI { ask() { return this.chat.completions.create({ model: "m" }) } }'
    )
    assert site(extended).client.constructor == "OpenAI"


def test_the_answer_of_with_response() -> None:
    found = site(
        OPENAI
        + "async function ask() {\n"
        + '  const { data, response } = await client.chat.completions.create({ model: "m" })'
        + ".withResponse();\n  log(response.headers);\n  return data.choices[0].message.content;\n}"
    )
    assert [read.path for read in found.reads] == ["choices[].message.content"]


@pytest.mark.parametrize(
    ("imported", "path"),
    [
        ("./lib/client", "lib__client"),
        ("./lib/client.js", "lib__client"),
        ("@/lib/client", "lib__client"),
        ("~/lib/client", "src__lib__client"),
        ("./lib", "lib__index"),
        ("@shop/llm", "packages__llm__src__index"),
    ],
)
def test_a_client_of_another_file(imported: str, path: str) -> None:
    found = site(
        f'import {{ shared }} from "{imported}";\n'
        'shared.chat.completions.create({ model: "m" });',
        **{path: 'import OpenAI from "openai";\nexport const shared = new OpenAI({});'},
    )
    assert found.client.made_at == f"{path.replace('__', '/')}.ts:2"


@pytest.mark.parametrize(
    "exported",
    [
        "export default new OpenAI({});",
        "const c = new OpenAI({});\nexport default c;",
        "const c = new OpenAI({});\nexport { c as default };",
    ],
)
def test_a_default_export(exported: str) -> None:
    found = site(
        'import shared from "./client";\nshared.chat.completions.create({ model: "m" });',
        client=f'import OpenAI from "openai";\n{exported}',
    )
    assert found.client.constructor == "OpenAI"


def test_a_re_export() -> None:
    found = site(
        'import { ai } from "./index";\nai.chat.completions.create({ model: "m" });',
        index='export { shared as ai } from "./client";',
        client='import OpenAI from "openai";\nexport const shared = new OpenAI({});',
    )
    assert found.client.made_at == "client.ts:2"


@pytest.mark.parametrize(
    ("call", "provider", "route", "model"),
    [
        (
            '"claude-x", { modelProvider: "anthropic" }',
            "anthropic",
            "anthropic-messages",
            "claude-x",
        ),
        ('"anthropic:claude-x", {}', "anthropic", "anthropic-messages", "anthropic:claude-x"),
        ('"gpt-4o"', "openai", "openai-chat", "gpt-4o"),
        ("chosen, {}", None, "unknown", None),
    ],
)
def test_init_chat_model(call: str, provider: str | None, route: str, model: str | None) -> None:
    found = site(
        f'import {{ initChatModel }} from "langchain";\nconst llm = await initChatModel({call});'
    )
    assert (found.client.provider, found.route, found.model.value) == (provider, route, model)


def test_options_of_init_chat_model() -> None:
    found = site(
        'import { initChatModel } from "langchain/chat_models/universal";\n'
        'await initChatModel("gpt-4o", { temperature: 0, maxTokens: 5, maxRetries: 1 });'
    )
    assert names(found) == {"temperature", "max_tokens"}
    assert found.client.retries is not None
    assert found.client.retries.value == "1"


def test_the_rest_of_an_object_has_not_what_was_taken() -> None:
    found = site(
        OPENAI
        + 'const settings = { model: "a", retries: 3, n: 2 };\n'
        + "const { retries, model, ...rest } = settings;\n"
        + "const more = _.omit({ user: 1, top_p: 1 }, ['user']);\n"
        + 'client.chat.completions.create({ model: "m", ...rest, ...more });'
    )
    assert (found.model.value, names(found)) == ("m", {"n", "top_p"})
    assert found.fields_known
