"""Rulings of editors laid over what the program says: a human value outranks, and holds wherever the same words stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from clausewatch.errors import UnknownNameError
from clausewatch.meaning.analyse import Subject
from clausewatch.meaning.compose import recomposed
from clausewatch.meaning.context import Background
from clausewatch.meaning.gate import gate
from clausewatch.meaning.knowledge import knowledge, regulations
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.advice import Advice
from clausewatch.nouns.change import Change, ChangeRecord, Severity
from clausewatch.nouns.document import Edition, Provision, Span
from clausewatch.nouns.finding import (
    HUMAN,
    Finding,
    Modality,
    Part,
    Party,
    Plain,
    Recipe,
    Sentence,
    SentenceKind,
    TopicId,
    TopicScore,
)
from clausewatch.nouns.identity import Digest, digest_of
from clausewatch.nouns.knowledge import Analysed
from clausewatch.nouns.review import (
    EDITOR,
    EDITORS_WORDS,
    OF_FINDING,
    OF_RECORD,
    Matter,
    Reviewed,
    Ruled,
    Ruling,
    Stretch,
    Target,
    newest,
)
from clausewatch.nouns.stated import Said, Stated

RULED_SEVERITY = "ruled by an editor"
"""Stands for the rules' reasons where a severity is an editor's."""

_PARTS = list(Part)


def digest_of_words(lead_in: str, text: str) -> Digest:
    """Names a statement by its words and those that lead into it: "You must not:" is half of what its items say."""
    return digest_of(lead_in, text)


def stretches_of(content: str, provision: Provision) -> tuple[Stretch, ...]:
    """The provision's lead-in and statements, in order; each place once."""
    lead = provision.lead_in
    before = lead.of(content) if lead else ""
    found = [Stretch(digest_of_words("", before), lead, before, lead=True)] if lead else []
    for each in provision.statements:
        text = each.of(content)
        found.append(Stretch(digest_of_words(before, text), Span(each.start, each.end), text))
    return tuple({each.span: each for each in found}.values())


def laid_over(
    edition: Edition, subject: Subject, said: Sequence[Said], rulings: Iterable[Reviewed]
) -> tuple[Ruled, ...]:
    """What is said of each provision with the rulings on it; the edition must be compared.

    (1) Values of findings are replaced. (2) Where one changed, the page's sentences are composed from the findings as
    they are now. (3) Sentences are replaced.
    """
    of: dict[str, list[Reviewed]] = {}
    for each in newest(rulings):
        if each.target.matter not in OF_RECORD:
            of.setdefault(each.target.lineage, []).append(each)
    if not of:
        return tuple(Ruled(each, each, each) for each in said)
    lineages = edition.lineage or ("",) * len(said)
    return tuple(
        _laid_over(edition, subject, said, number, of[lineage]) if lineage in of else Ruled(each, each, each)
        for number, (each, lineage) in enumerate(zip(said, lineages, strict=True))
    )


def _laid_over(
    edition: Edition, subject: Subject, said: Sequence[Said], number: int, rulings: list[Reviewed]
) -> Ruled:
    machine, provision, content = said[number], edition.outline.provisions[number], edition.text.content
    stretches = stretches_of(content, provision)
    known = {each.digest for each in stretches}
    applied = tuple(each for each in rulings if known.issuperset((*each.target.words, *each.rests)))
    lapsed = tuple(each for each in rulings if each not in applied)
    # (1):
    findings = ruled_findings(machine.findings, {each.span: each.digest for each in stretches}, applied)
    base = replace(machine, findings=findings)
    # (2):
    if any(map(_differ, machine.findings, findings)):
        analysed = Analysed(
            content, provision, findings, subject.platform, subject.company, subject.document_type
        )
        others = {one.text for n, each in enumerate(said) if n != number for one in each.sentences}
        text = recomposed(analysed, gate, Background(knowledge(), regulations()), others)
        base = Said(findings, text.sentences, text.refused)
    # (3):
    ruled = replace(base, sentences=_ruled_sentences(base, stretches, applied))
    return Ruled(machine, base, ruled, applied, lapsed)


def ruled_findings(
    findings: Iterable[Finding], digests: dict[Span, Digest], rulings: Iterable[Reviewed]
) -> tuple[Finding, ...]:
    """The findings with the editors' values. `digests` name the words at each statement's place.

    A topic that an editor put first or named anew is certain; others keep the score the model gave them.
    """
    by_words: dict[Digest, list[Reviewed]] = {}
    for each in rulings:
        if each.target.matter in OF_FINDING:
            by_words.setdefault(each.target.words[0], []).append(each)
    return tuple(
        _ruled_finding(
            each, by_words.get(digests.get(Span(each.statement.start, each.statement.end), ""), ())
        )
        for each in findings
    )


def findings_as_ruled(stated: Stated, rulings: Iterable[Reviewed]) -> tuple[Finding, ...]:
    """The findings of a stored provision with the editors' values, of which `rulings` may hold any."""
    base = stated.place.start
    digests = {
        Span(start, end): digest_of_words(stated.lead_in, stated.text[start - base : end - base])
        for start, end in ((each.statement.start, each.statement.end) for each in stated.said.findings)
    }
    mine = (each for each in newest(rulings) if each.target.lineage == stated.lineage)
    return ruled_findings(stated.said.findings, digests, mine)


def ruled_advice(advice: Advice, stretches: Sequence[Stretch], rulings: Iterable[Reviewed]) -> Advice:
    """The advice without sentences that an editor rejected or wrote anew; the new ones stand with our own. Title and topics
    are the editor's where one ruled on them, also where the model proposes others since for the same words."""
    counted = newest(rulings)
    gone = {
        (each.target.key, each.target.words)
        for each in counted
        if each.target.matter is Matter.ADVICE and each.ruling is not Ruling.ACCEPT
    }
    kept = tuple(
        each
        for each in advice.sentences
        if (digest_of(each.text), resting(each.spans, stretches)) not in gone
    )
    advice = replace(advice, sentences=kept)
    every = resting((), stretches)
    title = _outranking(counted, Matter.ADVICE_TITLE, advice.title, every)
    if title is not None:
        advice = replace(advice, title=title.new, editors=advice.editors | {Matter.ADVICE_TITLE.value})
    topics = _outranking(counted, Matter.ADVICE_TOPICS, " ".join(advice.topics), every)
    if topics is not None:
        named = topics_in(topics.new)
        advice = replace(advice, topics=named, editors=advice.editors | {Matter.ADVICE_TOPICS.value})
    return advice


def _outranking(
    counted: Sequence[Reviewed], matter: Matter, proposed: str, words: tuple[Digest, ...]
) -> Reviewed | None:
    """The ruling that says otherwise than the model: on this very proposal, else an editor's own value for these words."""
    mine = [each for each in counted if each.target.matter is matter and each.target.words == words]
    very = next((each for each in mine if each.target.key == digest_of(proposed)), None)
    if very is None:
        very = next((each for each in reversed(mine) if each.ruling in (Ruling.EDIT, Ruling.REPLACE)), None)
    return very if very is not None and very.new != proposed else None


def ruled_record(record: ChangeRecord, rulings: Iterable[Reviewed]) -> ChangeRecord:
    """The record with the editors' headline and summaries, or the word that they were withdrawn."""
    counted = {each.target: each for each in newest(rulings) if each.target.document == record.document}
    if not counted:
        return record
    headline = _worded(counted.get(headline_target(record)), record.headline)
    changes = tuple(
        replace(each, summary=_worded(counted.get(summary_target(record, each)), each.summary))
        for each in record.changes
    )
    return replace(record, headline=headline, changes=changes)


WITHDRAWN = "Withdrawn by an editor"
"""What stands where a change's headline or summary was rejected: a record must be called something."""


def headline_target(record: ChangeRecord) -> Target:
    """What a ruling on the record's headline names."""
    return Target(record.document, "", (_sides(record),), Matter.HEADLINE)


def summary_target(record: ChangeRecord, change: Change) -> Target:
    """What a ruling on the summary of one of the record's changes names."""
    words = (digest_of(change.kind.value, change.old or ""), digest_of(change.kind.value, change.new or ""))
    return Target(record.document, change.lineage, words, Matter.SUMMARY, _sides(record))


def resting(spans: Iterable[Span], stretches: Sequence[Stretch]) -> tuple[Digest, ...]:
    """The digests of the statements that the spans lie in; of all where they lie in none (a heading, or no span)."""
    found = [
        each.digest
        for each in stretches
        if any(span.start < each.span.end and each.span.start < span.end for span in spans)
    ]
    return tuple(dict.fromkeys(found or (each.digest for each in stretches)))


def topics_in(value: str) -> tuple[TopicId, ...]:
    """The topics that a ruling names, under today's ids; those that are topics no more are left out."""
    found: list[TopicId] = []
    for each in value.split():
        try:
            found += taxonomy().today(each)
        except UnknownNameError:
            continue
    return tuple(dict.fromkeys(found))


def value_of(finding: Finding, matter: Matter) -> str:
    """A finding's value in the form in which rulings keep it."""
    if matter is Matter.TOPIC:
        return " ".join(each.topic for each in finding.topics)
    of = {
        Matter.MODALITY: finding.modality,
        Matter.PARTY: finding.bound_party,
        Matter.SEVERITY: finding.severity,
    }
    return of[matter].value


def _ruled_finding(finding: Finding, rulings: Iterable[Reviewed]) -> Finding:
    machine = finding
    for each in rulings:
        rejected = each.ruling is Ruling.REJECT
        if rejected and each.target.matter is not Matter.TOPIC:
            if value_of(machine, each.target.matter) == each.machine:
                finding = _with(finding, each.target.matter, "none", each)
        elif rejected:
            kept = tuple(one for one in finding.topics if one.topic not in topics_in(each.machine))
            finding = _marked(replace(finding, topics=kept, abstain=finding.abstain or not kept), each)
        else:
            finding = _with(finding, each.target.matter, each.new, each)
    return finding


def _with(finding: Finding, matter: Matter, value: str, by: Reviewed) -> Finding:
    if matter is Matter.TOPIC:
        known = {each.topic: each.score for each in finding.topics} if by.ruling is not Ruling.REPLACE else {}
        topics = tuple(
            TopicScore(each, 1.0 if n == 0 else known.get(each, 1.0))
            for n, each in enumerate(topics_in(value))
        )
        return _marked(replace(finding, topics=topics, abstain=False), by)
    if matter is Matter.MODALITY:
        said = Plain(Modality(value), finding.plain.bound_party)
        return _marked(_plainly(replace(finding, modality=said.modality), said), by)
    if matter is Matter.PARTY:
        said = Plain(finding.plain.modality, Party(value))
        return _marked(_plainly(replace(finding, bound_party=said.bound_party), said), by)
    reasons = finding.severity_reasons if finding.severity.value == value else (RULED_SEVERITY,)
    return _marked(replace(finding, severity=Severity(value), severity_reasons=reasons), by)


def _plainly(finding: Finding, said: Plain) -> Finding:
    """The finding with what is plainly so: an editor's word on one matter says nothing for the judge's on the other."""
    ruled = None if (finding.modality, finding.bound_party) == (said.modality, said.bound_party) else said
    return replace(finding, ruled=ruled)


def _marked(finding: Finding, by: Reviewed) -> Finding:
    return replace(finding, recipe=Recipe(HUMAN, f"{by.at:%Y-%m-%d}"))


def _differ(one: Finding, other: Finding) -> bool:
    """Whether a page composed from the one could read otherwise than from the other."""
    return (
        one.abstain != other.abstain
        or one.ruled != other.ruled
        or any(value_of(one, each) != value_of(other, each) for each in OF_FINDING)
    )


def _ruled_sentences(
    base: Said, stretches: Sequence[Stretch], rulings: Sequence[Reviewed]
) -> tuple[Sentence, ...]:
    """(1) A ruling finds the sentence it was made on. (2) Where that is composed no more, an editor's sentence takes
    the place of one of its part that rests on the same words and that nobody ruled on. (3) Where there is none, or it
    stands for a refused sentence or one that a model wrote, it is added."""
    sentences, refused = base.sentences, {digest_of(each) for each in base.refused}
    shown: list[Sentence | None] = list(sentences)
    names = [(digest_of(each.text), resting(each.spans, stretches)) for each in sentences]
    ours = [each for each in rulings if each.target.matter is Matter.SENTENCE]
    homeless = [each for each in rulings if each.target.matter is Matter.ADVICE]
    # (1):
    free = dict(enumerate(names))
    for each in ours:
        name = each.target.key, each.target.words
        if name not in names:
            homeless.append(each)
            continue
        at = names.index(name)
        free.pop(at, None)
        if sentences[at].text != each.new:
            shown[at] = None if each.ruling is Ruling.REJECT else _written(each, stretches)
    # (2) and (3):
    for each in homeless:
        models = each.target.matter is Matter.ADVICE
        if each.ruling is Ruling.REJECT or (each.ruling is Ruling.ACCEPT and models):
            continue
        outranks = not models and each.target.key not in refused
        place = next((n for n in free if outranks and _alike(sentences[n], free[n][1], each)), None)
        if place is None:
            shown.append(_written(each, stretches))
        else:
            free.pop(place)
            shown[place] = _written(each, stretches)
    every = [each for each in shown if each is not None]
    every.sort(key=lambda each: (_PARTS.index(each.part), each.kind is SentenceKind.CONTEXT))
    return tuple(every)


def _alike(sentence: Sentence, words: tuple[Digest, ...], ruling: Reviewed) -> bool:
    return (
        sentence.kind is SentenceKind.GROUNDED
        and sentence.part is ruling.part
        and words == ruling.target.words
    )


def _written(ruling: Reviewed, stretches: Sequence[Stretch]) -> Sentence:
    rests = ruling.rests or ruling.target.words
    spans = tuple(each.span for each in stretches if each.digest in rests)
    source = EDITORS_WORDS if ruling.overridden else EDITOR
    return Sentence(ruling.part, SentenceKind.GROUNDED, ruling.new, spans, source)


def _worded(ruling: Reviewed | None, machine: str) -> str:
    if ruling is None or (ruling.ruling is Ruling.REJECT and ruling.machine != machine):
        return machine
    return ruling.new or WITHDRAWN


def _sides(record: ChangeRecord) -> Digest:
    return digest_of(record.from_version, record.to_version or record.capture or "")
