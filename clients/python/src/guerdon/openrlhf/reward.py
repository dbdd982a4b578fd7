"""The file for `--reward.remote_url`: OpenRLHF loads it by its path and calls `reward_func` in a thread."""

from __future__ import annotations

from typing import Any

from guerdon.openrlhf.score_texts import extra_logs, missing_reward, scorer, texts_to_rollouts


def reward_func(queries: list[str], prompts: list[str], labels: list[Any], **_: Any) -> dict[str, Any]:
    """Rewards of whole texts.

    Returns:
        `rewards` and `scores` as tensors of one entry a text, `extra_logs` with each term.

    Raises:
        ScoringFailed: for a text without a score, unless `GUERDON_MISSING_REWARD` says what it gets.
    """
    import torch

    scores = scorer().score(texts_to_rollouts(queries, prompts, labels))
    missing = missing_reward()
    values = scores.required(missing)
    rewards = torch.tensor(values, dtype=torch.float32)
    logs = {name: torch.tensor(column, dtype=torch.float32) for name, column in extra_logs(scores).items()}
    return {"rewards": rewards, "scores": rewards, "extra_logs": logs}
