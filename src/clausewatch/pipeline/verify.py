"""Check that what is at rest is what was put there, and that every quotation stands in its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from clausewatch.errors import DamagedObjectError
from clausewatch.meaning.analyse import Subject
from clausewatch.nouns.change import ChangeRecord
from clausewatch.nouns.document import Edition, Span, Version
from clausewatch.nouns.identity import DocumentId, VersionId
from clausewatch.pipeline.analyse import subjects
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.verify_log import UNREADABLE, verify_log
from clausewatch.pipeline.verify_rows import history_problems, version_problems
from clausewatch.pipeline.verify_said import verify_said
from clausewatch.pipeline.verify_stamps import verify_stamps
from clausewatch.storage import captures, derived, logged, records, review, versions
from clausewatch.storage.derived import VersionRow
from clausewatch.storage.records import RecordFilter

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was stored."""

    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class Verification:
    """How much was checked and what fails. `ungated` are the sentences that were made under another recipe and so were not
    held to the gate again; that is no failure. `waiting` are things that the next round logs; `told` are no failures."""

    objects: int
    quotations: int
    sentences: int
    ungated: int
    findings: tuple[Finding, ...]
    leaves: int = 0
    waiting: int = 0
    told: tuple[str, ...] = ()
    stamps: int = 0


def verify_instance(instance: Instance, progress: Progress) -> Verification:
    """(1) every body a capture names is there and hashes to its name, or a leaf says that it is withheld; (2) every version's text and what was learned for it
    likewise, and its blocks and provisions lie inside it; (3) every quotation of a change record equals the text at its
    span; (4) every provision of which something is said stands in its versions, and every sentence about it that the
    present recipe made passes the gate; (5) rulings follow one another as they were made; (6) the log is whole, and it and
    the database tell of the same things; (7) time stamps hold by the pinned certificates, and the log of now extends every
    head that was stamped."""
    documents = subjects(instance.database)
    with instance.database.read() as connection:
        seen = _Seen(_Withheld(logged.withheld(connection)))
    # (1) to (4):
    for done, (document, subject) in enumerate(documents.items(), 1):
        try:
            _document(instance, document, subject, seen)
        except UNREADABLE as error:
            seen.findings.append(
                Finding(
                    f"document {document}", f"a row of it cannot be read ({type(error).__name__}: {error})"
                )
            )
        progress(done, len(documents))
    # (5):
    with instance.database.read() as connection:
        rulings = review.broken(connection)
    seen.findings += [
        Finding(f"ruling {each}", "it, or the one before it, is not as it was made") for each in rulings
    ]
    # (6):
    log = verify_log(instance)
    seen.findings += [Finding(*each) for each in log.problems]
    # (7):
    wrong, told, stamps = verify_stamps(instance)
    seen.findings += [Finding(*each) for each in wrong]
    return Verification(
        seen.objects,
        seen.quotations,
        seen.sentences,
        seen.ungated,
        tuple(seen.findings),
        log.leaves,
        log.waiting,
        (*log.told, *told, *seen.withheld.told(instance)),
        stamps,
    )


def _document(instance: Instance, document: DocumentId, subject: Subject, seen: _Seen) -> None:
    """Steps (1) to (4) of `verify_instance` for one document."""
    with instance.database.read() as connection:
        # (1):
        named = captures.bodies(connection, document)
        history = versions.versions(connection, document)
        other = records.altered(connection, document)
        changed = records.records(connection, RecordFilter(document=document, rereads=True))
        rows = {each.id: each for each in derived.version_rows(connection, document)}
        broken = list(history_problems(connection, document))
    seen.findings += [Finding(f"change record {each}", "it is not as it was kept") for each in other]
    seen.findings += [Finding(*each) for each in broken]
    for capture, body in named:
        seen.objects += 1
        seen.findings += _check_body(instance, f"body {body} of capture {capture}", body, seen.withheld)
    # (2):
    for version in history:
        seen.objects += 1
        if seen.withheld.lacks(instance, version.text):
            seen.withheld.gone(version, rows[version.id])
            continue
        if seen.withheld.emptied(version, rows[version.id]):
            continue
        seen.findings += _check_version(instance, version, rows[version.id])
        if version.learned is not None:
            lesson = f"what was learned for version {version.id} of {version.document}"
            seen.findings += _check_body(instance, lesson, version.learned, seen.withheld)
    # (3):
    for record in changed:
        for said, problem in _quotations(record, instance, seen.withheld):
            seen.quotations += 1
            if problem:
                seen.findings.append(Finding(f"change record {record.id}", f"{problem}: {said[:80]!r}"))
    # (4):
    about = verify_said(
        instance.database,
        document,
        subject,
        lambda version: _edition(instance, version),
        seen.withheld.versions,
    )
    seen.quotations, seen.sentences = seen.quotations + about.quotations, seen.sentences + about.sentences
    seen.ungated += about.ungated
    seen.findings += [Finding(*each) for each in about.problems]


@dataclass(slots=True)
class _Seen:
    """What was found so far."""

    withheld: _Withheld
    objects: int = 0
    quotations: int = 0
    sentences: int = 0
    ungated: int = 0
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class _Withheld:
    """Objects that leaves say were withheld, and the versions whose text is one of them. What they lack is no failure."""

    objects: frozenset[str]
    versions: set[VersionId] = field(default_factory=set)
    worded: set[str] = field(default_factory=set)

    def lacks(self, instance: Instance, key: str) -> bool:
        return key in self.objects and not instance.bodies.has(key)

    def gone(self, version: Version, row: VersionRow) -> None:
        """The version's text is not there."""
        self.versions.add(version.id)
        if not row.emptied:
            self.worded.add(version.text)

    def emptied(self, version: Version, row: VersionRow) -> bool:
        """Whether the version's words were withheld, though its text may have been captured again since."""
        if row.emptied and version.text in self.objects:
            self.versions.add(version.id)
        return version.id in self.versions

    def told(self, instance: Instance) -> Iterator[str]:
        back = sorted(each for each in self.objects if instance.bodies.has(each))
        if gone := len(self.objects) - len(back):
            yield f"{gone} objects of the archive are withheld, as leaves of the log say"
        for each in sorted(self.worded):
            yield f"text {each} is withheld and the database has words of it still: withhold it again, and they go"
        for each in back:
            yield f"object {each} was withheld and is in the archive: withhold it again, unless it was captured again since"


def _check_body(instance: Instance, subject: str, body: str, withheld: _Withheld) -> list[Finding]:
    if withheld.lacks(instance, body):
        return []
    try:
        instance.bodies.get(body)
    except DamagedObjectError as error:
        return [Finding(subject, str(error))]
    return []


def _check_version(instance: Instance, version: Version, row: VersionRow) -> list[Finding]:
    subject = f"version {version.id} of {version.document}"
    edition = _edition(instance, version.id)
    if edition is None:
        return [Finding(subject, f"its text {version.text} is missing or altered")]
    size = len(edition.text.content)
    spans = [(each.start, each.end) for each in edition.text.blocks]
    spans += [(each.start, each.end) for each in edition.outline.provisions]
    bad = [span for span in spans if not 0 <= span[0] <= span[1] <= size]
    if bad:
        return [Finding(subject, f"span {span} lies outside its text of {size} characters") for span in bad]
    return [Finding(subject, why) for why in version_problems(row, edition)]


def _edition(instance: Instance, version: VersionId | None) -> Edition | None:
    try:
        return instance.editions.get(version) if version else None
    except (DamagedObjectError, *UNREADABLE):
        return None


def _quotations(record: ChangeRecord, instance: Instance, withheld: _Withheld) -> Iterator[tuple[str, str]]:
    """Each quotation of what is not withheld, with what is wrong with it; empty when nothing is."""
    before, after = record.from_version, record.to_version
    old, new = _edition(instance, before), _edition(instance, after)
    for each in record.changes:
        for said, span, version, edition in (
            (each.old, each.old_span, before, old),
            (each.new, each.new_span, after, new),
        ):
            if said is not None and version not in withheld.versions:
                yield said, _problem(said, span, edition)


def _problem(said: str, span: Span | None, edition: Edition | None) -> str:
    if edition is None:
        return "the quoted version cannot be read"
    if span is None:
        return "a quotation without a place"
    return "" if span.of(edition.text.content) == said else "the quotation is not the text at its place"
