package app;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.Model;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.azure.ai.openai.OpenAIClient;
import com.azure.ai.openai.OpenAIClientBuilder;
import com.azure.ai.openai.models.ChatCompletionsOptions;
import com.azure.core.credential.AzureKeyCredential;
import java.util.List;

public class Config {
    static final Model MODEL = Model.CLAUDE_3_5_HAIKU_LATEST;

    StreamResponse<RawMessageStreamEvent> live(AnthropicClient client, String text) {
        var params = MessageCreateParams.builder().model(MODEL).maxTokens(10).system("Brief").addUserMessage(text).build();
        return client.messages().createStreaming(params);
    }

    Object azure(String text) {
        OpenAIClient client = new OpenAIClientBuilder()
                .endpoint(System.getenv("AZURE_OPENAI_ENDPOINT"))
                .credential(new AzureKeyCredential(System.getenv("AZURE_OPENAI_API_KEY")))
                .buildClient();
        return client.getChatCompletions("shop-gpt4o", new ChatCompletionsOptions(List.of()).setMaxTokens(9));
    }
}
