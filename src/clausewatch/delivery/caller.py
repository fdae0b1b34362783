"""One request to an address that the operator configured, and its bounded answer."""

from __future__ import annotations

import http.client
import ssl
from dataclasses import dataclass

from urllib3.exceptions import HTTPError
from urllib3.util import parse_url

from clausewatch import __version__
from clausewatch.delivery.answer import shown
from clausewatch.delivery.pinned import Deadline, PlainConnection, TlsConnection, dialler
from clausewatch.nouns.evidence import Problem
from clausewatch.ports import AddressGuard, Called

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class CallerSettings:
    """Bounds of one call: seconds for all of it and for a silence, and bytes of the answer."""

    connect_seconds: float = 5.0
    read_seconds: float = 10.0
    total_seconds: float = 15.0
    max_bytes: int = 1_000_000
    user_agent: str = f"Clausewatch/{__version__}"


class HttpCaller:
    """Implements `ports.Caller` and `ports.SignedCaller`. The connection goes only to addresses that the guard opened;
    no redirect is followed."""

    def __init__(self, guard: AddressGuard, settings: CallerSettings | None = None) -> None:
        self._guard = guard
        self._settings = settings or CallerSettings()

    def call(
        self, url: str, body: bytes | None = None, media_type: str = "", authorization: str = ""
    ) -> Called:
        """GET, or POST of a body: the status and the answer's bytes, or why there is none. Never raises for what the
        other side does."""
        try:
            parts = parse_url(url)
        except HTTPError as error:
            return Called(problem=shown(f"{url!r}: {error}"))
        host = (parts.host or "").strip("[]")
        if parts.scheme not in _PORTS or not host:
            return Called(problem=shown(f"{url!r} is no http or https address"))
        port = parts.port or _PORTS[parts.scheme]
        addresses = self._guard.open_addresses(host, port)
        if isinstance(addresses, Problem):
            return Called(problem=shown(addresses.detail))
        settings = self._settings
        with Deadline(settings.total_seconds) as deadline:
            dial = dialler(addresses, port, settings.connect_seconds, deadline)
            connection: PlainConnection | TlsConnection
            if parts.scheme == "https":
                context = ssl.create_default_context()
                connection = TlsConnection(host, port, settings.read_seconds, dial, context)
            else:
                connection = PlainConnection(host, port, settings.read_seconds, dial)
            headers = {"User-Agent": settings.user_agent} | {
                name: value
                for name, value in (("Content-Type", media_type), ("Authorization", authorization))
                if value
            }
            try:
                connection.request(
                    "GET" if body is None else "POST",
                    parts.request_uri,
                    body=body,
                    headers=headers,
                    preload_content=False,
                )
                response = connection.getresponse()
                content = response.read(settings.max_bytes + 1)
                deadline.left()
            except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
                late = deadline.passed or isinstance(error, TimeoutError)
                detail = "no answer in time" if late else f"{type(error).__name__}: {error}"
                return Called(problem=shown(f"{host}: {detail}"))
            finally:
                connection.close()
        if len(content) > settings.max_bytes:
            return Called(problem=f"{host}: its answer has more than {settings.max_bytes} bytes")
        return Called(response.status, content)
