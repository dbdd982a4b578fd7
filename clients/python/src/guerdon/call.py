"""One call with its retries, without any I/O: the sync and the async client both drive it."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from .errors import MalformedReply, RequestRefused, ServerUnavailable
from .json_text import content_key, json_text
from .settings import Settings

RETRIED_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Send:
    """Please send this, and give the response or the `httpx.TransportError` back."""

    method: str
    url: str
    headers: dict[str, str]
    content: bytes | None
    params: dict[str, str]


@dataclass(frozen=True)
class Wait:
    """Please wait this long."""

    seconds: float


Happening = httpx.Response | httpx.TransportError | None
Call = Generator[Send | Wait, Happening, Any]


def call(
    settings: Settings,
    method: str,
    path: str,
    body: Any = None,
    params: Mapping[str, Any] | None = None,
    idempotency_key: str | None = None,
) -> Call:
    """Makes one call: tries, waits between tries, and the parsed body of the reply.

    Every try carries the same idempotency key, by default a hash of the content, so that a call whose reply was lost
    is answered from what the server has already done. Waits double, with full jitter, and follow `Retry-After`.

    Raises:
        RequestRefused: at once, for a status that no retry changes.
        ServerUnavailable: after the last try, or when the deadline leaves no time for another.
        MalformedReply: for a success that is no JSON.
    """
    content = None if body is None else json_text(body)
    headers = {"Accept": "application/json", **settings.headers}
    if content is not None:
        headers["Content-Type"] = "application/json"
        headers["Idempotency-Key"] = idempotency_key or content_key(path, content)
    query = {name: _query_text(value) for name, value in (params or {}).items() if value is not None}
    send = Send(method, settings.url + path, headers, content, query)
    start = time.monotonic()
    for number in range(1, settings.tries + 1):
        happened = yield send
        if isinstance(happened, httpx.Response) and happened.status_code not in RETRIED_STATUSES:
            return _read(happened)
        spent = time.monotonic() - start
        wait = _wait(settings, number, happened)
        if number == settings.tries or spent + wait > settings.deadline_seconds:
            raise ServerUnavailable(send.url, number, spent, _told(happened))
        yield Wait(wait)
    raise AssertionError("unreachable: the last try returns or raises")


def _query_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _wait(settings: Settings, number: int, happened: Happening) -> float:
    doubled = settings.first_wait_seconds * 2.0 ** (number - 1)
    jittered = random.uniform(0.0, min(doubled, settings.longest_wait_seconds))
    asked = _retry_after(happened) if isinstance(happened, httpx.Response) else 0.0
    return max(jittered, min(asked, settings.longest_wait_seconds))


def _retry_after(response: httpx.Response) -> float:
    text = response.headers.get("Retry-After", "")
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (TypeError, ValueError):
        return 0.0


def _read(response: httpx.Response) -> Any:
    try:
        parsed = json.loads(response.content) if response.content else None
    except ValueError as error:
        parsed = None
        if response.is_success:
            raise MalformedReply(
                f"Expected JSON from {response.request.url}, got {response.content[:80]!r}. Is this a guerdon server?"
            ) from error
    if response.is_success:
        return parsed
    problem = parsed if isinstance(parsed, dict) else {"detail": response.text[:200] or response.reason_phrase}
    raise RequestRefused(response.status_code, problem)


def _told(happened: Happening) -> str:
    if isinstance(happened, httpx.Response):
        return f"status {happened.status_code} {happened.text[:200]}".strip()
    return f"{type(happened).__name__}: {happened}"
