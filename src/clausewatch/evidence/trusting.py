"""What a caller trusts to stamp the heads of packs: root certificates that came from elsewhere than the pack."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from clausewatch.evidence.judging import judged, openssl_takes, read_pinned
from clausewatch.proof.stamp import Doubt, StampError, read_stamp


def judge(pem: bytes) -> Callable[[bytes, bytes], datetime | None]:
    """What decides about stamps by these certificates (see `proof.check_stamps.Judge`). ValueError where they are none.

    As in the verifier of one file `openssl` decides; where there is none, the library that checks stamps when they are made.
    An authority is one that the caller does not know where its answer bears the name of none of the certificates.
    """
    from cryptography.hazmat.primitives.serialization import Encoding

    pinned = read_pinned(pem)
    names = [each.subject.public_bytes() for each in pinned]
    roots = b"".join(each.public_bytes(Encoding.PEM) for each in pinned)

    def decide(response: bytes, note: bytes) -> datetime | None:
        at = read_stamp(response).at
        if openssl_takes(response, note, roots, at):
            return at
        if not any(name in response for name in names):
            return None
        held = judged(response, note, pem)
        if openssl_takes(response, note, roots, at) is False:
            raise StampError(Doubt.SIGNATURE, "openssl refuses it")
        return held.at

    return decide
