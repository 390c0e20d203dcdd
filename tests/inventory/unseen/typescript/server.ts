import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { env } from "./env";
import { generateObject, tool } from "ai";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { mistral } from "@ai-sdk/mistral";

let cached: OpenAI | undefined;

export function getOpenAI(): OpenAI {
  cached ??= new OpenAI({ apiKey: env.OPENAI_API_KEY, baseURL: env.OPENAI_BASE_URL, timeout: 20 * 1000 });
  return cached;
}

type Body = OpenAI.Chat.Completions.ChatCompletionCreateParamsStreaming;

export async function handler(messages: Body["messages"], json: boolean) {
  const body: Body = {
    model: process.env.CHAT_MODEL || "gpt-4o",
    messages,
    stream: true,
    ...(json ? { response_format: { type: "json_object" } } : {}),
  };
  return getOpenAI().chat.completions.create(body);
}

export class Reviewer {
  constructor(private readonly anthropic = new Anthropic(), private model = "claude-sonnet-4-0") {}

  async review(diff: string) {
    const { content, usage } = await this.anthropic.messages.create({
      model: this.model,
      max_tokens: 2_000,
      temperature: 0,
      messages: [{ role: "user", content: diff }],
    });
    return { content, cached: usage.cache_read_input_tokens };
  }
}

const google = createGoogleGenerativeAI({ apiKey: env.GEMINI_KEY, baseURL: "https://gw.example.com/v1beta" });

export const extract = (prompt: string, schema: never) =>
  generateObject({ model: google("gemini-2.5-pro"), schema, prompt, maxRetries: 0 });

export const french = (prompt: string) => generateObject({ model: mistral("mistral-small-latest"), prompt, output: "no-schema", seed: 1 });

export async function proxy(request: Request) {
  const upstream = await fetch(new URL("/v1/messages", "https://api.anthropic.com"), {
    method: "POST",
    headers: { "x-api-key": env.ANTHROPIC_API_KEY, "anthropic-version": "2023-06-01" },
    body: request.body,
  });
  return new Response(upstream.body);
}
