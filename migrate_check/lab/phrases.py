"""What the imitated model says in words: a few variants for each kind of prompt."""

from __future__ import annotations

import re
from collections.abc import Callable
from re import Match
from typing import TypeAlias

from migrate_check.lab.demand import Demand
from migrate_check.lab.perception import PICTURE, SOUND
from migrate_check.lab.schema_sample import sample
from migrate_check.lab.sse import dump
from migrate_check.lab.tool_use import occasions

_CAPITALS = {
    "australia": "Canberra", "brazil": "Brasília", "canada": "Ottawa", "china": "Beijing",
    "egypt": "Cairo", "england": "London", "france": "Paris", "germany": "Berlin",
    "india": "New Delhi", "italy": "Rome", "japan": "Tokyo", "mexico": "Mexico City",
    "norway": "Oslo", "poland": "Warsaw", "portugal": "Lisbon", "spain": "Madrid",
    "sweden": "Stockholm", "the uk": "London", "the united kingdom": "London",
    "the united states": "Washington, D.C.",
}  # fmt: skip
_LONGEST_COUNT = 2_000

Variants: TypeAlias = tuple[str, ...]
_Reply: TypeAlias = Callable[["Match[str]"], Variants]


def variants(demand: Demand) -> Variants:
    """One or more wordings of the same answer, the most likely first."""
    if demand.results:
        found = "; ".join(demand.results)
        return (f"Here is what I found: {found}", f"The tool says: {found}", f"Answer: {found}")
    if demand.reply_schema is not None:
        return (dump(sample(demand.reply_schema, occasions(demand.prompt)[0])),)
    codes = _codes(demand)
    if codes is not None:
        return (codes,)
    ordered = _ordered(demand.system)
    if ordered is not None:
        return (ordered,)
    sensed = _sensed(demand.prompt)
    if sensed:
        return sensed
    brief = _BRIEF.search(f"{demand.system}\n{demand.prompt}") is not None
    return _briefly(demand.prompt) if brief else _to_prompt(demand.prompt)


def _codes(demand: Demand) -> str | None:
    """The codes that the conversation gave, where the prompt asks for them."""
    if not _ASKS_FOR_CODES.search(demand.prompt):
        return None
    codes = dict.fromkeys(_CODE.findall(demand.context))
    return ", ".join(codes) or "I was not given any."


def _sensed(prompt: str) -> Variants:
    """What is in a picture or a sound, where the prompt has one."""
    for pattern, verb in ((PICTURE, "see"), (SOUND, "hear")):
        found = pattern.findall(prompt)
        if found:
            things = " and ".join(found)
            return (f"I {verb} {things}.", f"It is {things}.", f"That is {things}, as I {verb} it.")
    return ()


def _ordered(system: str) -> str | None:
    """The words that the system prompt prescribes for every answer."""
    found = _PRESCRIBED.search(system)
    return found.group(1) if found else None


def _briefly(prompt: str) -> Variants:
    """One word and no punctuation."""
    for pattern, words in _FACTS:
        if pattern.search(prompt):
            return (words[0],)
    found = _CAPITAL_OF.search(prompt)
    return (_capital_of(found),) if found else ("Certainly",)


def _to_prompt(prompt: str) -> Variants:
    for pattern, reply in _REPLIES:
        found = pattern.search(prompt)
        if found:
            return reply(found)
    for pattern, words in _FACTS:
        if pattern.search(prompt):
            return words[1:]
    topic = " ".join(prompt.split()[:6]).rstrip(".,:;!?") or "that"
    return (
        f"In short, '{topic}' depends on the details.",
        f"About '{topic}': it depends on the details.",
        f"'{topic}' is a good question. Please tell me more.",
    )


def _exactly(found: Match[str]) -> Variants:
    return (next(group for group in found.groups() if group is not None).strip(),)


def _count(found: Match[str]) -> Variants:
    low, high = int(found.group(1)), int(found.group(2))
    numbers = [str(n) for n in range(low, min(high, low + _LONGEST_COUNT) + 1)]
    return (", ".join(numbers) + ".", "\n".join(numbers), ", ".join(numbers))


def _capital(found: Match[str]) -> Variants:
    country = found.group(1).strip()
    city = _capital_of(found)
    return (
        f"The capital of {country} is {city}.",
        f"{city} is the capital of {country}.",
        f"It is {city}.",
        f"The capital of {country} is the city of {city}.",
    )


def _capital_of(found: Match[str]) -> str:
    return _CAPITALS.get(found.group(1).strip().lower(), "not known to me")


def _sum(found: Match[str]) -> Variants:
    first, sign, second = int(found.group(1)), found.group(2), int(found.group(3))
    result = {"+": first + second, "-": first - second, "*": first * second}[sign]
    return (f"{first} {sign} {second} = {result}", f"The answer is {result}.", f"{result}")


def _over_and_over(found: Match[str]) -> Variants:
    times = min(int(found.group(2)), _LONGEST_COUNT)
    return (" ".join([found.group(1)] * times),)


def _picture(found: Match[str]) -> Variants:
    colour = found.group(1)
    return (f"The picture is {colour}.", f"It is {colour}.", colour.capitalize())


def _greeting(_: Match[str]) -> Variants:
    return ("Hello! How can I help you today?", "Hi! What can I do for you?", "Hello there!")


def _tale(_: Match[str]) -> Variants:
    start = ("Once upon a time", "Long ago", "On a quiet morning")
    body = (
        " a small boat left the harbour before dawn. The sea was calm, and the crew told old"
        " stories to pass the hours. By noon the wind had turned, so they set the sails and went"
        " home with full nets, and everyone in the village came down to meet them."
    )
    return tuple(opening + body for opening in start)


_ASKS_FOR_CODES = re.compile(
    r"\b(?:what|which|repeat|list|tell me|name)\b[^.:]*\bcodes?\b", re.IGNORECASE
)
_CODE = re.compile(r"\bcode (?:\w+ )?is ([\w-]+)", re.IGNORECASE)
_PRESCRIBED = re.compile(
    r"(?:reply|answer|respond|say)\b[^.\n\"“'`]*\b(?:only|exactly|always|just|word)\b"
    r"[^.\n\"“'`]*[\"“'`]([^\"”'`\n]+)[\"”'`]",
    re.IGNORECASE,
)
_BRIEF = re.compile(r"\b(?:one|a single) word\b", re.IGNORECASE)
_CAPITAL_OF = re.compile(r"(?:capital (?:city )?|^And )of ((?:the )?[A-Z][\w]+(?: [A-Z]\w+)*)")
_FACTS: tuple[tuple[re.Pattern[str], Variants], ...] = (
    (
        re.compile(r"colou?r is the sky"),
        ("Blue", "The sky is blue on a clear day.", "Blue.", "On a clear day it is blue."),
    ),
    (
        re.compile(r"legs does a spider have"),
        ("Eight", "A spider has eight legs.", "Eight.", "It has eight legs."),
    ),
)
"""What is asked → one word, then sentences."""
_REPLIES: tuple[tuple[re.Pattern[str], _Reply], ...] = (
    (re.compile(r"\[picture: (\w+)\].*\bcolou?r\b", re.DOTALL), _picture),
    (_PRESCRIBED, _exactly),
    (
        re.compile(
            r"(?:repeat|say|write) the word [\"“'`]?(\w+)[\"”'`]?,? (\d+) times", re.IGNORECASE
        ),
        _over_and_over,
    ),
    (
        re.compile(
            r"(?:repeat|echo|say|write|reply|respond|output|return|print|copy)\b"
            r"(?: (?:back|after me|with|exactly|only|just|verbatim|the|this|following|text|word"
            r"|words|sentence|nothing but|to me))*,?"
            r"(?:\s*:\s*(.+)| [\"“'`]([^\"”`\n]+)[\"”'`])",
            re.IGNORECASE | re.DOTALL,
        ),
        _exactly,
    ),
    (
        re.compile(
            r"(?:reply|respond|answer|say)(?: with)? (?:exactly|just|only)(?: with)?"
            r"(?: the words?)? ([^.\n]+)",
            re.IGNORECASE,
        ),
        _exactly,
    ),
    (re.compile(r"count\b.*?\bfrom (\d+) (?:up )?to (\d+)", re.IGNORECASE), _count),
    (_CAPITAL_OF, _capital),
    (re.compile(r"(\d{1,9})\s*([-+*])\s*(\d{1,9})"), _sum),
    (re.compile(r"\b(?:story|poem|essay|tale|paragraph)\b", re.IGNORECASE), _tale),
    (re.compile(r"^\W*(?:hi|hello|hey|ping)\b", re.IGNORECASE), _greeting),
)
