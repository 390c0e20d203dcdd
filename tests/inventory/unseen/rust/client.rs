use reqwest::header::{HeaderMap, AUTHORIZATION};

#[derive(serde::Serialize)]
struct Request<'a> {
    model: &'a str,
    max_tokens: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f32>,
    messages: Vec<Message<'a>>,
}

#[derive(serde::Serialize)]
struct Message<'a> {
    role: &'a str,
    content: &'a str,
}

pub struct Claude {
    http: reqwest::Client,
    key: String,
}

impl Claude {
    const URL: &'static str = "https://api.anthropic.com/v1/messages";

    pub async fn ask(&self, text: &str) -> reqwest::Result<String> {
        let body = Request { model: "claude-sonnet-4-5", max_tokens: 64, temperature: None, messages: vec![Message { role: "user", content: text }] };
        self.http.post(Self::URL).header("x-api-key", &self.key).json(&body).send().await?.text().await
    }
}
