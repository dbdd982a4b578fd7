"""verl's own reward loop: its worker loads our function as its configuration names it, and scores a batch."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("verl.experimental.reward_loop", reason="verl is not installed in this Python")
URL = os.environ.get("GUERDON_URL")
pytestmark = pytest.mark.skipif(not URL, reason="GUERDON_URL names no server")

ANSWERS = ["6 × 7 = 42", "41", "none at all"]


@pytest.fixture(scope="module")
def tokenizer_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tokenizer of characters, saved as verl loads them."""
    from tokenizers import Tokenizer, decoders, pre_tokenizers
    from tokenizers.models import WordLevel
    from transformers import PreTrainedTokenizerFast

    characters = sorted(set("".join(ANSWERS)))
    words = ["<pad>", "<eos>", "<unk>", *characters]
    tokenizer = Tokenizer(WordLevel({word: index for index, word in enumerate(words)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.decoder = decoders.Fuse()
    folder = tmp_path_factory.mktemp("tokenizer")
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", eos_token="<eos>", unk_token="<unk>"
    ).save_pretrained(str(folder))
    return folder


def configuration(folder: Path, function: str, **reward_kwargs: Any) -> Any:
    from omegaconf import OmegaConf

    return OmegaConf.create(
        {
            "actor_rollout_ref": {"model": {"path": str(folder), "tokenizer_path": None}},
            "reward": {
                "custom_reward_function": {
                    "path": "pkg://guerdon.verl",
                    "name": function,
                    "reward_kwargs": {"url": URL, "program": "math", **reward_kwargs},
                },
                "reward_manager": {"source": "register", "name": "naive"},
                "reward_model": {"enable": False},
            },
        }
    )


def batch_of(tokenizer: Any, answers: list[str]) -> Any:
    import numpy as np
    import torch
    from tensordict import TensorDict
    from verl import DataProto

    rows = [tokenizer(answer)["input_ids"] + [tokenizer.eos_token_id] for answer in answers]
    width = max(map(len, rows))
    responses = torch.tensor([row + [tokenizer.pad_token_id] * (width - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows])
    prompts = torch.zeros(len(rows), 2, dtype=torch.long)
    tensors = {
        "prompts": prompts,
        "responses": responses,
        "attention_mask": torch.cat([torch.ones_like(prompts), mask], dim=1),
    }
    facts = {
        "data_source": ["sums"] * len(rows),
        "reward_model": [{"ground_truth": "42"}] * len(rows),
        "extra_info": [{"index": 3, "split": "train"} for _ in rows],
        "__num_turns__": [2] * len(rows),
    }
    columns = {name: np.array(values, dtype=object) for name, values in facts.items()}
    return DataProto(batch=TensorDict(tensors, batch_size=len(rows)), non_tensor_batch=columns)


@pytest.mark.parametrize("function", ["compute_score", "compute_score_async"])
def test_the_reward_loop_worker_scores_a_batch(tokenizer_folder: Path, function: str):
    from verl.experimental.reward_loop.reward_loop import RewardLoopWorker

    async def run() -> list[dict[str, Any]]:
        worker = RewardLoopWorker(configuration(tokenizer_folder, function))
        return await worker.compute_score_batch(batch_of(worker.input_tokenizer, ANSWERS))

    results = asyncio.run(run())
    assert [result["reward_score"] for result in results] == [1.0, 0.0, 0.0]
    keys = [list(result["reward_extra_info"]) for result in results]
    assert keys == [["score", "missing", "correct", "correct_present"]] * 3
    assert all(type(value) is float for result in results for value in result["reward_extra_info"].values())


def test_a_missing_total_is_an_error_or_what_the_configuration_says(tokenizer_folder: Path):
    from verl.experimental.reward_loop.reward_loop import RewardLoopWorker

    from guerdon import ScoringFailed

    async def run(**reward_kwargs: Any) -> list[dict[str, Any]]:
        config = configuration(tokenizer_folder, "compute_score", program="digits", **reward_kwargs)
        worker = RewardLoopWorker(config)
        return await worker.compute_score_batch(batch_of(worker.input_tokenizer, ["41"]))

    with pytest.raises(ScoringFailed, match="got no score"):
        asyncio.run(run())
    (result,) = asyncio.run(run(missing=-1.0))
    assert result["reward_score"] == -1.0
    assert result["reward_extra_info"]["missing"] == 1.0
    assert result["reward_extra_info"]["match_present"] == 0.0
