"""Calls of the SDKs of Go, Java, Kotlin, C# and Rust, from source to call site."""

from __future__ import annotations

from textwrap import dedent

import pytest

from migrate_check.domain.call_site import CallSite, Language
from migrate_check.inventory.engine import find_sites
from migrate_check.inventory.source_file import SourceFile

ENDINGS = {
    Language.GO: "main.go",
    Language.JAVA: "A.java",
    Language.KOTLIN: "A.kt",
    Language.CSHARP: "A.cs",
    Language.RUST: "main.rs",
    Language.RUBY: "a.rb",
    Language.PHP: "a.php",
}


def sites(language: Language, source: str) -> list[CallSite]:
    data = dedent(source).encode()
    return find_sites([SourceFile(ENDINGS[language], language, data)], {})


def summary(site: CallSite) -> str:
    """`sdk route model: fields` with `~` for streaming and `?` for fields not fully known."""
    fields = " ".join(field.name for field in site.fields)
    streams = "~" if site.streaming.value == "true" else ""
    known = "" if site.fields_known else " ?"
    text = f"{site.sdk} {site.route}{streams} {site.model.value}: {fields}{known}"
    return " ".join(text.split())


def check(language: Language, source: str, expected: list[str]) -> None:
    assert [summary(site) for site in sites(language, source)] == expected


GO = [
    pytest.param(
        """
        import "google.golang.org/genai"
        func f(ctx C) {
            client, err := genai.NewClient(ctx, &genai.ClientConfig{APIKey: key})
            client.Models.GenerateContentStream(ctx, "gemini-2.5-pro", genai.Text(q),
                &genai.GenerateContentConfig{Temperature: genai.Ptr(float32(0.5)), TopK: x})
        }
        """,
        [
            "google-genai gemini~ gemini-2.5-pro: contents generationConfig.temperature"
            " generationConfig.topK"
        ],
        id="genai",
    ),
    pytest.param(
        """
        import "github.com/google/generative-ai-go/genai"
        func f(ctx C) {
            client, err := genai.NewClient(ctx, option.WithAPIKey(os.Getenv("KEY")))
            model := client.GenerativeModel("gemini-1.5-flash")
            model.SetTemperature(0.9)
            model.GenerateContent(ctx, genai.Text(q))
        }
        """,
        ["google-generativeai gemini gemini-1.5-flash: generationConfig.temperature"],
        id="generative-ai-go",
    ),
    pytest.param(
        """
        import "github.com/tmc/langchaingo/llms/anthropic"
        func f() {
            llm, err := anthropic.New(
                anthropic.WithModel("claude-3-5-haiku-latest"), anthropic.WithToken(k))
        }
        """,
        ["langchaingo anthropic-messages claude-3-5-haiku-latest:"],
        id="langchaingo",
    ),
    pytest.param(
        """
        import "github.com/aws/aws-sdk-go-v2/aws"
        import "github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
        func f(cfg aws.Config) {
            client := bedrockruntime.NewFromConfig(cfg)
            client.ConverseStream(ctx, &bedrockruntime.ConverseStreamInput{
                ModelId: aws.String("anthropic.claude-3"), InferenceConfig: c})
        }
        """,
        ["bedrock bedrock-converse~ anthropic.claude-3: inferenceConfig"],
        id="bedrock",
    ),
    pytest.param(
        """
        import "github.com/go-resty/resty/v2"
        func f() {
            client := resty.New()
            client.R().SetHeader("Authorization", "Bearer "+os.Getenv("OPENAI_API_KEY")).
                SetBody(map[string]any{"model": "gpt-4o", "seed": 1}).
                Post("https://api.openai.com/v1/chat/completions")
        }
        """,
        ["http openai-chat gpt-4o: seed"],
        id="resty",
    ),
    pytest.param(
        """
        import openai "github.com/sashabaranov/go-openai"
        type Bot struct { ai *openai.Client }
        func (b *Bot) ask(model string) {
            req := openai.ChatCompletionRequest{Model: model}
            req.LogitBias = bias
            if b.json {
                req.ResponseFormat = &openai.ChatCompletionResponseFormat{Type: "json_object"}
            }
            b.ai.CreateChatCompletion(ctx, req)
        }
        """,
        ["go-openai openai-chat None: logit_bias response_format response_format.type"],
        id="go-openai in a struct",
    ),
]
GO += [
    pytest.param(
        """
        import "github.com/Azure/azure-sdk-for-go/sdk/ai/azopenai"
        import "github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
        func f() {
            client, err := azopenai.NewClientWithKeyCredential(endpoint, cred, nil)
            client.GetChatCompletions(ctx, azopenai.ChatCompletionsOptions{
                DeploymentName: to.Ptr("shop"), MaxTokens: to.Ptr[int32](5)}, nil)
        }
        """,
        ["azure-openai openai-chat shop: max_tokens"],
        id="Azure",
    ),
    pytest.param(
        """
        import "github.com/liushuangls/go-anthropic/v2"
        func f() {
            client := anthropic.NewClient(key)
            client.CreateMessagesStream(ctx, anthropic.MessagesStreamRequest{
                MessagesRequest: anthropic.MessagesRequest{Model: "claude-3-5-haiku-latest",
                    MaxTokens: 9},
                OnContentBlockDelta: func(d D) {}})
        }
        """,
        ["go-anthropic anthropic-messages~ claude-3-5-haiku-latest: max_tokens"],
        id="go-anthropic",
    ),
]


@pytest.mark.parametrize(("source", "expected"), GO)
def test_go(source: str, expected: list[str]) -> None:
    check(Language.GO, f"package main\n{dedent(source)}", expected)


JAVA = [
    pytest.param(
        """
        import com.google.genai.Client;
        class A { void m() {
            Client client = Client.builder().apiKey(System.getenv("KEY")).build();
            client.models.generateContent("gemini-2.5-flash", q,
                GenerateContentConfig.builder().temperature(0.5f).maxOutputTokens(9).build());
        } }
        """,
        [
            "google-genai gemini gemini-2.5-flash: contents generationConfig.maxOutputTokens"
            " generationConfig.temperature"
        ],
        id="google genai",
    ),
    pytest.param(
        """
        import com.openai.client.OpenAIClient;
        class A {
            A(OpenAIClient client) { this.client = client; }
            private final OpenAIClient client;
            void m(ChatCompletionCreateParams params) {
                client.async().chat().completions().create(params);
            }
        }
        """,
        ["openai openai-chat None: ?"],
        id="parameters of a caller",
    ),
    pytest.param(
        """
        import com.theokanning.openai.service.OpenAiService;
        class A { void m() {
            OpenAiService service = new OpenAiService(token, Duration.ofSeconds(30));
            service.createChatCompletion(ChatCompletionRequest.builder()
                .model("gpt-3.5-turbo").messages(ms).n(2).build());
        } }
        """,
        ["openai-java openai-chat gpt-3.5-turbo: messages n"],
        id="OpenAiService",
    ),
    pytest.param(
        """
        import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
        class A { void m() {
            BedrockRuntimeClient client = BedrockRuntimeClient.create();
            client.converse(r -> r.modelId("amazon.nova").messages(ms).inferenceConfig(c));
            client.invokeModel(InvokeModelRequest.builder().modelId("amazon.titan").body(b).build());
        } }
        """,
        [
            "bedrock bedrock-converse amazon.nova: inferenceConfig messages",
            "bedrock bedrock-invoke amazon.titan: ?",
        ],
        id="bedrock",
    ),
    pytest.param(
        """
        import org.springframework.web.reactive.function.client.WebClient;
        class A { private final WebClient web; void m() {
            web.post().uri("https://api.anthropic.com/v1/messages")
                .header("x-api-key", key)
                .bodyValue(Map.of("model", "claude-sonnet-4-5", "max_tokens", 5))
                .retrieve();
        } }
        """,
        ["http anthropic-messages claude-sonnet-4-5: max_tokens"],
        id="WebClient",
    ),
    pytest.param(
        """
        import org.springframework.web.client.RestTemplate;
        class A { private final RestTemplate rest; void m() {
            Map<String, Object> body = new HashMap<>();
            body.put("model", "gpt-4o");
            body.put("seed", 1);
            rest.postForObject("https://api.openai.com/v1/chat/completions",
                new HttpEntity<>(body, headers), String.class);
        } }
        """,
        ["http openai-chat gpt-4o: seed"],
        id="RestTemplate",
    ),
    pytest.param(
        """
        import org.springframework.ai.chat.client.ChatClient;
        import org.springframework.ai.anthropic.AnthropicChatOptions;
        class A { private final ChatClient chat; Object m() {
            return chat.prompt().user(q)
                .options(AnthropicChatOptions.builder().model("claude-sonnet-4-5").topK(3).build())
                .stream();
        } }
        """,
        ["spring-ai anthropic-messages~ claude-sonnet-4-5: messages top_k"],
        id="Spring AI",
    ),
    pytest.param(
        """
        import com.anthropic.client.okhttp.AnthropicOkHttpClient;
        class A { void m() {
            var client = AnthropicOkHttpClient.fromEnv();
            client.messages().createStreaming(MessageCreateParams.builder()
                .model(Model.CLAUDE_SONNET_4_20250514).maxTokens(5L)
                .putAdditionalHeader("anthropic-beta", "b")
                .putAdditionalBodyProperty("x", JsonValue.from(1)).build());
        } }
        """,
        [
            "anthropic anthropic-messages~ claude-sonnet-4-20250514:"
            " header:anthropic-beta max_tokens x"
        ],
        id="anthropic",
    ),
]
JAVA += [
    pytest.param(
        """
        import com.azure.ai.openai.OpenAIClientBuilder;
        class A { void m() {
            var client = new OpenAIClientBuilder().credential(new AzureKeyCredential(key))
                .endpoint(url).buildClient();
            client.getChatCompletions("shop",
                new ChatCompletionsOptions(messages).setMaxTokens(5).setTopP(0.5));
        } }
        """,
        ["azure-openai openai-chat shop: max_tokens messages top_p"],
        id="Azure",
    ),
]


@pytest.mark.parametrize(("source", "expected"), JAVA)
def test_java(source: str, expected: list[str]) -> None:
    check(Language.JAVA, source, expected)


KOTLIN = [
    pytest.param(
        """
        import com.aallam.openai.client.OpenAI
        class A(private val openAI: OpenAI) {
            suspend fun ask() {
                val request = chatCompletionRequest {
                    model = ModelId("gpt-4o")
                    temperature = 0.3
                    messages { user { content = q } }
                }
                openAI.chatCompletions(request).collect { print(it) }
            }
        }
        """,
        ["openai-kotlin openai-chat~ gpt-4o: messages temperature"],
        id="a request's own language",
    ),
    pytest.param(
        """
        import io.ktor.client.HttpClient
        suspend fun ask(client: HttpClient) {
            client.post("https://api.mistral.ai/v1/chat/completions") {
                bearerAuth(System.getenv("KEY"))
                setBody(mapOf("model" to "mistral-small-latest", "safe_prompt" to true))
            }
        }
        """,
        ["http openai-chat mistral-small-latest: safe_prompt"],
        id="ktor",
    ),
]


@pytest.mark.parametrize(("source", "expected"), KOTLIN)
def test_kotlin(source: str, expected: list[str]) -> None:
    check(Language.KOTLIN, source, expected)


CSHARP = [
    pytest.param(
        """
        using OpenAI.Responses;
        class A { async Task M() {
            OpenAIResponseClient client = new("gpt-5", key);
            await client.CreateResponseAsync(q, new ResponseCreationOptions {
                MaxOutputTokenCount = 5, StoredOutputEnabled = false, PreviousResponseId = id });
        } }
        """,
        ["openai openai-responses gpt-5: max_output_tokens previous_response_id store"],
        id="responses",
    ),
    pytest.param(
        """
        using Microsoft.Extensions.AI;
        class A(IChatClient chat) { async Task M() {
            await foreach (var u in chat.GetStreamingResponseAsync(q, new ChatOptions {
                ModelId = "gpt-4o", Temperature = 0.1f, MaxOutputTokens = 3 })) { }
        } }
        """,
        ["microsoft-extensions-ai openai-chat~ gpt-4o: max_tokens temperature"],
        id="Microsoft.Extensions.AI",
    ),
    pytest.param(
        """
        using Microsoft.Extensions.AI;
        using OpenAI.Chat;
        class A { async Task M() {
            IChatClient chat = new ChatClient("gpt-4o-mini", key).AsIChatClient();
            await chat.GetResponseAsync(q);
        } }
        """,
        ["openai openai-chat gpt-4o-mini:"],
        id="an SDK's client behind Microsoft.Extensions.AI",
    ),
    pytest.param(
        """
        using Anthropic;
        class A { async Task M() {
            AnthropicClient client = new() { APIKey = key };
            await client.Messages.Create(new MessageCreateParams {
                Model = "claude-sonnet-4-5", MaxTokens = 5, Messages = [] });
        } }
        """,
        ["anthropic anthropic-messages claude-sonnet-4-5: max_tokens messages"],
        id="the official Anthropic SDK",
    ),
    pytest.param(
        """
        using OpenAI.Managers;
        class A { async Task M() {
            var service = new OpenAIService(new OpenAiOptions { ApiKey = key });
            await service.ChatCompletion.CreateCompletion(new ChatCompletionCreateRequest {
                Model = Models.Gpt_4o, MaxTokens = 5 });
        } }
        """,
        ["betalgo-openai openai-chat gpt-4o: max_tokens"],
        id="Betalgo",
    ),
    pytest.param(
        """
        using Amazon.BedrockRuntime;
        class A { async Task M(IAmazonBedrockRuntime client) {
            await client.ConverseAsync(new ConverseRequest {
                ModelId = "amazon.nova",
                InferenceConfig = new InferenceConfiguration { TopP = 1 } });
        } }
        """,
        ["bedrock bedrock-converse amazon.nova: inferenceConfig inferenceConfig.topP"],
        id="bedrock",
    ),
    pytest.param(
        """
        using System.Net.Http;
        class A { private readonly HttpClient _http; async Task M() {
            var body = JsonSerializer.Serialize(new { model = "gpt-4o", stream = true });
            await _http.PostAsync("https://api.openai.com/v1/chat/completions",
                new StringContent(body, Encoding.UTF8, "application/json"));
        } }
        """,
        ["http openai-chat~ gpt-4o: stream"],
        id="HttpClient",
    ),
    pytest.param(
        """
        using OpenAI.Chat;
        class A { async Task M(ChatClient chat, ChatCompletionOptions options) {
            options.TopP = 1;
            await chat.CompleteChatAsync(messages, options, token);
        } }
        """,
        ["openai openai-chat None: top_p ?"],
        id="options of a caller",
    ),
]
CSHARP += [
    pytest.param(
        """
        using Azure.AI.OpenAI;
        class A { async Task M() {
            var client = new OpenAIClient(new Uri(url), new AzureKeyCredential(key));
            await client.GetChatCompletionsAsync(new ChatCompletionsOptions {
                DeploymentName = "shop", MaxTokens = 5 });
        } }
        """,
        ["openai openai-chat shop: max_tokens"],
        id="Azure before 2.0",
    ),
]


@pytest.mark.parametrize(("source", "expected"), CSHARP)
def test_csharp(source: str, expected: list[str]) -> None:
    check(Language.CSHARP, source, expected)


RUST = [
    pytest.param(
        """
        use async_openai::{Client, types::*};
        struct Bot { client: Client<OpenAIConfig> }
        impl Bot {
            fn new() -> Self { Self { client: Client::new() } }
            async fn ask(&self) {
                let mut args = CreateChatCompletionRequestArgs::default();
                args.model("gpt-4o").seed(1);
                self.client.chat().create(args.build()?).await?;
            }
        }
        """,
        ["async-openai openai-chat gpt-4o: seed"],
        id="a builder in a variable",
    ),
    pytest.param(
        """
        use openai_api_rs::v1::api::OpenAIClient;
        async fn f() {
            let client = OpenAIClient::builder().with_api_key(k).build()?;
            let req = ChatCompletionRequest::new("gpt-4o".to_string(), vec![m]).temperature(0.1);
            client.chat_completion(req).await?;
        }
        """,
        ["openai-api-rs openai-chat gpt-4o: messages temperature"],
        id="openai-api-rs",
    ),
    pytest.param(
        """
        use genai::Client;
        async fn f() {
            let client = Client::default();
            client.exec_chat("claude-3-haiku-20240307", chat_req, None).await?;
        }
        """,
        ["genai anthropic-messages claude-3-haiku-20240307: messages"],
        id="genai",
    ),
    pytest.param(
        """
        use rig::providers::openai;
        async fn f() {
            let client = openai::Client::from_env();
            let agent = client.agent("gpt-4o").preamble("x").temperature(0.5).build();
        }
        """,
        ["rig openai-chat gpt-4o: messages temperature"],
        id="rig",
    ),
    pytest.param(
        """
        async fn f(client: &aws_sdk_bedrockruntime::Client) {
            client.converse().model_id("amazon.nova").messages(m).inference_config(c).send().await?;
        }
        """,
        ["bedrock bedrock-converse amazon.nova: inferenceConfig messages"],
        id="bedrock",
    ),
    pytest.param(
        """
        async fn f(key: String) {
            let client = reqwest::Client::new();
            let mut body = json!({"model": "gpt-4o"});
            body["seed"] = json!(1);
            client.post("https://api.openai.com/v1/chat/completions")
                .bearer_auth(&key).json(&body).send().await?;
        }
        """,
        ["http openai-chat gpt-4o: seed"],
        id="reqwest",
    ),
]
RUST += [
    pytest.param(
        """
        fn f() {
            ureq::post("https://api.openai.com/v1/embeddings")
                .set("Authorization", &key)
                .send_json(ureq::json!({"model": "text-embedding-3-small", "dimensions": 9}));
        }
        """,
        ["http embeddings text-embedding-3-small: dimensions"],
        id="ureq",
    ),
]


@pytest.mark.parametrize(("source", "expected"), RUST)
def test_rust(source: str, expected: list[str]) -> None:
    check(Language.RUST, source, expected)
