require "openai"
require "httparty"

OpenAI.configure do |config|
  config.access_token = ENV.fetch("OPENAI_ACCESS_TOKEN")
  config.uri_base = "https://llm-gateway.example.com/"
end

class Bot
  def client = @client ||= OpenAI::Client.new

  def say(text, model: "gpt-4o-mini")
    client.chat(parameters: { model: model, messages: [{ role: "user", content: text }], user: "bot" })
  end

  def raw(text)
    HTTParty.post(
      "https://api.anthropic.com/v1/messages",
      headers: { "x-api-key" => ENV["ANTHROPIC_API_KEY"] },
      body: { model: "claude-3-haiku-20240307", max_tokens: 5, messages: [] }.to_json
    )
  end
end
