"""What a provider's ID token says, once it is known to be the provider's, for us, of now and of this sign-in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from clausewatch.nouns.ways import Provider
from clausewatch.pipeline.passwords import same

if TYPE_CHECKING:
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

# Signatures by a key that is public alone: with a shared secret (HS256), and with none, anybody could sign.
_ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
)
_KINDS = frozenset({"RSA", "EC", "OKP"})
LEEWAY_SECONDS = 60
"""So far the provider's clock may be off."""
_MOST_CHARACTERS = 20_000
_SUBJECT_CHARACTERS = 255


class Fault(StrEnum):
    """Why the word of a provider is not taken. The value ends a sentence: the sign-in was refused, because ..."""

    STATE = "it was not begun in this browser, was finished already, or took too long"
    DECLINED = "the provider did not let you in, or you went back"
    UNREACHABLE = "the provider cannot be reached"
    PUBLISHED = "what the provider publishes about itself cannot be used"
    CODE = "the provider did not take its own code"
    KEY = "the answer is signed with a key that the provider does not publish"
    SIGNATURE = "the answer’s signature does not hold"
    ISSUER = "the answer is of another provider"
    AUDIENCE = "the answer is for another site"
    TIME = "the answer is too old, or of a time to come"
    NONCE = "the answer is to another sign-in"
    CLAIMS = "the answer does not say who you are"
    OLD = "the provider did not ask you to sign in anew"
    UNSAID = "the provider does not say whether it asked you to sign in anew"
    OTHER = "it is the sign-in of another account"


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom the provider vouches for. `email` is empty where it names none; `email_verified` only if it says just that.
    `signed_in` is when they signed in there, in seconds since 1970, None where it does not say."""

    subject: str
    email: str = ""
    email_verified: bool = False
    signed_in: int | None = None


def key_set(published: object) -> KeySet | None:
    """The keys of a JWK Set that may sign; None where there is none (RFC 7517, 5: unknown ones are left aside)."""
    from joserfc.errors import JoseError
    from joserfc.jwk import JWKRegistry, KeySet

    given = published.get("keys") if isinstance(published, dict) else None
    found = []
    for each in given if isinstance(given, list) else ():
        if not isinstance(each, dict) or each.get("kty") not in _KINDS or each.get("use", "sig") != "sig":
            continue
        try:
            found.append(JWKRegistry.import_key(each))
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    return KeySet(found) if found else None


def read_token(
    token: object, keys: KeySet, provider: Provider, nonce: str, now: datetime
) -> Mapping[str, Any] | Fault:
    """The claims of the ID token if all holds that OpenID Connect Core 1.0, 3.1.3.7, asks; else the first that does not."""
    from joserfc import jwt
    from joserfc.errors import InvalidKeyIdError, JoseError

    if not isinstance(token, str) or len(token) > _MOST_CHARACTERS:
        return Fault.CLAIMS
    try:
        claims = jwt.decode(token, keys, algorithms=_ALGORITHMS).claims
    except InvalidKeyIdError:
        return Fault.KEY
    except (JoseError, ValueError, TypeError, KeyError, RecursionError):
        return Fault.SIGNATURE
    registry = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
    )
    try:
        registry.validate(claims)
    except JoseError as error:
        return _fault_of(error)
    if _for_another(claims, provider.client_id):
        return Fault.AUDIENCE
    if not isinstance(claims.get("nonce"), str) or not same(claims["nonce"], nonce):
        return Fault.NONCE
    return claims if len(claims["sub"]) <= _SUBJECT_CHARACTERS else Fault.CLAIMS


def _fault_of(error: JoseError) -> Fault:
    from joserfc.errors import ClaimError, ExpiredTokenError

    if isinstance(error, ExpiredTokenError):
        return Fault.TIME
    named = error.claim if isinstance(error, ClaimError) else ""
    known = {"iss": Fault.ISSUER, "aud": Fault.AUDIENCE}
    known |= dict.fromkeys(("exp", "iat", "nbf"), Fault.TIME)
    return known.get(named, Fault.CLAIMS)


def _for_another(claims: Mapping[str, Any], client: str) -> bool:
    """Whether the token was issued to another party than us (3.1.3.7, steps 4 and 5)."""
    audience = claims["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    return ("azp" in claims or several) and claims.get("azp") != client


def vouched(claims: Mapping[str, Any]) -> Vouched:
    """Whom the claims are about. An address counts as verified for the JSON value true and nothing else."""
    email, at = claims.get("email"), claims.get("auth_time")
    signed_in = at if isinstance(at, int) and not isinstance(at, bool) else None
    if not isinstance(email, str):
        return Vouched(claims["sub"], signed_in=signed_in)
    return Vouched(claims["sub"], email, claims.get("email_verified") is True, signed_in)
