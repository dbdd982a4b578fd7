"""Reward functions for TRL's trainers (GRPO, RLOO and the like).

```python
from guerdon.trl import reward_function

trainer = GRPOTrainer(..., reward_funcs=reward_function("http://127.0.0.1:8000", program="math", run="first"))
```
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from .errors import ServerUnavailable, SettingsError
from .json_text import json_text
from .rollouts import column_rows, make_rollout
from .scorer import Scorer
from .scores import OnFailure, Scores

if TYPE_CHECKING:
    from .protocol import ScoreRequestRollout as Rollout

#: What TRL passes that is no column of the dataset.
NOT_COLUMNS = frozenset({"trainer_state", "log_extra", "log_metric", "environments"})


class RewardFunction:
    """Rewards of a whole program, or of one of its terms, as TRL asks for them.

    Every column of the dataset is a field of `item`; `trainer_state.global_step` is the step of the run. Rollouts
    that abstain get `None`, which TRL leaves out of the baseline and gives advantage 0. The mean of each term goes to
    `log_metric` as `NAME/TERM`, each value to `log_extra` under the same name.
    """

    def __init__(self, calls: SharedCalls, name: str, term: str | None) -> None:
        self._calls = calls
        self._term = term
        self.__name__ = name

    def __call__(self, prompts: Sequence[Any], completions: Sequence[Any], **given: Any) -> list[float | None]:
        """Scores a batch in one request: `list[float | None]`, one entry for each completion."""
        scores = self._calls.score(prompts, completions, given)
        return self._calls.rewards(scores, len(completions), self._term)


class AsyncRewardFunction(RewardFunction):
    """The same, awaited: TRL runs such functions at the same time as others."""

    async def __call__(  # type: ignore[override]
        self, prompts: Sequence[Any], completions: Sequence[Any], **given: Any
    ) -> list[float | None]:
        """Scores a batch in one request: `list[float | None]`, one entry for each completion."""
        scores = await self._calls.score_async(prompts, completions, given)
        return self._calls.rewards(scores, len(completions), self._term)


class SharedCalls:
    """One request for all functions that are asked about the same batch."""

    def __init__(
        self,
        scorer: Scorer,
        name: str,
        columns: Sequence[str] | None,
        on_failure: OnFailure,
        on_unavailable: OnFailure,
    ) -> None:
        self._scorer = scorer
        self._name = name
        self._columns = columns
        self._on_failure: OnFailure = on_failure
        self._on_unavailable: OnFailure = on_unavailable
        self._last: tuple[bytes, Scores | None] | None = None
        self._lock = threading.Lock()

    def score(self, prompts: Sequence[Any], completions: Sequence[Any], given: Mapping[str, Any]) -> Scores | None:
        rollouts, step = self._request(prompts, completions, given)
        content = json_text([step, rollouts])
        with self._lock:
            if self._last is not None and self._last[0] == content:
                return self._last[1]
            try:
                scores = self._scorer.score(rollouts, step)
            except ServerUnavailable:
                if self._on_unavailable == "raise":
                    raise
                scores = None
            self._last = (content, scores)
        self._log(scores, given)
        return scores

    async def score_async(
        self, prompts: Sequence[Any], completions: Sequence[Any], given: Mapping[str, Any]
    ) -> Scores | None:
        rollouts, step = self._request(prompts, completions, given)
        try:
            scores = await self._scorer.score_async(rollouts, step)
        except ServerUnavailable:
            if self._on_unavailable == "raise":
                raise
            scores = None
        self._log(scores, given)
        return scores

    def rewards(self, scores: Scores | None, size: int, term: str | None) -> list[float | None]:
        return [None] * size if scores is None else scores.rewards(term, self._on_failure)

    def _request(
        self, prompts: Sequence[Any], completions: Sequence[Any], given: Mapping[str, Any]
    ) -> tuple[list[Rollout], int | None]:
        columns = {name: values for name, values in given.items() if name not in NOT_COLUMNS | {"completion_ids"}}
        items = column_rows(columns, len(completions), self._columns)
        rollouts = [
            make_rollout(prompt, completion, item)
            for prompt, completion, item in zip(prompts, completions, items, strict=True)
        ]
        state = given.get("trainer_state")
        return rollouts, None if state is None else int(state.global_step)

    def _log(self, scores: Scores | None, given: Mapping[str, Any]) -> None:
        if scores is None:
            return
        if callable(log_metric := given.get("log_metric")):
            for term, mean in scores.means():
                log_metric(f"{self._name}/{term}", mean)
            log_metric(f"{self._name}/abstained", scores.share("abstained"))
            log_metric(f"{self._name}/failed", scores.share("failed"))
        if callable(log_extra := given.get("log_extra")):
            for term in scores.terms:
                log_extra(f"{self._name}/{term}", scores.rewards(term))

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_last": None, "_lock": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._lock = threading.Lock()


def reward_function(
    url: str = "",
    program: str | None = None,
    *,
    run: str | None = None,
    name: str | None = None,
    columns: Sequence[str] | None = None,
    on_failure: OnFailure = "none",
    on_unavailable: OnFailure = "raise",
    mode: Literal["sync", "async"] = "sync",
    **settings: Any,
) -> RewardFunction:
    """A function for `reward_funcs` whose reward is the program's total.

    Args:
        url: address of the server. Default: `GUERDON_URL`.
        program: name of the program. Default: `GUERDON_PROGRAM`, else the one that is served.
        run: training run under which scores are kept and adaptive terms move. Default: `GUERDON_RUN`, else none.
        name: what TRL's logs call it. Default: the program's name, else `guerdon`.
        columns: dataset columns that are sent. Default: all; a column without JSON form (an image) must be left out.
        on_failure: what a rollout gets whose scoring failed for a reason that is not the policy's: `None`, or an
            exception that ends the training.
        on_unavailable: the same for a batch, when the server gave no reply after all retries.
        mode: `async` gives a coroutine function.
        settings: further options of `guerdon.Settings`.

    Raises:
        SettingsError: for a wrong option; RequestRefused, ServerUnavailable, ScoringFailed: when called.
    """
    scorer = Scorer(url, program, run, **settings)
    shown = name or scorer.program or "guerdon"
    calls = SharedCalls(scorer, shown, columns, on_failure, on_unavailable)
    return (AsyncRewardFunction if mode == "async" else RewardFunction)(calls, shown, None)


def term_functions(
    url: str = "",
    program: str | None = None,
    *,
    weights: Mapping[str, float],
    run: str | None = None,
    name: str | None = None,
    columns: Sequence[str] | None = None,
    on_failure: OnFailure = "none",
    on_unavailable: OnFailure = "raise",
    **settings: Any,
) -> tuple[list[Callable[..., list[float | None]]], list[float]]:
    """A function for each of some terms and their weights, for TRL's own aggregation.

    `reward_funcs, reward_weights = term_functions(..., weights={"correct": 1.0, "format": 0.2})`; with
    `multi_objective_aggregation="normalize_then_sum"` this is GDPO. All functions of a batch share one request.

    Args:
        weights: terms of the program and what TRL multiplies them with; the other arguments as in `reward_function`.
    """
    if not weights:
        raise SettingsError("Expected `weights` to name at least one term of the program, got none.")
    scorer = Scorer(url, program, run, **settings)
    calls = SharedCalls(scorer, name or scorer.program or "guerdon", columns, on_failure, on_unavailable)
    return [RewardFunction(calls, term, term) for term in weights], list(weights.values())
