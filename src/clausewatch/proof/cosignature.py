"""C2SP tlog-cosignature (cosignature/v1) and the request of tlog-witness: what a witness says of a head, and is asked."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass

from clausewatch.proof.note import NoteError, Signature, decoded, parse_note
from clausewatch.proof.tree import HASH_BYTES

COSIGNATURE = 4
_NAME = re.compile(r"[^\s+]+")
_OLD = re.compile(r"old (0|[1-9]\d{0,18})")
_MOST_HASHES = 63


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """A witness: its name and Ed25519 public key. `str()` gives the verifier key as others read it."""

    name: str
    public: bytes

    @property
    def hint(self) -> bytes:
        """The four bytes by which a cosignature says which key made it."""
        return hashlib.sha256(f"{self.name}\n".encode() + bytes([COSIGNATURE]) + self.public).digest()[:4]

    def __str__(self) -> str:
        content = base64.b64encode(bytes([COSIGNATURE]) + self.public).decode()
        return f"{self.name}+{self.hint.hex()}+{content}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to cosign: the size that the log believes the witness saw last, the proof from there, and the head."""

    old: int
    proof: tuple[bytes, ...]
    note: str

    def __str__(self) -> str:
        hashes = "".join(f"{base64.b64encode(each).decode()}\n" for each in self.proof)
        return f"old {self.old}\n{hashes}\n{self.note}"


def parse_witness_key(text: str) -> WitnessKey:
    """The key that `str()` wrote. NoteError where it is none."""
    name, _, rest = text.strip().partition("+")
    hint, _, encoded = rest.partition("+")
    content = decoded(encoded)
    if not _NAME.fullmatch(name) or len(content) != 33 or content[0] != COSIGNATURE:
        raise NoteError("it is no verifier key of a witness (cosignature/v1)")
    key = WitnessKey(name, content[1:])
    if key.hint.hex() != hint:
        raise NoteError("its hint is not that of its key")
    return key


def parse_asked(text: str) -> Asked:
    """The request that `str()` wrote. NoteError where it is none; nothing in it is checked yet."""
    head, blank, note = text.partition("\n\n")
    lines = head.split("\n")
    old = _OLD.fullmatch(lines[0])
    proof = tuple(decoded(each) for each in lines[1:])
    if not blank or old is None or len(proof) > _MOST_HASHES:
        raise NoteError("it is no request to cosign")
    if any(len(each) != HASH_BYTES for each in proof):
        raise NoteError("its proof is no list of hashes")
    return Asked(int(old[1]), proof, note)


def cosigned_bytes(text: str, at: int) -> bytes:
    """What a witness signs: the head's text and the time, in seconds since 1970."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def cosignature_line(key: WitnessKey, at: int, signature: bytes) -> str:
    """The line of signature."""
    content = base64.b64encode(key.hint + at.to_bytes(8, "big") + signature).decode()
    return f"— {key.name} {content}\n"


def cosigned_at(note: str, key: WitnessKey) -> int:
    """When this witness says that it saw the head, in seconds since 1970. NoteError where it did not cosign the note."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    text, signatures = parse_note(note)
    ours = [each for each in signatures if (each.name, each.hint) == (key.name, key.hint)]
    if len(ours) != 1 or len(ours[0].value) != 72:
        raise NoteError(f"it has {len(ours) or 'no'} cosignatures by {key.name}")
    at = int.from_bytes(ours[0].value[:8], "big")
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(ours[0].value[8:], cosigned_bytes(text, at))
    except (InvalidSignature, ValueError) as error:
        raise NoteError(f"the cosignature by {key.name} does not hold") from error
    return at


def with_line(note: str, line: str) -> str:
    """The note with a further line of signature; unchanged where it has that line. NoteError where it is none."""
    joined = note if line in note.splitlines(keepends=True) else note + line
    found: tuple[Signature, ...] = parse_note(joined)[1]
    assert found
    return joined
