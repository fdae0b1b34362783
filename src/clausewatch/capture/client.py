"""One request to one checked address: connect or reuse, send, read within limits."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Callable
from dataclasses import dataclass

from urllib3.exceptions import HTTPError

from clausewatch.capture.connection import Connection, PlainConnection, TlsConnection, tls_context
from clausewatch.capture.guard import Route
from clausewatch.capture.idle import IdleConnections
from clausewatch.capture.meter import Budget, Meter, OversizeError
from clausewatch.capture.settings import FetchSettings
from clausewatch.nouns.evidence import Failure, Problem, TlsFacts

REDIRECTS = frozenset({301, 302, 303, 307, 308})

_PIECE = 1 << 18
_FRAMING = 1 << 20
_REDIRECT_BODY = 1 << 16
_MOST_ADDRESSES = 3

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """A request to make: `limit` bounds the body; a body that is `whole` is worthless when cut."""

    route: Route
    headers: Headers
    budget: Budget
    limit: int
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: `body` as on the wire, `cut` when it was longer than the limit, `problem` when it broke off."""

    status: int
    headers: Headers
    address: str
    tls: TlsFacts | None
    body: bytes
    cut: bool = False
    problem: Problem | None = None

    def header(self, name: str) -> str | None:
        """The first header of that lowercase name."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    def listed(self, name: str) -> str:
        """All headers of that lowercase name as one list (RFC 9110, 5.3)."""
        return ", ".join(value for key, value in self.headers if key.lower() == name)


class _StaleError(Exception):
    """A kept connection was closed by the other side before it answered; a fresh one may work."""


class Client:
    """Makes requests over kept connections. Thread-safe; proxies of the environment are not used."""

    def __init__(self, settings: FetchSettings, monotonic: Callable[[], float]) -> None:
        self._settings = settings
        self._idle = IdleConnections(monotonic)
        self._context = tls_context(settings.tls_roots)

    def ask(self, ask: Ask) -> Answer | Problem:
        """The answer, or why there was none. Never raises for what the other side does."""
        kept = self._idle.take(ask.route)
        if kept is not None:
            try:
                return self._over(kept[1], ask, kept[0], fresh=False)
            except _StaleError:
                pass
        connected = self._connect(ask)
        if isinstance(connected, Problem):
            return connected
        return self._over(connected[1], ask, connected[0], fresh=True)

    def close(self) -> None:
        self._idle.close()

    def _connect(self, ask: Ask) -> tuple[str, Connection] | Problem:
        """A fresh connection to the first of the route's addresses that takes one."""
        problem: Problem | None = None
        for address in ask.route.addresses[:_MOST_ADDRESSES]:
            connection: Connection | None = None
            try:
                connection = self._fresh(ask, address)
                connection.connect()
            except (OSError, HTTPError, ValueError) as error:
                if connection is not None:
                    connection.close()
                problem = _unconnected(ask.route, address, error)
            else:
                return address, connection
        return problem or Problem(Failure.DNS, f"{ask.route.target.url}: there is no address to connect to")

    def _fresh(self, ask: Ask, address: str) -> Connection:
        seconds = ask.budget.patience(self._settings.connect_seconds)
        target = ask.route.target
        if target.scheme == "https":
            return TlsConnection(target, address, ask.route.port, seconds, self._context)
        return PlainConnection(target, address, ask.route.port, seconds)

    def _over(self, connection: Connection, ask: Ask, address: str, *, fresh: bool) -> Answer | Problem:
        """The answer to one request over this connection, which is kept if the answer ended cleanly."""
        meter = Meter(ask.budget, self._settings.read_seconds, 2 * ask.limit + _FRAMING)
        keep = False
        try:
            connection.request_over(ask.route.target.path, ask.headers, meter)
            response = connection.answer()
            answer = _read(response, ask, address, connection.facts)
            keep = (
                response.isclosed() and not response.will_close and not answer.cut and answer.problem is None
            )
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError) as error:
            if not fresh:
                raise _StaleError from error
            return _broken(ask, error)
        except (OSError, http.client.HTTPException, ValueError, LookupError, OversizeError) as error:
            return _broken(ask, error)
        finally:
            if keep:
                self._idle.put(ask.route, address, connection)
            else:
                connection.close()
        return answer


def _read(response: http.client.HTTPResponse, ask: Ask, address: str, tls: TlsFacts | None) -> Answer:
    """Reads the body to its end, the limit, or where it breaks."""
    headers = tuple((name, value) for name, value in response.msg.items())
    status = response.status
    redirect = status in REDIRECTS
    limit = min(ask.limit, _REDIRECT_BODY) if redirect else ask.limit
    if response.length is not None and response.length > limit and ask.whole:
        response.close()
        return Answer(status, headers, address, tls, b"", cut=True)
    parts: list[bytes] = []
    size = 0
    problem: Problem | None = None
    try:
        while size <= limit and (piece := response.read(min(_PIECE, limit + 1 - size))):
            parts.append(piece)
            size += len(piece)
        if response.length and size <= limit:
            raise http.client.IncompleteRead(b"", response.length)
    except OversizeError:
        size = limit + 1
    except (OSError, http.client.HTTPException, ValueError) as error:
        problem = None if redirect else _broken(ask, error)
        size = limit + 1 if redirect else size
    if size > limit:
        response.close()
    return Answer(status, headers, address, tls, b"".join(parts)[:limit], size > limit, problem)


def _unconnected(route: Route, address: str, error: Exception) -> Problem:
    what = f"{route.target.url}: {address} port {route.port}"
    if isinstance(error, TimeoutError):
        return Problem(Failure.TIMEOUT, f"{what} did not answer in time ({error}). It is tried again later")
    if isinstance(error, ssl.SSLCertVerificationError):
        return Problem(
            Failure.TLS,
            f"{what} showed a certificate that does not hold for {route.target.host} ({error.verify_message}). "
            "Check the address; for a private authority give its PEM file as tls_roots",
        )
    if isinstance(error, (ssl.SSLError, HTTPError, ValueError)):
        return Problem(Failure.TLS, f"{what} could not agree on TLS ({error}). Check scheme and port")
    return Problem(Failure.CONNECT, f"{what} took no connection ({error}). It is tried again later")


def _broken(ask: Ask, error: Exception) -> Problem:
    url = ask.route.target.url
    if isinstance(error, TimeoutError):
        return Problem(
            Failure.TIMEOUT, f"{url}: the answer did not come in time ({error}). It is tried again later"
        )
    if isinstance(error, OversizeError):
        return Problem(
            Failure.TOO_LARGE,
            f"{url}: the answer's headers and framing exceed every limit. Raise max_bytes if need be",
        )
    if isinstance(error, OSError) and not isinstance(error, ssl.SSLError):
        return Problem(Failure.CONNECT, f"{url}: the connection broke ({error}). It is tried again later")
    return Problem(
        Failure.PROTOCOL,
        f"{url}: the answer is no proper HTTP ({_told(error)}). Look at the address with a browser",
    )


def _told(error: Exception) -> str:
    """The error in printable words; hostile servers choose parts of it."""
    if isinstance(error, http.client.IncompleteRead):
        return "it ends early"
    return ascii(str(error))[1:-1][:200] or type(error).__name__
