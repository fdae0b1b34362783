"""A local server that speaks the chat wire format, and says what a test tells it to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[[dict[str, Any]], "Said"]


@dataclass(frozen=True, slots=True)
class Said:
    """What the server answers: a typed answer's arguments, or bare text, a status, a delay."""

    arguments: object = None
    text: str | None = None
    status: int = 200
    seconds: float = 0.0


@dataclass(slots=True)
class ChatServer:
    """Its address, and the requests that came: headers and parsed bodies."""

    url: str
    seen: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)


@contextmanager
def chat_server(reply: Reply) -> Iterator[ChatServer]:
    """A server on loopback for as long as the test runs."""
    state = ChatServer("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.seen.append((dict(self.headers.items()), body))
            said = reply(body)
            time.sleep(said.seconds)
            data = json.dumps(_completion(body, said) if said.status == 200 else {"error": {"message": "no"}})
            self.send_response(said.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data.encode())))
            self.end_headers()
            with suppress(BrokenPipeError):  # who asked may have lost patience
                self.wfile.write(data.encode())

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()


def _completion(body: dict[str, Any], said: Said) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": said.text}
    if said.text is None:
        name = body["tools"][0]["function"]["name"]
        called = {"name": name, "arguments": json.dumps(said.arguments)}
        message["tool_calls"] = [{"id": "call-1", "type": "function", "function": called}]
    return {
        "id": "answer-1",
        "object": "chat.completion",
        "created": 1_790_000_000,
        "model": body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 400, "completion_tokens": 60, "total_tokens": 460},
    }
