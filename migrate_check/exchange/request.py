"""A case and an endpoint to the request that goes over the wire."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from migrate_check.dialects.dialect import Dialect
from migrate_check.domain.errors import ConfigError
from migrate_check.domain.exchange import Headers
from migrate_check.domain.json_value import Json
from migrate_check.domain.plan import Endpoint
from migrate_check.domain.ports import Outgoing
from migrate_check.domain.scenario import Auth, Case, Route
from migrate_check.exchange.credentials import INVALID_KEY, is_credential
from migrate_check.exchange.form_body import form_of

Variables: TypeAlias = Mapping[str, str]
"""Placeholder name → text."""

Fill: TypeAlias = Callable[[Json, Variables], Json]
"""A template and variables to the document without placeholders."""

Join: TypeAlias = Callable[[Endpoint, Route, str | None, bool], str]
"""An endpoint, a route, a case's own path (or None) and whether it streams to the URL, with the
endpoint's query."""

_AGAIN = "+again"
_PLACED_KEYS: Mapping[Auth, Callable[[str], Headers]] = {
    Auth.BEARER: lambda key: (("Authorization", f"Bearer {key}"),),
    Auth.X_API_KEY: lambda key: (("x-api-key", key),),
    Auth.X_GOOG_API_KEY: lambda key: (("x-goog-api-key", key),),
    Auth.KEY_IN_QUERY: lambda key: (),
}
"""Where the valid key goes when it does not go where the route's SDK puts it."""

_ENVIRONMENT = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


@dataclass(frozen=True, slots=True, repr=False)
class Prepared(Outgoing):
    """A request of a case. Holds secrets: never keep or print it."""

    document: dict[str, Json] | None = None
    """The body, if it is a JSON object, for the next turn."""

    def again(self) -> Prepared:
        """The very same bytes once more; nobody hangs up on them."""
        return replace(self, hang_up_after=None, take=f"{self.take}{_AGAIN}")


@dataclass(frozen=True, slots=True)
class RequestBuilder:
    """Builds requests; all that is not the same for every case is given to `build`."""

    dialects: Mapping[Route, Dialect]
    fill: Fill
    join: Join
    environment: Mapping[str, str]
    """Where `${ENV}` and keys come from."""

    def build(
        self,
        case: Case,
        endpoint: Endpoint,
        variables: Variables,
        turn_body: dict[str, Json] | None = None,
    ) -> Prepared:
        """The first request of a case, or the one of a later turn when `turn_body` is given.

        Raises ConfigError when an environment variable that the endpoint names is not set.
        """
        document, body = self._body(case, variables, turn_body)
        headers = self._headers(case, endpoint, variables)
        if case.multipart and document is not None:
            content_type, body = form_of(document)
            headers = _replaced(headers, (("Content-Type", content_type),))
        return Prepared(
            method=self.dialects[case.route].method,
            url=self._url(case, endpoint, variables),
            headers=headers,
            body=body,
            hang_up_after=None if turn_body is not None else case.cancel_after_events,
            take=_take(case),
            document=document,
        )

    def _body(
        self, case: Case, variables: Variables, turn_body: dict[str, Json] | None
    ) -> tuple[dict[str, Json] | None, bytes]:
        if turn_body is not None:
            return turn_body, compact_json(turn_body)
        if case.body is None:
            return None, (case.raw_body or "").encode("utf-8", "surrogatepass")
        document = self.fill(dict(case.body), variables)
        return document if isinstance(document, dict) else None, compact_json(document)

    def _url(self, case: Case, endpoint: Endpoint, variables: Variables) -> str:
        query = tuple(
            (name, self._filled(value, endpoint))
            for name, value in endpoint.query
            if case.auth is Auth.VALID or not is_credential(name)
        )
        if case.auth is Auth.KEY_IN_QUERY and endpoint.key_env is not None:
            query += (("key", self._variable(endpoint.key_env, endpoint)),)
        path = None if case.path is None else str(self.fill(case.path, variables))
        return self.join(replace(endpoint, query=query), case.route, path, case.stream)

    def _headers(self, case: Case, endpoint: Endpoint, variables: Variables) -> Headers:
        """Lines of the endpoint replace lines of the same name."""
        dialect = self.dialects[case.route]
        lines = [("Accept", "application/json")]
        if dialect.method != "GET":
            lines.append(("Content-Type", "application/json"))
        lines = [*_replaced(lines, dialect.fixed_headers)]
        lines += self._key_headers(case, endpoint, dialect)
        own = [
            (name, self._filled(value, endpoint))
            for name, value in endpoint.headers
            if case.auth is Auth.VALID or not is_credential(name)
        ]
        of_case = [(name, str(self.fill(value, variables))) for name, value in case.headers]
        return _replaced(_replaced(lines, of_case), own)

    def _key_headers(self, case: Case, endpoint: Endpoint, dialect: Dialect) -> Headers:
        if case.auth is Auth.INVALID:
            return dialect.key_headers(INVALID_KEY)
        if case.auth is Auth.MISSING or endpoint.key_env is None:
            return ()
        placed = _PLACED_KEYS.get(case.auth, dialect.key_headers)
        return placed(self._variable(endpoint.key_env, endpoint))

    def _filled(self, value: str, endpoint: Endpoint) -> str:
        return _ENVIRONMENT.sub(lambda name: self._variable(name[1], endpoint), value)

    def _variable(self, name: str, endpoint: Endpoint) -> str:
        if name not in self.environment:
            raise ConfigError(
                f"{endpoint.side}: environment variable {name} is not set; "
                f"set it with: export {name}=…"
            )
        return self.environment[name]


def _take(case: Case) -> str:
    """Two cases may send the same bytes with other headers, or hang up on one of them."""
    placed = case.auth in _PLACED_KEYS
    return case.case_id if placed or case.headers or case.cancel_after_events else ""


def _replaced(lines: Iterable[tuple[str, str]], by: Iterable[tuple[str, str]]) -> Headers:
    by = tuple(by)
    names = {name.lower() for name, _ in by}
    return (*(line for line in lines if line[0].lower() not in names), *by)


def compact_json(document: Json) -> bytes:
    """JSON as the official SDKs send it; a lone surrogate, which UTF-8 cannot hold, is escaped."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(document, separators=(",", ":")).encode()
