"""Names to addresses."""

from __future__ import annotations

import socket
from typing import Protocol


class Resolver(Protocol):
    """Gives a name's addresses in the order to try them. Raises OSError when there are none to give."""

    def resolve(self, host: str) -> tuple[str, ...]: ...


class SystemResolver:
    """Asks the operating system, which bounds the time itself (resolv.conf: timeout, attempts)."""

    def resolve(self, host: str) -> tuple[str, ...]:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
