from dataclasses import dataclass
from enum import Enum

BASE = {"temperature": 0.1, "max_tokens": 256}


class Model(Enum):
    FAST = "gpt-4o-mini"
    GOOD = "gpt-4.1"


@dataclass(frozen=True)
class Config:
    model: str = "gpt-4o"
    base_url: str = "https://llm-gateway.example.com/v1"
    timeout_s: int = 25
