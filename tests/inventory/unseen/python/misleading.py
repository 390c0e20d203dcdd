"""Nothing here calls a model.

    >>> client.chat.completions.create(model="gpt-4o", messages=[])
"""
import openai_cost_tracker
from discord import Webhook
from github import Github
from google.cloud import storage
from googleapiclient.discovery import build
from sendgrid import SendGridAPIClient
from slack_bolt import App
from tiktoken import encoding_for_model
import httpx
import litellm_stub as litellm
import openai

app = App()
gmail = build("gmail", "v1")


def unrelated(db, http, llm, history):
    gmail.users().messages().send(userId="me", body={}).execute()
    history.messages.create(role="user", content="hi", thread_id=4)
    db.embeddings.create(vector=[1.0], model="shoe")
    litellm.completion(model="x", messages=[])
    http.post("/v1/responses", json={"survey": 4})
    httpx.post("https://api.example.com/v1/embeddings-of-birds", json={})
    httpx.get("https://openai.com/index/gpt-5")
    print(openai.__version__, openai.OpenAIError)
    encoding_for_model("gpt-4o").encode("text")
    openai_cost_tracker.completion(model="gpt-4o", messages=[])
    SendGridAPIClient("k").client.mail.send.post(request_body={})
    Github().get_repo("a/b").create_issue(title="model: gpt-4o")
    storage.Client().bucket("b").blob("chat/completions").upload_from_string("x")
    assert llm.chat.completions.create.call_count == 1
    raise openai.BadRequestError("messages.create failed", response=None, body=None)


@app.message("anthropic")
def on_message(message, say):
    say.stream(text=message["text"])
