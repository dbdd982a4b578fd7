"""verl's client of SandboxFusion: one call, and a whole check of a solution by its test cases."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any

SOURCE = f"verl {version('verl')}, verl.utils.reward_score.sandbox_fusion.utils"


def drive(url: str) -> list[Any]:
    from verl.utils.reward_score.sandbox_fusion.utils import call_sandbox_api, check_correctness

    run = f"{url}/run_code"
    cases = {"inputs": ["1 2\n", "2 2\n"], "outputs": ["3\n", "5\n"]}
    sums = "a, b = map(int, input().split())\nprint(a + b)"
    return [
        call_sandbox_api(run, "print(6 * 7)", "", 10, 10, 512),
        call_sandbox_api(run, "while True: pass", None, 1, 1, 512),
        call_sandbox_api(run, "raise ValueError('é')", None, 10, 10, 512),
        check_correctness(run, cases, f"```python\n{sums}\n```", timeout=10),
        check_correctness(run, cases, sums, timeout=10),
    ]


def answers(method: str, path: str, body: bytes) -> tuple[int, Any]:
    assert json.loads(body)["language"] == "python"
    run = {"status": "Finished", "execution_time": 0.02, "return_code": 0, "stdout": "3\n", "stderr": ""}
    return 200, {
        "status": "Success",
        "message": "",
        "compile_result": None,
        "run_result": run,
        "executor_pod_name": None,
        "files": {},
    }
