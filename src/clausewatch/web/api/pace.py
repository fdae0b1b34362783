"""How often one address may ask: a bucket of requests that fills up again, kept in memory."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus
from math import ceil

from starlette.types import ASGIApp, Receive, Scope, Send

from clausewatch.web.api.answers import failure

MOST_ADDRESSES = 10_000
"""Addresses that are remembered, some 2 MB; of more, those that asked longest ago begin anew."""

_SITE_BITS = 64
"""An IPv6 site has so many bits to itself (RFC 6177, RFC 4291 2.5.4): its addresses count as one."""


class Pace:
    """ASGI middleware: lets each address ask `per_minute` times a minute, all at once if it likes; 429 beyond that.

    `moment` gives seconds that never go back. 0 sets no limit.
    """

    def __init__(self, app: ASGIApp, per_minute: int, moment: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._most = per_minute
        self._moment = moment
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wait = self._wait(_asking(scope)) if self._most and scope["type"] == "http" else 0
        if not wait:
            await self._app(scope, receive, send)
            return
        refused = failure(
            HTTPStatus.TOO_MANY_REQUESTS,
            "this address",
            f"it asked more than {self._most} times a minute",
            f"Ask again in {wait} second{'' if wait == 1 else 's'}",
            {"retry-after": str(wait)},
        )
        await refused(scope, receive, send)

    def _wait(self, asking: str) -> int:
        """Takes one request out of the address's bucket; where none is left, in how many seconds there will be one."""
        now, rate = self._moment(), self._most / 60
        left, since = self._left.pop(asking, (float(self._most), now))
        left = min(left + (now - since) * rate, float(self._most))
        refused = left < 1
        self._left[asking] = (left if refused else left - 1, now)
        while len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        return ceil((1 - left) / rate) if refused else 0


def _asking(scope: Scope) -> str:
    """Who asks: the address of the connection, or what a proxy on this machine says (uvicorn's `proxy_headers`)."""
    client = scope.get("client")
    host = str(client[0]) if client else ""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, _SITE_BITS), strict=False))
    return str(address)
