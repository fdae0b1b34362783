"""One POST to an address that someone other than the operator chose: guarded, pinned, ended in time, no redirect followed."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from urllib3.exceptions import HTTPError
from urllib3.util import Url, parse_url

from clausewatch import __version__
from clausewatch.delivery.answer import asked_wait, shown
from clausewatch.delivery.pinned import Deadline, PlainConnection, TlsConnection, dialler
from clausewatch.nouns.evidence import Failure, Problem
from clausewatch.ports import AddressGuard, Clock, Delivered

_PORTS = {"http": 80, "https": 443}
# Client errors that speak of the moment, not of the request (RFC 9110, 15.5.9; RFC 8470, 5.2; RFC 6585, 4).
_PASSING = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """How addresses are called. `total_seconds` bounds a whole delivery, `connect_seconds` one connection, and
    `read_seconds` the silence before an answer. `tls_roots` is a PEM file of further certificate authorities.
    """

    connect_seconds: float = 10.0
    read_seconds: float = 15.0
    total_seconds: float = 30.0
    user_agent: str = f"Clausewatch/{__version__}"
    tls_roots: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    retry_after: str | None


class Poster:
    """Posts JSON to a target and says what became of it.

    The connection goes only to addresses that the guard opened, and no redirect is followed. 2xx is delivered; 4xx is
    permanent but for 408, 425 and 429; everything else, no answer included, is tried again. The body of the answer is
    not read, so nothing of it reaches the records; nor does the target's path, which may be a secret.
    """

    def __init__(self, settings: WebhookSettings, guard: AddressGuard, clock: Clock) -> None:
        self._settings = settings
        self._guard = guard
        self._clock = clock
        self._context = ssl.create_default_context()
        if settings.tls_roots:
            self._context.load_verify_locations(cafile=settings.tls_roots)

    def post(self, target: str, body: bytes, headers: Mapping[str, str]) -> Delivered:
        """What the receiver said; never raises for what it does."""
        # 1. The address, taken apart once: what is checked is what is connected to.
        try:
            url = parse_url(target)
        except HTTPError:
            return unusable("the target cannot be read as an address")
        host = (url.host or "").strip("[]")
        if url.scheme not in _PORTS or not host:
            return unusable("the target is no http or https address")
        # 2. The guard.
        addresses = self._guard.open_addresses(host, url.port or _PORTS[url.scheme])
        if isinstance(addresses, Problem):
            permanent = addresses.failure is Failure.BAD_URL
            return Delivered(
                ok=False,
                detail=shown(addresses.detail),
                permanent=permanent,
                retry_after_seconds=addresses.retry_after_seconds,
            )
        # 3. The call.
        sent = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": self._settings.user_agent,
            **headers,
        }
        with Deadline(self._settings.total_seconds) as deadline:
            try:
                answer = self._call(url, sent, body, addresses, deadline)
            except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
                late = deadline.passed or isinstance(error, TimeoutError)
                detail = "no answer in time" if late else f"{type(error).__name__}: {error}"
                return Delivered(ok=False, detail=shown(f"{host}: {detail}"), silent=True)
        return self._judged(answer)

    def _call(
        self,
        url: Url,
        headers: Mapping[str, str],
        body: bytes,
        addresses: tuple[str, ...],
        deadline: Deadline,
    ) -> _Answer:
        settings = self._settings
        host = (url.host or "").strip("[]")
        port = url.port or _PORTS[url.scheme or ""]
        dial = dialler(addresses, port, settings.connect_seconds, deadline)
        connection: PlainConnection | TlsConnection
        if url.scheme == "https":
            connection = TlsConnection(host, port, settings.read_seconds, dial, self._context)
        else:
            connection = PlainConnection(host, port, settings.read_seconds, dial)
        try:
            connection.request("POST", url.request_uri, body=body, headers=headers, preload_content=False)
            response = connection.getresponse()
            # A connection cut amid the header fields looks like a finished answer.
            deadline.left()
            return _Answer(response.status, response.headers.get("Retry-After"))
        finally:
            connection.close()

    def _judged(self, answer: _Answer) -> Delivered:
        status = answer.status
        detail = f"answered {status}{_phrase(status)}"
        if 200 <= status <= 299:
            return Delivered(ok=True, detail=detail)
        if 300 <= status <= 399:
            detail += "; redirects are not followed, give the watch the final address"
        return Delivered(
            ok=False,
            detail=detail,
            permanent=400 <= status <= 499 and status not in _PASSING,
            retry_after_seconds=asked_wait(answer.retry_after, self._clock.now()),
        )


def unusable(detail: str) -> Delivered:
    """A failure that another attempt cannot mend."""
    return Delivered(ok=False, detail=shown(detail), permanent=True)


def _phrase(status: int) -> str:
    """The standard's words for a status; the receiver's own are not repeated."""
    try:
        return f" {HTTPStatus(status).phrase}"
    except ValueError:
        return ""
