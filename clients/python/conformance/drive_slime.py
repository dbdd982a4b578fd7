"""slime's own reward hub: `async_rm` and `batched_async_rm` with `rm_type` remote_rm. Its source must be importable."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

SOURCE = "slime at commit 624b824a898a (2026-08-21), slime.rollout.rm_hub.async_rm and batched_async_rm"


def drive(url: str) -> list[Any]:
    from slime.rollout.rm_hub import _get_shared_session, async_rm, batched_async_rm
    from slime.utils.types import Sample

    args = SimpleNamespace(rm_url=f"{url}/rm?program=math", rm_type="remote_rm", custom_rm_path=None)
    chat = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "6 × 7?"}]

    async def run() -> list[Any]:
        one = await async_rm(args, Sample(prompt="6 × 7?", response="<answer>42</answer>", label="42"))
        many = await batched_async_rm(
            args,
            [
                Sample(prompt=chat, response="42", label={"answer": "42"}),
                Sample(prompt="6 × 7?", response="", label="42"),
            ],
        )
        await _get_shared_session().close()
        return [one, *many]

    return asyncio.run(run())


def drive_more(url: str) -> None:
    """A row without label: nothing a server could score, so it is recorded only."""
    from slime.rollout.rm_hub import _get_shared_session, async_rm
    from slime.utils.types import Sample

    args = SimpleNamespace(rm_url=f"{url}/rm", rm_type="remote_rm", custom_rm_path=None)

    async def run() -> None:
        await async_rm(args, Sample(prompt="6 × 7?", response="42", label=None))
        await _get_shared_session().close()

    asyncio.run(run())


def answers(method: str, path: str, body: bytes) -> tuple[int, Any]:
    return 200, 0.5
