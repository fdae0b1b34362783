"""Asking an authority for a time stamp (RFC 3161, 3.4)."""

from __future__ import annotations

from dataclasses import dataclass

from clausewatch.evidence.judging import Held, judged
from clausewatch.ports import Caller
from clausewatch.proof.stamp import StampError

_ASKS, _MOST_BYTES = "application/timestamp-query", 100_000


@dataclass(frozen=True, slots=True)
class Authority:
    """Who stamps: the name that its stamps' files have, its address, and the PEM certificates that the operator pinned."""

    name: str
    url: str
    roots: bytes


@dataclass(frozen=True, slots=True)
class Got:
    """What asking brought: a stamp that holds, or why there is none."""

    response: bytes = b""
    held: Held | None = None
    reason: str = ""


def ask(authority: Authority, content: bytes, caller: Caller) -> Got:
    """A stamp over the content, checked with the request's own nonce and the pinned certificates."""
    from rfc3161_client import TimestampRequestBuilder
    from rfc3161_client.base import HashAlgorithm

    query = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
    answer = caller.call(authority.url, query.as_bytes(), _ASKS)
    if answer.problem:
        return Got(reason=answer.problem)
    if answer.status != 200:
        return Got(reason=f"it answered {answer.status}")
    if len(answer.content) > _MOST_BYTES:
        return Got(reason=f"its answer has {len(answer.content)} bytes")
    try:
        return Got(answer.content, judged(answer.content, content, authority.roots, query.nonce))
    except StampError as error:
        return Got(reason=str(error))
