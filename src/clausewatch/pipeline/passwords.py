"""Passwords (argon2id), one-time passwords, and tokens: what is kept of each, and whether one that is given fits."""

from __future__ import annotations

import secrets
import threading
from datetime import datetime
from hmac import compare_digest

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from clausewatch.nouns.account import Account
from clausewatch.nouns.identity import Digest, digest_of

SHORTEST, LONGEST = 10, 128
_INTERVAL = 30
_RECOVERY_CODES = 8
# Those of ten characters or more that head lists of leaked passwords, and the product's own name.
_OBVIOUS = frozenset(
    {
        "1234567890",
        "0123456789",
        "12345678910",
        "1q2w3e4r5t",
        "1q2w3e4r5t6y",
        "qwertyuiop",
        "qwerty12345",
        "qwerty123456",
        "password12",
        "password123",
        "password1234",
        "passwordpassword",
        "iloveyou123",
        "letmein123",
        "administrator",
        "clausewatch",
    }
)
# The least that OWASP's Password Storage Cheat Sheet asks of argon2id (19 MiB, 2 rounds, 1 lane).
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# However many sign in at once, hashing takes no more than four times the above.
_AT_ONCE = threading.Semaphore(4)
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))


def password_fault(password: str, email: str) -> str | None:
    """What is wrong with a password; None for one that can be taken. There are no rules of letters and digits."""
    if not SHORTEST <= len(password) <= LONGEST:
        return f"has {len(password)} characters; {SHORTEST} to {LONGEST} are needed"
    plain = password.casefold()
    if plain in _OBVIOUS or len(set(plain)) < 3 or plain in (email, email.partition("@")[0]):
        return "is among the first that anybody would try"
    return None


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def fits(account: Account | None, password: str) -> bool:
    """Whether the password is the account's. It takes as long where there is no account, or none that has a password."""
    kept = account.password if account is not None else ""
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _NOBODY, password[: LONGEST + 1]) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def new_token() -> str:
    """A fresh secret of 256 bits, in letters that need no escaping."""
    return secrets.token_urlsafe(32)


def new_id() -> str:
    """A fresh identifier that nobody can guess."""
    return secrets.token_hex(8)


def key_of(token: str) -> Digest:
    """What is kept of a token. It is random through and through, so that one round of SHA-256 is enough."""
    return digest_of("token", token)


def csrf_of(token: str) -> str:
    """What a form of the session of that token must carry; it does not give the token away."""
    return digest_of("form", token)


def same(given: str, wanted: str) -> bool:
    """Whether two secrets are equal, in a time that does not tell how far they agree."""
    return compare_digest(given.encode(), wanted.encode())


def new_totp() -> str:
    """A fresh shared secret of one-time passwords."""
    return pyotp.random_base32()


def totp_address(secret: str, email: str, issuer: str) -> str:
    """The secret as the address that authenticator apps take (`otpauth:`)."""
    return pyotp.TOTP(secret, interval=_INTERVAL).provisioning_uri(name=email, issuer_name=issuer)


def totp_step(secret: str, code: str, now: datetime, after: int) -> int | None:
    """The interval whose one-time password the code is (RFC 6238), one before or after now as well; None for no such.

    Of intervals up to `after` none is taken, so that a password works once.
    """
    made = pyotp.TOTP(secret, interval=_INTERVAL)
    current = int(now.timestamp()) // _INTERVAL
    for step in (current - 1, current, current + 1):
        if step > after and same(made.generate_otp(step), code):
            return step
    return None


def new_recovery_codes() -> tuple[str, ...]:
    """Fresh codes of 80 bits that each stand in for a one-time password once."""
    return tuple(secrets.token_hex(10) for _ in range(_RECOVERY_CODES))
