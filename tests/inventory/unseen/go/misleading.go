package misleading

import (
	"context"
	"net/http"

	openai "example.com/internal/openapi"
)

func Run(ctx context.Context, c *openai.Client) {
	c.Chat.Completions.New(ctx, openai.Params{})
	c.CreateChatCompletion(ctx, "room")
	http.Get("https://platform.openai.com/docs")
}
