"""A method for each operation of the server. Generated from its OpenAPI document: do not edit."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from .protocol import (
        AdvantagesReply,
        AdvantagesRequest,
        EndStepReply,
        EndStepRequest,
        ListProgramsReply,
        ListRunsReply,
        ListRunsReplyRun,
        ReloadProgramsReply,
        ScoreReply,
        ScoreRequest,
    )


class Operations(ABC):
    """The operations of a server."""

    @abstractmethod
    def _call(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        params: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
    ) -> Any: ...

    def score(self, body: ScoreRequest, *, idempotency_key: str | None = None) -> ScoreReply:
        """Scores rollouts. With `Accept: application/x-ndjson` one line a rollout, as soon as its group is scored."""
        return self._call("POST", "/v1/score", body=body, idempotency_key=idempotency_key)

    def advantages(self, body: AdvantagesRequest, *, idempotency_key: str | None = None) -> AdvantagesReply:
        """Makes advantages of rewards that are known already."""
        return self._call("POST", "/v1/advantages", body=body, idempotency_key=idempotency_key)

    def list_runs(self) -> ListRunsReply:
        """Lists the training runs, the last used first."""
        return self._call("GET", "/v1/runs")

    def get_run(self, id: str) -> ListRunsReplyRun:
        """Says what is kept of a training run."""
        return self._call("GET", f"/v1/runs/{quote(str(id), safe='')}")

    def end_step(self, id: str, body: EndStepRequest, *, idempotency_key: str | None = None) -> EndStepReply:
        """Ends a training step, and the open ones below it: the state of adaptive pieces moves, once."""
        return self._call(
            "POST",
            f"/v1/runs/{quote(str(id), safe='')}/step",
            body=body,
            idempotency_key=idempotency_key,
        )

    def list_programs(self) -> ListProgramsReply:
        """Lists the served programs with their terms and ranges."""
        return self._call("GET", "/v1/programs")

    def reload_programs(self) -> ReloadProgramsReply:
        """Reads the files of the programs again. Runs stay on the version they began with."""
        return self._call("POST", "/v1/programs/reload")


class AsyncOperations(ABC):
    """The operations of a server, to be awaited."""

    @abstractmethod
    def _call(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        params: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
    ) -> Awaitable[Any]: ...

    async def score(self, body: ScoreRequest, *, idempotency_key: str | None = None) -> ScoreReply:
        """Scores rollouts. With `Accept: application/x-ndjson` one line a rollout, as soon as its group is scored."""
        return await self._call("POST", "/v1/score", body=body, idempotency_key=idempotency_key)

    async def advantages(self, body: AdvantagesRequest, *, idempotency_key: str | None = None) -> AdvantagesReply:
        """Makes advantages of rewards that are known already."""
        return await self._call("POST", "/v1/advantages", body=body, idempotency_key=idempotency_key)

    async def list_runs(self) -> ListRunsReply:
        """Lists the training runs, the last used first."""
        return await self._call("GET", "/v1/runs")

    async def get_run(self, id: str) -> ListRunsReplyRun:
        """Says what is kept of a training run."""
        return await self._call("GET", f"/v1/runs/{quote(str(id), safe='')}")

    async def end_step(self, id: str, body: EndStepRequest, *, idempotency_key: str | None = None) -> EndStepReply:
        """Ends a training step, and the open ones below it: the state of adaptive pieces moves, once."""
        return await self._call(
            "POST",
            f"/v1/runs/{quote(str(id), safe='')}/step",
            body=body,
            idempotency_key=idempotency_key,
        )

    async def list_programs(self) -> ListProgramsReply:
        """Lists the served programs with their terms and ranges."""
        return await self._call("GET", "/v1/programs")

    async def reload_programs(self) -> ReloadProgramsReply:
        """Reads the files of the programs again. Runs stay on the version they began with."""
        return await self._call("POST", "/v1/programs/reload")
