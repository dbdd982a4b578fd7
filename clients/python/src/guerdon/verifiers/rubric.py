"""A rubric whose rewards and metrics come from a program: verifiers up to version 0.2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import verifiers as vf

from guerdon.rollouts import make_rollout
from guerdon.scorer import Scorer
from guerdon.scores import OnFailure, Scores


class Rubric(vf.Rubric):
    """Scores a group in one request. The total is the reward; each term is a metric of weight 0.

    A program sees the fields of the dataset row as `item.*`, and `item.answer`, `item.info`, `item.task`. A rollout
    without a score has `state["reward"] = None` and advantage 0, and does not move its group's mean; other rubrics of a
    `RubricGroup` cannot add to `None` and will say so.

    Args:
        url, program, run: as in `guerdon.scorer.Scorer`.
        on_failure: what becomes of a rollout whose scoring failed for a reason that is not the policy's. Exceptions of
            plain reward functions are a reward of 0 to verifiers; here they are none.
        parser: for an environment that wants one.
        settings: further options of `guerdon.Settings`.
    """

    def __init__(
        self,
        url: str = "",
        program: str | None = None,
        *,
        run: str | None = None,
        on_failure: OnFailure = "raise",
        parser: Any = None,
        **settings: Any,
    ) -> None:
        super().__init__(parser=parser)
        self._scorer = Scorer(url, program, run, **settings)
        self._on_failure: OnFailure = on_failure

    @property
    def has_group_rewards(self) -> bool:
        """A program may compare the rollouts of a group, so they are scored together."""
        return True

    async def score_rollout(self, state: Any) -> None:
        """Scores one rollout."""
        await self._score([state])

    async def score_group(self, states: list[Any]) -> None:
        """Scores the rollouts of one prompt, and gives each its reward minus their mean as advantage."""
        rewards = await self._score(states)
        present = [reward for reward in rewards if reward is not None]
        mean = sum(present) / max(1, len(present))
        for state, reward in zip(states, rewards, strict=True):
            state["advantage"] = 0.0 if reward is None else reward - mean
            for step in state.get("trajectory") or []:
                if step["advantage"] is None:
                    step["advantage"] = state["advantage"]
                if step["reward"] is None:
                    step["reward"] = reward

    async def _score(self, states: list[Any]) -> list[float | None]:
        scores = await self._scorer.score_async([_rollout(state) for state in states])
        rewards = scores.rewards(on_failure=self._on_failure)
        for index, (state, reward) in enumerate(zip(states, rewards, strict=True)):
            state["reward"] = reward
            state["metrics"] = scores.numbers(index)
            state["guerdon"] = _outcome(scores, index)
        return rewards


def _rollout(state: Any) -> Any:
    row = state.get("input")
    named = {name: state.get(name) for name in ("answer", "info", "task") if state.get(name) is not None}
    fields = {**(row if isinstance(row, Mapping) else {}), **named}
    item = {name: value for name, value in fields.items() if name not in ("prompt", "example_id")}
    return make_rollout(state["prompt"], state["completion"], item)


def _outcome(scores: Scores, index: int) -> dict[str, Any]:
    """Why a reward is missing, for whoever looks at the state."""
    return dict(scores.total[index])
