"""Make an evidence pack of a document as it stood, of one of its provisions, or of a change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from clausewatch import __version__, change
from clausewatch.errors import BadInputError, DamagedObjectError, UnavailableError, UnknownNameError
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.change import ChangeRecord, RowKind
from clausewatch.nouns.document import Edition, Span
from clausewatch.nouns.evidence import Capture
from clausewatch.nouns.identity import ProvisionId, VersionId, digest, slug
from clausewatch.pipeline.analyse import subject_of
from clausewatch.pipeline.editions import load_edition
from clausewatch.pipeline.said import ruled_in
from clausewatch.pipeline.sources import source_of
from clausewatch.ports import BodyStore, Log, SignedHead, Stamps
from clausewatch.proof import pack as packs
from clausewatch.proof.check_pack import check_pack
from clausewatch.proof.checkpoint import TlogProof
from clausewatch.proof.leaves import instant
from clausewatch.proof.pack import Pack, Proven, Quoted, Redlined, Report
from clausewatch.proof.periods import signed_by
from clausewatch.proof.statement import LeafKind, parse_statement
from clausewatch.proof.tree import consistency_proof, inclusion_proof
from clausewatch.proof.warc import Taken
from clausewatch.publish import analysed_line, canonical_json, record_line
from clausewatch.publish.pack_words import PackTold, certificate, readme
from clausewatch.publish.words import moment
from clausewatch.storage import Connection, Database, captures, logged, records, versions

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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a pack is to be about: a version of a document, of it perhaps one provision; or a change of the document."""

    platform: Platform
    document: Document
    version: VersionId | None = None
    provision: ProvisionId | None = None
    record: ChangeRecord | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """What was gathered: the editions, and the places of the provisions that the newest is asked for (None for all)."""

    editions: tuple[Edition, ...]
    captures: tuple[Capture, ...]
    chosen: frozenset[int] | None
    quotes: tuple[Quoted, ...]
    about: str


def make_pack(stock: Stock, wanted: Wanted) -> bytes:
    """The pack, which passes `check_pack`; the same records under the same heads of the log give the same bytes.

    BadInputError for what is not in the log yet or not on record, UnavailableError for what is too large,
    DamagedObjectError where what is stored is not what was logged.
    """
    # 1. What is asked for.
    found = _changed(stock, wanted) if wanted.record else _stood(stock, wanted)
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
        title=f"{wanted.platform.name}: {wanted.document.name}",
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
        redline=_redline(found.editions) if wanted.record else None,
    )
    told = PackTold(
        platform=wanted.platform,
        document=wanted.document,
        about=found.about,
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


def _stood(stock: Stock, wanted: Wanted) -> _Found:
    with stock.database.read() as connection:
        version = wanted.version or _current(connection, wanted)
        known = versions.version(connection, version)
        assert known is not None
        taken = _captures(connection, known.captures)
    edition = _edition(stock, version)
    seen = moment(edition.version.observed_at)
    if wanted.provision is None:
        quotes = tuple(Quoted(version, each.start, each.end) for each in edition.outline.provisions)
        return _Found((edition,), taken, None, quotes, f"The text as it stood from {seen}.")
    at = _place(edition, wanted.provision)
    provision = edition.outline.provisions[at]
    spans = [(provision.start, provision.end)]
    spans += [(each.start, each.end) for each in provision.statements]
    about = f"The provision “{provision.title}” ({provision.id}) as it stood from {seen}."
    quotes = tuple(Quoted(version, *each) for each in dict.fromkeys(spans))
    return _Found((edition,), taken, frozenset((at,)), quotes, about)


def _changed(stock: Stock, wanted: Wanted) -> _Found:
    record = wanted.record
    assert record is not None
    sides = [each for each in (record.from_version, record.to_version) if each]
    editions = tuple(_edition(stock, each) for each in sides)
    named = [each for edition in editions for each in edition.version.captures]
    with stock.database.read() as connection:
        taken = _captures(connection, [*named, *([record.capture] if record.capture else [])])
    quotes = list(_of_record(record))
    touched = {each.provision for each in record.changes}
    newest = editions[-1].outline.provisions
    chosen = frozenset(at for at, each in enumerate(newest) if each.id in touched)
    about = f"The change {record.id} observed {moment(record.observed_at)}: {record.headline}"
    return _Found(editions, taken, chosen, tuple(quotes), about)


def _of_record(record: ChangeRecord) -> Iterator[Quoted]:
    for each in record.changes:
        sides: tuple[tuple[VersionId | None, Span | None], ...] = (
            (record.from_version, each.old_span),
            (record.to_version, each.new_span),
        )
        for version, span in sides:
            if version is not None and span is not None and span.start < span.end:
                yield Quoted(version, span.start, span.end)


def _captures(connection: Connection, some: Iterable[str]) -> tuple[Capture, ...]:
    """These captures, and those that brought the bodies which some of them confirmed, oldest first."""
    found = [each for name in some if (each := captures.capture(connection, name)) is not None]
    confirmed = [each for each in found if each.exchange.not_modified and each.body is not None]
    found += [each for one in confirmed if (each := captures.brought(connection, one)) is not None]
    unique = {each.id: each for each in found}
    return tuple(sorted(unique.values(), key=lambda each: (each.observed_at, each.id)))


def _leaves(stock: Stock, found: _Found) -> tuple[list[tuple[int, bytes]], tuple[Report, ...]]:
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
    report = _report(stock, found, size)
    if report is not None:
        leaves[report[0]] = report[1]
    return sorted(leaves.items()), (report[2],) if report is not None else ()


def _report(stock: Stock, found: _Found, size: int) -> tuple[int, bytes, Report] | None:
    version = found.editions[-1].version.id
    entry = _leaf(stock, LeafKind.ANALYSIS, version, size)
    if entry is None:
        return None
    with stock.database.read() as connection:
        rows = logged.report_rows(connection, version)
        parts = logged.report_parts(connection, version, found.chosen)
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
    Heads that an authority stamped come first."""
    kept = stock.log.heads()
    after = min(int(parse_statement(each).said["after"]["size"]) for each in entries)
    head = _best(stock, [size for size in kept if size > last]) or _newest(stock.log)
    before = _best(stock, [size for size in reversed(kept) if size <= after])
    # A pack is checked by one key: of another key's time only the head is taken that both signed.
    return head, before if before is not None and signed_by(before.note, head.key) else None


def _best(stock: Stock, sizes: Iterable[int]) -> SignedHead | None:
    """The first head of these sizes that is stamped; the first of all where none is."""
    first = None
    for size in sizes:
        head = stock.log.head(size)
        first = first or head
        if stock.stamped is None or (head is not None and any(True for _ in stock.stamped(head))):
            return head
    return first


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


def _redline(editions: tuple[Edition, ...]) -> tuple[str, str, tuple[Redlined, ...]] | None:
    """Both texts block by block; None where the change brought no text."""
    if len(editions) < 2:
        return None
    old, new = editions
    rows = change.side_by_side(old, new)

    def span(edition: Edition, block: int | None) -> tuple[int, int] | None:
        found = None if block is None else edition.text.blocks[block]
        return None if found is None else (found.start, found.end)

    made = []
    for row in rows:
        before = row.old_block
        if row.kind is RowKind.MOVED_TO and row.partner is not None:
            before = rows[row.partner].old_block
        # What moved away is told where it went: here it only goes.
        leaves = row.kind is RowKind.MOVED_FROM
        pieces = tuple(("deleted" if leaves else each.op.value, each.text) for each in row.pieces)
        made.append(Redlined(span(old, before), span(new, row.new_block), pieces))
    return old.version.id, new.version.id, tuple(made)


def _other(stock: Stock, wanted: Wanted, found: _Found, told: PackTold) -> dict[str, bytes]:
    """The files that nothing logged vouches for."""
    files = {
        packs.README: _text(readme(told)),
        packs.CERTIFICATE: _text(certificate(told)),
        packs.VERIFIER: stock.verifier,
    }
    newest = found.editions[-1]
    said = ruled_in(stock.database, newest, subject_of(wanted.document, wanted.platform), kept_only=True)
    if said is not None:
        chosen = range(len(said)) if found.chosen is None else sorted(found.chosen)
        lines = (analysed_line(newest, at, said[at], said[at].said.sentences) for at in chosen)
        name = f"findings-{newest.version.id}.jsonl"
        files[name] = "".join(f"{canonical_json(each)}\n" for each in lines).encode()
    if wanted.record is not None:
        with stock.database.read() as connection:
            source = source_of(connection, wanted.record)
        line = record_line(wanted.record, wanted.document, wanted.platform, source)
        files[packs.CHANGE] = f"{canonical_json(line)}\n".encode()
    pdf = stock.typeset(told) if stock.typeset else None
    return files if pdf is None else {**files, packs.PDF: pdf}


def _text(words: str) -> bytes:
    return words.encode("utf-8", "replace")


def _edition(stock: Stock, version: VersionId) -> Edition:
    found = load_edition(stock.database, stock.bodies, version)
    if found is None:
        raise UnknownNameError(
            f"version {version!r}", "it is not on record", "`clausewatch verify` says more"
        )
    return found


def _current(connection: Connection, wanted: Wanted) -> VersionId:
    found = versions.version_at(connection, wanted.document.id, None)
    if found is None:
        raise BadInputError(
            wanted.document.id, "no version of it is on record", "`clausewatch check` captures it"
        )
    return found.id


def _place(edition: Edition, asked: ProvisionId) -> int:
    found = (at for at, each in enumerate(edition.outline.provisions) if each.id == asked)
    at = next(found, None)
    if at is None:
        raise UnknownNameError(
            f"provision {asked!r}", "the text has none of that address", "`clausewatch provisions` lists them"
        )
    return at


def record_named(database: Database, identifier: str) -> ChangeRecord:
    """The change record. UnknownNameError where there is none."""
    with database.read() as connection:
        found = records.record(connection, identifier)
    if found is None:
        raise UnknownNameError(
            f"change {identifier!r}", "it is not on record", "`clausewatch changes` lists them"
        )
    return found
