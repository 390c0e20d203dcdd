"""OpenAI's older completions, server side."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from migrate_check.domain.exchange import Headers
from migrate_check.domain.json_value import Json
from migrate_check.lab import media_offer, tokens
from migrate_check.lab.demand import Choice, Demand, Finish, Spoken
from migrate_check.lab.formats import openai_errors as errors
from migrate_check.lab.formats.format import Refused, Turn, as_object, strings
from migrate_check.lab.formats.openai_chat import OpenAIChat
from migrate_check.lab.formats.openai_fields import require_model, require_range, require_types
from migrate_check.lab.imitation import speak
from migrate_check.lab.sse import Event, JsonObject, dump

_TYPES = {
    "model": ("a string", (str,)),
    "prompt": ("one of a string or array", (str, list)),
    "best_of": ("an integer", (int,)),
    "echo": ("a boolean", (bool,)),
    "frequency_penalty": ("a decimal", (int, float)),
    "logit_bias": ("an object", (dict,)),
    "logprobs": ("an integer", (int,)),
    "max_tokens": ("an integer", (int,)),
    "n": ("an integer", (int,)),
    "presence_penalty": ("a decimal", (int, float)),
    "seed": ("an integer", (int,)),
    "stop": ("one of a string or array of strings", (str, list)),
    "stream": ("a boolean", (bool,)),
    "stream_options": ("an object", (dict,)),
    "suffix": ("a string", (str,)),
    "temperature": ("a decimal", (int, float)),
    "top_p": ("a decimal", (int, float)),
    "user": ("a string", (str,)),
}
_USUAL_LIMIT = 16
_FINISH = {Finish.LENGTH: "length"}


class OpenAICompletions(OpenAIChat):
    """`POST /v1/completions`. Credentials, headers and errors are those of chat."""

    path = "/v1/completions"

    def understand(self, body: JsonObject) -> Demand:
        """Validate, then check model and limits."""
        model = require_model(body, media_offer.COMPLETION_MODELS)
        _validate(body)
        prompts = prompts_of(body["prompt"])
        limit = body.get("max_tokens")
        replies = body.get("n")
        demand = Demand(
            model=str(body["model"]),
            served=model.snapshot,
            stream=body.get("stream") is True,
            system="",
            prompt=prompts[0],
            tools=(),
            choice=Choice.AUTO,
            forced=None,
            parallel=True,
            results=(),
            reply_schema=None,
            stop=strings(body.get("stop")),
            max_tokens=limit if isinstance(limit, int) else _USUAL_LIMIT,
            steady=body.get("temperature") == 0 or isinstance(body.get("seed"), int),
            prompt_tokens=sum(map(tokens.count, prompts)),
            replies=replies if isinstance(replies, int) else 1,
        )
        wanted = demand.prompt_tokens + (demand.max_tokens or 0)
        if wanted > model.context:
            raise _too_long(model.context, wanted, demand)
        return demand

    def document(self, turn: Turn) -> str:
        """Indented by two spaces, as the vendor's bytes are."""
        answers = _answers(turn)
        choices: list[Json] = [
            _choice(index, text, _finish(spoken)) for index, (text, spoken) in enumerate(answers)
        ]
        document = _head(turn) | {"choices": choices, "usage": _usage(turn, answers)}
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

    def events(self, turn: Turn) -> Iterator[Event]:
        """The text piece by piece, each choice after the other, and `[DONE]`."""
        answers = _answers(turn)
        asked = as_object(turn.body.get("stream_options")).get("include_usage") is True
        unused: JsonObject = {"usage": None} if asked else {}
        for choice in chain.from_iterable(map(_pieces, range(len(answers)), answers)):
            yield Event(None, dump(_head(turn) | {"choices": [choice]} | unused))
        if asked:
            chunk = _head(turn) | {"choices": [], "usage": _usage(turn, answers)}
            yield Event(None, dump(chunk))
        yield Event(None, "[DONE]")

    def headers(self, turn: Turn) -> Headers:
        """Those of chat, with the model that answers."""
        return (*super().headers(turn), ("openai-model", turn.demand.served))


def prompts_of(value: Json) -> list[str]:
    """The texts of a request; tokens are read as the text of their numbers."""
    items: list[Json] = value if isinstance(value, list) else [value]
    if items and all(type(item) is int for item in items):
        items = [items]
    return [item if isinstance(item, str) else f"tokens {item}" for item in items]


_Answer = tuple[str, Spoken]


def _answers(turn: Turn) -> list[_Answer]:
    """`n` for the first prompt, then `n` for each other one."""
    prompts = prompts_of(turn.body["prompt"])
    spoken = list(turn.spoken)
    for place, prompt in enumerate(prompts[1:], start=1):
        demand = replace(turn.demand, prompt=prompt)
        chances = (turn.chance.of("words", place, n) for n in range(turn.demand.replies))
        spoken += [speak(demand, chance) for chance in chances]
    echo = turn.body.get("echo") is True
    return [
        (prompts[index // turn.demand.replies] + each.text if echo else each.text, each)
        for index, each in enumerate(spoken)
    ]


def _validate(body: JsonObject) -> None:
    require_types(body, _TYPES)
    prompt = body.get("prompt")
    if prompt is None:
        raise errors.missing("prompt")
    if isinstance(prompt, list) and not all(isinstance(item, str | int | list) for item in prompt):
        raise errors.type_wrong("prompt", "one of a string or array", prompt)
    if prompt == []:
        raise errors.refused(
            "Invalid 'prompt': empty array. Expected an array with minimum length 1, but got an"
            " empty array instead.",
            param="prompt",
            code="empty_array",
        )
    require_range(body, "temperature", 0, 2)
    require_range(body, "top_p", 0, 1)
    require_range(body, "max_tokens", 0, 1_000_000)
    require_range(body, "n", 1, 128)
    require_range(body, "logprobs", 0, 5)


def _too_long(limit: int, wanted: int, demand: Demand) -> Refused:
    return errors.refused(
        f"This model's maximum context length is {limit} tokens, however you requested {wanted}"
        f" tokens ({demand.prompt_tokens} in your prompt; {demand.max_tokens} for the completion)."
        " Please reduce your prompt; or completion length.",
        code="context_length_exceeded",
    )


def _head(turn: Turn) -> JsonObject:
    return {
        "id": f"cmpl-{turn.chance.of('id').letters(29)}",
        "object": "text_completion",
        "created": int(turn.now_s),
        "model": turn.demand.served,
    }


def _choice(index: int, text: str, finish: str | None) -> JsonObject:
    return {"text": text, "index": index, "logprobs": None, "finish_reason": finish}


def _pieces(index: int, answer: _Answer) -> Iterator[JsonObject]:
    text, spoken = answer
    for piece in tokens.split(text):
        yield _choice(index, piece, None)
    yield _choice(index, "", _finish(spoken))


def _finish(spoken: Spoken) -> str:
    return _FINISH.get(spoken.finish, "stop")


def _usage(turn: Turn, answers: list[_Answer]) -> JsonObject:
    prompt, written = turn.demand.prompt_tokens, sum(spoken.tokens for _, spoken in answers)
    return {
        "prompt_tokens": prompt,
        "completion_tokens": written,
        "total_tokens": prompt + written,
    }
