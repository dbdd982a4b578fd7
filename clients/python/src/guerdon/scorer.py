"""Scores rollouts with one program: what every trainer's reward function is made of."""

from __future__ import annotations

import asyncio
import os
import threading
import weakref
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .async_client import AsyncClient
from .client import Client
from .rollouts import with_distinct_ids
from .scores import Scores, read_scores
from .settings import Settings

if TYPE_CHECKING:
    from .protocol import ScoreRequest
    from .protocol import ScoreRequestRollout as Rollout


class Scorer:
    """A program on a server. It may be pickled: connections are opened where it is used.

    Args:
        url: address of the server. Default: `GUERDON_URL`.
        program: name of the program. Default: `GUERDON_PROGRAM`, else the one program that is served.
        run: training run whose state moves with the scores, and under which they are stored. Default: `GUERDON_RUN`,
            else none.
        settings: further options of `guerdon.Settings`.
    """

    def __init__(self, url: str = "", program: str | None = None, run: str | None = None, **settings: Any) -> None:
        self.settings = Settings(url, **settings)
        self.program = program or os.environ.get("GUERDON_PROGRAM") or None
        self.run = run or os.environ.get("GUERDON_RUN") or None
        self._open()

    def score(self, rollouts: Sequence[Rollout], step: int | None = None) -> Scores:
        """Scores rollouts in one request."""
        if not rollouts:
            return Scores([], [], {})
        return read_scores(self._client().score(self._body(rollouts, step)), len(rollouts))

    async def score_async(self, rollouts: Sequence[Rollout], step: int | None = None) -> Scores:
        """Scores rollouts in one request without blocking the event loop."""
        if not rollouts:
            return Scores([], [], {})
        return read_scores(await self._async_client().score(self._body(rollouts, step)), len(rollouts))

    def _body(self, rollouts: Sequence[Rollout], step: int | None) -> ScoreRequest:
        body: ScoreRequest = {"rollouts": with_distinct_ids(rollouts)}
        if self.program is not None:
            body["program"] = self.program
        if self.run is not None:
            body["run"] = self.run
            if step is not None:
                body["step"] = step
        return body

    def _open(self) -> None:
        self._lock = threading.Lock()
        self._sync: tuple[int, Client] | None = None
        self._by_loop: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, AsyncClient] = weakref.WeakKeyDictionary()

    def _client(self) -> Client:
        """A client of this process: connections do not survive a fork."""
        with self._lock:
            if self._sync is None or self._sync[0] != os.getpid():
                self._sync = (os.getpid(), Client(settings=self.settings))
            return self._sync[1]

    def _async_client(self) -> AsyncClient:
        loop = asyncio.get_running_loop()
        if loop not in self._by_loop:
            self._by_loop[loop] = AsyncClient(settings=self.settings)
        return self._by_loop[loop]

    def __getstate__(self) -> dict[str, Any]:
        return {"settings": self.settings, "program": self.program, "run": self.run}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._open()
