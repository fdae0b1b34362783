"""The log: its signed head, its latest leaves with their proofs, and its files as C2SP tlog-tiles asks for them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from clausewatch.errors import ClausewatchError
from clausewatch.pipeline.log_keys import LogKey, log_keys
from clausewatch.pipeline.proving import ProvedLeaf, prove_leaf
from clausewatch.ports import SignedHead
from clausewatch.proof.statement import Leaf, parse_statement
from clausewatch.proof.tiles import STAMP_PATH, TILE_PATH, WIDTH, tile_path
from clausewatch.storage import catalog, logged
from clausewatch.storage.logged import LeafRow
from clausewatch.web.addresses import document_path, log_leaf_path
from clausewatch.web.desk import Desk, route
from clausewatch.web.head import Crumb, Head
from clausewatch.web.missing import MissingPageError, Suggestion

_LATEST = 25
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
_LOG = (Suggestion("The log", "/log/"),)
_FOREVER = {"cache-control": "public, max-age=31536000, immutable"}


@dataclass(frozen=True, slots=True)
class StampedHead:
    """The newest head that an outsider has stamped or, without a `stamp`, cosigned: its leaves, and where its note is."""

    name: str
    size: int
    note: str
    stamp: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """What the log's page shows. `problem` says why there is no head where the log is not whole."""

    head: SignedHead | None
    problem: str
    leaves: tuple[LeafRow, ...]
    stamped: tuple[StampedHead, ...]

    @property
    def tile(self) -> str:
        """The first tile of leaf hashes: an example of the others."""
        size = self.head.checkpoint.size if self.head else 0
        return tile_path(0, 0, min(size, WIDTH))


@dataclass(frozen=True, slots=True)
class KeysPage:
    """What the page of the log's keys shows. `problem` says why they cannot be told where the log is not whole."""

    keys: tuple[LogKey, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class LeafPage:
    """What a leaf's page shows; `about` is the document that it names, where that is tracked here."""

    number: int
    leaf: Leaf | None
    text: str
    proved: ProvedLeaf
    about: Suggestion | None
    earlier: str
    later: str


def routes(desk: Desk) -> list[Route]:
    return [
        route(desk, "/log/", log),
        route(desk, "/log/checkpoint", checkpoint),
        route(desk, "/log/key", key),
        route(desk, "/log/keys/", keys),
        route(desk, "/log/keys", periods),
        route(desk, "/log/heads/{size}", earlier_head),
        route(desk, "/log/tile/{path:path}", tile),
        route(desk, "/log/stamps/{path:path}", stamp),
        route(desk, "/log/leaf/{number}/", leaf),
        route(desk, "/log/leaf/{number}.json", leaf_bytes),
        route(desk, "/log/leaf/{number}.tlog-proof", leaf_proof),
    ]


def log(desk: Desk, request: Request) -> Response:  # noqa: ARG001
    """GET /log/"""
    head, problem = None, ""
    try:
        head = desk.site.log.head() if desk.site.log else None
    except ClausewatchError as error:
        problem = error.reason
    with desk.site.database.read() as connection:
        leaves = logged.latest_leaves(connection, _LATEST)
    size = head.checkpoint.size if head else 0
    shown = tuple(each for each in leaves if each.number < size)
    page = LogPage(head, problem, shown, _stamped(desk))
    told = Head(
        title="The log",
        path="/log/",
        section="log",
        description="The signed head of the log of all that was captured, read and analysed here, and what it proves.",
    )
    return desk.page("log.html", told, page)


def checkpoint(desk: Desk, request: Request) -> Response:  # noqa: ARG001
    """GET /log/checkpoint"""
    return PlainTextResponse(_file(desk, "checkpoint"), headers={"cache-control": "no-cache"})


def key(desk: Desk, request: Request) -> Response:  # noqa: ARG001
    """GET /log/key"""
    return PlainTextResponse(_file(desk, "key"), headers={"cache-control": "no-cache"})


def keys(desk: Desk, request: Request) -> Response:  # noqa: ARG001
    """GET /log/keys/"""
    found: tuple[LogKey, ...] = ()
    problem = ""
    try:
        found = log_keys(desk.site.log) if desk.site.log else ()
    except ClausewatchError as error:
        problem = error.reason
    told = Head(
        title="Keys of the log",
        path="/log/keys/",
        section="log",
        description="Which keys signed which heads of the log, how each was handed over to the next, and how to check that.",
        crumbs=(Crumb("The log", "/log/"),),
    )
    return desk.page("log_keys.html", told, KeysPage(found, problem))


def periods(desk: Desk, request: Request) -> Response:  # noqa: ARG001
    """GET /log/keys: a line each, with the size from which on the key signs."""
    found = desk.site.log.periods() if desk.site.log else ()
    if not found:
        raise MissingPageError("log/keys", "nothing was logged yet", "Come back after the first round.", _LOG)
    return PlainTextResponse("".join(map(str, found)), headers={"cache-control": "no-cache"})


def earlier_head(desk: Desk, request: Request) -> Response:
    """GET /log/heads/<size>"""
    size = str(request.path_params["size"])
    if not size.isascii() or not _NUMBER.fullmatch(size):
        raise MissingPageError(f"log/heads/{size}", "it is no size", "Heads are named by their leaves.", _LOG)
    return PlainTextResponse(_file(desk, f"heads/{size}"), headers=_FOREVER)


def tile(desk: Desk, request: Request) -> Response:
    """GET /log/tile/<level or entries>/<index>[.p/<width>]"""
    path = f"tile/{request.path_params['path']}"
    if not path.isascii() or not TILE_PATH.fullmatch(path):
        raise MissingPageError(path, "it is no tile's name", "C2SP tlog-tiles says how they are named.", _LOG)
    return Response(_file(desk, path), media_type="application/octet-stream", headers=_FOREVER)


def stamp(desk: Desk, request: Request) -> Response:
    """GET /log/stamps/<size>-<root>/checkpoint, .../<authority>.tsr, renewal-<time>/..."""
    path, kept = str(request.path_params["path"]), desk.site.stamps
    found = kept.file(path) if kept and STAMP_PATH.fullmatch(path) else None
    if found is None:
        raise MissingPageError(
            f"log/stamps/{path}", "no such head was stamped", "The log's page names the newest.", _LOG
        )
    if path.endswith(".tsr"):
        return Response(found, media_type="application/timestamp-reply", headers=_FOREVER)
    return PlainTextResponse(found, headers=_FOREVER)


def leaf(desk: Desk, request: Request) -> Response:
    """GET /log/leaf/<n>/"""
    proved = _proved(desk, request)
    number = proved.proof.index
    try:
        told: Leaf | None = parse_statement(proved.entry)
    except ValueError:
        told = None
    page = LeafPage(
        number=number,
        leaf=told,
        text=_readable(proved.entry),
        proved=proved,
        about=_about(desk, told) if told else None,
        earlier=log_leaf_path(number - 1) if number else "",
        later=log_leaf_path(number + 1) if number + 1 < proved.head.checkpoint.size else "",
    )
    head = Head(
        title=f"Leaf {number} of the log",
        path=log_leaf_path(number),
        section="log",
        description=f"Leaf {number} of the log, byte for byte, and the proof that the signed head has it.",
        crumbs=(Crumb("The log", "/log/"),),
        robots="noindex",
    )
    return desk.page("log_leaf.html", head, page)


def leaf_bytes(desk: Desk, request: Request) -> Response:
    """GET /log/leaf/<n>.json: the bytes that were hashed."""
    return Response(_proved(desk, request).entry, media_type="application/json", headers=_FOREVER)


def leaf_proof(desk: Desk, request: Request) -> Response:
    """GET /log/leaf/<n>.tlog-proof: the proof under the head of now (C2SP tlog-proof)."""
    return PlainTextResponse(str(_proved(desk, request).proof), headers={"cache-control": "no-cache"})


def _proved(desk: Desk, request: Request) -> ProvedLeaf:
    asked = str(request.path_params["number"])
    sound = _NUMBER.fullmatch(asked)
    found = prove_leaf(desk.site.log, int(asked)) if sound and desk.site.log else None
    if found is None:
        raise MissingPageError(
            f"leaf “{asked}”", "the log has no such leaf", "Leaves are counted from 0.", _LOG
        )
    return found


def _stamped(desk: Desk) -> tuple[StampedHead, ...]:
    kept, others = desk.site.stamps, desk.site.witnesses
    cosigned = (
        StampedHead(each.name, each.size, f"/log/stamps/{each.folder}/cosigned", "")
        for each in (others.states() if others else ())
        if each.folder
    )
    stamped = tuple(
        StampedHead(
            each.name,
            each.good,
            f"/log/stamps/{each.folder}/checkpoint",
            f"/log/stamps/{each.folder}/{each.name}.tsr",
        )
        for each in (kept.states() if kept else ())
        if each.good and each.folder
    )
    return (*stamped, *cosigned)


def _file(desk: Desk, path: str) -> bytes:
    found = desk.site.log.file(path) if desk.site.log else None
    if found is None:
        raise MissingPageError(
            f"log/{path}",
            "the log has no such file",
            "The checkpoint's size says which tiles there are.",
            _LOG,
        )
    return found


def _about(desk: Desk, told: Leaf) -> Suggestion | None:
    document = str(told.said.get("document", ""))
    with desk.site.database.read() as connection:
        owner = catalog.platform(connection, document.partition("/")[0])
    for each in owner.documents if owner else ():
        if each.id == document:
            return Suggestion(each.name, document_path(document, told.said.get("version")))
    return None


def _readable(entry: bytes) -> str:
    """The leaf over several lines, for people; its own bytes are a link away."""
    try:
        return json.dumps(json.loads(entry), indent=2, ensure_ascii=True)
    except (ValueError, RecursionError):
        return entry.decode("utf-8", "replace")
