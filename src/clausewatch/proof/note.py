"""C2SP signed notes: a text with lines of signatures, and the keys that check them. Ed25519 alone is signed and checked."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

ED25519 = 1
_NAME = re.compile(r"[^\s+]+")
_MARK = "— "
_MOST_SIGNATURES = 100
_LONGEST = 1_000_000


class NoteError(ValueError):
    """A note, key or proof that is not what its format asks, or whose signature does not hold; says why."""


@dataclass(frozen=True, slots=True)
class NoteKey:
    """Who signs: a name and an Ed25519 public key of 32 bytes. `str()` gives the verifier key as others read it."""

    name: str
    public: bytes

    @property
    def hint(self) -> bytes:
        """The four bytes by which a signature says which key made it."""
        return hashlib.sha256(f"{self.name}\n".encode() + bytes([ED25519]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.hint.hex()}+{_base64(bytes([ED25519]) + self.public)}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One line of signature: the key it says it was made with, and what follows the hint."""

    name: str
    hint: bytes
    value: bytes


def parse_key(text: str) -> NoteKey:
    """The key that `str()` wrote. NoteError where it is none, or its hint is another key's."""
    name, _, rest = text.partition("+")
    hint, _, encoded = rest.partition("+")
    content = decoded(encoded)
    if not _NAME.fullmatch(name) or len(content) != 33 or content[0] != ED25519:
        raise NoteError("it is no Ed25519 verifier key")
    key = NoteKey(name, content[1:])
    if key.hint.hex() != hint:
        raise NoteError("its hint is not that of its key")
    return key


def signed(text: str, key: NoteKey, signature: bytes) -> str:
    """The note: the text, which ends with a line break, a blank line, the signature."""
    if not text.endswith("\n"):
        raise NoteError("the text does not end with a line break")
    return f"{text}\n{signature_line(key, signature)}"


def signature_line(key: NoteKey, signature: bytes) -> str:
    """The line by which a note says that this key signed its text."""
    return f"{_MARK}{key.name} {_base64(key.hint + signature)}\n"


def parse_note(note: str) -> tuple[str, tuple[Signature, ...]]:
    """The text of a note and its signatures, none of them checked. NoteError where it has not the form of one."""
    if len(note) > _LONGEST or any(ord(each) < 0x20 and each != "\n" for each in note):
        raise NoteError("it is too long or holds control characters")
    head, blank, tail = note.rpartition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise NoteError("it has no signatures")
    lines = tail[:-1].split("\n")
    if len(lines) > _MOST_SIGNATURES:
        raise NoteError("it has too many signatures")
    return head + "\n", tuple(_signature(each) for each in lines)


def verified(note: str, key: NoteKey) -> str:
    """The text of the note that this key signed. NoteError where it did not."""
    # Loaded when first needed: most commands check no signature.
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    text, signatures = parse_note(note)
    ours = [each for each in signatures if (each.name, each.hint) == (key.name, key.hint)]
    if len(ours) != 1:
        raise NoteError(f"it has {len(ours) or 'no'} signatures by {key.name}")
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(ours[0].value, text.encode())
    except (InvalidSignature, ValueError) as error:
        raise NoteError(f"the signature by {key.name} does not hold") from error
    return text


def decoded(text: str) -> bytes:
    """Standard Base64 (RFC 4648, 4) in its one canonical form. NoteError for any other."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("it is no Base64") from error
    if _base64(found) != text:
        raise NoteError("its Base64 is not canonical")
    return found


def _signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_MARK).partition(" ")
    if not line.startswith(_MARK) or not _NAME.fullmatch(name):
        raise NoteError("a line of signature has another form")
    content = decoded(encoded)
    if len(content) < 5:
        raise NoteError("a signature is cut short")
    return Signature(name, content[:4], content[4:])


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
