"""A server that keeps the bytes real clients send it, and answers as their reference servers do."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

#: From method, path and body to status and JSON.
Answers = Callable[[str, str, bytes], "tuple[int, Any]"]

#: Headers that differ from run to run or say nothing of the client.
UNSTABLE = frozenset({"host", "content-length", "user-agent", "connection", "accept-encoding", "date"})


@dataclass(frozen=True)
class Recorded:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: str


class Recorder:
    """Listens on a free port of 127.0.0.1 between `with` and its end."""

    def __init__(self, answers: Answers) -> None:
        self.requests: list[Recorded] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                pass

            def _serve(self) -> None:
                body = _read_body(self)
                headers = {name.lower(): value for name, value in self.headers.items()}
                kept = {name: value for name, value in sorted(headers.items()) if name not in UNSTABLE}
                outer.requests.append(Recorded(self.command, self.path, kept, body.decode()))
                status, reply = answers(self.command, self.path, body)
                data = json.dumps(reply).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PUT = do_DELETE = _serve

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Recorder:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _read_body(handler: BaseHTTPRequestHandler) -> bytes:
    if handler.headers.get("Transfer-Encoding", "").lower() != "chunked":
        return handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
    parts = []
    while size := int(handler.rfile.readline().split(b";")[0], 16):
        parts.append(handler.rfile.read(size))
        handler.rfile.readline()
    handler.rfile.readline()
    return b"".join(parts)
