using OpenAI.Chat;
using OpenAI.Responses;
using Microsoft.Extensions.AI;

var chat = new ChatClient("gpt-4o-mini", Environment.GetEnvironmentVariable("OPENAI_API_KEY"));
List<ChatMessage> history = [new UserChatMessage("hi")];
ChatCompletionOptions options = new() { TopP = 0.9f };
options.StopSequences.Add("END");
options.ResponseFormat = ChatResponseFormat.CreateJsonObjectFormat();
Console.WriteLine(chat.CompleteChat(history, options).Value.Content[0].Text);

var http = new HttpClient { BaseAddress = new Uri("https://api.openai.com/v1/") };
http.DefaultRequestHeaders.Add("Authorization", $"Bearer {Environment.GetEnvironmentVariable("OPENAI_API_KEY")}");
var answer = await http.PostAsync("embeddings", JsonContent.Create(new { model = "text-embedding-3-small", input = "hi" }));
