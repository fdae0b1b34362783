"""A sign-in provider as it is reached: what it publishes about itself, its keys, and codes that it takes back."""

from __future__ import annotations

import json
import threading
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlencode, urlsplit

from clausewatch.nouns.ways import Provider
from clausewatch.pipeline.oidc_tokens import Fault, Vouched, key_set, read_token, vouched
from clausewatch.ports import Clock, SignedCaller

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

_KEPT = timedelta(hours=1)
# A token signed with a key that is not known has the keys fetched anew, and no oftener than this.
_AGAIN = timedelta(minutes=1)
# Whoever asks meanwhile is told at once, so that waiting for a provider that is down holds up nobody else.
_DOWN = timedelta(seconds=20)
_LONGEST_ADDRESS = 2_000
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Asked:
    """One sign-in as the provider is asked for it; `verifier` is the secret of RFC 7636, which only we know. With `anew` the
    provider asks also who is signed in there."""

    state: str
    nonce: str
    verifier: str
    redirect_uri: str
    anew: bool = False


@dataclass(frozen=True, slots=True)
class _Published:
    """What discovery told (OpenID Connect Discovery 1.0, 3)."""

    authorization: str
    token: str
    keys: str
    userinfo: str
    by_header: bool
    names_issuer: bool


class Issuer:
    """A provider that can be asked. Thread-safe; every call goes by the caller that it was given, and nowhere else."""

    def __init__(self, provider: Provider, caller: SignedCaller, clock: Clock) -> None:
        self.provider = provider
        self._caller = caller
        self._clock = clock
        self._lock = threading.Lock()
        self._published: tuple[datetime, _Published] | None = None
        self._failed: tuple[datetime, Fault] | None = None
        self._keys: tuple[datetime, KeySet] | None = None

    def address(self, asked: Asked) -> str | Fault:
        """Where the browser goes to be vouched for: by code, with PKCE (S256), state and nonce."""
        known = self._known()
        if isinstance(known, Fault):
            return known
        challenge = urlsafe_b64encode(sha256(asked.verifier.encode()).digest()).rstrip(b"=").decode()
        query = urlencode(
            {
                "response_type": "code",
                "scope": "openid email",
                "client_id": self.provider.client_id,
                "redirect_uri": asked.redirect_uri,
                "state": asked.state,
                "nonce": asked.nonce,
                "code_challenge": challenge,
                "code_challenge_method": "S256",
                # OpenID Connect Core 1.0, 3.1.2.1: with an age the answer must say when they signed in.
                **({"prompt": "login", "max_age": "0"} if asked.anew else {}),
            }
        )
        return f"{known.authorization}{'&' if '?' in known.authorization else '?'}{query}"

    def redeem(self, code: str, named: str, asked: Asked) -> Vouched | Fault:
        """Whom the code stands for. `named` is the issuer that came with it (RFC 9207), empty where none did."""
        known = self._known()
        if isinstance(known, Fault):
            return known
        if named != self.provider.issuer and (named or known.names_issuer):
            return Fault.ISSUER
        answer = self._exchange(known, code, asked)
        if isinstance(answer, Fault):
            return answer
        claims = self._claims(known, answer.get("id_token"), asked.nonce)
        if isinstance(claims, Fault):
            return claims
        if "email" not in claims and known.userinfo and isinstance(answer.get("access_token"), str):
            claims = self._more(known.userinfo, answer["access_token"], claims)
        return vouched(claims)

    def _known(self) -> _Published | Fault:
        now = self._clock.now()
        with self._lock:
            if self._published is not None and now - self._published[0] < _KEPT:
                return self._published[1]
            if self._failed is not None and now - self._failed[0] < _DOWN:
                return self._failed[1]
            told = self._json(f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration")
            known = told if isinstance(told, Fault) else _read(told, self.provider.issuer)
            if isinstance(known, Fault):
                self._failed = now, known
            else:
                self._published = now, known
            return known

    def _exchange(self, known: _Published, code: str, asked: Asked) -> Mapping[str, Any] | Fault:
        """What the token endpoint gives for the code (OpenID Connect Core 1.0, 3.1.3; RFC 6749, 2.3.1)."""
        given = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": asked.redirect_uri,
            "code_verifier": asked.verifier,
        }
        client, secret = self.provider.client_id, self.provider.client_secret
        authorization = ""
        if secret and known.by_header:
            pair = f"{quote_plus(client)}:{quote_plus(secret)}"
            authorization = f"Basic {b64encode(pair.encode()).decode()}"
        else:
            given["client_id"] = client
            if secret:
                given["client_secret"] = secret
        answer = self._json(known.token, urlencode(given).encode(), authorization)
        return Fault.CODE if answer is Fault.PUBLISHED else answer

    def _claims(self, known: _Published, token: object, nonce: str) -> Mapping[str, Any] | Fault:
        """The token's claims. For a key that is not known the keys are fetched anew, once."""
        now = self._clock.now()
        found: Mapping[str, Any] | Fault = Fault.KEY
        for oldest in (now - _KEPT, now - _AGAIN):
            keys = self._fetched_keys(known.keys, oldest)
            if isinstance(keys, Fault):
                return keys
            found = read_token(token, keys, self.provider, nonce, now)
            if found is not Fault.KEY:
                break
        return found

    def _fetched_keys(self, address: str, oldest: datetime) -> KeySet | Fault:
        with self._lock:
            if self._keys is not None and self._keys[0] > oldest:
                return self._keys[1]
            told = self._json(address)
            if isinstance(told, Fault):
                return told
            keys = key_set(told)
            if keys is None:
                return Fault.PUBLISHED
            self._keys = self._clock.now(), keys
            return keys

    def _more(self, address: str, access: str, claims: Mapping[str, Any]) -> Mapping[str, Any]:
        """The claims with the address that the provider tells apart, if it is the same person's (Core, 5.3.4)."""
        told = self._json(address, authorization=f"Bearer {access}") if access.isascii() else Fault.CLAIMS
        if isinstance(told, Fault) or told.get("sub") != claims["sub"]:
            return claims
        return {**claims, **{name: told.get(name) for name in ("email", "email_verified")}}

    def _json(
        self, address: str, body: bytes | None = None, authorization: str = ""
    ) -> Mapping[str, Any] | Fault:
        answer = self._caller.call(address, body, _FORM if body else "", authorization)
        if answer.problem or answer.status >= 500:
            return Fault.UNREACHABLE
        if answer.status != 200:
            return Fault.PUBLISHED
        try:
            told = json.loads(answer.content)
        except (ValueError, RecursionError):
            return Fault.PUBLISHED
        return told if isinstance(told, dict) else Fault.PUBLISHED


def _read(told: Mapping[str, Any], issuer: str) -> _Published | Fault:
    """What a discovery document tells; a fault for one of another issuer, or with addresses that cannot be used."""
    if told.get("issuer") != issuer:
        return Fault.PUBLISHED
    needed = [told.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    authorization, token, keys = (each if _usable(each, issuer) else "" for each in needed)
    if not (authorization and token and keys):
        return Fault.PUBLISHED
    userinfo = told.get("userinfo_endpoint")
    # Left out, it means by header (Discovery, 3).
    methods = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return _Published(
        str(authorization),
        str(token),
        str(keys),
        str(userinfo) if _usable(userinfo, issuer) else "",
        isinstance(methods, list) and "client_secret_basic" in methods,
        told.get("authorization_response_iss_parameter_supported") is True,
    )


def _usable(address: object, issuer: str) -> bool:
    """Whether it is an address to go to, as safe as the issuer's own: HTTPS, unless the issuer is this machine."""
    if not isinstance(address, str) or len(address) > _LONGEST_ADDRESS:
        return False
    if not address.isascii() or not address.isprintable() or any(each in address for each in " \"'<>\\#"):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    schemes = ("https",) if issuer.startswith("https:") else ("https", "http")
    return parts.scheme in schemes and bool(parts.hostname) and "@" not in parts.netloc
