"""The key that signs checkpoints: made on first use, kept beside the log and not in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from clausewatch.errors import ClausewatchError
from clausewatch.evidence.files import LogFolder
from clausewatch.proof.note import NoteKey, signature_line, signed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_MEND = "Restore that file from a backup: without it the log cannot go on under its name"


class Signer:
    """A private key and the name it signs under. While `beside` is there, what is signed bears its signature as well."""

    def __init__(self, secret: Ed25519PrivateKey, name: str = "", beside: Signer | None = None) -> None:
        public = secret.public_key().public_bytes_raw()
        # Named after its first key, so that no two logs have one name whatever their addresses.
        self.key = NoteKey(name or f"clausewatch/{public.hex()[:16]}", public)
        self.beside = beside
        self._secret = secret

    def sign(self, text: str) -> str:
        """The text as a signed note."""
        note = signed(text, self.key, self._secret.sign(text.encode()))
        return note if self.beside is None else note + self.beside.line(text)

    def line(self, text: str) -> str:
        """The line of signature alone."""
        return signature_line(self.key, self._secret.sign(text.encode()))


def open_signer(path: Path, aside: Path, name: str = "") -> Signer:
    """The signer of the key in that file. Without a `name` nothing was signed yet: the key is made (mode 0600) if it is not
    there. Where a next key waits for the log to be handed over to it, both sign."""
    if not name and not path.exists():
        return Signer(_made(path, aside))
    beside = Signer(_read(next_key(path)), name) if name and next_key(path).exists() else None
    return Signer(_read(path), name, beside)


def next_key(path: Path) -> Path:
    """Where the key lies to which the log is being handed over."""
    return path.with_name(f"{path.name}.next")


def open_next(path: Path, aside: Path, name: str) -> Signer:
    """The signer of the next key, which is made where it is not there."""
    following = next_key(path)
    return Signer(_read(following) if following.exists() else _made(following, aside), name)


def private_key(path: Path) -> Ed25519PrivateKey:
    """The Ed25519 key in that PEM file, which is made (mode 0600) where it is not there."""
    if path.exists():
        return _read(path)
    aside = path.parent / f".{path.name}"
    aside.mkdir(parents=True, exist_ok=True)
    return _made(path, aside)


def _read(path: Path) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise ClausewatchError(str(path), "the log's private key is not there", _MEND) from None
    except OSError as error:
        raise ClausewatchError(str(path), f"it cannot be read ({error.strerror})", _MEND) from error
    try:
        secret = load_pem_private_key(content, None)
    except (ValueError, TypeError) as error:
        raise ClausewatchError(str(path), "it is no private key in PEM", _MEND) from error
    if not isinstance(secret, Ed25519PrivateKey):
        raise ClausewatchError(str(path), "its key is not for Ed25519", _MEND)
    if path.stat().st_mode & 0o077:
        raise ClausewatchError(str(path), "others may read the private key", f"Run: chmod 600 {path}")
    return secret


def _made(path: Path, aside: Path) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    secret = Ed25519PrivateKey.generate()
    content = secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    LogFolder(path.parent, aside).replace(path.name, content, 0o600)
    return secret
