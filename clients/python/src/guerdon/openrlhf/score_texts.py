"""From OpenRLHF's texts to scores: the settings come from the environment, since OpenRLHF passes none."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Sequence
from typing import Any

from guerdon.rollouts import answer_item, make_rollout
from guerdon.scorer import Scorer
from guerdon.scores import Scores

#: What chat templates end a turn with: OpenRLHF decodes with special tokens.
END_OF_TURN = re.compile(
    r"(?:\s*(?:<\|[a-z_]*(?:end|eot|eos|im_end|endoftext)[a-z_]*\|>|</s>|<end_of_turn>|<eos>|<pad>))+\s*$"
)


@functools.lru_cache(maxsize=1)
def scorer() -> Scorer:
    """The program of `GUERDON_URL`, `GUERDON_PROGRAM`, `GUERDON_RUN`."""
    return Scorer()


def texts_to_rollouts(queries: Sequence[str], prompts: Sequence[str], labels: Sequence[Any]) -> list[Any]:
    """Rollouts of whole texts: what follows the prompt is the completion."""
    return [
        make_rollout(prompt, completion_of(query, prompt), answer_item(label))
        for query, prompt, label in zip(queries, prompts, labels, strict=True)
    ]


def completion_of(query: str, prompt: str) -> str:
    """The completion without its end-of-turn tokens. A truncated prompt is found by its end."""
    start = len(prompt) if query.startswith(prompt) else 0
    return END_OF_TURN.sub("", query[start:])


def missing_reward() -> float | None:
    """`GUERDON_MISSING_REWARD`: what a rollout without a score gets, where none is allowed. Default: an error."""
    text = os.environ.get("GUERDON_MISSING_REWARD", "")
    return float(text) if text else None


def extra_logs(scores: Scores) -> dict[str, list[float]]:
    """Each term and whether it is there, one entry a rollout, under keys that never change."""
    rows = [scores.numbers(index) for index in range(len(scores))]
    return {name: [row[name] for row in rows] for name in (rows[0] if rows else {})}
