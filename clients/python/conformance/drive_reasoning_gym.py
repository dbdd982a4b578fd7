"""The client of reasoning-gym's command line (`tools/cli/rgc/client.py`). Its source must be importable."""

from __future__ import annotations

import json
from typing import Any

SOURCE = "reasoning-gym at commit 49b07130b3fc (2026-04-17), tools.cli.rgc.client.RGClient"


def drive(url: str) -> list[Any]:
    from tools.cli.rgc.client import RGClient
    from tools.server.models import AnswerItem, DatasetConfigUpdate, ExperimentCreate

    client = RGClient(url, "secret")
    config = {"datasets": {"chain_sum": {"weight": 1.0, "config": {"max_digits": 2}}}}
    replies: list[Any] = [
        client.check_health(),
        client.create_experiment("sums", ExperimentCreate(name="sums", size=20, seed=7, **config)),
        client.list_experiments(),
        client.get_experiment_config("sums"),
        client.update_dataset_config("sums", "chain_sum", DatasetConfigUpdate(config={"max_digits": 3})),
    ]
    batch = client.get_batch("sums", base_index=0, batch_size=2)
    answers = [AnswerItem(entry_id=entry.entry_id, answer="42") for entry in batch.entries]
    replies += [batch, client.score_outputs("sums", answers), client.delete_experiment("sums")]
    return replies


def answers(method: str, path: str, body: bytes) -> tuple[int, Any]:
    experiment = {"name": "sums", "size": 20, "seed": 7, "datasets": {"chain_sum": {"weight": 1.0, "config": {}}}}
    if path == "/health":
        return 200, {"status": "healthy"}
    if "/batch" in path:
        return 200, {"entries": [{"question": "1 + 1", "entry_id": f"1.{i}", "metadata": {}} for i in range(2)]}
    if path.endswith("/score"):
        ids = [answer["entry_id"] for answer in json.loads(body)["answers"]]
        return 200, {"scores": [0.0] * len(ids), "entry_ids": ids}
    if method == "GET" and path == "/experiments":
        return 200, {"experiments": ["sums"]}
    return 200, experiment
