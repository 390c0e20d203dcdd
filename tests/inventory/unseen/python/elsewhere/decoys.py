"""Names that mislead."""
from kubernetes.client import BatchV1Api
from slack_sdk import WebClient
from redis import Redis
import requests

slack = WebClient()


class Responses:
    def create(self, **kwargs):
        return kwargs


responses = Responses()
responses.create(model="survey", input="x")
slack.files.upload(file="report.pdf")
Redis().chat.completions  # attribute only
requests.get("https://status.openai.com/api/v2/status.json")
requests.post("https://matrix.example.org/_matrix/client/v1/messages", json={"model": "x"})
BatchV1Api().batches.create(namespace="default")
