#!/bin/sh
set -e
: "${OPENAI_BASE_URL:=https://api.openai.com/v1}"
payload='{"model":"gpt-4o","messages":[],"response_format":{"type":"json_object"}}'
curl_opts="-sS --retry 2"
summary=$(printf '%s' "$payload" | curl $curl_opts "${OPENAI_BASE_URL%/}/chat/completions" \
  -H "authorization: bearer ${OPENAI_API_KEY}" -H 'content-type: application/json' --data-binary @-)
curl -X DELETE "$OPENAI_BASE_URL/files/file-123" -H "Authorization: Bearer $OPENAI_API_KEY"
