"""Connections to addresses that a guard has checked, with an end in time whatever the other side does."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

from urllib3.connection import HTTPConnection, HTTPSConnection

Dial = Callable[[], socket.socket]


class Deadline:
    """Ends a connection after `seconds`, also one whose other side drips a byte at a time.

    It works on a duplicate of the socket's handle, because the socket itself changes owner during the TLS handshake.
    """

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._end = time.monotonic() + seconds
        self._handle: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            if self._handle is not None:
                self._handle.close()
                self._handle = None

    def left(self) -> float:
        """The seconds that are left. Raises TimeoutError when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            self.passed = True
            raise TimeoutError
        return left

    def watch(self, dialled: socket.socket) -> None:
        """From now on the end cuts this connection."""
        with self._lock:
            self._handle = dialled.dup()
        self.left()

    def _cut(self) -> None:
        with self._lock:
            self.passed = True
            if self._handle is not None:
                with suppress(OSError):
                    self._handle.shutdown(socket.SHUT_RDWR)


def dialler(addresses: tuple[str, ...], port: int, seconds: float, deadline: Deadline) -> Dial:
    """Connects to the first of the addresses that answers, each within `seconds`. Raises the last one's OSError."""

    def dial() -> socket.socket:
        last: OSError = OSError("there is no address to connect to")
        for address in addresses:
            try:
                dialled = socket.create_connection((address, port), min(seconds, deadline.left()))
            except OSError as error:
                last = error
                continue
            deadline.watch(dialled)
            return dialled
        raise last

    return dial


class PlainConnection(HTTPConnection):
    """HTTP to a pinned address."""

    def __init__(self, host: str, port: int, seconds: float, dial: Dial) -> None:
        super().__init__(host, port, timeout=seconds)
        self._dial = dial
        self._seconds = seconds

    def _new_conn(self) -> socket.socket:
        dialled = self._dial()
        dialled.settimeout(self._seconds)
        return dialled


class TlsConnection(HTTPSConnection):
    """HTTPS to a pinned address; name indication and certificate check use the host's name."""

    def __init__(self, host: str, port: int, seconds: float, dial: Dial, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=seconds, ssl_context=context)
        self._dial = dial
        self._seconds = seconds

    def _new_conn(self) -> socket.socket:
        dialled = self._dial()
        dialled.settimeout(self._seconds)
        return dialled
