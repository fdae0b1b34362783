"""E-mail by SMTP (RFC 5321)."""

from __future__ import annotations

import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from enum import StrEnum

from clausewatch.delivery.answer import shown
from clausewatch.delivery.mail import bytes_of, email_of
from clausewatch.delivery.pinned import Deadline
from clausewatch.errors import BadInputError
from clausewatch.nouns.subscription import Message, Watch
from clausewatch.ports import Clock, Delivered

# RFC 4954, 6: these say that we are not logged in as we should be, nothing about the message or its receiver.
_LOGIN_CODES = frozenset({530, 534, 535, 538})


class Security(StrEnum):
    """How the connection is protected. `starttls` insists on it: a server that does not offer it gets no mail."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """The mail server of an instance. `sender` is an address, with a name or without. `timeout_seconds` bounds every
    wait for the server, `total_seconds` all of a delivery. `tls_roots` is a PEM file of further certificate authorities.
    """

    host: str
    port: int = 587
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = "clausewatch@localhost"
    timeout_seconds: float = 30.0
    total_seconds: float = 90.0
    tls_roots: str = ""


class SmtpCourier:
    """Delivers messages to e-mail addresses.

    Taken by the server is delivered. Only what the server refuses for good about this message or receiver (a 5yz reply)
    is permanent; no connection, no encryption or a refused login is the operator's to mend, and tried again.
    """

    def __init__(self, settings: SmtpSettings, clock: Clock) -> None:
        """Raises BadInputError when the sender is no address."""
        self._settings = settings
        self._clock = clock
        self._sender = _sender(settings.sender)

    def deliver(self, message: Message, watch: Watch) -> Delivered:
        """What the mail server said; never raises for what it does."""
        try:
            mail = email_of(message, self._sender, watch.target, self._clock.now())
        except ValueError as error:
            return Delivered(ok=False, detail=shown(f"{watch.target!r}: {error}"), permanent=True)
        where = f"{self._settings.host}:{self._settings.port}"
        with Deadline(self._settings.total_seconds) as deadline:
            try:
                server = self._open(deadline)
            except (smtplib.SMTPException, OSError) as error:
                return Delivered(ok=False, detail=shown(f"{where}: {_reason(error)}"), silent=True)
            try:
                return self._send(server, mail, watch.target, where)
            finally:
                # The mail is taken or not whatever becomes of the farewell.
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()
                server.close()

    def _open(self, deadline: Deadline) -> smtplib.SMTP:
        settings = self._settings
        seconds, name = settings.timeout_seconds, self._sender.domain
        plain, tls = _clients(deadline)
        if settings.security is Security.TLS:
            server: smtplib.SMTP = tls(
                settings.host, settings.port, name, timeout=seconds, context=self._context()
            )
        else:
            server = plain(settings.host, settings.port, name, timeout=seconds)
        try:
            if settings.security is Security.STARTTLS:
                server.starttls(context=self._context())
            if settings.user:
                server.login(settings.user, settings.password)
        except BaseException:
            server.close()
            raise
        return server

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self._settings.tls_roots:
            context.load_verify_locations(cafile=self._settings.tls_roots)
        return context

    def _send(self, server: smtplib.SMTP, mail: EmailMessage, receiver: str, where: str) -> Delivered:
        try:
            server.ehlo_or_helo_if_needed()
            # Not send_message: it writes ">From" where a line begins with "From".
            wide = not (receiver + self._sender.addr_spec).isascii()
            if wide and not server.has_extn("smtputf8"):
                return Delivered(
                    ok=False,
                    detail=shown(f"{where} takes no addresses beyond ASCII (SMTPUTF8), so not {receiver!r}"),
                    permanent=True,
                )
            content = bytes_of(mail, wide=wide)
            options = ("SMTPUTF8", "BODY=8BITMIME") if wide else ()
            server.sendmail(self._sender.addr_spec, [receiver], content, options)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            return _refused(code, said, where)
        except smtplib.SMTPResponseException as error:
            return _refused(error.smtp_code, error.smtp_error, where)
        except ValueError as error:  # an address or text that cannot be put into bytes
            return Delivered(ok=False, detail=shown(f"{where}: {error}"), permanent=True)
        except (smtplib.SMTPException, OSError) as error:
            return Delivered(ok=False, detail=shown(f"{where}: {_reason(error)}"), silent=True)
        return Delivered(ok=True, detail=shown(f"taken by {where}"))


def _clients(deadline: Deadline) -> tuple[type[smtplib.SMTP], type[smtplib.SMTP_SSL]]:
    """The library's clients, whose connection the deadline cuts from its first byte on: a greeting may drip as well."""

    class Plain(smtplib.SMTP):
        def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
            dialled: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
            deadline.watch(dialled)
            return dialled

    class Tls(smtplib.SMTP_SSL, Plain):
        """Whose parent's socket it wraps."""

    return Plain, Tls


def _refused(code: int, said: str | bytes, where: str) -> Delivered:
    permanent = 500 <= code <= 599 and code not in _LOGIN_CODES
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return Delivered(ok=False, detail=shown(f"{where} refused: {code} {words}"), permanent=permanent)


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "no answer in time"
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
    return f"{type(error).__name__}: {error}"


def _sender(text: str) -> Address:
    name, address = parseaddr(text)
    try:
        sender = Address(display_name=name, addr_spec=address)
        if text.isprintable() and sender.domain and sender.username:
            return sender
        reason = "has no mailbox or no host, or holds control characters"
    except Exception as error:  # noqa: BLE001 - the parser's errors share no class
        reason = f"cannot be read as a sender ({error})"
    raise BadInputError(f"mail sender {text!r}", reason, "Write Clausewatch <clausewatch@your.host>.")
