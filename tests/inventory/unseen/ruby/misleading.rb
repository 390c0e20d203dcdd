class Misleading
  def run(room, twilio)
    room.chat(parameters: { model: "gpt-4o", messages: [] })
    twilio.messages.create(body: "x", to: "1", from: "2")
    room.images.generate(size: "256x256")
    Faraday.get("https://openai.com/blog")
  end
end
