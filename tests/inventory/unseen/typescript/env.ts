import { z } from "zod";

export const env = z
  .object({ OPENAI_API_KEY: z.string(), OPENAI_BASE_URL: z.string().url().optional(), GEMINI_KEY: z.string(), ANTHROPIC_API_KEY: z.string() })
  .parse(process.env);
