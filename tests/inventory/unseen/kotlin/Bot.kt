package bot

import com.openai.client.okhttp.OpenAIOkHttpClient
import com.openai.models.responses.ResponseCreateParams

class Bot(private val model: String = "gpt-4.1-nano") {
    private val openai by lazy { OpenAIOkHttpClient.builder().fromEnv().baseUrl(System.getenv("BOT_URL")).build() }

    fun say(text: String) = openai.responses().create(
        ResponseCreateParams.builder()
            .model(model)
            .input(text)
            .instructions("Be brief")
            .store(false)
            .build()
    )
}
