"""A reward server as trainers' examples write it: FastAPI, pydantic, uvicorn with uvloop and httptools.

Usage: server.py PORT number|math
"""

import re
import sys

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
app = FastAPI()


class GetReward(BaseModel):
    query: list[str]
    prompts: list[str]
    labels: list[str]


def number_reward(text: str, label: str) -> float:
    found = NUMBER.findall(text)
    return float(bool(found) and float(found[-1].replace(",", "")) == float(label))


def math_reward(text: str, label: str) -> float:
    from math_verify import parse, verify

    return float(verify(parse(label), parse(text)))


REWARDS = {"number": number_reward, "math": math_reward}
reward = REWARDS[sys.argv[2] if len(sys.argv) > 2 else "number"]


@app.post("/get_reward")
async def get_reward(body: GetReward) -> dict:
    rewards = [
        reward(query[len(prompt) :] if query.startswith(prompt) else query, label)
        for query, prompt, label in zip(body.query, body.prompts, body.labels)
    ]
    return {"rewards": rewards, "scores": rewards, "extra_logs": {"correct": rewards}}


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), loop="uvloop", http="httptools", access_log=False, log_level="error")
