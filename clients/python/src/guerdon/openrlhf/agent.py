"""The file for `--train.agent_func_path`: a single turn whose answer the server scores."""

from __future__ import annotations

from typing import Any

from openrlhf.utils.agent import AgentInstanceBase, MultiTurnAgentExecutor

from guerdon.openrlhf.score_texts import completion_of, extra_logs, missing_reward, scorer
from guerdon.rollouts import answer_item, make_rollout


class AgentInstance(AgentInstanceBase):
    """One prompt, one action, one reward. For more turns override `step` and call `reward_of` in the last."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self._prompt = ""

    async def reset(self, states: dict[str, Any], **_: Any) -> dict[str, Any]:
        self._prompt = states["observation"]
        return {"observation": self._prompt}

    async def step(self, state_dict: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {
            **await self.reward_of(state_dict["action_text"], state_dict["label"]),
            "environment_feedback": "",
            "done": True,
            "sampling_params": state_dict.get("sampling_params"),
        }

    async def reward_of(self, text: str, label: Any) -> dict[str, Any]:
        """`rewards`, `scores` and `extra_logs` of an answer to the prompt.

        Raises:
            ScoringFailed: without a score, unless `GUERDON_MISSING_REWARD` says what it gets.
        """
        import torch

        rollout = make_rollout(self._prompt, completion_of(text, ""), answer_item(label))
        scores = await scorer().score_async([rollout])
        value = scores.required(missing_reward())[0]
        logs = {name: column[0] for name, column in extra_logs(scores).items()}
        return {"rewards": torch.tensor(value), "scores": value, "extra_logs": logs}


class AgentExecutor(MultiTurnAgentExecutor):
    """What OpenRLHF looks for in the file."""

    def __init__(self) -> None:
        super().__init__(AgentInstance)
