#!/usr/bin/env bash
API=https://api.openai.com/v1
AUTH="Authorization: Bearer $OPENAI_API_KEY"
for f in *.txt; do
  jq -n --arg c "$(cat "$f")" '{model: "gpt-4o-mini", temperature: 0, messages: [{role: "user", content: $c}]}' |
    curl -sS -H "$AUTH" -H 'Content-Type: application/json' -d @- "$API/chat/completions"
done
response=$(curl --fail --retry 3 --request POST --url "$API/images/generations" --header "$AUTH" --data "{\"model\": \"dall-e-3\", \"prompt\": \"$1\", \"size\": \"1024x1024\"}")
http POST https://api.anthropic.com/v1/messages x-api-key:$ANTHROPIC_API_KEY model=claude-3-haiku-20240307 max_tokens:=9
