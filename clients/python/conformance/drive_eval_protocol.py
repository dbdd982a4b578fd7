"""eval-protocol's remote reward function."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

SOURCE = f"eval-protocol {version('eval-protocol')}, eval_protocol.reward_function.RewardFunction(mode='remote')"


def drive(url: str) -> list[Any]:
    from eval_protocol.reward_function import RewardFunction

    reward = RewardFunction(endpoint=f"{url}/reward?program=math", mode="remote")
    talk = [{"role": "user", "content": "6 × 7?"}, {"role": "assistant", "content": "<answer>42</answer>"}]
    return [
        reward(messages=talk, ground_truth="42"),
        reward(messages=talk),
        reward(messages=talk, ground_truth="41", difficulty="easy"),
    ]


def answers(method: str, path: str, body: bytes) -> tuple[int, Any]:
    metric = {"score": 1.0, "is_score_valid": True, "reason": "equal"}
    return 200, {"score": 1.0, "reason": "equal", "is_score_valid": True, "metrics": {"correct": metric}}
