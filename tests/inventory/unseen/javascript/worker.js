export default {
  async fetch(request, env) {
    const { prompt } = await request.json();
    const upstream = new Request("https://api.openai.com/v1/responses", {
      method: "POST",
      headers: { Authorization: `Bearer ${env.OPENAI_API_KEY}`, "OpenAI-Beta": "responses=v1" },
      body: JSON.stringify({ model: "gpt-4.1", input: prompt, stream: true }),
    });
    return fetch(upstream);
  },
};
