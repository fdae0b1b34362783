"""Step: read a capture, judge it, and publish a version when the document's text is in a new state."""

from __future__ import annotations

from dataclasses import dataclass, replace

from clausewatch import change, structure, text
from clausewatch.nouns.catalog import Document, Source
from clausewatch.nouns.document import Cause, Edition, Judgement, Text, Version
from clausewatch.nouns.evidence import Capture, Collection, Failure, Origin, Verdict
from clausewatch.nouns.identity import Digest, DocumentId, digest, short_id
from clausewatch.pipeline import recipe
from clausewatch.pipeline.compose import Whole, compose, is_alone, page_of, reading_of, text_of
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.learn import Sight, adopt, learn
from clausewatch.pipeline.reread import reread_document
from clausewatch.pipeline.second_look import next_look, unconfirmed
from clausewatch.storage import captures, catalog, records, versions
from clausewatch.storage.captures import CaptureVerdict

_REFUSALS = {
    Failure.BAD_URL: Verdict.REFUSED,
    Failure.REFUSED_ADDRESS: Verdict.REFUSED,
    Failure.ROBOTS: Verdict.REFUSED,
    Failure.TOO_LARGE: Verdict.TOO_LARGE,
    Failure.NEEDS_BROWSER: Verdict.SHELL,
}


_WITHDRAWN = "its source was taken out of the document before it was read"


@dataclass(frozen=True, slots=True)
class _Case:
    """What a capture is read with: its declaration, the source's verdict before it, the document's current version.

    `learned` names what was learned as furniture before; `latest` says that no later version is known.
    """

    capture: Capture
    document: Document
    source: Source
    before: CaptureVerdict | None
    current: Version | None
    learned: Digest | None
    latest: bool

    @property
    def alone(self) -> bool:
        return is_alone(self.document, self.capture)


@dataclass(frozen=True, slots=True)
class _Outcome:
    judgement: Judgement
    current: Version | None
    edition: Edition | None = None
    state: Digest = ""
    collection: Collection | None = None


def read_some(instance: Instance, document: DocumentId, batch: int) -> int:
    """Reads up to `batch` of the document's unread captures in the order they were observed; gives how many."""
    with instance.database.read() as connection:
        waiting = captures.unread(connection, document, batch)
    for capture in waiting:
        read_capture(instance, capture)
    return len(waiting)


def read_capture(instance: Instance, capture: Capture) -> CaptureVerdict:
    """Judges the capture and saves, together: verdict, version, the record where a good run ends, the second look."""
    case = _case(instance, capture)
    outcome = _outcome(instance, case)
    version = outcome.edition.version if outcome.edition else outcome.current
    verdict = CaptureVerdict(
        capture=capture.id,
        document=capture.document,
        source=capture.source,
        observed_at=capture.observed_at,
        verdict=outcome.judgement.verdict,
        reasons=outcome.judgement.reasons,
        version=version.id if version else None,
        body=capture.body,
        recipe=recipe.READING,
        collection=outcome.collection,
    )
    again = next_look(instance, capture, verdict.verdict)
    with instance.database.write() as connection:
        if outcome.edition is not None:
            made = outcome.edition
            versions.save_version(connection, made.version, made.text, made.outline, outcome.state)
        captures.save_reading(connection, verdict)
        if case.current is not None and _went_bad(case, verdict.verdict):
            record = change.capture_record(
                capture.document, case.current, capture.id, capture.observed_at, outcome.judgement
            )
            records.save_record(connection, record)
        if again is not None:
            catalog.bring_forward(connection, capture.source, capture.observed_at, again)
    if outcome.edition is not None:
        instance.editions.keep(outcome.edition)
    return verdict


def _case(instance: Instance, capture: Capture) -> _Case:
    with instance.database.read() as connection:
        document = catalog.document(connection, capture.document)
        source = catalog.source(connection, capture.source)
        before = captures.last_reading(connection, capture.source, capture.observed_at)
        current = versions.version_before(connection, capture.document, capture.observed_at)
        after = versions.version_after(connection, capture.document, capture.observed_at)
    if document is None or source is None:
        raise LookupError(f"capture {capture.id} names a document or source that is not stored")
    if (
        current is not None
        and current.recipe != recipe.READING
        and (before is None or before.recipe != recipe.READING)
    ):
        # Where the present recipe judged the capture before, it was tried then, and in vain. Two recipes are never compared: what our reader learned since would look like the platform's doing.
        reread_document(instance, capture.document)
        with instance.database.read() as connection:
            current = versions.version_before(connection, capture.document, capture.observed_at)
    # What comes to light before all that is known is read as what follows it.
    nearest = current or after
    learned = nearest.learned if nearest is not None else None
    return _Case(capture, document, source, before, current, learned, after is None)


def _went_bad(case: _Case, verdict: Verdict) -> bool:
    """Whether a run of good captures ends here; a text that waits for its second look is none of either."""
    if verdict.good or verdict is Verdict.UNCONFIRMED:
        return False
    return case.before is None or case.before.verdict.good or case.before.verdict is Verdict.UNCONFIRMED


def _outcome(instance: Instance, case: _Case) -> _Outcome:
    """(1) verdict, (2) the document's whole text, (3) what a new text teaches, (4) its version."""
    # (1):
    judgement = _same_as_before(case) or _same_as_shown(instance, case) or _judge(instance, case)
    if not judgement.verdict.good or (case.alone and judgement.verdict is Verdict.UNCHANGED):
        return _Outcome(judgement, case.current)
    if _is_withdrawn(case):
        return _Outcome(Judgement(judgement.verdict, (*judgement.reasons, _WITHDRAWN)), case.current)
    # (2):
    whole = _whole(instance, case)
    if isinstance(whole, str):
        return _Outcome(Judgement(judgement.verdict, (*judgement.reasons, whole)), case.current)
    if _is_shown(instance, case, whole):
        return _Outcome(judgement, case.current)
    # (3):
    state = versions.state_digest(whole.text)
    taught = None if _stands(instance, case.current, state) else _taught(instance, case)
    if taught is not None:
        case, whole = taught, Whole(_alone(instance, taught), whole.captures)
        state = versions.state_digest(whole.text)
    # (4):
    made = _new_edition(instance, case, whole, state)
    return _Outcome(judgement, case.current, made, state, _collection(case.document, case.capture))


def _is_withdrawn(case: _Case) -> bool:
    """Whether the capture's source was taken out of the document before it was read: what it says is no part of it any more."""
    sources = {each.id for each in case.document.sources}
    return case.capture.origin is Origin.LIVE and bool(sources) and case.capture.source not in sources


def _whole(instance: Instance, case: _Case) -> Whole | str:
    if case.alone:
        return Whole(_alone(instance, case), (case.capture.id,))
    return compose(instance, case.document, case.capture, case.current, case.learned)


def _stands(instance: Instance, current: Version | None, state: Digest) -> bool:
    if current is None:
        return False
    with instance.database.read() as connection:
        return versions.state_of(connection, current.id) == state


def _taught(instance: Instance, case: _Case) -> _Case | None:
    """The case after what the new text teaches was learned; None where it teaches nothing.

    Only documents of one page learn, and only from their newest capture: what would be dropped of a joined text cannot be
    told from what stands in its middle.
    """
    if not (case.alone and case.latest):
        return None
    learned = learn(instance, Sight(case.capture, case.source, case.current, case.learned))
    if learned is None or not adopt(instance, case.document.id, learned):
        return None
    with instance.database.read() as connection:
        current = versions.version_before(connection, case.document.id, case.capture.observed_at)
    return replace(case, current=current, learned=learned)


def _alone(instance: Instance, case: _Case) -> Text:
    """The capture's text as the whole document; of a live one it is told from which source it came."""
    read = text_of(instance, case.capture, case.source, case.learned)
    return text.join((read,), (case.source,)) if case.capture.origin is Origin.LIVE else read


def _collection(document: Document, capture: Capture) -> Collection:
    """As the archive told of an imported capture; of a live one, what the document's declaration says now."""
    if capture.origin is not Origin.LIVE:
        return capture.collection
    rules = [part for each in document.sources for part in (each.id, *each.select, "-", *each.remove, ";")]
    return Collection(len(document.sources), short_id("method", *rules))


def _same_as_before(case: _Case) -> Judgement | None:
    """The same bytes read by the same recipe deserve the same verdict."""
    capture, before = case.capture, case.before
    if (
        before is None
        or capture.body is None
        or before.body != capture.body
        or before.recipe != recipe.READING
    ):
        return None
    if capture.exchange.problem is not None:
        return None
    # A bad verdict is worked out anew: it may have come of the answer's status and not of the bytes.
    if not before.verdict.good:
        return None
    return Judgement(Verdict.UNCHANGED, ("the same bytes as at the previous capture",))


def _same_as_shown(instance: Instance, case: _Case) -> Judgement | None:
    """The bytes of a version that the present recipe could not read as good: what our reader lost is no news."""
    capture = case.capture
    if capture.body is None or capture.exchange.problem is not None:
        return None
    if (capture.exchange.status or 0) >= 400 or capture.body not in _bodies_of_stale(instance, case):
        return None
    return Judgement(Verdict.UNCHANGED, ("the same bytes as those that the version before was read from",))


def _is_shown(instance: Instance, case: _Case, whole: Whole) -> bool:
    """Whether the whole text rests on nothing but the bytes of such a version."""
    known = _bodies_of_stale(instance, case)
    if not known:
        return False
    with instance.database.read() as connection:
        taken = [captures.capture(connection, each) for each in whole.captures]
    return all(each is not None and each.body in known for each in taken)


def _bodies_of_stale(instance: Instance, case: _Case) -> frozenset[Digest]:
    """The bodies of the current version where it is one that the present recipe could not read; else none."""
    current = case.current
    if current is None or current.recipe == recipe.READING:
        return frozenset()
    with instance.database.read() as connection:
        first = [captures.capture(connection, each) for each in current.captures]
        shown = captures.bodies_shown(connection, current.id)
    return shown.union(each.body for each in first if each is not None and each.body is not None)


def _judge(instance: Instance, case: _Case) -> Judgement:
    """(1) failures without a body, (2) the page by itself and against the last good text, (3) whether to look twice."""
    # (1):
    capture, problem = case.capture, case.capture.exchange.problem
    if capture.body is None:
        failure = problem.failure if problem else Failure.PROTOCOL
        verdict = _REFUSALS.get(failure, Verdict.ERROR)
        return Judgement(verdict, (problem.detail if problem else "no body came",))
    # (2):
    page = page_of(instance, capture, case.source)
    reading = reading_of(instance, capture, case.source, page)
    previous = _previous_text(instance, case)
    judgement = text.judge(reading, page, previous)
    lacking = problem is not None and problem.failure is Failure.NEEDS_BROWSER
    if problem is not None and judgement.verdict.good and not lacking:
        return Judgement(Verdict.ERROR, (problem.detail,))
    if not judgement.verdict.good:
        # A good text shows that the page does without a browser after all; a bad one is told with what lacks.
        return (
            Judgement(judgement.verdict, (*judgement.reasons, problem.detail))
            if problem and lacking
            else judgement
        )
    # (3):
    waiting = unconfirmed(
        instance,
        capture,
        reading.text,
        previous,
        lambda earlier: reading_of(instance, earlier, case.source).text,
    )
    return waiting or judgement


def _previous_text(instance: Instance, case: _Case) -> Text | None:
    """The source's last good text: the document's current text when it has one source, else read again."""
    if case.alone:
        edition = instance.editions.left(case.current.id) if case.current else None
        return edition.text if edition else None
    with instance.database.read() as connection:
        last_good = captures.last_good(connection, case.source.id, case.capture.observed_at)
    return None if last_good is None else reading_of(instance, last_good, case.source).text


def _new_edition(instance: Instance, case: _Case, whole: Whole, state: Digest) -> Edition | None:
    """A new version when the text is in another state than the current one; its content is archived here."""
    current, capture = case.current, case.capture
    if _stands(instance, current, state):
        return None
    before = instance.editions.left(current.id) if current else None
    # Where only links moved, what depends on words and blocks alone stands as it was worked out last time.
    alike = before if before and _reads_alike(before, whole.text) else None
    content = whole.text.content.encode("utf-8")
    stored = instance.bodies.put(content, like=current.text if current else None)
    assert stored == digest(content)
    version = Version(
        id=short_id("version", capture.document, capture.id, state),
        document=capture.document,
        observed_at=capture.observed_at,
        captures=whole.captures,
        cause=Cause.PUBLISHED,
        text=stored,
        fingerprint=alike.version.fingerprint if alike else text.fingerprint(whole.text),
        title=whole.text.title,
        language=whole.text.language,
        words=len(whole.text.content.split()),
        dates=alike.version.dates if alike else text.find_dates(whole.text),
        recipe=recipe.READING,
        learned=case.learned,
    )
    return Edition(version, whole.text, alike.outline if alike else structure.outline(whole.text))


def _reads_alike(before: Edition, new: Text) -> bool:
    """Whether today's recipe finds dates and outline as they were found: dates go by the language as well."""
    old = before.text
    same = old.content == new.content and old.blocks == new.blocks and old.marks == new.marks
    return same and old.language == new.language and before.version.recipe == recipe.READING
