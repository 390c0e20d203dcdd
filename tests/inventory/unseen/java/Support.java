package support;

import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.moderations.ModerationCreateParams;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import java.util.concurrent.CompletableFuture;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.client.RestClient;

public class Support {
    @Value("${support.model:gpt-4o-mini}")
    private String model;

    private final OpenAIClientAsync openai = OpenAIOkHttpClientAsync.builder().fromEnv().maxRetries(0).build();

    public CompletableFuture<String> reply(String text) {
        var params = ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage(text)
                .temperature(0.0)
                .putAdditionalBodyProperty("router_mode", com.openai.core.JsonValue.from("cost"))
                .build();
        return openai.chat()
                .completions()
                .create(params)
                .thenApply(reply -> reply.choices().get(0).message().content().orElse(""));
    }

    public Object moderate(String text) {
        return openai.moderations().create(ModerationCreateParams.builder().model("omni-moderation-latest").input(text).build());
    }

    private final OpenAiEmbeddingModel vectors =
            OpenAiEmbeddingModel.builder().apiKey("demo").modelName("text-embedding-3-small").dimensions(256).build();

    public String raw(RestClient http, String body) {
        return http.post().uri("https://api.anthropic.com/v1/messages").header("x-api-key", "sk-ant-example").body(body).retrieve().body(String.class);
    }
}
