"""NeMo Gym's simple agent: a run of one dataset row, from its session to its verification.

Its source must be importable. The agent asks itself for a response over HTTP; in the place of itself and the model
behind it a server answers with one that is written here.
"""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from recorder import Recorder

SOURCE = "NeMo Gym at commit 07d6b0d07b22 (2026-08-22), responses_api_agents.simple_agent.app.SimpleAgent.run"


def response_of(text: str) -> dict[str, Any]:
    content = [{"type": "output_text", "text": text, "annotations": []}]
    message = {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": content}
    return {
        "id": "resp_1",
        "created_at": 1.0,
        "model": "tiny",
        "object": "response",
        "output": [message],
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
    }


def agent_of(url: str, model_url: str) -> Any:
    """The agent with the address book that its head server would have given it."""
    from nemo_gym.config_types import BaseServerConfig, ModelServerRef, ResourcesServerRef
    from nemo_gym.server_utils import ServerClient
    from omegaconf import OmegaConf
    from responses_api_agents.simple_agent.app import SimpleAgent, SimpleAgentConfig

    book = {"verifier": place("resources_servers", url), "agent": place("responses_api_agents", model_url)}
    client = ServerClient(
        head_server_config=BaseServerConfig(host="127.0.0.1", port=1),
        global_config_dict=OmegaConf.create(book),
    )
    config = SimpleAgentConfig(
        name="agent",
        host="127.0.0.1",
        port=1,
        entrypoint="app.py",
        resources_server=ResourcesServerRef(type="resources_servers", name="verifier"),
        model_server=ModelServerRef(type="responses_api_models", name="model"),
    )
    return SimpleAgent.model_construct(config=config, server_client=client)


def place(kind: str, address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    return {kind: {"one": {"host": parts.hostname, "port": parts.port, "entrypoint": "app.py"}}}


async def run(url: str, answer: str, row: dict[str, Any]) -> Any:
    """One rollout by NeMo Gym's code."""
    from responses_api_agents.simple_agent.app import SimpleAgentRunRequest

    with Recorder(lambda *_: (200, response_of(answer))) as model:
        return await agent_of(url, model.url).run(
            SimpleNamespace(cookies={}), SimpleAgentRunRequest.model_validate(row)
        )


def row_of(answer: str) -> dict[str, Any]:
    asked = [{"role": "user", "content": "6 × 7?"}]
    return {"responses_create_params": {"input": asked}, "answer": answer, "_ng_task_index": 0, "_ng_rollout_index": 1}


def drive(url: str) -> list[Any]:
    import nemo_gym.server_utils as transport

    async def whole() -> list[Any]:
        session = transport.set_global_aiohttp_client(transport.GlobalAIOHTTPAsyncClientConfig())
        made = [await run(url, f"The answer is {number}.", row_of("42")) for number in (42, 41)]
        await session.close()
        return made

    return asyncio.run(whole())


def answers(method: str, path: str, body: bytes) -> tuple[int, Any]:
    return 200, {} if path.startswith("/seed_session") else {**json.loads(body), "reward": 1.0}
