"""What real programs in Go, Java, Kotlin, C#, Rust, Ruby and PHP showed."""

from __future__ import annotations

import pytest

from migrate_check.domain.call_site import Language
from tests.inventory.test_typed_sites import sites, summary

CASES = [
    pytest.param(
        Language.GO,
        """
        import "github.com/anthropics/anthropic-sdk-go"
        type Client struct { client anthropic.Client }
        func (c *Client) Ask(ctx C, r Request) *Stream {
            body := anthropic.MessageNewParams{Model: r.Model, Messages: r.Messages}
            if r.TopP != nil {
                body.TopP = anthropic.Float(*r.TopP)
            }
            s := &Stream{request: body}
            s.factory = func() *S { return c.client.Messages.NewStreaming(ctx, s.request) }
            return s
        }
        """,
        ["anthropic anthropic-messages~ None: messages top_p"],
        id="go: a request behind a field is changed through its variable",
    ),
    pytest.param(
        Language.KOTLIN,
        """
        import dev.langchain4j.model.openai.OpenAiChatModel
        fun model(settings: Settings): ChatModel {
            val builder = OpenAiChatModel.builder().apiKey(key).modelName("gpt-4o-mini")
            settings.temperature?.let {
                builder.temperature(it.toDouble())
            }
            if (settings.fixed) { builder.seed(7) }
            return builder.build()
        }
        """,
        ["langchain4j openai-chat gpt-4o-mini: seed temperature"],
        id="kotlin: setters in blocks",
    ),
    pytest.param(
        Language.JAVA,
        """
        import dev.langchain4j.model.openai.OpenAiChatModel;
        class A { ChatModel model(Settings settings) {
            var builder = OpenAiChatModel.builder().apiKey(key).modelName("gpt-4o-mini");
            settings.user().ifPresent(user -> builder.user(user));
            builder = builder.topP(0.5).seed(7);
            return builder.build();
        } }
        """,
        ["langchain4j openai-chat gpt-4o-mini: seed top_p user"],
        id="java: setters in lambdas, a builder that is put back",
    ),
    pytest.param(
        Language.JAVA,
        """
        import dev.langchain4j.model.bedrock.BedrockChatModel;
        class A { ChatModel model() {
            return BedrockChatModel.builder().modelId("amazon.nova-lite-v1:0")
                .client(client)
                .defaultRequestParameters(BedrockChatRequestParameters.builder()
                    .temperature(0.1).maxOutputTokens(100).build())
                .build();
        } }
        """,
        [
            "langchain4j bedrock-converse amazon.nova-lite-v1:0:"
            " inferenceConfig.maxTokens inferenceConfig.temperature"
        ],
        id="java: parameters of their own",
    ),
]


@pytest.mark.parametrize(("language", "source", "expected"), CASES)
def test_call_sites(language: Language, source: str, expected: list[str]) -> None:
    assert [summary(site) for site in sites(language, source)] == expected
