pub async fn run(room: &crate::Room, http: &reqwest::Client) {
    room.chat().create_stream("x").await;
    room.embeddings().create("x").await;
    let _ = http.get("https://status.openai.com").send().await;
}
