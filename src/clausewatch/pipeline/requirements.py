"""Holds rules against the documents of an instance. Nothing is written: what is not analysed is analysed on the way."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from clausewatch.errors import UnknownNameError, WithheldObjectError
from clausewatch.meaning.classify import is_analysed
from clausewatch.meaning.requirements import Read, checked, surroundings, unmatched
from clausewatch.meaning.said import told_of
from clausewatch.nouns.baseline import Acceptance, Drift
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.document import Edition, Version
from clausewatch.nouns.identity import DocumentId, PlatformId, slug
from clausewatch.nouns.requirement import Checked, NoChange, Outcome, Require, Rule, Subject, Why
from clausewatch.pipeline.analyse import subject_of
from clausewatch.pipeline.baselines import drift_of
from clausewatch.pipeline.holdings import holdings
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.said import findings_in
from clausewatch.storage import baselines, catalog, versions


def check_rules(
    instance: Instance, rules: Sequence[Rule], platform: PlatformId | None = None
) -> Iterator[Checked]:
    """What every rule gives, platform by platform; last, as unknown, the rules that were held against nothing at all.

    A name in a rule that is not known here is an UnknownNameError.
    """
    with instance.database.read() as connection:
        owners = catalog.platforms(connection)
        current = versions.versions_in_force(connection)
        accepted = baselines.baselines(connection)
        stale = {
            each.document
            for held in holdings(connection, owners, instance.clock.now()).values()
            for each in held
            if each.stale
        }
    meant = resolved(rules, owners)
    work = _Work(instance, meant, current, accepted, frozenset(stale))
    named = {each.id: each for each in rules}
    only = next(((each.id, each.name) for each in owners if each.id == platform), ())
    answered: set[str] = set()
    for owner in owners:
        if platform in (None, owner.id):
            asked = [each for each in meant if not each.platforms or owner.id in each.platforms]
            reads = [work.read(owner, each, asked) for each in owner.documents] if asked else []
            for rule in asked:
                found = checked(rule, reads)
                every = (*found, *_missing(named[rule.id], rule, owner, found))
                answered.update(each.rule.id for each in every)
                yield from every
    yield from (
        unmatched(rule, *only)
        for rule in meant
        if rule.id not in answered and not _meant_for_others(named[rule.id], rule, platform)
    )


def _missing(named: Rule, rule: Rule, owner: Platform, found: Sequence[Checked]) -> Iterator[Checked]:
    """Unknown for each document that the rule names and a platform that it names does not have, or for that platform as a
    whole where nothing of it fits. Where one document is enough and states it, the others are not missed."""
    enough = isinstance(rule.requirement, Require) and any(
        each.ruling.outcome is Outcome.PASSED for each in found
    )
    if not rule.platforms or enough:
        return
    missed = [
        name
        for name in named.documents
        if "/" not in name and not any(_called(each, name) for each in owner.documents)
    ]
    yield from (unmatched(rule, owner.id, owner.name, name) for name in missed)
    if not missed and not found:
        yield unmatched(rule, owner.id, owner.name)


def _meant_for_others(named: Rule, rule: Rule, platform: PlatformId | None) -> bool:
    """Whether the rule names only platforms, or documents of platforms, that are not the one asked for."""
    if platform is None:
        return False
    return bool(rule.platforms and platform not in rule.platforms) or bool(
        named.documents
        and all("/" in each for each in named.documents)
        and not any(each.startswith(f"{platform}/") for each in rule.documents)
    )


def resolved(rules: Iterable[Rule], owners: Sequence[Platform]) -> tuple[Rule, ...]:
    """The rules with the identifiers of the platforms and documents they name."""
    documents = [each for owner in owners for each in owner.documents]
    audiences = sorted({each.readers_named for each in documents})
    return tuple(
        replace(
            rule,
            platforms=tuple(_platform(rule, name, owners) for name in rule.platforms),
            documents=tuple(
                found for name in rule.documents for found in _documents(rule, name, documents, owners)
            ),
            audiences=tuple(_known(rule, "audience", name, audiences) for name in rule.audiences),
        )
        for rule in rules
    )


@dataclass(frozen=True, slots=True)
class _Work:
    """What is known before a text is opened."""

    instance: Instance
    rules: tuple[Rule, ...]
    current: dict[DocumentId, Version]
    accepted: dict[DocumentId, Acceptance]
    stale: frozenset[DocumentId]

    def read(self, owner: Platform, document: Document, rules: Sequence[Rule]) -> Read:
        """The document as it stands now, with its baseline where it has one."""
        version = self.current.get(document.id)
        if version is None:
            return _read(owner, document, None, Why.NOT_CAPTURED)
        try:
            found = self._read_version(owner, document, version)
        except WithheldObjectError:
            return _read(owner, document, version, Why.NOT_ANALYSED)
        acceptance = self.accepted.get(document.id)
        if acceptance is None:
            return replace(found, stale=document.id in self.stale)
        drift = drift_of(self.instance.database, self.instance.editions, (owner, document), acceptance)
        return replace(
            found,
            stale=document.id in self.stale,
            drift=drift,
            before=self._before(drift, found, only_changes=_only_changes(rules)),
        )

    def _before(self, drift: Drift, now: Read, *, only_changes: bool) -> Read | None:
        if drift.accepted.id == drift.current.id:
            return now
        if drift.withheld:
            return None
        if only_changes:
            return replace(now, edition=self._edition(drift.accepted), told=())
        return self._read_version(drift.platform, drift.document, drift.accepted)

    def _read_version(self, owner: Platform, document: Document, version: Version) -> Read:
        edition, about = self._edition(version), subject_of(document, owner)
        if not is_analysed(version.language):
            return replace(_read(owner, document, version, Why.NOT_ANALYSED), edition=edition)
        findings = findings_in(self.instance.database, edition, about)
        return replace(
            _read(owner, document, version),
            edition=edition,
            told=told_of(edition, about, findings),
            around=surroundings(edition),
        )

    def _edition(self, version: Version) -> Edition:
        found = self.instance.editions.get(version.id)
        if found is None:
            raise LookupError(f"version {version.id} is named by storage but is not there")
        return found


def _only_changes(rules: Sequence[Rule]) -> bool:
    return all(isinstance(each.requirement, NoChange) for each in rules)


def _read(owner: Platform, document: Document, version: Version | None, unread: Why | None = None) -> Read:
    subject = Subject(
        platform=owner.id,
        platform_name=owner.name,
        document=document.id,
        document_name=document.name,
        document_type=document.type,
        version=version.id if version else "",
        observed_at=version.observed_at if version else None,
        url=document.sources[0].url if document.sources else "",
    )
    return Read(subject, document.readers_named, unread=unread)


def _platform(rule: Rule, name: str, owners: Sequence[Platform]) -> PlatformId:
    for each in owners:
        if name in (each.name, each.id) or slug(name) == each.id:
            return each.id
    return _refused(rule, "platform", name, [each.name for each in owners])


def _documents(
    rule: Rule, name: str, documents: Sequence[Document], owners: Sequence[Platform]
) -> tuple[DocumentId, ...]:
    owner, separator, rest = name.rpartition("/")
    platform = _platform(rule, owner, owners) if separator else None
    among = [each for each in documents if platform in (None, each.platform)]
    called = [each for each in among if _called(each, rest)]
    if not called:
        _refused(rule, "document", name, sorted({each.name for each in among}))
    return tuple(each.id for each in called)


def _called(document: Document, name: str) -> bool:
    return document.name == name or document.id.partition("/")[2] == slug(name)


def _known(rule: Rule, what: str, name: str, known: Sequence[str]) -> str:
    return name if name in known else _refused(rule, what, name, known)


def _refused(rule: Rule, what: str, name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
    mend = (
        f"Did you mean {' or '.join(map(repr, near))}?"
        if near
        else "`clausewatch documents` lists what is known"
    )
    raise UnknownNameError(f"rule {rule.id}: {what} {name!r}", "it is not known here", mend)
