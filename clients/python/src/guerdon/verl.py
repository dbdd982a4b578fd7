"""A reward function for verl's reward loop.

```yaml
reward:
  custom_reward_function:
    path: pkg://guerdon.verl
    name: compute_score # or compute_score_async
    reward_kwargs: { url: "http://127.0.0.1:8000", program: math }
```
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .json_text import json_text, plain_json
from .rollouts import answer_item, make_rollout
from .scorer import Scorer
from .scores import Scores

if TYPE_CHECKING:
    from .protocol import ScoreRequestRollout as Rollout

#: What verl adds to `extra_info` of each sample, so that it is no part of the row.
OF_THE_SAMPLE = frozenset({"num_turns", "rollout_reward_scores"})


def compute_score(
    data_source: str,
    solution_str: str,
    ground_truth: Any,
    extra_info: Mapping[str, Any] | None = None,
    *,
    url: str = "",
    program: str | None = None,
    run: str | None = None,
    missing: float | None = None,
    settings: Mapping[str, Any] | None = None,
    **_: Any,
) -> dict[str, float]:
    """The reward of one sample, as `{"score": …}` with each term besides, always under the same keys.

    `TERM` is 0 where the term is missing and `TERM_present` says so; `missing` is 1 where the total is.

    Args:
        data_source, solution_str, ground_truth, extra_info: by verl. A program sees `item.data_source`, `item.answer`
            (also as `item.label`, `item.ground_truth`) and `item.extra_info`.
        url, program, run: as in `guerdon.scorer.Scorer`.
        missing: what `score` is when the sample could not be scored: verl knows no missing reward. Default: an error.
        settings: further options of `guerdon.Settings`.

    Raises:
        ScoringFailed: for a missing total, unless `missing` is given.
    """
    scorer = _scorer(url, program, run, _frozen(settings))
    rollout = _rollout(data_source, solution_str, ground_truth, extra_info or {})
    return _result(scorer.score([rollout]), missing)


async def compute_score_async(
    data_source: str,
    solution_str: str,
    ground_truth: Any,
    extra_info: Mapping[str, Any] | None = None,
    *,
    url: str = "",
    program: str | None = None,
    run: str | None = None,
    missing: float | None = None,
    settings: Mapping[str, Any] | None = None,
    **_: Any,
) -> dict[str, float]:
    """`compute_score`, awaited: verl then has all samples of a worker under way at once, without a thread for each."""
    scorer = _scorer(url, program, run, _frozen(settings))
    rollout = _rollout(data_source, solution_str, ground_truth, extra_info or {})
    return _result(await scorer.score_async([rollout]), missing)


@functools.lru_cache(maxsize=32)
def _scorer(url: str, program: str | None, run: str | None, settings: tuple[tuple[str, Any], ...]) -> Scorer:
    return Scorer(url, program, run, **dict(settings))


def _frozen(settings: Mapping[str, Any] | None) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted((settings or {}).items()))


def _rollout(data_source: str, solution_str: str, ground_truth: Any, extra_info: Mapping[str, Any]) -> Rollout:
    row = {name: value for name, value in extra_info.items() if name not in OF_THE_SAMPLE and _is_plain(value)}
    item = plain_json({**answer_item(ground_truth), "data_source": data_source, "extra_info": row}, "item")
    # The prompt does not come along: samples of one row are a group.
    group = hashlib.sha256(json_text(item)).hexdigest()[:16]
    return make_rollout("", solution_str, item, group)


def _is_plain(value: Any) -> bool:
    """Tools leave objects in `extra_info` that no program can read."""
    return isinstance(value, (str, int, float, bool, list, tuple, dict, type(None))) or hasattr(value, "tolist")


def _result(scores: Scores, missing: float | None) -> dict[str, float]:
    score = scores.required(missing)[0]
    return {"score": score, "missing": float(scores.total[0]["kind"] != "scored"), **scores.numbers(0)}
