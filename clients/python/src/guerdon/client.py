"""The client that waits, for scripts and threads."""

from __future__ import annotations

import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any

import httpx

from .call import Send, call
from .operations import Operations
from .settings import Settings


class Client(Operations):
    """Calls a guerdon server. Threads may share one.

    Example:
        ```python
        with Client("http://127.0.0.1:8000") as client:
            reply = client.score({"rollouts": [{"completion": "<answer>4</answer>", "item": {"answer": "4"}}]})
        ```

    Args:
        url: address of the server. Default: `GUERDON_URL`.
        settings: all of it at once, instead of the other arguments.
        options: further options of `Settings`: `api_key`, `timeout_seconds`, `tries`, …

    Every operation raises `RequestRefused`, `ServerUnavailable` or `MalformedReply`.
    """

    def __init__(self, url: str = "", *, settings: Settings | None = None, **options: Any) -> None:
        self.settings = settings or Settings(url, **options)
        self._http = httpx.Client(timeout=self.settings.timeout_seconds)

    def _call(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        params: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
    ) -> Any:
        steps = call(self.settings, method, path, body, params, idempotency_key)
        wanted = next(steps)
        try:
            while True:
                if isinstance(wanted, Send):
                    wanted = steps.send(self._send(wanted))
                else:
                    time.sleep(wanted.seconds)
                    wanted = next(steps)
        except StopIteration as end:
            return end.value

    def _send(self, send: Send) -> httpx.Response | httpx.TransportError:
        try:
            return self._http.request(
                send.method, send.url, headers=send.headers, content=send.content, params=send.params
            )
        except httpx.TransportError as error:
            return error

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
