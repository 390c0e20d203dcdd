import { Client } from "discord.js";
import { PrismaClient } from "@prisma/client";
import { generateText } from "@tiptap/core";
import { embed } from "./iframe";
import type OpenAI from "openai";
import { vi } from "vitest";

const prisma = new PrismaClient();
const discord = new Client({ intents: [] });

export async function unrelated(openai: { chat: string }, res: Response) {
  await prisma.chat.create({ data: { model: "gpt-4o" } });
  await prisma.completions.create({ data: { model: "gpt-4o" } });
  discord.messages.create({ content: "hello" });
  generateText({ type: "doc" }, []);
  embed({ url: "https://video.example.com" });
  await fetch("/api/chat/completions-report", { method: "POST" });
  await fetch("https://status.anthropic.com/api/v2/status.json");
  vi.mock("openai", () => ({ default: class { chat = { completions: { create: vi.fn() } } } }));
  const params: OpenAI.Chat.ChatCompletionCreateParams = { model: "gpt-4o", messages: [] };
  return { params, label: `${openai.chat}.completions.create(`, res };
}
