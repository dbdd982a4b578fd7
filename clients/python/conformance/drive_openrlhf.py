"""OpenRLHF's own single-turn executor, from a generation to its reward, without Ray and vLLM."""

from __future__ import annotations

import asyncio
import json
from importlib.metadata import version
from types import SimpleNamespace
from typing import Any

SOURCE = f"openrlhf {version('openrlhf')}, SingleTurnAgentExecutor.execute and _fetch_rewards_via_http"


class CharacterTokenizer:
    """Token ids are code points; tensors as the executor wants them."""

    def __call__(self, text: str, add_special_tokens: bool, return_tensors: str) -> Any:
        import torch

        return {"input_ids": torch.tensor([[ord(character) for character in text]])}

    def decode(self, ids: list[int], skip_special_tokens: bool) -> str:
        return "".join(map(chr, ids))


class OneAnswer:
    """In the place of vLLM: always the same completion."""

    def __init__(self, text: str) -> None:
        self._text = text

    async def generate(self, ids: Any, params: Any, multi_modal_data: Any = None) -> Any:
        output = SimpleNamespace(
            token_ids=[ord(character) for character in self._text],
            text=self._text,
            finish_reason="stop",
            logprobs=None,
        )
        return SimpleNamespace(outputs=[output])


def execute(executor: Any, prompt: str, label: Any, answer: str) -> dict[str, Any]:
    """One rollout by OpenRLHF's code: prompt, generation, reward."""
    params = SimpleNamespace(max_tokens=None, logprobs=None)
    return asyncio.run(executor.execute(prompt, label, params, 4096, CharacterTokenizer(), OneAnswer(answer)))


def drive(url: str) -> list[Any]:
    from openrlhf.utils.agent import SingleTurnAgentExecutor

    one = SingleTurnAgentExecutor(f"{url}/get_reward")
    two = SingleTurnAgentExecutor([f"{url}/get_reward"] * 2)
    prompt = "<|user|>What is 6 × 7?<|end|>"
    return [
        execute(one, prompt, "42", "<think>6 × 7 = 42</think><answer>42</answer></s>"),
        execute(one, prompt, {"answer": "42", "unit": None}, "41"),
        execute(one, "", None, ""),
        asyncio.run(two._fetch_rewards_via_http(["p1 a", "p1 b", "p2 c"], ["p1 ", "p1 ", "p2 "], ["a", "1", "2"])),
    ]


def answers(method: str, path: str, body: bytes) -> tuple[int, Any]:
    size = len(json.loads(body)["query"])
    return 200, {"rewards": [0.5] * size, "scores": [0.5] * size, "extra_logs": {"format": [1.0] * size}}
