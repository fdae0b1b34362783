"""What a caller trusts to stamp the heads of packs: root certificates that came from elsewhere than the pack."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from clausewatch.evidence.judging import judged, read_pinned
from clausewatch.proof.stamp import StampError, read_stamp


def judge(pem: bytes) -> Callable[[bytes, bytes], datetime | None]:
    """What decides about stamps by these certificates (see `proof.check_stamps.Judge`). ValueError where they are none.

    An authority is one that the caller does not know where its answer bears the name of none of them.
    """
    names = [each.subject.public_bytes() for each in read_pinned(pem)]

    def decide(response: bytes, note: bytes) -> datetime | None:
        read_stamp(response)
        try:
            return judged(response, note, pem).at
        except StampError:
            if any(name in response for name in names):
                raise
            return None

    return decide
