use async_openai::{config::OpenAIConfig, types::CreateChatCompletionRequest, Client};

pub struct Bot {
    client: Client<OpenAIConfig>,
    model: String,
}

impl Bot {
    pub fn new() -> Self {
        let model = std::env::var("BOT_MODEL").unwrap_or_else(|_| "gpt-4o".to_string());
        Self { client: Client::new(), model }
    }

    pub async fn say(&self) -> Option<String> {
        let request = CreateChatCompletionRequest { model: self.model.clone(), messages: vec![], user: Some("bot".into()), ..Default::default() };
        let reply = self.client.chat().create(request).await.ok()?;
        reply.choices[0].message.content.clone()
    }
}
