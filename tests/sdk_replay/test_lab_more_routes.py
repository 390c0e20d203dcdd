"""As `test_lab_with_sdks`, for the other routes that the lab serves."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest

from migrate_check.lab.site import Lab
from tests.sdk_replay.recorded import needs_sdks

# SDKs warn of models that their vendor retires; the lab's models never retire.
pytestmark = [needs_sdks, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

TOOL: dict[str, Any] = {
    "name": "get_weather",
    "description": "Weather.",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
    },
}
WEATHER = "What is the weather in Oslo?"


@pytest.fixture
def openai_client(url: str, lab: Lab) -> Iterator[Any]:
    import openai

    with openai.OpenAI(api_key=lab.key, base_url=f"{url}/v1", max_retries=0) as client:
        yield client


@pytest.fixture
def anthropic_client(url: str, lab: Lab) -> Iterator[Any]:
    import anthropic

    with anthropic.Anthropic(api_key=lab.key, base_url=url, max_retries=0) as client:
        yield client


@pytest.fixture
def google_client(url: str, lab: Lab) -> Iterator[Any]:
    from google import genai

    client = genai.Client(
        api_key=lab.key, vertexai=False, http_options=genai.types.HttpOptions(base_url=url)
    )
    yield client
    client.close()


class TestResponses:
    ASKED: dict[str, Any] = {"model": "gpt-4o-mini", "input": "Name a colour."}

    def test_plain(self, openai_client: Any) -> None:
        answer = openai_client.responses.create(**self.ASKED)
        assert answer.output_text
        assert answer.status == "completed"
        used = answer.usage
        assert used.total_tokens == used.input_tokens + used.output_tokens

    def test_stream(self, openai_client: Any) -> None:
        events = list(openai_client.responses.create(stream=True, **self.ASKED))
        assert events[0].type == "response.created"
        assert events[-1].type == "response.completed"
        numbers = [event.sequence_number for event in events]
        assert numbers == sorted(set(numbers))

    def test_accumulator(self, openai_client: Any) -> None:
        with openai_client.responses.stream(**self.ASKED) as stream:
            text = "".join(e.delta for e in stream if e.type == "response.output_text.delta")
            final = stream.get_final_response()
        assert final.output_text == text != ""

    @pytest.mark.parametrize("stream", [False, True])
    @pytest.mark.parametrize("by_reference", [False, True])
    def test_a_call_and_the_turn_after_it(
        self, openai_client: Any, stream: bool, by_reference: bool
    ) -> None:
        responses = openai_client.responses
        asked: dict[str, Any] = {"model": "gpt-4o-mini", "tools": [{"type": "function", **TOOL}]}
        question = {"role": "user", "content": WEATHER}
        forced = {**asked, "input": [question], "tool_choice": "required"}
        if stream:
            with responses.stream(**forced) as events:
                first = events.get_final_response()
        else:
            first = responses.create(**forced)
        (call,) = [item for item in first.output if item.type == "function_call"]
        assert isinstance(json.loads(call.arguments)["city"], str)
        result = {"type": "function_call_output", "call_id": call.call_id, "output": "7 degrees"}
        if by_reference:
            later = {"input": [result], "previous_response_id": first.id}
        else:
            later = {"input": [question, *first.output, result]}
        assert responses.create(**asked, **later).output_text

    def test_errors(self, openai_client: Any) -> None:
        import openai

        with pytest.raises(openai.BadRequestError) as unknown:
            openai_client.responses.create(**{**self.ASKED, "model": "no-such-model"})
        assert unknown.value.code == "model_not_found"
        with pytest.raises(openai.BadRequestError) as wrong:
            openai_client.responses.create(**self.ASKED, temperature=9, stream=True)
        assert wrong.value.param == "temperature"


class TestGemini:
    MODEL = "gemini-2.5-flash"

    def test_plain(self, google_client: Any) -> None:
        answer = google_client.models.generate_content(model=self.MODEL, contents="Name a colour.")
        assert answer.text
        assert answer.candidates[0].finish_reason.value == "STOP"
        used = answer.usage_metadata
        assert used.total_token_count >= used.prompt_token_count + used.candidates_token_count

    def test_stream(self, google_client: Any) -> None:
        chunks = list(
            google_client.models.generate_content_stream(
                model=self.MODEL, contents="Count from 1 to 20."
            )
        )
        assert "".join(chunk.text or "" for chunk in chunks)
        assert chunks[-1].candidates[0].finish_reason.value == "STOP"
        assert chunks[-1].usage_metadata.total_token_count

    @pytest.mark.parametrize("stream", [False, True])
    def test_a_call_and_the_turn_after_it(self, google_client: Any, stream: bool) -> None:
        from google.genai import types

        tools = [types.Tool(function_declarations=[TOOL])]
        mode = types.FunctionCallingConfig(mode="ANY")
        forced = types.GenerateContentConfig(
            tools=tools, tool_config=types.ToolConfig(function_calling_config=mode)
        )
        question = types.Content(role="user", parts=[types.Part(text=WEATHER)])
        asked: dict[str, Any] = {"model": self.MODEL, "contents": [question], "config": forced}
        models = google_client.models
        if stream:
            parts = [
                part
                for chunk in models.generate_content_stream(**asked)
                for part in chunk.parts or ()
            ]
            said = types.Content(role="model", parts=parts)
        else:
            said = models.generate_content(**asked).candidates[0].content
        (call,) = [part.function_call for part in said.parts if part.function_call]
        assert call.name == "get_weather"
        assert isinstance(call.args["city"], str)
        result = types.Part.from_function_response(name=call.name, response={"temp_c": 7})
        result.function_response.id = call.id
        answer = models.generate_content(
            model=self.MODEL,
            contents=[question, said, types.Content(role="user", parts=[result])],
            config=types.GenerateContentConfig(tools=tools),
        )
        assert answer.text

    def test_errors(self, google_client: Any) -> None:
        from google.genai import errors

        with pytest.raises(errors.ClientError) as unknown:
            google_client.models.generate_content(model="no-such-model", contents="Hi")
        assert unknown.value.code == 404
        assert unknown.value.status == "NOT_FOUND"
        with pytest.raises(errors.ClientError) as wrong:
            list(
                google_client.models.generate_content_stream(
                    model=self.MODEL, contents="Hi", config={"temperature": 9}
                )
            )
        assert wrong.value.status == "INVALID_ARGUMENT"


class TestEmbeddings:
    ASKED: dict[str, Any] = {"model": "text-embedding-3-small", "input": ["sea", "sky"]}

    def test_what_the_sdk_asks_for_by_itself(self, openai_client: Any) -> None:
        """It asks for base64 and gives numbers."""
        answer = openai_client.embeddings.create(**self.ASKED)
        assert [each.index for each in answer.data] == [0, 1]
        assert isinstance(answer.data[0].embedding[0], float)

    def test_floats_and_base64_are_the_same_vectors(self, openai_client: Any) -> None:
        packed = openai_client.embeddings.create(**self.ASKED, dimensions=8).data[0].embedding
        plain = openai_client.embeddings.create(**self.ASKED, dimensions=8, encoding_format="float")
        assert plain.data[0].embedding == pytest.approx(packed, abs=1e-6)
        assert len(packed) == 8

    def test_errors(self, openai_client: Any) -> None:
        import openai

        with pytest.raises(openai.BadRequestError):
            openai_client.embeddings.create(**self.ASKED, dimensions=1_000_000)


class TestModels:
    def test_list(self, openai_client: Any) -> None:
        listed = [model.id for model in openai_client.models.list()]
        assert "gpt-4o-mini" in listed
        assert openai_client.models.retrieve("gpt-4o-mini").id == "gpt-4o-mini"

    def test_unknown(self, openai_client: Any) -> None:
        import openai

        with pytest.raises(openai.NotFoundError):
            openai_client.models.retrieve("no-such-model")


class TestCompletions:
    ASKED: dict[str, Any] = {"model": "gpt-3.5-turbo-instruct", "prompt": "Name a colour."}

    def test_plain(self, openai_client: Any) -> None:
        answer = openai_client.completions.create(**self.ASKED)
        assert answer.choices[0].text
        assert answer.usage.total_tokens

    def test_stream(self, openai_client: Any) -> None:
        chunks = list(openai_client.completions.create(stream=True, **self.ASKED))
        assert "".join(chunk.choices[0].text for chunk in chunks if chunk.choices)
        assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1]


class TestMedia:
    def test_images(self, openai_client: Any) -> None:
        answer = openai_client.images.generate(model="gpt-image-1", prompt="A red square.")
        assert base64.b64decode(answer.data[0].b64_json).startswith(b"\x89PNG")

    def test_speech(self, openai_client: Any) -> None:
        asked: dict[str, Any] = {"model": "tts-1", "voice": "alloy", "input": "Hello there."}
        speech = openai_client.audio.speech
        assert speech.create(**asked).read()
        with speech.with_streaming_response.create(**asked) as streamed:
            assert b"".join(streamed.iter_bytes())

    def test_transcription(self, openai_client: Any) -> None:
        asked: dict[str, Any] = {"model": "tts-1", "voice": "alloy", "input": "Hello there."}
        sound = openai_client.audio.speech.create(**asked, response_format="wav").read()
        transcriptions = openai_client.audio.transcriptions
        heard = transcriptions.create(model="whisper-1", file=("a.wav", sound))
        assert heard.text
        plain = transcriptions.create(
            model="whisper-1", file=("a.wav", sound), response_format="text"
        )
        assert plain.strip() == heard.text.strip()


class TestCountTokens:
    def test_the_count_is_what_the_message_uses(self, anthropic_client: Any) -> None:
        asked: dict[str, Any] = {
            "model": "claude-haiku-4-5",
            "messages": [{"role": "user", "content": "Name a colour."}],
        }
        counted = anthropic_client.messages.count_tokens(**asked).input_tokens
        answer = anthropic_client.messages.create(max_tokens=32, **asked)
        assert counted == answer.usage.input_tokens


class TestThinking:
    """The turn after an answer with thinking must carry the thinking and its signature."""

    @pytest.mark.parametrize("stream", [False, True])
    def test_two_turns(self, anthropic_client: Any, stream: bool) -> None:
        messages = anthropic_client.messages
        question = {"role": "user", "content": "Name a colour."}
        asked: dict[str, Any] = {
            "model": "claude-haiku-4-5",
            "max_tokens": 2048,
            "thinking": {"type": "enabled", "budget_tokens": 1024},
        }
        if stream:
            with messages.stream(**asked, messages=[question]) as events:
                first = events.get_final_message()
        else:
            first = messages.create(**asked, messages=[question])
        thought = first.content[0]
        assert thought.type == "thinking"
        assert thought.thinking
        assert thought.signature
        turn = [
            question,
            {"role": "assistant", "content": first.content},
            {"role": "user", "content": "And another?"},
        ]
        assert messages.create(**asked, messages=turn).content[-1].text
