"""The log: its signed head, its leaves, and proofs that something stands in it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from clausewatch.errors import UnknownNameError
from clausewatch.pipeline.log_keys import LogKey, log_keys
from clausewatch.pipeline.proving import prove
from clausewatch.ports import Log
from clausewatch.proof.statement import LeafKind
from clausewatch.publish import head_line, instant, key_line, proof_line
from clausewatch.storage import logged
from clausewatch.storage.logged import LeafRow
from clausewatch.web.api import shapes, shapes_of_watching
from clausewatch.web.api.answers import answer
from clausewatch.web.api.paging import Asked, cut, listed
from clausewatch.web.api.routing import router
from clausewatch.web.desk import Desk


def routes(desk: Desk) -> APIRouter:
    """GET /log and what hangs on it."""
    found = router("evidence")

    @found.get("/log", response_model=shapes_of_watching.LogHead, summary="The signed head of the log")
    def head() -> Response:
        known = desk.site.log.head() if desk.site.log else None
        checkpoint, key = (known.checkpoint, known.key) if known else (None, None)
        return answer(head_line(checkpoint, key, known.note if known else None))

    @found.get(
        "/log/keys",
        response_model=shapes.Listing[shapes_of_watching.LogKey],
        summary="Which keys signed which heads of the log, the first key first",
    )
    def keys(paging: Asked) -> Response:
        known = log_keys(desk.site.log) if desk.site.log else ()
        after = paging.key(int)
        left = [each for each in known if not after or each.first > int(after[0])]
        shown, further = cut(paging, left[: paging.limit + 1], lambda each: (each.first,))
        return listed(paging, [_key(each) for each in shown], further)

    @found.get(
        "/log/leaves",
        response_model=shapes.Listing[shapes_of_watching.Leaf],
        summary="The leaves of the log, newest first",
    )
    def leaves(paging: Asked) -> Response:
        key = paging.key(int)
        with desk.site.database.read() as connection:
            below = int(key[0]) if key else None
            known = logged.latest_leaves(connection, paging.limit + 1, below)
        shown, further = cut(paging, known, lambda each: (each.number,))
        return listed(paging, [_leaf(each) for each in shown], further)

    @found.get(
        "/log/proofs/{kind}/{subject}",
        response_model=shapes_of_watching.Proof,
        summary="The proof that a capture, a version or an analysis was logged, with its leaf",
        description="The line of `clausewatch log prove --json`; an analysis is named by its version.",
    )
    def proof(kind: LeafKind, subject: Annotated[str, Path(max_length=200)]) -> Response:
        proved = prove(desk.site.database, _log(desk), kind, subject)
        told = {"hash": proved.row.hash, "logged": instant(proved.row.at)}
        return answer({**told, **proof_line(proved.proof, proved.entry, proved.head.key)})

    return found


def _log(desk: Desk) -> Log:
    if desk.site.log is None:
        raise UnknownNameError("the log", "nothing is logged here", "Ask an instance that keeps a log")
    return desk.site.log


def _key(of: LogKey) -> dict[str, object]:
    return key_line(of.key, (of.first, of.last), of.named_by, handed_over=of.handed_over)


def _leaf(row: LeafRow) -> dict[str, object]:
    return {
        "index": row.number,
        "kind": row.kind,
        "subject": row.subject,
        "hash": row.hash,
        "logged": instant(row.at),
    }
