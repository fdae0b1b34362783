"""How often something may be tried: counted in memory, by address and by account, within bounds."""

from __future__ import annotations

import ipaddress
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

_KEYS = 20_000


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times within that time."""

    times: int
    within: timedelta


_QUARTER, _HOUR = timedelta(minutes=15), timedelta(hours=1)
# One person who mistypes stays far below; one machine that guesses tries some 2,000 passwords a day.
SIGN_IN_BY_ACCOUNT = Limit(10, _QUARTER)
SIGN_IN_BY_ADDRESS = Limit(40, _QUARTER)
LETTERS_BY_ACCOUNT = Limit(3, _HOUR)
LETTERS_BY_ADDRESS = Limit(20, _HOUR)
PREVIEWS = Limit(60, _QUARTER)
TRIALS = Limit(10, _QUARTER)
SIGNED_POSTS = Limit(600, _QUARTER)
WRONG_TOKENS = Limit(40, _QUARTER)
API_BY_TOKEN = Limit(6_000, _QUARTER)


class Tries:
    """Counts tries. Of more keys than fit, those tried longest ago are forgotten first."""

    def __init__(self, keys: int = _KEYS) -> None:
        self._keys = keys
        self._lock = threading.Lock()
        self._windows: OrderedDict[tuple[str, str], tuple[datetime, int]] = OrderedDict()

    def wait(self, what: str, who: str, limit: Limit, now: datetime) -> int:
        """Counts one try; gives 0 where it is allowed, else the seconds until the next one is."""
        key = what, who
        with self._lock:
            begun, times = self._windows.pop(key, (now, 0))
            if now - begun >= limit.within:
                begun, times = now, 0
            self._windows[key] = (begun, times + 1)
            while len(self._windows) > self._keys:
                self._windows.popitem(last=False)
        if times < limit.times:
            return 0
        return int((begun + limit.within - now).total_seconds()) + 1


def network_of(host: str) -> str:
    """The address that tries are counted by: of IPv6 the network of 64 bits, which one customer has whole."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        # A socket that takes both families names IPv4 so (RFC 4291, 2.5.5.2): all of it would be one network.
        address = address.ipv4_mapped or address
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))
