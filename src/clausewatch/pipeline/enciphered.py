"""The shared secret of one-time passwords as it is kept: enciphered, under a key that is no part of the database.

The key follows from the instance's own (`instance.key`, a file in its home), so that who has the rows alone, a backup of
the database say, has nobody's second step.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from clausewatch.nouns.account import AccountId
from clausewatch.storage import Database, accounts

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_FORM = "1:"
"""What an enciphered secret begins with; one of before is letters and digits alone (RFC 4648, 6)."""
_NONCE_BYTES = 12
_PURPOSE = b"clausewatch second step 1"


def enciphered(key: bytes, of: AccountId, secret: str) -> str:
    """What is kept of the account's secret: AES-256-GCM (NIST SP 800-38D), of use in no other account's row."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    closed = _cipher(key).encrypt(nonce, secret.encode(), of.encode())
    return _FORM + urlsafe_b64encode(nonce + closed).decode()


def deciphered(key: bytes, of: AccountId, kept: str) -> str | None:
    """The secret; None for what was not enciphered for this account under this key."""
    from cryptography.exceptions import InvalidTag

    if not kept.startswith(_FORM):
        return None
    try:
        whole = urlsafe_b64decode(kept.removeprefix(_FORM))
        return _cipher(key).decrypt(whole[:_NONCE_BYTES], whole[_NONCE_BYTES:], of.encode()).decode()
    except (InvalidTag, Error, ValueError):
        return None


def encipher_waiting(database: Database, key: Callable[[], bytes]) -> int:
    """Enciphers secrets that were kept in clear, as they once were; gives how many. Doing it twice changes nothing."""
    with database.read() as connection:
        waiting = accounts.second_steps(connection, but=_FORM)
    for each in waiting:
        with database.write() as connection:
            fresh = accounts.hold_account(connection, each)
            if fresh is not None and fresh.totp and not fresh.totp.startswith(_FORM):
                kept = enciphered(key(), fresh.id, fresh.totp)
                accounts.change_account(connection, replace(fresh, totp=kept))
    return len(waiting)


def _cipher(key: bytes) -> AESGCM:
    """Under a key for this purpose alone (HKDF with SHA-256, RFC 5869)."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return AESGCM(HKDF(SHA256(), 32, salt=None, info=_PURPOSE).derive(key))
