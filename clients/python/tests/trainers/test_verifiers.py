"""verifiers up to 0.2: a real environment runs a group of rollouts and scores it with our rubric."""

from __future__ import annotations

import asyncio
import os
from typing import Any

import pytest

vf = pytest.importorskip("verifiers", reason="verifiers is not installed in this Python")
if not hasattr(vf, "Rubric"):
    pytest.skip("verifiers from 0.3 on has no Rubric", allow_module_level=True)
URL = os.environ.get("GUERDON_URL")
pytestmark = pytest.mark.skipif(not URL, reason="GUERDON_URL names no server")


def state_of(answer: str, prompt: str = "6 × 7?") -> Any:
    return vf.State(
        input={
            "prompt": [{"role": "user", "content": prompt}],
            "answer": "42",
            "wanted": "42",
            "info": {},
            "example_id": 0,
        },
        completion=[{"role": "assistant", "content": answer}],
        trajectory=[{"advantage": None, "reward": None}],
    )


def score_group(rubric: Any, answers: list[str]) -> list[Any]:
    states = [state_of(answer) for answer in answers]
    asyncio.run(rubric.score_group(states))
    return states


def test_a_group_is_scored_in_one_request():
    from guerdon.verifiers import Rubric

    states = score_group(Rubric(URL, "math"), ["42", "41", "$42$", "no idea"])
    assert [state["reward"] for state in states] == [1.0, 0.0, 1.0, 0.0]
    assert [state["advantage"] for state in states] == [0.5, -0.5, 0.5, -0.5]
    assert [state["metrics"] for state in states][:2] == [
        {"correct": 1.0, "correct_present": 1.0},
        {"correct": 0.0, "correct_present": 1.0},
    ]
    assert [state["trajectory"][0]["advantage"] for state in states] == [0.5, -0.5, 0.5, -0.5]


def test_a_rollout_that_abstains_has_no_reward_and_moves_nobody():
    from guerdon.verifiers import Rubric

    states = score_group(Rubric(URL, "digits"), ["1 2 3 42", "7 7 7 42", "9", "1 2 3 4"])
    assert [state["reward"] for state in states] == [1.0, 1.5, None, 0.0]
    mean = 2.5 / 3
    assert [state["advantage"] for state in states] == pytest.approx([1 - mean, 1.5 - mean, 0.0, -mean])
    assert states[2]["guerdon"]["kind"] == "abstained"
    assert states[2]["metrics"]["match_present"] == 0.0


def test_a_single_rollout():
    from guerdon.verifiers import Rubric

    state = state_of("42")
    asyncio.run(Rubric(URL, "math").score_rollout(state))
    assert (state["reward"], state["metrics"]) == (1.0, {"correct": 1.0, "correct_present": 1.0})


def test_beside_a_rubric_of_functions():
    from guerdon.verifiers import Rubric

    async def brief(completion: Any) -> float:
        return 1.0 if len(completion[0]["content"]) < 3 else 0.0

    group = vf.RubricGroup([Rubric(URL, "math"), vf.Rubric(funcs=[brief], weights=[0.5])])
    states = score_group(group, ["42", "$42$"])
    assert [state["reward"] for state in states] == [1.5, 1.0]
    assert states[0]["metrics"] == {"correct": 1.0, "correct_present": 1.0, "brief": 1.0}


def test_a_server_that_is_away_is_no_reward_of_zero():
    from guerdon import ServerUnavailable
    from guerdon.verifiers import Rubric

    with pytest.raises(ServerUnavailable):
        score_group(Rubric("http://127.0.0.1:9", "math", tries=1), ["42"])
