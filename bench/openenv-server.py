"""OpenEnv's own server with an environment whose step waits, for bench/openenv.ts: openenv-server.py PORT SESSIONS"""

import asyncio
import sys

import uvicorn
from openenv.core.env_server.http_server import create_fastapi_app
from openenv.core.env_server.interfaces import Environment
from openenv.core.env_server.types import Action, Observation, State


class Wait(Action):
    wait: float


class Waiting(Environment):
    SUPPORTS_CONCURRENT_SESSIONS = True

    def reset(self, seed=None, episode_id=None, **_):
        return Observation(done=False, reward=None)

    async def reset_async(self, seed=None, episode_id=None, **_):
        return self.reset()

    def step(self, action, **_):
        raise NotImplementedError

    async def step_async(self, action, **_):
        await asyncio.sleep(action.wait / 1000)
        return Observation(done=True, reward=1.0)

    @property
    def state(self):
        return State()


app = create_fastapi_app(Waiting, Wait, Observation, max_concurrent_envs=int(sys.argv[2]))
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="critical", ws_max_queue=64, backlog=4096)
