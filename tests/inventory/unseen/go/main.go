package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"

	"github.com/openai/openai-go"
	"github.com/openai/openai-go/option"
)

type Bot struct {
	ai    openai.Client
	model string
}

func newBot() *Bot {
	model := os.Getenv("BOT_MODEL")
	if model == "" {
		model = "gpt-4o-mini"
	}
	return &Bot{ai: openai.NewClient(option.WithBaseURL(os.Getenv("BOT_BASE_URL"))), model: model}
}

func (b *Bot) say(ctx context.Context, text string) (string, error) {
	params := openai.ChatCompletionNewParams{Model: b.model}
	params.Messages = append(params.Messages, openai.UserMessage(text))
	params.User = openai.String("bot")
	reply, err := b.ai.Chat.Completions.New(ctx, params)
	if err != nil {
		return "", fmt.Errorf("asking: %w", err)
	}
	return reply.Choices[0].Message.Content, nil
}

func (b *Bot) raw(ctx context.Context, text string) (*http.Response, error) {
	body := fmt.Sprintf(`{"model": "gpt-4o", "stream": true, "messages": [{"role": "user", "content": %q}]}`, text)
	request, err := http.NewRequestWithContext(ctx, "POST", "https://api.openai.com/v1/chat/completions", strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("OPENAI_API_KEY"))
	return http.DefaultClient.Do(request)
}

func main() {
	fmt.Println(newBot().say(context.Background(), "hello"))
}
