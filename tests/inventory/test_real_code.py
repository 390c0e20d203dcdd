"""What real programs in Go, Java, Kotlin, C#, Rust, Ruby and PHP showed."""

from __future__ import annotations

from time import process_time

import pytest

from migrate_check.domain.call_site import Language, Rollback
from migrate_check.inventory.engine import find_sites
from migrate_check.inventory.source_file import SourceFile
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

CASES += [
    pytest.param(
        Language.GO,
        """
        import "cloud.google.com/go/vertexai/genai"
        func f(ctx C) {
            client, err := genai.NewClient(ctx, project, region)
            model := client.GenerativeModel("gemini-1.5-pro")
            model.SetTopK(4)
            model.GenerateContent(ctx, genai.Text(q))
        }
        """,
        ["google-generativeai gemini gemini-1.5-pro: generationConfig.topK"],
        id="go: Vertex's own package",
    ),
    pytest.param(
        Language.GO,
        """
        import "github.com/aws/aws-sdk-go-v2/aws"
        import "github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
        func (a *A) f(ctx C, client *bedrockruntime.Client) {
            client.InvokeModel(ctx, &bedrockruntime.InvokeModelInput{
                ModelId: aws.String("amazon.titan-text-lite-v1"), Body: a.body(),
                Accept: aws.String("application/json")})
        }
        """,
        ["bedrock bedrock-invoke amazon.titan-text-lite-v1: ?"],
        id="go: a Bedrock body from elsewhere",
    ),
    pytest.param(
        Language.GO,
        """
        import "net/http/httptest"
        func TestTransport(t *testing.T) {
            httptest.NewRequest("POST", "https://api.anthropic.com/v1/messages", nil)
        }
        """,
        [],
        id="go: requests of tests are never sent",
    ),
    pytest.param(
        Language.RUBY,
        """
        require "net/http"
        def prepare(payload)
          Net::HTTP::Post.new(URI("https://api.openai.com/v1/chat/completions"), headers)
            .tap { |r| r.body = payload }
        end
        """,
        ["http openai-chat None: ?"],
        id="ruby: a body that is set in tap",
    ),
    pytest.param(
        Language.RUBY,
        """
        require "net/http"
        def prepare
          request = Net::HTTP::Post.new(URI("https://api.openai.com/v1/chat/completions"))
          fill(request)
        end
        """,
        ["http openai-chat None: ?"],
        id="ruby: a body that is not seen",
    ),
]

CASES += [
    pytest.param(
        Language.CSHARP,
        """
        using OpenAI;
        using Microsoft.Extensions.AI;
        IChatClient inner = new OpenAIClient(key).AsChatClient("gpt-4o-mini");
        IChatClient client = inner.AsBuilder().UseFunctionInvocation().UseLogging().Build();
        await client.GetResponseAsync("Hi", new ChatOptions { MaxOutputTokens = 4 });
        IChatClient other = new ChatClientBuilder(inner).UseFunctionInvocation().Build();
        await other.GetResponseAsync("Hi");
        var generator = new OpenAIClient(key).AsEmbeddingGenerator("text-embedding-3-small");
        await generator.GenerateEmbeddingVectorAsync("Hi");
        """,
        [
            "openai openai-chat gpt-4o-mini: max_tokens",
            "openai openai-chat gpt-4o-mini:",
            "openai embeddings text-embedding-3-small:",
        ],
        id="csharp: interfaces with a model, what is built around them",
    ),
    pytest.param(
        Language.CSHARP,
        """
        public class Summary
        {
            private readonly IChatClient _chatClient;
            public Summary(IChatClient chatClient) { _chatClient = chatClient; }
            public Task Ask(string q) => _chatClient.GetResponseAsync(q);
        }
        """,
        ["microsoft-extensions-ai unknown None:"],
        id="csharp: a namespace that the project brings",
    ),
    pytest.param(
        Language.CSHARP,
        """
        using Microsoft.Extensions.AI;
        var chat = app.Services.GetRequiredService<IChatClient>();
        await chat.GetResponseAsync("Hi");
        """,
        ["microsoft-extensions-ai unknown None:"],
        id="csharp: a client from the services",
    ),
    pytest.param(
        Language.CSHARP,
        """
        public class A
        {
            Task Ask(OpenAIClient client) => client.GetChatCompletionsAsync(
                new ChatCompletionsOptions { DeploymentName = "shop" });
        }
        """,
        ["openai openai-chat shop:"],
        id="csharp: Azure's first client by a global using",
    ),
    pytest.param(
        Language.CSHARP,
        """
        using Azure.AI.Inference;
        using Microsoft.Extensions.AI;
        IChatClient chat = new ChatCompletionsClient(endpoint, key).AsChatClient("gpt-4o-mini");
        await chat.GetResponseAsync("Hi");
        """,
        ["azure-ai-inference openai-chat gpt-4o-mini:"],
        id="csharp: Azure's inference client",
    ),
    pytest.param(
        Language.CSHARP,
        """
        using OpenAI.Embeddings;
        using Microsoft.Extensions.AI;
        var embeds = new EmbeddingClient("text-embedding-3-small", key).AsIEmbeddingGenerator(512);
        await embeds.GenerateAsync("Hi");
        """,
        ["openai embeddings text-embedding-3-small:"],
        id="csharp: dimensions are no model",
    ),
]

CASES += [
    pytest.param(
        Language.RUST,
        """
        use async_openai::Client;
        async fn f() {
            let client = Client::new();
            println!("{:?}", client.models().list().await?);
            let (a, b) = tokio::try_join!(client.chat().create(r), client.embeddings().create(e))?;
            tokio::select! {
                x = client.chat().create_stream(r) => { done(x) }
                _ = cancelled => {}
            }
        }
        """,
        [
            "async-openai models None:",
            "async-openai openai-chat None: ?",
            "async-openai embeddings None: ?",
            "async-openai openai-chat~ None: ?",
        ],
        id="rust: calls in macros",
    ),
    pytest.param(
        Language.RUST,
        """
        use rig::prelude::*;
        use rig::integrations::cli_chatbot::ChatBotBuilder;
        fn f() { let chatbot = ChatBotBuilder::new().agent(agent).build(); }
        """,
        [],
        id="rust: what is built around an agent",
    ),
    pytest.param(
        Language.CSHARP,
        """
        using OpenAI.Responses;
        var client = new ResponsesClient(key);
        client.CreateResponse("gpt-4.1", "Hi");
        new OpenAIResponseClient("gpt-4o", key).CreateResponse("Hi");
        """,
        ["openai openai-responses gpt-4.1: input", "openai openai-responses gpt-4o:"],
        id="csharp: the model before the text",
    ),
]


@pytest.mark.parametrize(("language", "source", "expected"), CASES)
def test_call_sites(language: Language, source: str, expected: list[str]) -> None:
    assert [summary(site) for site in sites(language, source)] == expected


def test_collected_options_of_a_go_client_decide_its_key_and_url() -> None:
    (site,) = sites(
        Language.GO,
        """
        import "github.com/openai/openai-go"
        import "github.com/openai/openai-go/option"
        type Client struct { *openai.Client }
        func New(config Config) *Client {
            opts := []option.RequestOption{option.WithAPIKey(config.Token)}
            if config.BaseURL != "" {
                opts = append(opts, option.WithBaseURL(config.BaseURL))
            }
            client := openai.NewClient(opts...)
            return &Client{Client: &client}
        }
        func (c *Client) Ask(ctx C) {
            c.Chat.Completions.New(ctx, openai.ChatCompletionNewParams{Model: "gpt-4o-mini"})
        }
        """,
    )
    assert site.client.rollback is Rollback.B
    assert site.client.key_rollback is Rollback.B


def test_options_that_are_handed_in_are_not_the_default() -> None:
    (site,) = sites(
        Language.GO,
        """
        import "github.com/openai/openai-go"
        func Ask(ctx C, opts ...option.RequestOption) {
            client := openai.NewClient(opts...)
            client.Chat.Completions.New(ctx, openai.ChatCompletionNewParams{Model: "gpt-4o-mini"})
        }
        """,
    )
    assert site.client.rollback is Rollback.D


@pytest.mark.parametrize(
    ("made", "rollback", "provider"),
    [
        ('new OpenAIClient(new Uri(config["ENDPOINT"]), new AzureKeyCredential(k))', "B", "azure"),
        ("new OpenAIClient(k)", "C", "openai"),
        ("new OpenAIClient(k, new OpenAIClientOptions())", "C", "openai"),
        ('new OpenAIClient(new ApiKeyCredential("sk-1"), gateway)', "C", "openai"),
    ],
)
def test_azures_first_client_has_the_endpoint_before_the_key(
    made: str, rollback: str, provider: str
) -> None:
    (site,) = sites(
        Language.CSHARP,
        f"""
        using Azure.AI.OpenAI;
        var client = {made};
        var options = new ChatCompletionsOptions {{ DeploymentName = "shop", MaxTokens = 4,
            NucleusSamplingFactor = 0.9f }};
        await client.GetChatCompletionsAsync(options);
        """,
    )
    assert summary(site) == "openai openai-chat shop: max_tokens top_p"
    assert (site.client.rollback, site.client.provider) == (rollback, provider)
    assert "sk-1" not in str(site)


@pytest.mark.parametrize(
    ("client", "is_async"),
    [("reqwest::blocking::Client::builder().build()?", False), ("reqwest::Client::new()", True)],
)
def test_blocking_requests_by_their_full_path(client: str, is_async: bool) -> None:
    (site,) = sites(
        Language.RUST,
        f"""
        fn f() {{
            let client = {client};
            client.post("https://api.openai.com/v1/embeddings")
                .json(&json!({{"model": "text-embedding-3-small", "input": q}})).send()?;
        }}
        """,
    )
    assert site.is_async is is_async


@pytest.mark.parametrize(
    ("path", "language", "begin", "step"),
    [
        ("a.php", Language.PHP, "<?php\n$c = OpenAI::client($k);\n$c", "->chat()->create($p)"),
        (
            "a.rs",
            Language.RUST,
            "use async_openai::Client;\nfn f(c: Client) { c",
            ".chat().create(p)",
        ),
    ],
)
def test_a_long_chain_of_calls_takes_no_time(
    path: str, language: Language, begin: str, step: str
) -> None:
    data = (begin + step * 40 + ";").encode()
    before = process_time()
    find_sites([SourceFile(path, language, data)], {})
    assert process_time() - before < 5


def test_ruby_reads_by_dig() -> None:
    (site,) = sites(
        Language.RUBY,
        """
        client = OpenAI::Client.new
        reply = client.chat(parameters: { model: "gpt-4o-mini", messages: messages })
        puts reply.dig("choices", 0, "message", "content")
        """,
    )
    assert [read.path for read in site.reads] == ["choices[].message.content"]
