"""OpenEnv's generic client: one episode over its WebSocket, and a step before any reset."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

SOURCE = f"openenv-core {version('openenv-core')}, openenv.core.generic_client.GenericEnvClient"


def drive(url: str) -> list[Any]:
    from openenv.core.generic_client import GenericEnvClient

    with GenericEnvClient(base_url=url).sync() as environment:
        asked = environment.reset(seed=3, episode_id="first")
        content = asked.observation["messages"][-1]["content"]
        first, second = content.removeprefix("What is ").removesuffix("?").split(" + ")
        right = environment.step({"message": f"The answer is {int(first) + int(second)}."})
        state = environment.state()
        environment.reset()
        wrong = environment.step({"message": "The answer is 0."})
    return [asked, right, state, wrong]
