"""Make an evidence pack of a document as it stood, of one of its provisions, of a change or of a comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from clausewatch import __version__
from clausewatch.errors import BadInputError, DamagedObjectError, UnavailableError
from clausewatch.nouns.evidence import Capture
from clausewatch.nouns.identity import digest, slug
from clausewatch.pipeline.analyse import subject_of
from clausewatch.pipeline.pack_about import About, Compared, Member, Wanted, gathered_about, record_named
from clausewatch.pipeline.pack_redline import redlined
from clausewatch.pipeline.said import ruled_in
from clausewatch.pipeline.sources import source_of
from clausewatch.ports import BodyStore, Log, SignedHead, Stamps
from clausewatch.proof import pack as packs
from clausewatch.proof.check_leaves import instant_of
from clausewatch.proof.check_pack import check_pack
from clausewatch.proof.check_stamps import SLACK
from clausewatch.proof.checkpoint import TlogProof
from clausewatch.proof.leaves import instant
from clausewatch.proof.pack import Pack, Proven, Report
from clausewatch.proof.periods import signed_by
from clausewatch.proof.stamp import StampError, read_stamp
from clausewatch.proof.statement import LeafKind, parse_statement
from clausewatch.proof.tree import consistency_proof, inclusion_proof
from clausewatch.proof.warc import Taken
from clausewatch.publish import analysed_line, canonical_json, record_line
from clausewatch.publish.pack_words import PackTold, certificate, readme
from clausewatch.storage import Database, logged

__all__ = ["Compared", "Stock", "Wanted", "make_pack", "record_named", "stamped_by"]

MOST_BYTES = 64 * 1024 * 1024
"""Of captured bytes; a pack may be a little larger, and the verifiers open four times as much."""

_MEND = "`clausewatch check` logs what waits; `clausewatch verify` says whether the log is whole"


@dataclass(frozen=True, slots=True)
class Stock:
    """Where packs are made from. `verifier` is the text of the program that checks them; `typeset` sets the certificate;
    `stamped` gives the time stamps of a head, as names of authorities and their answers (RFC 3161)."""

    database: Database
    bodies: BodyStore
    log: Log
    verifier: bytes
    most_bytes: int = MOST_BYTES
    typeset: Callable[[PackTold], bytes | None] | None = None
    stamped: Callable[[SignedHead], Iterable[tuple[str, bytes]]] | None = None


def stamped_by(stamps: Stamps | None) -> Callable[[SignedHead], Iterable[tuple[str, bytes]]] | None:
    """What gives the kept time stamps of a head; None where no authority stamps."""
    if stamps is None:
        return None
    return lambda head: tuple((each.authority, each.response) for each in stamps.kept(head))


def make_pack(stock: Stock, wanted: Wanted | Compared) -> bytes:
    """The pack, which passes `check_pack`; the same records under the same heads of the log give the same bytes.

    BadInputError for what is not in the log yet or not on record, UnavailableError for what is too large,
    DamagedObjectError where what is stored is not what was logged.
    """
    # 1. What is asked for.
    found = gathered_about(stock.database, stock.bodies, wanted)
    size = sum(each.body_bytes for each in found.captures)
    if size > stock.most_bytes:
        raise UnavailableError(
            "this evidence pack",
            f"its captures have {size:,} bytes, and at most {stock.most_bytes:,} are packed here",
            "Make it with `clausewatch evidence export`, or of a change with fewer captures",
            413,
        )
    # 2. Its leaves, under the first kept head that has them all, and the last one before any.
    leaves, reports = _leaves(stock, found)
    head, earlier = _heads(stock, [entry for _, entry in leaves], max(number for number, _ in leaves))
    nodes = stock.log.nodes(_newest(stock.log).checkpoint.size)
    proven = tuple(
        Proven(entry, TlogProof(number, inclusion_proof(number, head.checkpoint.size, nodes), head.note))
        for number, entry in leaves
    )
    # 3. The pack, in figures and in words.
    made = Pack(
        title=found.title,
        created=instant(max(each.observed_at for each in found.captures)),
        software=f"clausewatch {__version__}",
        key=str(head.key),
        checkpoint=head.note,
        leaves=proven,
        taken=tuple(_taken(stock, proven, found.captures)),
        texts={each.version.id: each.text.content for each in found.editions},
        quotes=found.quotes,
        earlier=None if earlier is None else earlier.note,
        extends=()
        if earlier is None
        else consistency_proof(earlier.checkpoint.size, head.checkpoint.size, nodes),
        reports=reports,
        redline=redlined(found.editions) if isinstance(wanted, Wanted) and wanted.record else None,
    )
    told = PackTold(
        title=found.title,
        path=found.path,
        about=found.words,
        versions=tuple(each.version for each in found.editions),
        captures=found.captures,
        key=str(head.key),
        size=head.checkpoint.size,
        root=head.checkpoint.root.hex(),
        earlier=earlier.checkpoint.size if earlier else None,
    )
    other = {**_other(stock, wanted, found, told), **_stamps(stock, head, earlier)}
    content = packs.packed(replace(made, other=other))
    # 4. None leaves the house that does not stand.
    verdict = check_pack(content, (head.key,))
    if not verdict.ok:
        raise DamagedObjectError("the evidence pack", ": ".join(verdict.problems[0]), _MEND)
    return content


def _leaves(stock: Stock, found: About) -> tuple[list[tuple[int, bytes]], tuple[Report, ...]]:
    """The leaves about captures and versions, and about analyses that are still what was logged; by place."""
    size = _newest(stock.log).checkpoint.size
    named = [(LeafKind.CAPTURE, each.id) for each in found.captures]
    named += [(LeafKind.VERSION, each.version.id) for each in found.editions]
    leaves: dict[int, bytes] = {}
    for kind, subject in named:
        entry = _leaf(stock, kind, subject, size)
        if entry is None:
            raise BadInputError(f"{kind.value} {subject}", "it is not in the log yet", _MEND)
        leaves[entry[0]] = entry[1]
    reports = []
    for each in found.members:
        report = _report(stock, each, size) if each.reported else None
        if report is not None:
            number, leaves[number], made = report
            reports.append(made)
    return sorted(leaves.items()), tuple(reports)


def _report(stock: Stock, member: Member, size: int) -> tuple[int, bytes, Report] | None:
    version = member.edition.version.id
    entry = _leaf(stock, LeafKind.ANALYSIS, version, size)
    if entry is None:
        return None
    with stock.database.read() as connection:
        rows = logged.report_rows(connection, version)
        parts = logged.report_parts(connection, version, member.chosen)
    report = Report(version, rows, parts)
    return (*entry, report) if parse_statement(entry[1]).subjects["report"] == report.digest else None


def _leaf(stock: Stock, kind: LeafKind, subject: str, size: int) -> tuple[int, bytes] | None:
    with stock.database.read() as connection:
        row = logged.leaf_about(connection, kind.value, subject)
    if row is None or row.number >= size:
        return None
    (entry,) = stock.log.entries(row.number, row.number + 1, size)
    return row.number, entry


def _heads(stock: Stock, entries: Sequence[bytes], last: int) -> tuple[SignedHead, SignedHead | None]:
    """The first head that has the last leaf, so that a log that grows makes no other pack; and the last one before any.
    Heads that an authority stamped come first.

    What waited to be logged while an earlier head was stamped (a fault of the log, a late answer, two rounds at once) was taken
    before that stamp and is not in that head: held against it, an honest pack would look dated back. Such a head is passed over.
    """
    kept = stock.log.heads()
    said = [parse_statement(each).said for each in entries]
    after = min(int(each["after"]["size"]) for each in said)
    taken = min((instant_of(each["t0"]) for each in said if each.get("kind") == "live"), default=None)
    head = _best(stock, (stock.log.head(size) for size in kept if size > last)) or _newest(stock.log)
    earlier = (stock.log.head(size) for size in reversed(kept) if size <= after)
    # A pack is checked by one key: of another key's time only the head is taken that both signed.
    before = _best(stock, (each for each in earlier if each and signed_by(each.note, head.key)), taken)
    return head, before


def _best(
    stock: Stock, heads: Iterable[SignedHead | None], taken: datetime | None = None
) -> SignedHead | None:
    """The first of these heads that is stamped, but no head whose stamp is later than what was `taken`; where none is stamped the
    first that is left."""
    first = None
    for head in heads:
        stamped = [] if head is None or stock.stamped is None else list(stock.stamped(head))
        if taken is not None and any(_later(response, taken) for _, response in stamped):
            continue
        first = first or head
        if stock.stamped is None or stamped:
            return head
    return first


def _later(response: bytes, taken: datetime) -> bool:
    """Whether the stamp is later than that, by more than clocks may differ. One that cannot be read `verify` names."""
    with suppress(StampError):
        return read_stamp(response).at > taken + SLACK
    return False


def _stamps(stock: Stock, head: SignedHead, earlier: SignedHead | None) -> dict[str, bytes]:
    """The stamps of both heads as files of the pack."""
    if stock.stamped is None:
        return {}
    both = [(packs.CHECKPOINT, head)] + ([(packs.PREVIOUS, earlier)] if earlier else [])
    return {
        f"{name.removesuffix('.txt')}.{slug(authority, 40)}.tsr": response
        for name, one in both
        for authority, response in stock.stamped(one)
    }


def _newest(log: Log) -> SignedHead:
    head = log.head()
    if head is None:
        raise BadInputError("the log", "nothing was logged yet", _MEND)
    return head


def _taken(stock: Stock, proven: Iterable[Proven], found: Iterable[Capture]) -> Iterator[Taken]:
    """Each capture with its record as it was archived when it was logged."""
    leaves = {
        leaf.said.get("capture"): leaf for each in proven if (leaf := each.leaf).kind is LeafKind.CAPTURE
    }
    for each in found:
        leaf = leaves[each.id]
        lines = stock.bodies.get(leaf.said["records"]).split(b"\n")
        record = next((line for line in lines if digest(line) == leaf.subjects["record"]), None)
        if record is None:
            raise DamagedObjectError(f"capture {each.id}", "its record is not in the archive", _MEND)
        body = leaf.subjects.get("body")
        picture = leaf.subjects.get("screenshot")
        yield Taken(
            record,
            stock.bodies.get(body) if body else None,
            stock.bodies.get(picture) if picture else None,
        )


def _other(stock: Stock, wanted: Wanted | Compared, found: About, told: PackTold) -> dict[str, bytes]:
    """The files that nothing logged vouches for."""
    files = {
        packs.README: _text(readme(told)),
        packs.CERTIFICATE: _text(certificate(told)),
        packs.VERIFIER: stock.verifier,
    }
    for each in found.members:
        if each.reported:
            files |= _findings(stock, each)
    if found.comparison is not None:
        files[packs.COMPARISON] = packs.json_file(found.comparison)
    if isinstance(wanted, Wanted) and wanted.record is not None:
        with stock.database.read() as connection:
            source = source_of(connection, wanted.record)
        line = record_line(wanted.record, wanted.document, wanted.platform, source)
        files[packs.CHANGE] = f"{canonical_json(line)}\n".encode()
    pdf = stock.typeset(told) if stock.typeset else None
    return files if pdf is None else {**files, packs.PDF: pdf}


def _findings(stock: Stock, member: Member) -> dict[str, bytes]:
    """What is said of the member's provisions, in names; nothing of one that is not analysed."""
    edition = member.edition
    said = ruled_in(stock.database, edition, subject_of(member.document, member.platform), kept_only=True)
    if said is None:
        return {}
    chosen = range(len(said)) if member.chosen is None else sorted(member.chosen)
    lines = (analysed_line(edition, at, said[at], said[at].said.sentences) for at in chosen)
    return {
        f"findings-{edition.version.id}.jsonl": "".join(
            f"{canonical_json(each)}\n" for each in lines
        ).encode()
    }


def _text(words: str) -> bytes:
    return words.encode("utf-8", "replace")
