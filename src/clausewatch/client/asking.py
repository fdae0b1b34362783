"""How the client asks: one connection pool, answers kept by their tags, lists followed to their end."""

from __future__ import annotations

import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import urllib3

from clausewatch import __version__
from clausewatch.client.errors import UnreachableError, told_error

_ROOT = "/api/v1"
_ON_A_PAGE = 100
_MOST_BYTES = 64 * 1024 * 1024
_LONGEST_WAIT_SECONDS = 60
_WAITED_FOR = (429, 503)

Fields = Mapping[str, str | int | bool | None]


class Asking:
    """Asks one instance. Safe for threads; `close` lets go of its connections.

    `address` is where the pages begin ("https://watch.example"). Answers are kept under their ETag, the `kept` asked for
    last, and asked for again only if they changed. Where the instance asks to wait, that is done up to `patience` times.
    """

    def __init__(
        self,
        address: str,
        *,
        token: str = "",
        timeout_seconds: float = 60.0,
        kept: int = 64,
        patience: int = 3,
        pause: Callable[[float], object] = time.sleep,
    ) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{address!r} is no http or https address of an instance")
        self._host = f"{parts.scheme}://{parts.netloc}"
        self._root = parts.path.rstrip("/") + _ROOT
        self._headers = {"accept": "application/json", "user-agent": f"clausewatch-client/{__version__}"}
        if token:
            self._headers["authorization"] = f"Bearer {token}"
        self._pool = urllib3.PoolManager(timeout=urllib3.Timeout(timeout_seconds), retries=False)
        self._most_kept, self._patience, self._pause = kept, patience, pause
        self._kept: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self._lock = threading.Lock()

    def close(self) -> None:
        """Lets go of the connections."""
        self._pool.clear()

    def one(self, *path: str, **fields: str | int | bool | None) -> Any:  # noqa: ANN401 - callers name its shape
        """What stands at that address. Fields that are empty, None or False are left out."""
        return self._got(self._address(path, fields))

    def each(self, *path: str, **fields: str | int | bool | None) -> Iterator[Any]:
        """Everything a list holds, page after page; pages are asked for as they are needed."""
        address: str | None = self._address(path, {**fields, "limit": _ON_A_PAGE})
        while address is not None:
            page = self._got(address)
            yield from page["items"]
            address = page["next"]

    def _address(self, path: tuple[str, ...], fields: Fields) -> str:
        # A name that Python keeps for itself comes with a line under it: class_, from_.
        given = {
            name.removesuffix("_"): "true" if value is True else value
            for name, value in fields.items()
            if value
        }
        found = "/".join((self._root, *(quote(each, safe="") for each in path)))
        return f"{found}?{urlencode(given)}" if given else found

    def _got(self, address: str) -> Any:  # noqa: ANN401 - callers name its shape
        if not address.startswith(f"{self._root}/"):
            raise UnreachableError(
                address, "the instance leads away from itself", "Check what stands between"
            )
        for turn in range(self._patience + 1):
            status, headers, body = self._asked(address)
            if status not in _WAITED_FOR or turn == self._patience:
                break
            # Servers close what rests, ours after as many seconds as it asks to wait: the next request would meet that.
            self._pool.clear()
            self._pause(_wait(headers.get("retry-after", "")))
        if status != 200:
            raise told_error(status, self._host + address, body)
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            raise UnreachableError(
                self._host + address, f"its answer is no JSON ({error})", "Check what stands between"
            ) from error

    def _asked(self, address: str) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and body; a kept answer that still holds counts as 200."""
        with self._lock:
            tag, kept = self._kept.get(address, ("", b""))
        headers = {**self._headers, "if-none-match": tag} if tag else self._headers
        url = self._host + address
        try:
            answer = self._pool.request("GET", url, headers=headers, redirect=False, preload_content=False)
            body = answer.read(_MOST_BYTES + 1)
            answer.release_conn()
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise UnreachableError(
                url, f"no answer came ({error})", "Check the address and that it is served"
            ) from error
        if len(body) > _MOST_BYTES:
            answer.close()
            raise UnreachableError(url, f"its answer is over {_MOST_BYTES} bytes", "Ask for less at once")
        if answer.status == 304 and tag:
            self._keep(address, tag, kept)
            return 200, answer.headers, kept
        if answer.status == 200 and "etag" in answer.headers:
            self._keep(address, answer.headers["etag"], body)
        return answer.status, answer.headers, body

    def _keep(self, address: str, tag: str, body: bytes) -> None:
        with self._lock:
            self._kept[address] = (tag, body)
            self._kept.move_to_end(address)
            while len(self._kept) > self._most_kept:
                self._kept.popitem(last=False)


def parts_of(document: str) -> tuple[str, str]:
    """The two parts of "platform/document". ValueError for what is none."""
    platform, slash, name = document.partition("/")
    if not slash or not platform or not name:
        raise ValueError(f"{document!r} names no document: write platform/document")
    return platform, name


def _wait(told: str) -> int:
    """Seconds of a `Retry-After` (RFC 9110, 10.2.3); one where it names a date or nothing."""
    return min(int(told), _LONGEST_WAIT_SECONDS) if told.isascii() and told.isdigit() else 1
