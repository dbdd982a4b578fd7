"""The reward functions as plain functions: what a trainer hands over goes in, what it understands comes out."""

from __future__ import annotations

import asyncio
import os
import pickle
import uuid
from types import SimpleNamespace
from typing import Any

import pytest

from guerdon import Client, ScoringFailed, ServerUnavailable, SettingsError
from guerdon.trl import reward_function, term_functions
from guerdon.verl import compute_score, compute_score_async

URL = os.environ.get("GUERDON_URL", "")
pytestmark = pytest.mark.skipif(not URL, reason="GUERDON_URL names no server")

BATCH: dict[str, Any] = {
    "prompts": ["one?", "one?", "two?", "two?"],
    "completions": ["1 2 3 7", "9", "1 2 3 4", "5 6 7 8"],
    "completion_ids": [[1], [2], [3], [4]],
    "wanted": ["7", "9", "4", "4"],
}
REWARDS = [1.5, None, 1.0, 0.5]


def test_a_batch_of_texts():
    metrics: dict[str, float] = {}
    columns: dict[str, list[Any]] = {}
    reward = reward_function(URL, "digits")
    given = reward(**BATCH, log_metric=metrics.__setitem__, log_extra=columns.__setitem__)
    assert given == REWARDS
    assert reward.__name__ == "digits"
    assert columns["digits/match"] == [1.0, None, 1.0, 0.0]
    assert metrics == {
        "digits/words": 13 / 4,
        "digits/seven": 2 / 4,
        "digits/match": pytest.approx(2 / 3),
        "digits/abstained": 1 / 4,
        "digits/failed": 0.0,
    }


def test_conversations_and_an_awaited_copy():
    talks = {
        **BATCH,
        "prompts": [[{"role": "user", "content": prompt}] for prompt in BATCH["prompts"]],
        "completions": [[{"role": "assistant", "content": text}] for text in BATCH["completions"]],
    }
    reward = pickle.loads(pickle.dumps(reward_function(URL, "digits", mode="async")))
    assert asyncio.run(reward(**talks)) == REWARDS


def test_terms_share_one_request():
    run = f"terms-{uuid.uuid4().hex[:8]}"
    (match, seven), weights = term_functions(URL, "digits", weights={"match": 1, "seven": 0.5}, run=run)
    state = SimpleNamespace(global_step=3)
    assert match(**BATCH, trainer_state=state) == [1.0, None, 1.0, 0.0]
    assert seven(**BATCH, trainer_state=state) == [1.0, 0.0, 0.0, 1.0]
    assert weights == [1, 0.5]
    assert (match.__name__, seven.__name__) == ("match", "seven")
    with Client(URL) as client:
        summary = client.get_run(run)
    assert (summary["batches"], summary["rollouts"]) == (1, 4)


def test_what_cannot_be_sent_is_said_by_its_column():
    with pytest.raises(SettingsError, match="`image`"):
        reward_function(URL, "digits")(**BATCH, image=[object()] * 4)
    assert reward_function(URL, "digits", columns=["wanted"])(**BATCH, image=[object()] * 4) == REWARDS
    with pytest.raises(SettingsError, match="colour"):
        reward_function(URL, "digits", columns=["colour"])(**BATCH)


def test_failures_are_no_zeros():
    """A reference that is none is the task's fault, not the policy's."""
    broken = {**BATCH, "wanted": ["7", "9", "no number", "4"]}
    assert reward_function(URL, "digits")(**broken) == [1.5, None, None, 0.5]
    with pytest.raises(ScoringFailed, match="task"):
        reward_function(URL, "digits", on_failure="raise")(**broken)


def test_a_server_that_is_away():
    away = "http://127.0.0.1:9"
    with pytest.raises(ServerUnavailable):
        reward_function(away, "digits", tries=1)(**BATCH)
    assert reward_function(away, "digits", tries=1, on_unavailable="none")(**BATCH) == [None] * 4


def test_verl_with_constant_keys():
    keys = ["score", "missing", "words", "words_present", "seven", "seven_present", "match", "match_present"]
    right = compute_score("d", "1 2 3 7", "7", {"index": 0}, url=URL, program="arithmetic")
    assert right["words"] == 4.0
    settings: dict[str, Any] = {"url": URL, "program": "digits", "missing": 0.25}
    full = compute_score("d", "1 2 3 7", {"wanted": "7"}, None, **settings)
    short = asyncio.run(compute_score_async("d", "7", {"wanted": "7"}, {"num_turns": 1}, **settings))
    assert list(full) == list(short) == keys
    assert (full["score"], full["missing"]) == (1.5, 0.0)
    assert (short["score"], short["missing"], short["match_present"]) == (0.25, 1.0, 0.0)
    with pytest.raises(ScoringFailed, match="got no score"):
        compute_score("d", "7", {"wanted": "7"}, None, url=URL, program="digits")
