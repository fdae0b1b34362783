"""Passkeys (WebAuthn level 2): one is made on the account's page and signs in alone, because it verifies its user."""

from __future__ import annotations

import ipaddress
import json
import struct
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from clausewatch.nouns.account import Account, Deed
from clausewatch.nouns.ways import Ceremony, CeremonyKind, Passkey
from clausewatch.pipeline.identity import People
from clausewatch.pipeline.passwords import key_of, new_id, new_token
from clausewatch.pipeline.ways import CEREMONY_LASTS, Browser, still_signed_in
from clausewatch.storage import accounts, sessions, ways

if TYPE_CHECKING:
    from fido2.server import Fido2Server
    from fido2.webauthn import CollectedClientData

MOST_PASSKEYS = 20
"""So many an account may have."""
_CREDENTIAL_BYTES = 1023  # WebAuthn, 6.5.1
# What reading an answer that somebody made up may come to: it is CBOR, JSON, base64 and keys, all of their choice.
_UNREADABLE = (
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    AssertionError,
    OverflowError,
    RecursionError,
    NotImplementedError,
    struct.error,
)


class PasskeyFault(StrEnum):
    """Why a passkey is not taken. The value ends a sentence: the passkey was not taken, because ..."""

    STALE = "it was not begun in this browser, was finished already, or took too long"
    ANSWER = "its answer does not hold for this site"
    UNKNOWN = "it belongs to no account here"
    COPIED = "it may have been copied: its counter went back"
    THERE = "it is there already"
    FULL = f"you have {MOST_PASSKEYS}; remove one first"


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """This site as passkeys know it: they are bound to `host`, and sign for pages of `origin` alone."""

    host: str
    origin: str


def relying_party(base_url: str) -> RelyingParty | None:
    """The site at that address. None where browsers make no passkeys: for numeric addresses, and for plain HTTP but on
    localhost (WebAuthn, 5.1.3 and 13.4.9; W3C Secure Contexts)."""
    parts = urlsplit(base_url)
    host = (parts.hostname or "").lower()
    local = host == "localhost" or host.endswith(".localhost")
    if not host or (parts.scheme != "https" and not local):
        return None
    try:
        ipaddress.ip_address(host)
    except ValueError:
        usual = {"https": 443, "http": 80}.get(parts.scheme)
        port = "" if parts.port in (None, usual) else f":{parts.port}"
        return RelyingParty(host, f"{parts.scheme}://{host}{port}")
    return None


def options_to_make(people: People, party: RelyingParty, who: Account, browser: Browser) -> dict[str, Any]:
    """What the browser is asked to make: a passkey that it can find by itself, and that verifies its user."""
    from fido2.utils import websafe_decode
    from fido2.webauthn import (
        PublicKeyCredentialDescriptor,
        PublicKeyCredentialType,
        PublicKeyCredentialUserEntity,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    challenge = _begun(people, CeremonyKind.PASSKEY_MAKE, browser, who)
    with people.database.read() as connection:
        there = ways.passkeys(connection, who.id)
    options, _ = _server(party).register_begin(
        PublicKeyCredentialUserEntity(id=who.id.encode(), name=who.email, display_name=who.email),
        [
            PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=each.credential)
            for each in there
        ],
        ResidentKeyRequirement.REQUIRED,
        UserVerificationRequirement.REQUIRED,
        challenge=websafe_decode(challenge),
    )
    return dict(options)


def make(
    people: People, party: RelyingParty, who: Account, browser: Browser, told: tuple[str, str]
) -> Passkey | PasskeyFault:
    """The account's new passkey; `told` is the browser's answer and what to call it."""
    from fido2.webauthn import RegistrationResponse

    answer, name = told
    try:
        response = RegistrationResponse.from_dict(json.loads(answer))
        client = response.response.client_data
        begun = _taken(people, client, CeremonyKind.PASSKEY_MAKE, browser)
        if begun is None or begun.account != who.id:
            return PasskeyFault.STALE
        proven = _server(party).register_complete(_state(client), response)
        attested = proven.credential_data
        if attested is None or client.cross_origin or not _signs(attested.public_key):
            return PasskeyFault.ANSWER
    except _UNREADABLE:
        return PasskeyFault.ANSWER
    if not 0 < len(attested.credential_id) <= _CREDENTIAL_BYTES:
        return PasskeyFault.ANSWER
    now = people.clock.now()
    made = Passkey(new_id(), attested.credential_id, who.id, name, bytes(attested), proven.counter, now)
    with people.database.write() as connection:
        if not still_signed_in(connection, who.id, browser):
            return PasskeyFault.STALE
        if len(ways.passkeys(connection, who.id)) >= MOST_PASSKEYS:
            return PasskeyFault.FULL
        if not ways.add_passkey(connection, made):
            return PasskeyFault.THERE
        sessions.note(connection, Deed(now, "made a passkey", name, who.id, where=browser.where))
    return made


def options_to_sign_in(people: People, party: RelyingParty, browser: Browser) -> dict[str, Any]:
    """What the browser is asked for: any passkey of this site. It names no account, so that nothing is told of one."""
    from fido2.utils import websafe_decode
    from fido2.webauthn import UserVerificationRequirement

    challenge = _begun(people, CeremonyKind.PASSKEY_SIGN_IN, browser)
    options, _ = _server(party).authenticate_begin(
        user_verification=UserVerificationRequirement.REQUIRED, challenge=websafe_decode(challenge)
    )
    return dict(options)


def sign_in(people: People, party: RelyingParty, browser: Browser, answer: str) -> Account | PasskeyFault:
    """Whose passkey signed this browser's challenge, for this site, after verifying its user."""
    from fido2.webauthn import AttestedCredentialData, AuthenticationResponse

    try:
        response = AuthenticationResponse.from_dict(json.loads(answer))
        client = response.response.client_data
        if _taken(people, client, CeremonyKind.PASSKEY_SIGN_IN, browser) is None:
            return PasskeyFault.STALE
        with people.database.read() as connection:
            found = ways.passkey_of(connection, response.raw_id)
            who = None if found is None else accounts.account(connection, found.account)
        if found is None or who is None or who.disabled or who.verified_at is None:
            return PasskeyFault.UNKNOWN
        # The authenticator says whose it is; it must be whose we gave it to (WebAuthn, 7.2, step 6).
        if response.response.user_handle != who.id.encode() or client.cross_origin:
            return PasskeyFault.ANSWER
        _server(party).authenticate_complete(
            _state(client), [AttestedCredentialData(found.attested)], response
        )
        counter = response.response.authenticator_data.counter
    except _UNREADABLE:
        return PasskeyFault.ANSWER
    return _counted(people, found, who, counter, browser)


def _counted(
    people: People, found: Passkey, who: Account, counter: int, browser: Browser
) -> Account | PasskeyFault:
    """The account, unless the counter says that the passkey is there twice (WebAuthn, 6.1.1)."""
    now = people.clock.now()
    with people.database.write() as connection:
        forward = counter > found.counter or counter == found.counter == 0
        if forward and ways.used_passkey(connection, found, counter, now):
            return who
        told = Deed(
            now, "was refused a passkey whose counter went back", found.name, who.id, where=browser.where
        )
        sessions.note(connection, told)
    return PasskeyFault.COPIED


def credential_named(answer: str) -> str:
    """Which credential an answer names, to count tries by; empty for one that names none."""
    try:
        told = json.loads(answer)
    except (ValueError, RecursionError):
        return ""
    named = told.get("id") if isinstance(told, dict) else None
    return named[:1400] if isinstance(named, str) else ""


def _server(party: RelyingParty) -> Fido2Server:
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    rp = PublicKeyCredentialRpEntity(id=party.host, name="Clausewatch")
    return Fido2Server(rp, verify_origin=lambda origin: origin == party.origin)


def _begun(people: People, kind: CeremonyKind, browser: Browser, who: Account | None = None) -> str:
    """A fresh challenge of 256 bits, kept as a digest, for that browser."""
    challenge = new_token()
    now = people.clock.now()
    made = Ceremony(key_of(challenge), kind, key_of(browser.token), now + CEREMONY_LASTS)
    with people.database.write() as connection:
        ways.begin(connection, replace(made, account=who.id if who else None), now)
    return challenge


def _taken(
    people: People, client: CollectedClientData, kind: CeremonyKind, browser: Browser
) -> Ceremony | None:
    """What the challenge was given out for, in that browser, now used up."""
    from fido2.utils import websafe_encode

    key = key_of(websafe_encode(client.challenge))
    with people.database.write() as connection:
        return ways.take(connection, key, kind, key_of(browser.token), people.clock.now())


def _state(client: CollectedClientData) -> dict[str, Any]:
    """What the library compares the answer with. That the challenge is ours and fresh was seen when it was taken."""
    from fido2.utils import websafe_encode
    from fido2.webauthn import UserVerificationRequirement

    return {
        "challenge": websafe_encode(client.challenge),
        "user_verification": UserVerificationRequirement.REQUIRED,
    }


def _signs(key: Any) -> bool:  # noqa: ANN401 - a mapping of the library's own kind
    """Whether the key is of a kind that is known and can verify: a wrong signature is then told to be wrong."""
    from cryptography.exceptions import InvalidSignature
    from fido2.cose import CoseKey

    if key.get(3) not in CoseKey.supported_algorithms():
        return False
    try:
        key.verify(b"", b"")
    except InvalidSignature:
        return True
    return False
