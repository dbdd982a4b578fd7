"""OpenAI's Python library: `fine_tuning.alpha.graders.run` and `validate`."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

SOURCE = f"openai {version('openai')}, client.fine_tuning.alpha.graders"

EXACT = {
    "type": "string_check",
    "name": "exact",
    "input": "{{ sample.output_text }}",
    "reference": "{{ item.answer }}",
    "operation": "eq",
}
FUZZY = {
    "type": "text_similarity",
    "name": "fuzzy",
    "input": "{{ sample.output_text }}",
    "reference": "{{ item.answer }}",
    "evaluation_metric": "fuzzy_match",
}
PYTHON = {
    "type": "python",
    "name": "length",
    "source": "def grade(sample, item):\n    return min(1.0, len(sample['output_text']) / 10)",
    "image_tag": "2025-05-08",
}
MULTI = {
    "type": "multi",
    "name": "both",
    "graders": {"exact": EXACT, "fuzzy": FUZZY},
    "calculate_output": "0.5 * exact + 0.5 * fuzzy",
}


def drive(url: str) -> list[Any]:
    from openai import OpenAI

    client = OpenAI(base_url=f"{url}/v1", api_key="secret", max_retries=0)
    graders = client.fine_tuning.alpha.graders
    replies: list[Any] = [
        graders.run(grader=grader, model_sample="42", item={"answer": "42"}) for grader in (EXACT, FUZZY, PYTHON, MULTI)
    ]
    replies += [graders.validate(grader=grader) for grader in (EXACT, MULTI)]
    return replies


def answers(method: str, path: str, body: bytes) -> tuple[int, Any]:
    if path.endswith("/validate"):
        return 200, {"grader": EXACT}
    errors = dict.fromkeys(
        [
            "formula_parse_error",
            "sample_parse_error",
            "truncated_observation_error",
            "unresponsive_reward_error",
            "invalid_variable_error",
            "other_error",
            "python_grader_server_error",
            "python_grader_runtime_error",
            "model_grader_server_error",
            "model_grader_refusal_error",
            "model_grader_parse_error",
        ],
        False,
    )
    metadata = {
        "name": "exact",
        "type": "string_check",
        "execution_time": 0.01,
        "scores": {},
        "token_usage": None,
        "sampled_model_name": None,
        "errors": {
            **errors,
            "python_grader_runtime_error_details": None,
            "model_grader_server_error_type": None,
            "model_grader_server_error_details": None,
        },
    }
    return 200, {"reward": 1.0, "metadata": metadata, "sub_rewards": {}, "model_grader_token_usage_per_model": {}}
