using OpenAI;
using OpenAI.Audio;
using OpenAI.Chat;

namespace App;

public static class Startup
{
    public static void Configure(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new OpenAIClient(new ApiKeyCredential(configuration["Llm:Key"]!), new OpenAIClientOptions
        {
            Endpoint = new Uri(configuration["Llm:Url"]!),
        }));
    }
}

public class Endpoint(OpenAIClient client)
{
    public async Task<string> Ask(string text, CancellationToken token)
    {
        var chat = client.GetChatClient("gpt-4.1");
        var reply = await chat.CompleteChatAsync(
            [new SystemChatMessage("Brief"), new UserChatMessage(text)],
            new ChatCompletionOptions { Temperature = 0, AllowParallelToolCalls = false },
            token);
        return reply.Value.Content[0].Text;
    }

    public AudioTranscription Listen(string path) => client.GetAudioClient("whisper-1").TranscribeAudio(path);
}
