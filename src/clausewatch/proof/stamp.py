"""What a time stamp (RFC 3161) says. Whether its signature holds is judged elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from clausewatch.proof.der import (
    INTEGER,
    OCTETS,
    OID,
    SEQUENCE,
    SET,
    Item,
    inner,
    item,
    items,
    number,
    only,
    whole,
)

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_TST_INFO = bytes.fromhex("2a864886f70d0109100104")
_SHA256 = bytes.fromhex("608648016503040201")
_GENERALIZED_TIME, _CONTEXT_0 = 0x18, 0xA0
_GRANTED = 0


class Doubt(StrEnum):
    """Why a time stamp is not accepted."""

    UNREADABLE = "it is no time stamp that can be read"
    NOT_GRANTED = "the authority granted no stamp"
    OTHER_DATA = "it stamps other bytes"
    OTHER_NONCE = "it does not answer this request"
    ROGUE = "its signer is not certified by the roots that are pinned"
    TWIN = "its signer bears the names of the pinned authority and has other keys"
    SIGNATURE = "its signature does not hold"
    OUT_OF_TIME = "its certificates were not valid at its time"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a response says: when, of which SHA-256, to which request, and by which certificate it says it was signed.

    `issuer` is a Name in DER. `response` has its certificates in the order of DER, which some authorities do not keep and
    the signature does not cover.
    """

    at: datetime
    imprint: bytes
    nonce: int | None
    issuer: bytes
    serial: int
    certificates: tuple[bytes, ...]
    response: bytes


class StampError(ValueError):
    """A response that is no stamp, and why."""

    def __init__(self, doubt: Doubt, detail: str = "") -> None:
        super().__init__(f"{doubt.value} ({detail})" if detail else doubt.value)
        self.doubt = doubt


def read_stamp(response: bytes) -> Stamp:
    """The stamp of a TimeStampResp (RFC 3161, 2.4.2). StampError where there is none in it."""
    try:
        outer = items(response, _all(response))
        status = number(response, only(items(response, only(outer, 0, SEQUENCE)), 0, INTEGER))
        found = _token(response, only(outer, 1, SEQUENCE)) if status == _GRANTED else None
    except (ValueError, OverflowError) as error:
        raise StampError(Doubt.UNREADABLE, str(error)) from error
    if found is None:
        raise StampError(Doubt.NOT_GRANTED, f"status {status}")
    return found


def _token(data: bytes, token: Item) -> Stamp:
    """CMS SignedData (RFC 5652, 5.1) around a TSTInfo."""
    content = items(data, token)
    _named(data, only(content, 0, OID), _SIGNED_DATA)
    (signed,) = items(data, only(content, 1, _CONTEXT_0))
    parts = items(data, signed)
    held = items(data, only(parts, 2, SEQUENCE))
    _named(data, only(held, 0, OID), _TST_INFO)
    (octets,) = items(data, only(held, 1, _CONTEXT_0))
    if octets.tag != OCTETS:
        raise ValueError("its content is no octet string")
    at = 3 if len(parts) > 3 and parts[3].tag == _CONTEXT_0 else None
    certificates = items(data, parts[at]) if at else []
    signers = items(data, only(parts, len(parts) - 1, SET))
    (signer,) = signers
    who = items(data, only(items(data, signer), 1, SEQUENCE))
    found = _info(inner(data, octets))
    return replace(
        found,
        issuer=whole(data, only(who, 0, SEQUENCE)),
        serial=number(data, only(who, 1, INTEGER)),
        certificates=tuple(whole(data, each) for each in certificates),
        response=_in_order(data, certificates),
    )


def _info(info: bytes) -> Stamp:
    """TSTInfo (RFC 3161, 2.4.2)."""
    parts = items(info, _all(info))
    imprint = items(info, only(parts, 2, SEQUENCE))
    (algorithm, *_) = items(info, only(imprint, 0, SEQUENCE))
    _named(info, algorithm, _SHA256)
    at = _time(inner(info, only(parts, 4, _GENERALIZED_TIME)))
    nonces = [each for each in parts[5:] if each.tag == INTEGER]
    nonce = number(info, nonces[0]) if nonces else None
    return Stamp(at, inner(info, only(imprint, 1, OCTETS)), nonce, b"", 0, (), b"")


def _time(text: bytes) -> datetime:
    """GeneralizedTime in UTC, with or without a fraction (RFC 3161, 2.4.2)."""
    seconds, _, fraction = text.decode("ascii").removesuffix("Z").partition(".")
    found = datetime.strptime(seconds, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return found.replace(microsecond=int(fraction[:6].ljust(6, "0"))) if fraction else found


def _in_order(data: bytes, certificates: list[Item]) -> bytes:
    if not certificates:
        return data
    begin, end = certificates[0].begin, certificates[-1].end
    return data[:begin] + b"".join(sorted(whole(data, each) for each in certificates)) + data[end:]


def _named(data: bytes, value: Item, name: bytes) -> None:
    if value.tag != OID or inner(data, value) != name:
        raise ValueError("a part of it is of another kind than a time stamp's, or its hash is not SHA-256")


def _all(data: bytes) -> Item:
    found = item(data, 0, len(data))
    if found.end != len(data) or found.tag != SEQUENCE:
        raise ValueError("it is no DER sequence")
    return found
