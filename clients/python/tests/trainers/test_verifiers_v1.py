"""verifiers.v1: a task whose configuration names our hooks scores a trace by its own `Task.score`."""

from __future__ import annotations

import asyncio
import os
from typing import Any

import pytest

vf = pytest.importorskip("verifiers.v1", reason="verifiers.v1 is not installed in this Python")
if not hasattr(vf, "TaskConfig") or not hasattr(vf, "Agent"):
    pytest.skip("verifiers.v1 of before 0.3 has no hooks by configuration", allow_module_level=True)
URL = os.environ.get("GUERDON_URL")
pytestmark = pytest.mark.skipif(not URL, reason="GUERDON_URL names no server")


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch) -> None:
    from guerdon.verifiers import hooks

    hooks._scorer.cache_clear()
    monkeypatch.setenv("GUERDON_URL", str(URL))


def scored(answer: str, wanted: str = "42") -> Any:
    from verifiers.v1.graph import MessageNode
    from verifiers.v1.task import Task, WireTaskData
    from verifiers.v1.types import AssistantMessage, UserMessage

    config = vf.TaskConfig(
        rewards={"guerdon": {"fn": "guerdon.verifiers.hooks:total", "weight": 2.0}},
        metrics={"guerdon_terms": {"fn": "guerdon.verifiers.hooks:terms"}},
    )
    task = Task(WireTaskData(prompt="6 × 7?", wanted=wanted, answer=wanted), config)
    trace = make_trace(task)
    trace.nodes.append(MessageNode(message=UserMessage(content="6 × 7?")))
    trace.nodes.append(MessageNode(message=AssistantMessage(content=answer), parent=0, sampled=True))
    asyncio.run(task.score(trace))
    return trace


def make_trace(task: Any) -> Any:
    from verifiers.v1.configs.agent import AgentConfig
    from verifiers.v1.trace import AgentInfo, Trace, TraceTask

    seed = TraceTask(type="Task", data=task.data, hash=task.hash, key=task.key)
    return Trace(task=seed, agent=AgentInfo(config=AgentConfig()))


def test_total_and_terms(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GUERDON_PROGRAM", "math")
    trace = scored("<answer>42</answer>")
    assert trace.reward == 2.0
    assert (trace.rewards["guerdon"].score, trace.rewards["guerdon"].weight) == (1.0, 2.0)
    assert trace.metrics == {"correct": 1.0, "correct_present": 1.0}
    assert scored("<answer>41</answer>").reward == 0.0


def test_without_a_score_the_reward_is_null(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GUERDON_PROGRAM", "digits")
    with pytest.raises(Exception, match="got no score"):
        scored("9")
