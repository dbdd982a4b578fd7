"""Retries, keys, errors: against a real HTTP server that misbehaves as told."""

from __future__ import annotations

import asyncio
import hashlib
import time
from typing import Any

import pytest
from conftest import Answer

from guerdon import (
    AsyncClient,
    Client,
    MalformedReply,
    RequestRefused,
    ServerUnavailable,
    SettingsError,
)

QUICK: dict[str, Any] = {"first_wait_seconds": 0.001, "timeout_seconds": 20}
BODY = {"b": "é", "a": 1}


def sync_call(url: str, **settings: Any) -> Any:
    with Client(url, **{**QUICK, **settings}) as client:
        return client._call("POST", "/v1/score", body=BODY)


def async_call(url: str, **settings: Any) -> Any:
    async def run() -> Any:
        async with AsyncClient(url, **{**QUICK, **settings}) as client:
            return await client._call("POST", "/v1/score", body=BODY)

    return asyncio.run(run())


both = pytest.mark.parametrize("make_call", [sync_call, async_call])


@both
def test_every_try_carries_the_same_bytes_and_the_same_key(scripted, make_call):
    server = scripted(Answer(503), Answer(drop=True), Answer(429), Answer(500), Answer(200, {"fine": True}))
    assert make_call(server.url) == {"fine": True}
    text = '{"a":1,"b":"é"}'.encode()
    assert [seen.body for seen in server.seen] == [text] * 5
    key = hashlib.sha256(b"/v1/score\n" + text).hexdigest()
    assert [seen.headers["Idempotency-Key"] for seen in server.seen] == [key] * 5


@both
def test_a_refusal_is_final_and_says_why(scripted, make_call):
    server = scripted(Answer(422, {"code": "GUERDON_BODY", "detail": "Expected `rollouts`.", "hint": "Add it."}))
    with pytest.raises(RequestRefused) as refused:
        make_call(server.url)
    assert str(refused.value) == "GUERDON_BODY: Expected `rollouts`. Add it."
    assert (refused.value.status, refused.value.code) == (422, "GUERDON_BODY")
    assert len(server.seen) == 1


@both
def test_gives_up_after_the_last_try(scripted, make_call):
    server = scripted(Answer(503, {"detail": "queue full"}))
    with pytest.raises(ServerUnavailable) as gone:
        make_call(server.url, tries=3)
    assert gone.value.tries == 3
    assert len(server.seen) == 3
    assert "queue full" in str(gone.value)


@both
def test_waits_as_long_as_the_server_asks(scripted, make_call):
    server = scripted(Answer(429, headers={"Retry-After": "1"}), Answer(200, 7))
    start = time.monotonic()
    assert make_call(server.url) == 7
    assert time.monotonic() - start >= 1.0


@both
def test_does_not_wait_past_the_deadline(scripted, make_call):
    server = scripted(Answer(503, headers={"Retry-After": "3600"}))
    start = time.monotonic()
    with pytest.raises(ServerUnavailable):
        make_call(server.url, deadline_seconds=5)
    assert time.monotonic() - start < 5
    assert len(server.seen) == 1


@both
def test_a_server_that_is_not_there(make_call):
    with pytest.raises(ServerUnavailable) as gone:
        make_call("http://127.0.0.1:9", tries=2)
    assert "Check that `guerdon serve` runs there" in str(gone.value)


@both
def test_a_page_is_no_reply(scripted, make_call):
    server = scripted(Answer(200, raw=b"<html>"))
    with pytest.raises(MalformedReply):
        make_call(server.url)


@both
def test_a_refusal_that_is_no_json_is_shown(scripted, make_call):
    server = scripted(Answer(404, raw=b"no such route"))
    with pytest.raises(RequestRefused, match="404: no such route"):
        make_call(server.url)


@both
def test_a_slow_reply_times_out_and_is_tried_again(make_call):
    import socket

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()  # accepts into the backlog, never answers
    with pytest.raises(ServerUnavailable, match="2 tries") as gone:
        make_call(f"http://127.0.0.1:{listener.getsockname()[1]}", timeout_seconds=0.2, tries=2)
    assert "ReadTimeout" in str(gone.value)
    listener.close()


def test_keys_come_from_arguments_then_from_the_environment(scripted, monkeypatch):
    server = scripted(Answer(200, 1))
    monkeypatch.setenv("GUERDON_URL", server.url + "/")
    monkeypatch.setenv("GUERDON_API_KEY", "from-environment")
    for client in (Client(), Client(api_key="given")):
        client._call("GET", "/v1/runs", params={"limit": 2, "open": True, "after": None})
        assert "from-environment" not in repr(client.settings) and "given" not in repr(client.settings)
        client.close()
    assert [seen.headers["Authorization"] for seen in server.seen] == ["Bearer from-environment", "Bearer given"]
    assert server.seen[0].path == "/v1/runs?limit=2&open=true"
    assert "Idempotency-Key" not in server.seen[0].headers


def test_a_missing_url_is_said_before_anything_is_sent(monkeypatch):
    monkeypatch.delenv("GUERDON_URL", raising=False)
    with pytest.raises(SettingsError, match="GUERDON_URL"):
        Client()
    with pytest.raises(SettingsError, match="`tries`"):
        Client("http://127.0.0.1:1", tries=0)


def test_importing_the_package_imports_no_trainer():
    import subprocess
    import sys

    code = (
        "import guerdon, guerdon.trl, guerdon.verl, guerdon.verifiers, guerdon.openrlhf, sys;"
        "print([m for m in ('trl','torch','verl','verifiers','openrlhf','numpy') if m in sys.modules])"
    )
    environment = {"PYTHONPATH": ":".join(sys.path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == "[]"
