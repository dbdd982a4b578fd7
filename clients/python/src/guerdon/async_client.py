"""The client that is awaited. It belongs to the event loop that first uses it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import Any

import httpx

from .call import Send, call
from .operations import AsyncOperations
from .settings import Settings


class AsyncClient(AsyncOperations):
    """Calls a guerdon server without blocking the event loop; otherwise like `Client`.

    Example:
        ```python
        async with AsyncClient("http://127.0.0.1:8000") as client:
            reply = await client.score({"rollouts": [{"completion": "4", "item": {"answer": "4"}}]})
        ```
    """

    def __init__(self, url: str = "", *, settings: Settings | None = None, **options: Any) -> None:
        self.settings = settings or Settings(url, **options)
        # Calls beyond the limit wait for a connection as long as they must: that wait is no timeout of the server.
        self._http = httpx.AsyncClient(
            timeout=httpx.Timeout(self.settings.timeout_seconds, pool=None),
            limits=httpx.Limits(max_connections=256, max_keepalive_connections=64),
        )

    async def _call(
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
                    wanted = steps.send(await self._send(wanted))
                else:
                    await asyncio.sleep(wanted.seconds)
                    wanted = next(steps)
        except StopIteration as end:
            return end.value

    async def _send(self, send: Send) -> httpx.Response | httpx.TransportError:
        try:
            return await self._http.request(
                send.method, send.url, headers=send.headers, content=send.content, params=send.params
            )
        except httpx.TransportError as error:
            return error

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
