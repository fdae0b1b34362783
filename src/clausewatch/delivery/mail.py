"""A message as an e-mail."""

from __future__ import annotations

import re
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime

from clausewatch.alert import email_fault
from clausewatch.nouns.subscription import Inline, Message

# An address is one word: folding would break it or encode it.
_UNFOLDED = frozenset({"list-unsubscribe"})
_LINK = re.compile(r"https?://[\x21-\x3b\x3d\x3f-\x7e]{1,900}")


class _MailPolicy(EmailPolicy):
    """The library's policy but for subjects: its own folding doubles a space before an encoded word (Python 3.11)."""

    def fold(self, name: str, value: str) -> str:
        if name.lower() in _UNFOLDED:
            return f"{name}: {value}{self.linesep}"
        if name.lower() != "subject":
            return str(super().fold(name, value))
        charset = "us-ascii" if value.isascii() else "utf-8"
        return f"{name}: {Header(value, charset, 76, name).encode(linesep=self.linesep)}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        return (
            self.fold(name, value).encode("ascii")
            if name.lower() in ("subject", *_UNFOLDED)
            else super().fold_binary(name, value)
        )


# 7-bit transfer passes every mail server, whatever extensions it speaks.
_POLICY = _MailPolicy(cte_type="7bit", linesep="\r\n")
_WIDE = _MailPolicy(cte_type="7bit", linesep="\r\n", utf8=True)
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9._-]")


def email_of(message: Message, sender: Address, receiver: str, at: datetime) -> EmailMessage:
    """The e-mail with plain text and HTML, and the picture that the HTML shows.

    Its Message-ID is the alert's id at the sender's host, so every attempt sends the same one and a receiver can tell
    a repeated delivery. Where the watch can be left by a link, List-Unsubscribe names it (RFC 2369, 3.2). Raises ValueError for a receiver that is not exactly one address.
    """
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = sender
    mail["To"] = _one_address(receiver)
    mail["Subject"] = " ".join(message.subject.split())
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{_NOT_IN_ID.sub('-', message.id)}@{sender.domain}>"
    # RFC 3834, 5: no vacation notice is to answer this.
    mail["Auto-Submitted"] = "auto-generated"
    if _LINK.fullmatch(message.leave):
        mail["List-Unsubscribe"] = f"<{message.leave}>"
        # RFC 8058, 3.1: one click is for https alone.
        if message.leave.startswith("https://"):
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    if message.picture is not None:
        _relate(mail, message.picture)
    return mail


def _relate(mail: EmailMessage, picture: Inline) -> None:
    """Puts the picture beside the HTML that names it (RFC 2387), within the alternative to the plain text."""
    html = mail.get_body(("html",))
    if isinstance(html, EmailMessage):
        html.add_related(
            picture.png,
            "image",
            "png",
            disposition="inline",
            filename="timeline.png",
            cid=f"<{picture.name}>",
        )


def bytes_of(mail: EmailMessage, *, wide: bool) -> bytes:
    """The e-mail as it goes over the wire; `wide` keeps addresses beyond ASCII as they are (RFC 6532)."""
    return mail.as_bytes(policy=_WIDE if wide else _POLICY)


def _one_address(receiver: str) -> Address:
    if fault := email_fault(receiver):
        raise ValueError(f"the address {fault}")
    local, _, host = receiver.rpartition("@")
    return Address(username=local, domain=host)
