import OpenAI from "openai";
import got from "got";

const client = new OpenAI({ baseURL: "https://api.deepseek.com", apiKey: process.env.DEEPSEEK_API_KEY });

export const onMessage = async (message) => {
  const stream = client.beta.chat.completions.stream({ model: "deepseek-reasoner", messages: [message], max_tokens: 10 });
  for await (const { choices } of stream) console.log(choices[0].delta.reasoning_content);
};

const post = (path, json) => got.post(`https://api.openai.com/v1${path}`, { json, headers: { authorization: `Bearer ${process.env.OPENAI_API_KEY}` } });

export const moderate = (input) => post("/moderations", { input });
