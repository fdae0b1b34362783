"""Connections that go to an address checked before, keep to a meter, and know their TLS facts."""

from __future__ import annotations

import http.client
import socket
import ssl
from typing import TYPE_CHECKING, Protocol

from urllib3.connection import HTTPConnection, HTTPSConnection

from clausewatch.capture.guard import Target
from clausewatch.capture.meter import Meter
from clausewatch.nouns.evidence import TlsFacts
from clausewatch.nouns.identity import digest

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class MeteredSocket(socket.socket):
    """A TCP socket whose every read asks the meter how long it may wait and tells it what came."""

    meter: Meter | None = None

    def recv_into(self, buffer: WriteableBuffer, nbytes: int = 0, flags: int = 0) -> int:
        if self.meter is None:
            return super().recv_into(buffer, nbytes, flags)
        self.settimeout(self.meter.patience())
        size = super().recv_into(buffer, nbytes, flags)
        self.meter.count(size)
        return size


class MeteredTlsSocket(ssl.SSLSocket):
    """The same over TLS; what is counted is the plaintext."""

    meter: Meter | None = None

    def recv_into(self, buffer: WriteableBuffer, nbytes: int | None = None, flags: int = 0) -> int:
        if self.meter is None:
            return super().recv_into(buffer, nbytes, flags)
        self.settimeout(self.meter.patience())
        size = super().recv_into(buffer, nbytes, flags)
        self.meter.count(size)
        return size


class Connection(Protocol):
    """What a request needs of a connection, whether plain or over TLS."""

    facts: TlsFacts | None

    @property
    def is_connected(self) -> bool: ...
    def connect(self) -> None: ...
    def close(self) -> None: ...
    def request_over(self, path: str, headers: tuple[tuple[str, str], ...], meter: Meter) -> None: ...
    def answer(self) -> http.client.HTTPResponse: ...


class PlainConnection(HTTPConnection):
    """HTTP/1.1 to one address, whatever the name would resolve to now."""

    facts: TlsFacts | None = None

    def __init__(self, target: Target, address: str, port: int, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self._peer = (address, port)
        self._seconds = seconds

    def _new_conn(self) -> socket.socket:
        return _dial(*self._peer, self._seconds)

    def request_over(self, path: str, headers: tuple[tuple[str, str], ...], meter: Meter) -> None:
        _send(self, path, headers, meter)

    def answer(self) -> http.client.HTTPResponse:
        # The standard library's response, beneath urllib3's: header lines stay as sent and reading costs half.
        return http.client.HTTPConnection.getresponse(self)


class TlsConnection(HTTPSConnection):
    """HTTPS/1.1 to one address; name indication and certificate check use the target's name.

    `facts` are read right after the handshake, while the certificate is at hand.
    """

    facts: TlsFacts | None = None

    def __init__(
        self, target: Target, address: str, port: int, seconds: float, context: ssl.SSLContext
    ) -> None:
        super().__init__(target.host, target.port, timeout=seconds, ssl_context=context)
        self._peer = (address, port)
        self._seconds = seconds

    def _new_conn(self) -> socket.socket:
        return _dial(*self._peer, self._seconds)

    def connect(self) -> None:
        super().connect()
        if isinstance(self.sock, ssl.SSLSocket):
            cipher = self.sock.cipher()
            self.facts = TlsFacts(
                self.sock.version() or "",
                cipher[0] if cipher else "",
                digest(self.sock.getpeercert(binary_form=True) or b""),
            )

    def request_over(self, path: str, headers: tuple[tuple[str, str], ...], meter: Meter) -> None:
        _send(self, path, headers, meter)

    def answer(self) -> http.client.HTTPResponse:
        return http.client.HTTPConnection.getresponse(self)


def tls_context(roots: str) -> ssl.SSLContext:
    """The one context of a fetcher: the system's authorities and those of the PEM file `roots`, TLS 1.2 or later."""
    context = ssl.create_default_context()
    if roots:
        context.load_verify_locations(cafile=roots)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    context.sslsocket_class = MeteredTlsSocket
    return context


def _dial(address: str, port: int, seconds: float) -> socket.socket:
    dialled = MeteredSocket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        dialled.settimeout(seconds)
        dialled.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        dialled.connect((address, port))
    except BaseException:
        dialled.close()
        raise
    return dialled


def _send(connection: HTTPConnection, path: str, headers: tuple[tuple[str, str], ...], meter: Meter) -> None:
    sock = connection.sock
    if not isinstance(sock, MeteredSocket | MeteredTlsSocket):
        raise ConnectionResetError("the connection is closed")
    sock.meter = meter
    sock.settimeout(meter.patience())
    connection.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers:
        connection.putheader(name, value)
    connection.endheaders()
