"""The real `GRPOTrainer` against a real server: five steps of an untrained tiny model."""

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("trl", reason="TRL is not installed in this Python")
URL = os.environ.get("GUERDON_URL")
pytestmark = pytest.mark.skipif(not URL, reason="GUERDON_URL names no server")

STEPS = 5
GENERATIONS = 4
BATCH = 8


def train(tmp_path: Path, reward_funcs: Any, **config: Any) -> tuple[Any, list[dict[str, Any]]]:
    """Trains, and gives the trainer with what it made of each generated batch."""
    from datasets import Dataset
    from tiny_language import tiny_model, tiny_tokenizer
    from trl import GRPOConfig, GRPOTrainer

    tokenizer = tiny_tokenizer()
    rows = [{"prompt": f"{first} {second}", "wanted": str(second)} for first in range(4) for second in range(5)]
    batches: list[dict[str, Any]] = []

    class Watched(GRPOTrainer):
        def _generate_and_score_completions(self, inputs: Any) -> Any:
            made = super()._generate_and_score_completions(inputs)
            batches.append({"step": self.state.global_step, "advantages": made["advantages"].tolist()})
            return made

    settings = GRPOConfig(
        output_dir=str(tmp_path),
        max_steps=STEPS,
        per_device_train_batch_size=BATCH,
        num_generations=GENERATIONS,
        max_completion_length=8,
        logging_steps=1,
        save_strategy="no",
        report_to="none",
        use_cpu=True,
        seed=11,
        learning_rate=1e-3,
        disable_tqdm=True,
        **config,
    )
    trainer = Watched(
        model=tiny_model(tokenizer, seed=5),
        reward_funcs=reward_funcs,
        args=settings,
        train_dataset=Dataset.from_list(rows),
        processing_class=tokenizer,
    )
    trainer.train()
    return trainer, batches


class Kept:
    """Calls a reward function and keeps what it was given and gave."""

    def __init__(self, function: Any) -> None:
        self.function = function
        self.__name__ = function.__name__
        self.calls: list[dict[str, Any]] = []

    def __call__(self, **given: Any) -> list[float | None]:
        rewards = self.function(**given)
        self.calls.append({"step": given["trainer_state"].global_step, "rewards": rewards, **ids_of(given)})
        return rewards


def ids_of(given: dict[str, Any]) -> dict[str, Any]:
    from guerdon.rollouts import column_rows, make_rollout, with_distinct_ids

    items = column_rows({"wanted": given["wanted"]}, len(given["completions"]), None)
    triples = zip(given["prompts"], given["completions"], items, strict=True)
    return {"ids": [rollout["id"] for rollout in with_distinct_ids(make_rollout(*triple) for triple in triples)]}


def test_five_steps_with_a_program_as_the_only_reward(tmp_path):
    from guerdon.trl import reward_function

    reward = Kept(reward_function(URL, "digits", run="trl"))
    trainer, batches = train(tmp_path, reward)

    assert len(batches) == len(reward.calls) == STEPS
    logs = [entry for entry in trainer.state.log_history if "digits/words" in entry]
    assert len(logs) == STEPS

    abstained = 0
    for batch, call in zip(batches, reward.calls, strict=True):
        assert batch["step"] == call["step"]
        for advantage, value in zip(batch["advantages"], call["rewards"], strict=True):
            if value is None:
                abstained += 1
                assert advantage == 0.0
        assert batch["advantages"] == pytest.approx(advantages_by_hand(call["rewards"]), abs=1e-4)
    assert abstained > 0, "no rollout abstained: the test shows nothing"
    assert any(value != 0 for batch in batches for value in batch["advantages"])
    for entry, call in zip(logs, reward.calls, strict=True):
        present = [value for value in call["rewards"] if value is not None]
        assert entry["rewards/digits/mean"] == pytest.approx(sum(present) / len(present), abs=1e-6)
        assert entry["digits/abstained"] == pytest.approx(call["rewards"].count(None) / BATCH)
        assert entry["digits/failed"] == 0

    if report := os.environ.get("GUERDON_REPORT"):
        steps = [
            {
                "step": call["step"],
                "ids": call["ids"],
                "rewards": call["rewards"],
                "advantages": batch["advantages"],
                "logged": {
                    name: entry[f"digits/{name}"] for name in ("words", "seven", "match") if f"digits/{name}" in entry
                },
            }
            for batch, call, entry in zip(batches, reward.calls, logs, strict=True)
        ]
        Path(report).write_text(json.dumps({"run": "trl", "steps": steps}), encoding="utf-8")


def advantages_by_hand(rewards: list[float | None]) -> list[float]:
    """Centred and scaled by group (TRL: deviation with n - 1, plus 1e-4); whoever has no reward is left out."""
    advantages: list[float] = []
    for start in range(0, len(rewards), GENERATIONS):
        group = rewards[start : start + GENERATIONS]
        present = [value for value in group if value is not None]
        mean = sum(present) / max(1, len(present))
        spread = sum((value - mean) ** 2 for value in present) / max(1, len(present) - 1)
        advantages += [0.0 if value is None else (value - mean) / (spread**0.5 + 1e-4) for value in group]
    return advantages


def test_terms_by_trl_own_aggregation(tmp_path):
    from guerdon.trl import term_functions

    functions, weights = term_functions(URL, "digits", weights={"match": 1.0, "seven": 0.5}, run="trl-terms")
    trainer, batches = train(
        tmp_path, functions, reward_weights=weights, multi_objective_aggregation="normalize_then_sum"
    )
    assert len(batches) == STEPS
    logs = [entry for entry in trainer.state.log_history if "rewards/seven/mean" in entry]
    assert len(logs) == STEPS
    for entry in logs:
        assert entry["rewards/seven/mean"] == pytest.approx(entry["digits/seven"], abs=1e-6)


def test_an_awaited_function_and_pickles(tmp_path):
    from guerdon.trl import reward_function

    reward = reward_function(URL, "digits", run="trl-async", mode="async")
    copy = pickle.loads(pickle.dumps(reward))
    assert copy.__name__ == "digits"
    trainer, batches = train(tmp_path, copy)
    assert len(batches) == STEPS
    assert all("rewards/digits/mean" in entry for entry in trainer.state.log_history if "reward" in entry)
