"""The typed operations against a server with a store."""

from __future__ import annotations

import asyncio
import os
import uuid
from typing import Any

import pytest

from guerdon import AsyncClient, Client, RequestRefused

URL = os.environ.get("GUERDON_URL", "")
pytestmark = pytest.mark.skipif(not URL, reason="GUERDON_URL names no server")

ROLLOUTS: list[Any] = [
    {"id": "right", "group": "q", "item": {"answer": "42"}, "prompt": "6 × 7?", "completion": "<answer>42</answer>"},
    {"id": "wrong", "group": "q", "item": {"answer": "42"}, "prompt": "6 × 7?", "completion": "<answer>41</answer>"},
]


@pytest.fixture
def client():
    with Client(URL) as client:
        yield client


@pytest.fixture
def run() -> str:
    return f"native-{uuid.uuid4().hex[:8]}"


def test_rows(client: Client):
    reply = client.score({"program": "math", "rollouts": ROLLOUTS, "include": ["terms", "advantage", "evidence"]})
    assert reply["form"] == "rows"
    right, wrong = reply["rollouts"]
    assert right["total"] == {"kind": "scored", "value": 1}
    assert wrong["terms"] == {"correct": {"kind": "scored", "value": 0}}
    # Deviation with n - 1, plus 1e-4, as TRL: ± 0.5 / (0.7071… + 0.0001).
    assert right["advantage"] == pytest.approx(0.5 / (0.5**0.5 + 1e-4))
    assert right["advantage"] == -wrong["advantage"]


def test_columns(client: Client):
    reply = client.score(
        {
            "program": "digits",
            "columns": {"completion": ["1 2 3 7", "9"], "item": [{"wanted": "7"}, {"wanted": "9"}]},
        }
    )
    assert reply["form"] == "columns"
    assert reply["total"] == [1.5, None]
    assert reply["missing"]["1"]["kind"] == "abstained"


def test_a_call_that_is_made_again_is_answered_from_the_store(client: Client, run: str):
    body: Any = {"program": "math", "run": run, "step": 0, "rollouts": ROLLOUTS}
    first, again = client.score(body), client.score(body)
    assert again == first
    summary = client.get_run(run)
    assert (summary["batches"], summary["rollouts"], summary["step"]) == (1, 2, 0)


def test_many_at_once_are_kept_once(run: str):
    async def calls() -> list[Any]:
        async with AsyncClient(URL) as client:
            body: Any = {"program": "math", "run": run, "step": 0, "rollouts": ROLLOUTS}
            return await asyncio.gather(*(client.score(body) for _ in range(20)))

    replies = asyncio.run(calls())
    assert len({reply["id"] for reply in replies}) == 1
    with Client(URL) as client:
        assert client.get_run(run)["batches"] == 1


def test_a_step_ends_once(client: Client, run: str):
    client.score({"program": "math", "run": run, "step": 0, "rollouts": ROLLOUTS})
    assert client.end_step(run, {"step": 0}) == {"step": 0, "moved": True}
    assert client.end_step(run, {"step": 0})["moved"] is False
    assert client.get_run(run)["step"] == 1
    late = client.score({"program": "math", "run": run, "step": 0, "rollouts": ROLLOUTS[:1]})
    assert late["late"] is True
    assert run in [each["run"] for each in client.list_runs()["runs"]]


def test_programs_and_advantages(client: Client):
    programs = {each["program"]: each for each in client.list_programs()["programs"]}
    assert [term["name"] for term in programs["digits"]["terms"]] == ["words", "seven", "match"]
    reply = client.advantages({"advantage": "rloo", "rewards": [1, 0, None, 0.5]})
    # Leave one out: each minus the mean of the other two; who has no reward gets 0.
    assert reply["advantages"] == pytest.approx([0.75, -0.75, 0, 0])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"program": "nobody", "rollouts": ROLLOUTS}, "GUERDON_"),
        ({"program": "math", "rollouts": [{"item": 1}]}, "GUERDON_REQUEST"),
        ({"program": "math", "rollouts": ROLLOUTS, "colour": 1}, "GUERDON_REQUEST"),
    ],
)
def test_a_wrong_request_is_refused_with_its_reason(client: Client, body: Any, code: str):
    with pytest.raises(RequestRefused) as refused:
        client.score(body)
    assert 400 <= refused.value.status < 500
    assert (refused.value.code or "").startswith(code)
    assert "Expected" in str(refused.value)
