import { OpenAI } from "openai";
import type Anthropic from "@anthropic-ai/sdk";
import { initChatModel } from "langchain";
import { ChatOpenAI } from "@langchain/openai";
import ky from "ky";
import { embedMany, experimental_generateImage as generateImage, generateText, wrapLanguageModel } from "ai";
import { openai } from "@ai-sdk/openai";
import { anthropic } from "@ai-sdk/anthropic";

const DEFAULTS = { temperature: 0.1, max_tokens: 256 } as const;

export enum Model {
  Fast = "gpt-4o-mini",
  Good = "gpt-4.1",
}

export class Service {
  #client = new OpenAI({ baseURL: process.env.LLM_URL });

  constructor(
    private readonly claude: Anthropic,
    private readonly model: string,
  ) {}

  private params(question: string, user?: string) {
    return {
      ...DEFAULTS,
      model: Model.Fast,
      messages: [{ role: "user" as const, content: question }],
      ...(user && { user }),
    };
  }

  ask = async (question: string, user?: string) => this.#client.chat.completions.create(this.params(question, user));

  async tools(question: string) {
    const runner = this.#client.beta.chat.completions.runTools({
      model: Model.Good,
      messages: [{ role: "user", content: question }],
      tools: [],
      parallel_tool_calls: false,
    });
    return runner.finalContent();
  }

  async opinion(question: string) {
    const request = {
      model: this.model,
      max_tokens: 99,
      messages: [{ role: "user", content: question }],
    } satisfies Anthropic.MessageCreateParamsNonStreaming;
    return this.claude.messages.create(request, { headers: { "anthropic-beta": "context-1m-2025-08-07" } });
  }
}

export async function lazily(text: string) {
  const { default: Client } = await import("openai");
  return new Client().embeddings.create({ model: "text-embedding-3-small", input: text });
}

const model = wrapLanguageModel({ model: openai.responses("gpt-4.1-mini"), middleware: [] });

export const wrapped = (prompt: string) => generateText({ model, prompt, frequencyPenalty: 0.5, headers: { "X-Team": "shop" } });

export const picture = (prompt: string) => generateImage({ model: openai.image("dall-e-3"), prompt, size: "1024x1024" });

export const vectors = (values: string[]) => embedMany({ model: openai.embedding("text-embedding-3-small"), values });

export const searched = (prompt: string) =>
  generateText({ model: anthropic("claude-sonnet-4-5"), prompt, tools: { web: anthropic.tools.webSearch_20250305({ maxUses: 2 }) } });

export const raw = (text: string) =>
  ky.post("https://api.mistral.ai/v1/chat/completions", {
    json: { model: "mistral-small-latest", safe_prompt: true, messages: [{ role: "user", content: text }] },
    headers: { Authorization: `Bearer ${process.env.MISTRAL_API_KEY}` },
  });

export const chained = new ChatOpenAI({ model: "gpt-4o", apiKey: process.env.LLM_KEY, temperature: 0 }).bindTools([]);

export const any = await initChatModel("claude-3-5-haiku-latest", { modelProvider: "anthropic", temperature: 0.2 });
