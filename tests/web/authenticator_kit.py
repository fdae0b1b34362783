"""An authenticator in software: makes passkeys and signs with them, as told, also as no honest one would."""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

PRESENT, VERIFIED = AuthenticatorData.FLAG.UP, AuthenticatorData.FLAG.UV


def text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def content(given: str) -> bytes:
    return urlsafe_b64decode(given + "=" * (-len(given) % 4))


@dataclass
class Authenticator:
    """One passkey. `origin` is the page that asks, `flags` what it vouches for, `counter` its last signature's number."""

    origin: str
    host: str
    flags: AuthenticatorData.FLAG = PRESENT | VERIFIED
    counter: int = 0
    handle: bytes = b""
    crossed: bool = False
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def made(self, options: dict[str, Any], kind: str = "webauthn.create") -> str:
        """What the browser answers to options to make one."""
        asked = options["publicKey"]
        self.handle = content(asked["user"]["id"])
        client = self._client(kind, asked["challenge"])
        untyped: Any = ES256
        public = untyped.from_cryptography_key(self.key.public_key())
        attested = AttestedCredentialData.create(Aaguid.NONE, self.credential, public)
        data = AuthenticatorData.create(
            self._rp(), self.flags | AuthenticatorData.FLAG.AT, self.counter, bytes(attested)
        )
        attestation = AttestationObject.create("none", data, {})
        return self._answer({"clientDataJSON": text(client), "attestationObject": text(attestation)})

    def signed(self, options: dict[str, Any], kind: str = "webauthn.get") -> str:
        """What the browser answers to options to sign in."""
        client = self._client(kind, options["publicKey"]["challenge"])
        data = AuthenticatorData.create(self._rp(), self.flags, self.counter)
        signature = self.key.sign(data + client.hash, ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": text(client),
                "authenticatorData": text(data),
                "signature": text(signature),
                "userHandle": text(self.handle),
            }
        )

    def _client(self, kind: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(kind, challenge, self.origin, cross_origin=self.crossed)

    def _rp(self) -> bytes:
        return sha256(self.host.encode()).digest()

    def _answer(self, response: dict[str, str]) -> str:
        named = text(self.credential)
        return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": response})
