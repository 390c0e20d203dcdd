import anthropic

client = anthropic.Anthropic().with_options(max_retries=5)
REQUEST = anthropic.types.MessageCreateParamsNonStreaming(
    model="claude-3-7-sonnet-latest", max_tokens=64, messages=[]
)


def check(text, tools=None, *, deep=False):
    request = {
        "model": "claude-opus-4-0" if deep else "claude-3-5-haiku-latest",
        "max_tokens": 300,
        "messages": [{"role": "user", "content": text}],
    }
    if tools:
        request |= {"tools": tools, "tool_choice": {"type": "any"}}
    return client.messages.create(**request)


def events(text):
    for event in client.messages.create(model="claude-sonnet-4-0", max_tokens=10, messages=[{"role": "user", "content": text}], stream=True):
        print(event.type)
