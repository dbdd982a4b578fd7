"""OpenRLHF's own executors: its HTTP reward call, our reward file, and our agent file, all loaded by its own code."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("openrlhf.utils.agent", reason="OpenRLHF is not installed in this Python")
pytest.importorskip("torch", reason="OpenRLHF wants torch")
URL = os.environ.get("GUERDON_URL")
pytestmark = pytest.mark.skipif(not URL, reason="GUERDON_URL names no server")
sys.path.insert(0, str(Path(__file__).parents[2] / "conformance"))

PROMPT = "<|user|>What is 6 × 7?<|end|>"
CASES = [("<think>6 × 7</think><answer>42</answer></s>", "42", 1.0), ("<answer>41</answer></s>", "42", 0.0)]


def path_of(kind: str) -> str:
    """As the README says to find it."""
    command = [sys.executable, "-m", "guerdon.openrlhf", kind]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout.strip()


@pytest.mark.parametrize(("answer", "label", "reward"), CASES)
def test_its_http_call(answer: str, label: str, reward: float):
    from drive_openrlhf import execute
    from openrlhf.utils.agent import SingleTurnAgentExecutor

    made = execute(SingleTurnAgentExecutor(f"{URL}/get_reward?program=math"), PROMPT, label, answer)
    assert (made["reward"], made["scores"]) == ([reward], [reward])
    assert made["extra_logs"] == {"correct": [reward], "correct_present": [1]}


def test_several_endpoints_share_a_batch():
    from openrlhf.utils.agent import SingleTurnAgentExecutor

    executor = SingleTurnAgentExecutor([f"{URL}/get_reward?program=math"] * 2)
    parts = asyncio.run(executor._fetch_rewards_via_http(["p 1", "p 2", "p 3"], ["p "] * 3, ["1", "1", "3"]))
    assert [part["rewards"] for part in parts] == [[1, 0], [1]]


@pytest.mark.parametrize(("answer", "label", "reward"), CASES)
def test_our_reward_file(monkeypatch: pytest.MonkeyPatch, answer: str, label: str, reward: float):
    from drive_openrlhf import execute
    from openrlhf.utils.agent import SingleTurnAgentExecutor

    monkeypatch.setenv("GUERDON_PROGRAM", "math")
    fresh_scorer()
    made = execute(SingleTurnAgentExecutor(path_of("reward")), PROMPT, label, answer)
    assert made["reward"].tolist() == made["scores"].tolist() == [reward]
    assert {name: column.tolist() for name, column in made["extra_logs"].items()} == {
        "correct": [reward],
        "correct_present": [1.0],
    }


@pytest.mark.parametrize(("answer", "label", "reward"), CASES)
def test_our_agent_file(monkeypatch: pytest.MonkeyPatch, answer: str, label: str, reward: float):
    from drive_openrlhf import CharacterTokenizer, OneAnswer

    monkeypatch.setenv("GUERDON_PROGRAM", "math")
    fresh_scorer()
    executor = load_agent(path_of("agent"))
    params = SimpleNamespace(max_tokens=None, logprobs=None)
    made = asyncio.run(executor.execute(PROMPT, label, params, 4096, CharacterTokenizer(), OneAnswer(answer)))
    assert (made["reward"], made["scores"]) == (reward, reward)
    assert made["extra_logs"] == {"correct": reward, "correct_present": 1.0}


def test_without_a_score_there_is_no_number(monkeypatch: pytest.MonkeyPatch):
    from guerdon import ScoringFailed

    monkeypatch.setenv("GUERDON_PROGRAM", "digits")
    fresh_scorer()
    from guerdon.openrlhf.reward import reward_func

    with pytest.raises(ScoringFailed, match="got no score"):
        reward_func(["p 1"], ["p "], ["1"])
    monkeypatch.setenv("GUERDON_MISSING_REWARD", "-0.5")
    assert reward_func(["p 1"], ["p "], ["1"])["rewards"].tolist() == [-0.5]


def load_agent(path: str) -> Any:
    """As `openrlhf.trainer.ray.vllm_engine._load_agent_executor`, which itself needs Ray and vLLM."""
    from openrlhf.utils.agent import AgentExecutorBase

    spec = importlib.util.spec_from_file_location("agent_module", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert issubclass(module.AgentExecutor, AgentExecutorBase)
    return module.AgentExecutor()


def fresh_scorer() -> None:
    """The settings are read once a process; here they change."""
    from guerdon.openrlhf.score_texts import scorer

    scorer.cache_clear()
