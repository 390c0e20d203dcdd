#!/bin/sh
grep -r "https://api.openai.com/v1/chat/completions" src
curl -fsS https://status.openai.com/api/v2/status.json
curl -o key.pem https://openai.com/key.pem
printf '%s\n' "curl https://api.anthropic.com/v1/messages" >> README.md
nslookup api.anthropic.com
curl https://forum.example.com/v1/threads/1/messages -d '{"content":"hi"}'
