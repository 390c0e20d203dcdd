package server

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/anthropics/anthropic-sdk-go"
	"github.com/openai/openai-go/v3"
	"github.com/tmc/langchaingo/llms"
	lcopenai "github.com/tmc/langchaingo/llms/openai"
)

type Config struct {
	Model   string
	BaseURL string
}

type Server struct {
	claude *anthropic.Client
	ai     *openai.Client
	config Config
}

func (s *Server) Ask(w http.ResponseWriter, r *http.Request) {
	message, err := s.claude.Messages.New(r.Context(), anthropic.MessageNewParams{
		Model:     anthropic.Model(s.config.Model),
		MaxTokens: 2048,
		Thinking:  anthropic.ThinkingConfigParamOfEnabled(1024),
	})
	if err != nil {
		http.Error(w, err.Error(), 502)
		return
	}
	json.NewEncoder(w).Encode(message)
}

func (s *Server) Speech(ctx context.Context, text string) (*http.Response, error) {
	return s.ai.Audio.Speech.New(ctx, openai.AudioSpeechNewParams{Model: openai.SpeechModelTTS1, Input: text, Voice: "alloy"})
}

func (s *Server) Raw(text string) (*http.Response, error) {
	return http.Post(s.config.BaseURL+"/chat/completions", "application/json", strings.NewReader(text))
}

func Chain(ctx context.Context, text string) (string, error) {
	llm, err := lcopenai.New(lcopenai.WithModel("gpt-4o"))
	if err != nil {
		return "", err
	}
	return llms.GenerateFromSinglePrompt(ctx, llm, text, llms.WithTemperature(0.2))
}
