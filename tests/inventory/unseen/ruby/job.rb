class SummaryJob < ApplicationJob
  def perform(post)
    response = llm.chat(parameters: defaults.merge(model: "gpt-4o", messages: [{ role: "user", content: post.body }]))
    post.update!(summary: response.dig("choices", 0, "message", "content"))
  end

  private

  def defaults
    { temperature: 0.4 }
  end

  def llm
    OpenAI::Client.new(access_token: ENV["OPENAI_API_KEY"], uri_base: ENV["LLM_URL"])
  end
end
