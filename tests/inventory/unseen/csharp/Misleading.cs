using Company.Chat;

class Misleading
{
    void Run(IChatRoom room, HttpClient http)
    {
        room.CompleteChat("bye");
        http.GetAsync("https://status.openai.com");
        var name = nameof(OpenAI.Chat.ChatClient.CompleteChat);
    }
}
