"""Serves the application with uvicorn: beside other work in a thread, or blocking."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette

from clausewatch.errors import BadInputError, ClausewatchError

_STARTS_WITHIN_SECONDS = 10.0
_STOPS_WITHIN_SECONDS = 5.0
_GRACE_SECONDS = 3


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A server at work; `port` is the one it really has."""

    host: str
    port: int
    _server: uvicorn.Server
    _thread: threading.Thread

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def stop(self) -> None:
        """Answers what was asked, then lets go of the port; a second call does nothing."""
        self._server.should_exit = True
        self._thread.join(_STOPS_WITHIN_SECONDS)
        self._server.force_exit = True
        self._thread.join(_STOPS_WITHIN_SECONDS)


def start_server(app: Starlette, host: str, port: int) -> RunningServer:
    """Serves in a thread of its own and returns once requests are answered; port 0 takes a free one.

    Raises BadInputError for an address that cannot be had.
    """
    listening = _listen(host, port)
    server = uvicorn.Server(_config(app))
    thread = threading.Thread(target=server.run, args=([listening],), name="pages", daemon=True)
    thread.start()
    waited = threading.Event()
    for _ in range(int(_STARTS_WITHIN_SECONDS / 0.01)):
        if server.started:
            return RunningServer(host, int(listening.getsockname()[1]), server, thread)
        if not thread.is_alive():
            break
        waited.wait(0.01)
    listening.close()
    raise ClausewatchError(
        f"pages on {host}:{port}", "the server does not start", "Its log says why; try again."
    )


def serve(app: Starlette, host: str, port: int) -> None:
    """Serves until interrupted. Raises BadInputError for an address that cannot be had."""
    listening = _listen(host, port)
    uvicorn.Server(_config(app)).run([listening])


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle off only for sockets that say they are TCP; else each answer waits 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        raise BadInputError(
            f"address {host}:{port}", f"cannot be listened on ({error})", "Give a free port, or 0."
        ) from error
    return listening
