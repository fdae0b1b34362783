"""Does a time stamp hold, by the certificates that the operator pinned? What a response brings itself is never trusted."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from clausewatch.proof.stamp import Doubt, Stamp, StampError, read_stamp

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_OPENSSL_SECONDS = 10
_MOST_CERTIFICATES = 20


@dataclass(frozen=True, slots=True)
class Held:
    """A stamp that holds: when it was made, and when the first certificate of its chain ends."""

    at: datetime
    until: datetime


def read_pinned(pem: bytes) -> tuple[Certificate, ...]:
    """The certificates of a PEM file. ValueError where it has none."""
    from cryptography.x509 import load_pem_x509_certificates

    return tuple(load_pem_x509_certificates(pem))


def judged(response: bytes, content: bytes, pem: bytes, nonce: int | None = None) -> Held:
    """What holds of the stamp over `content`, by the certificates of `pem`: one self-signed root at least, and where the
    authority does not send them those between. StampError where it does not hold.

    Certificates are checked at the stamp's own time. Where the program `openssl` is there, it must agree.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import DuplicateExtension, InvalidVersion

    stamp = read_stamp(response)
    if stamp.imprint != hashlib.sha256(content).digest():
        raise StampError(Doubt.OTHER_DATA)
    if nonce is not None and stamp.nonce != nonce:
        raise StampError(Doubt.OTHER_NONCE)
    pinned = read_pinned(pem)
    try:
        sent = _certificates(stamp)
        chain = _chain(stamp, sent, pinned)
        borrowed = chain is None and _borrowed(sent, pinned, stamp)
    except (ValueError, TypeError, UnsupportedAlgorithm, InvalidVersion, DuplicateExtension) as error:
        raise StampError(Doubt.UNREADABLE, "a certificate in it is none") from error
    if chain is None:
        raise StampError(Doubt.TWIN if borrowed else Doubt.ROGUE)
    if any(not each.not_valid_before_utc <= stamp.at <= each.not_valid_after_utc for each in chain):
        raise StampError(Doubt.OUT_OF_TIME)
    _signature(stamp, content, pinned)
    roots = b"".join(each.public_bytes(Encoding.PEM) for each in pinned)
    if openssl_takes(response, content, roots, stamp.at) is False:
        raise StampError(Doubt.SIGNATURE, "openssl refuses it")
    return Held(stamp.at, min(each.not_valid_after_utc for each in chain))


def _certificates(stamp: Stamp) -> tuple[Certificate, ...]:
    from cryptography.x509 import load_der_x509_certificate

    if len(stamp.certificates) > _MOST_CERTIFICATES:
        raise ValueError("it has too many certificates")
    return tuple(load_der_x509_certificate(each) for each in stamp.certificates)


def _chain(
    stamp: Stamp, sent: tuple[Certificate, ...], pinned: tuple[Certificate, ...]
) -> tuple[Certificate, ...] | None:
    """From the signer to a pinned root, each signed by the next; None where there is no such way."""
    known = (*pinned, *sent)
    signers = [each for each in known if _is_signer(each, stamp)]
    # Two certificates of one issuer and number: the signature would say nothing of who made it.
    if len({_key(each) for each in signers}) != 1:
        return None
    way, roots = [signers[0]], [each for each in pinned if each.subject == each.issuer]
    for _ in range(len(known)):
        if way[-1] in roots:
            return tuple(way)
        above = (
            each for each in known if each not in way and _may_certify(each) and _signed_by(way[-1], each)
        )
        following = next(above, None)
        if following is None:
            return None
        way.append(following)
    return None


def _borrowed(sent: tuple[Certificate, ...], pinned: tuple[Certificate, ...], stamp: Stamp) -> bool:
    """Whether what was sent bears a pinned certificate's name, or points at one, without its key."""
    names = {each.subject.public_bytes(): each for each in pinned}
    for each in sent:
        same = names.get(each.subject.public_bytes())
        above = names.get(each.issuer.public_bytes())
        if same is not None and _key(same) != _key(each):
            return True
        if above is not None and not _signed_by(each, above):
            return True
    return len({_key(each) for each in sent if _is_signer(each, stamp)}) > 1


def _is_signer(each: Certificate, stamp: Stamp) -> bool:
    return each.serial_number == stamp.serial and each.issuer.public_bytes() == stamp.issuer


def _may_certify(each: Certificate) -> bool:
    """Whether it is an authority's own certificate: whoever holds another certifies nobody (RFC 5280, 4.2.1.9)."""
    from cryptography.x509 import BasicConstraints, ExtensionNotFound

    try:
        return each.extensions.get_extension_for_class(BasicConstraints).value.ca
    except ExtensionNotFound:
        return False


def _signed_by(each: Certificate, above: Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        each.verify_directly_issued_by(above)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _key(each: Certificate) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return each.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _signature(stamp: Stamp, content: bytes, pinned: tuple[Certificate, ...]) -> None:
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    builder = VerifierBuilder(
        roots=[each for each in pinned if each.subject == each.issuer],
        intermediates=[each for each in pinned if each.subject != each.issuer],
    )
    try:
        builder.build().verify_message(decode_timestamp_response(stamp.response), content)
    except (VerificationError, ValueError) as error:
        raise StampError(Doubt.SIGNATURE, str(error)[:200]) from error


def openssl_takes(response: bytes, content: bytes, roots: bytes, at: datetime) -> bool | None:
    """What `openssl ts -verify` says by these PEM roots; None where there is no such program or it says neither."""
    program = shutil.which("openssl")
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="clausewatch-stamp-") as folder:
        paths = {name: Path(folder) / name for name in ("data", "in", "CAfile")}
        for path, each in zip(paths.values(), (content, response, roots), strict=True):
            path.write_bytes(each)
        command = [program, "ts", "-verify", "-attime", str(int(at.timestamp()))]
        for name, path in paths.items():
            command += [f"-{name}", str(path)]
        try:
            done = subprocess.run(  # noqa: S603 (a fixed program and our own files)
                command, capture_output=True, timeout=_OPENSSL_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
    told = done.stdout + done.stderr
    if done.returncode == 0 and b"Verification: OK" in told:
        return True
    return False if b"Verification: FAILED" in told else None
