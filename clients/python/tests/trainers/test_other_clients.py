"""Real clients of other protocols, driven as their fixtures were recorded, but against the server."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

import pytest

URL = os.environ.get("GUERDON_URL")
#: A server of one program with the rows of `tests/programs/chain_sum.jsonl`.
ROWS_URL = os.environ.get("GUERDON_ROWS_URL", "")
pytestmark = pytest.mark.skipif(not URL, reason="GUERDON_URL names no server")
environments = pytest.mark.skipif(not ROWS_URL, reason="GUERDON_ROWS_URL names no server")
sys.path.insert(0, str(Path(__file__).parents[2] / "conformance"))


def drive(client: str, package: str, url: str) -> list[Any]:
    pytest.importorskip(package, reason=f"{package} is not importable in this Python")
    return importlib.import_module(f"drive_{client}").drive(url)


def test_slime():
    assert drive("slime", "slime.rollout.rm_hub", str(URL)) == [1, 1, 0]


def test_openai_graders():
    runs = drive("openai_graders", "openai", str(URL))
    exact, fuzzy, python, both, *validated = runs
    assert (exact.reward, fuzzy.reward, both.reward) == (1.0, 1.0, 1.0)
    assert both.sub_rewards == {"exact": 1.0, "fuzzy": 1.0}
    assert python.reward == 0.2 or python.metadata.errors.python_grader_server_error
    assert [reply.grader.type for reply in validated] == ["string_check", "multi"]


def test_eval_protocol(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(
        "LITELLM_LOCAL_MODEL_COST_MAP", "True"
    )  # its import fetches prices in a thread, and may deadlock
    right, _, wrong = drive("eval_protocol", "eval_protocol", str(URL))
    assert (right.score, wrong.score) == (1.0, 0.0)
    assert right.metrics["correct"].is_score_valid


def test_sandbox_fusion():
    from_text, endless, raised, marked, plain = drive("sandbox_fusion", "verl.utils.reward_score", str(URL))
    assert (from_text[0]["status"], from_text[0]["run_result"]["stdout"]) == ("Success", "42\n")
    assert endless[0]["run_result"]["status"] == "TimeLimitExceeded"
    assert raised[0]["run_result"]["status"] == "Finished" or raised[0]["status"] == "Failed"
    assert marked[0] == [-2, -2], "a fence of Markdown is no Python"
    assert plain[0] == [True, False]


@environments
def test_reasoning_gym():
    healthy, made, listed, config, _, batch, scored, _ = drive("reasoning_gym", "tools.cli.rgc.client", ROWS_URL)
    assert healthy and made.name == "sums" and "sums" in listed.experiments and config.name == "sums"
    assert len(batch.entries) == 2
    assert scored.entry_ids == [entry.entry_id for entry in batch.entries]


@environments
def test_nemo_gym():
    right, wrong = drive("nemo_gym", "responses_api_agents.simple_agent.app", ROWS_URL)
    assert (right.reward, wrong.reward) == (1.0, 0.0)
    assert (right.correct, right.reward_components["correct"]) == (1.0, 1.0)
    assert (right.answer, right.response.output[0].content[0].text) == ("42", "The answer is 42.")


@environments
def test_openenv():
    asked, right, state, wrong = drive("openenv", "openenv.core.generic_client", ROWS_URL)
    assert (asked.reward, asked.done) == (None, False)
    assert asked.observation["messages"][-1]["role"] == "user"
    assert (right.reward, right.done) == (1.0, True)
    assert (state["episode_id"], state["step_count"]) == ("first", 1)
    assert (wrong.reward, wrong.done) == (0.0, True)
