"""Hooks of a task for `verifiers.v1`: the total as its reward, the terms as its metrics.

The settings come from `GUERDON_URL`, `GUERDON_PROGRAM`, `GUERDON_RUN` and `GUERDON_API_KEY`. An exception in a hook is
an error of the trace and leaves its reward `None`, so a failed score never is a low one. Both hooks of a trace share
one request.
"""

from __future__ import annotations

import asyncio
import functools
from collections import OrderedDict
from typing import Any

from guerdon.rollouts import make_rollout
from guerdon.scorer import Scorer
from guerdon.scores import Scores

#: Scores of the last traces by content: verifiers asks for the metrics of a trace first, then for its rewards.
_RECENT: OrderedDict[tuple[int, str], asyncio.Task[Scores]] = OrderedDict()
_RECENT_LIMIT = 1024


async def total(task: Any, trace: Any) -> float:
    """The program's total for a finished trace.

    Raises:
        ScoringFailed: when there is none.
    """
    return (await _scores(task, trace)).required(None)[0]


async def terms(task: Any, trace: Any) -> dict[str, float]:
    """Each term as `TERM`, 0 where it is missing, and `TERM_present`."""
    return (await _scores(task, trace)).numbers(0)


@functools.lru_cache(maxsize=1)
def _scorer() -> Scorer:
    return Scorer()


async def _scores(task: Any, trace: Any) -> Scores:
    rollout = _rollout(task, trace)
    key = (id(asyncio.get_running_loop()), rollout["id"])
    known = _RECENT.get(key)
    if known is None or (known.done() and (known.cancelled() or known.exception() is not None)):
        known = _RECENT[key] = asyncio.ensure_future(_scorer().score_async([rollout]))
        while len(_RECENT) > _RECENT_LIMIT:
            _RECENT.popitem(last=False)
    return await asyncio.shield(known)


def _rollout(task: Any, trace: Any) -> Any:
    """The last branch of the trace: what was given is the prompt, then comes the completion."""
    nodes = trace.branches[-1].nodes if trace.branches else []
    first = next((index for index, node in enumerate(nodes) if node.sampled), len(nodes))
    messages = [node.message for node in nodes]
    return make_rollout(messages[:first], messages[first:], task.model_dump(mode="json", exclude_none=True))
