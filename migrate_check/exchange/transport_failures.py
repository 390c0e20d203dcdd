"""What a client exception says about the network, in one safe line.

Messages of the HTTP library are not passed on: they may quote a header with a key in it.
"""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Iterator

import httpx

from migrate_check.domain.exchange import FailureKind, TransportFailure
from migrate_check.domain.plan import Timeouts

NETWORK_ERRORS = (httpx.HTTPError, httpx.StreamError, OSError)
"""All that a request may raise for what the network or the other side does."""


def transport_failure(error: Exception, place: str, timeouts: Timeouts) -> TransportFailure:
    """Sort a client exception; `place` is host:port."""
    if isinstance(error, httpx.TimeoutException):
        return _timeout(error, place, timeouts)
    tls = next((cause for cause in _causes(error) if isinstance(cause, ssl.SSLError)), None)
    hung_up = isinstance(tls, ssl.SSLEOFError) and not isinstance(error, httpx.ConnectError)
    if tls is not None and not hung_up:
        return TransportFailure(FailureKind.TLS, f"TLS with {place} failed: {_tls_reason(tls)}")
    if isinstance(error, httpx.ProtocolError):
        return _protocol(error, place)
    if isinstance(error, httpx.ConnectError | httpx.UnsupportedProtocol | httpx.ProxyError):
        return TransportFailure(FailureKind.CONNECT, _no_connection(error, place))
    return TransportFailure(FailureKind.RESET, f"{place} reset the connection")


def total_timeout(place: str, timeouts: Timeouts) -> TransportFailure:
    """The answer was not complete in time."""
    detail = f"{place} had not finished its answer after {timeouts.total_s:g} s"
    return TransportFailure(FailureKind.TIMEOUT_TOTAL, detail)


def too_large(place: str, max_body_bytes: int) -> TransportFailure:
    """The body is above the limit."""
    detail = f"{place} sent more than {max_body_bytes} bytes of body"
    return TransportFailure(FailureKind.TOO_LARGE, detail)


def hung_up(place: str) -> TransportFailure:
    """We closed the connection, as the case says."""
    detail = f"closed on purpose while {place} was still answering"
    return TransportFailure(FailureKind.CANCELLED, detail)


def bad_address(place: str) -> TransportFailure:
    """The URL cannot be requested at all."""
    return TransportFailure(FailureKind.CONNECT, f"{place or 'the URL'} is not a usable address")


def _timeout(error: httpx.TimeoutException, place: str, timeouts: Timeouts) -> TransportFailure:
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        detail = f"no connection to {place} within {timeouts.connect_s:g} s"
        return TransportFailure(FailureKind.TIMEOUT_CONNECT, detail)
    did = "took" if isinstance(error, httpx.WriteTimeout) else "sent"
    detail = f"{place} {did} nothing for {timeouts.read_s:g} s"
    return TransportFailure(FailureKind.TIMEOUT_READ, detail)


def _protocol(error: httpx.ProtocolError, place: str) -> TransportFailure:
    if isinstance(error, httpx.LocalProtocolError):
        detail = f"the request to {place} is not valid HTTP: look for line breaks in header values"
        return TransportFailure(FailureKind.PROTOCOL, detail)
    message = str(error)
    if "without sending a response" in message:
        detail = f"{place} closed the connection without an answer"
        return TransportFailure(FailureKind.RESET, detail)
    if "without sending complete message body" in message:
        detail = f"{place} closed the connection inside the body"
        return TransportFailure(FailureKind.TRUNCATED, detail)
    return TransportFailure(FailureKind.PROTOCOL, f"{place} sent what is not valid HTTP/1.1")


def _no_connection(error: Exception, place: str) -> str:
    if isinstance(error, httpx.UnsupportedProtocol):
        return f"the address of {place} must begin with http:// or https://"
    if isinstance(error, httpx.ProxyError):
        return f"the proxy did not connect to {place}"
    causes = list(_causes(error))
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return f"the host name of {place} is not known"
    numbers = [cause.errno for cause in causes if isinstance(cause, OSError) and cause.errno]
    reason = os.strerror(numbers[0]).lower() if numbers else "the other side hung up"
    return f"no connection to {place}: {reason}"


def _tls_reason(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return str(error.verify_message)
    return (error.reason or "unknown reason").lower().replace("_", " ")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception and all that led to it, groups opened; each once."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        cause = waiting.pop()
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [cause.__context__, cause.__cause__]
        if isinstance(cause, BaseExceptionGroup):
            waiting += cause.exceptions
