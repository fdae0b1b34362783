"""From the parts of an address to nouns, or a friendly failure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request

from clausewatch.errors import BadInputError
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.change import ChangeRecord
from clausewatch.nouns.document import Outline, Version, in_force
from clausewatch.nouns.identity import DocumentId, ProvisionId
from clausewatch.nouns.instants import end_of_day, instant_as_of, instant_from
from clausewatch.publish import Day, days_of
from clausewatch.storage import Database, catalog
from clausewatch.web.addresses import document_path, history_path, platform_path, provision_path
from clausewatch.web.asking import BadFilterError
from clausewatch.web.missing import MissingPageError, Suggestion, near


@dataclass(frozen=True, slots=True)
class Place:
    """A document and the platform it belongs to."""

    platform: Platform
    document: Document


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A change record as lists show it, with the names of what it is about."""

    record: ChangeRecord
    document: str
    platform: str


def platform_of(database: Database, request: Request) -> Platform:
    """The platform named in the path."""
    return platform_named(database, str(request.path_params["platform"]))


def platform_named(database: Database, asked: str) -> Platform:
    """The platform of that name or identity, or the failure that names the nearest ones."""
    with database.read() as connection:
        found = catalog.platform(connection, asked)
        if found is not None:
            return found
        known = catalog.platforms(connection)
    candidates = [
        (key, Suggestion(each.name, platform_path(each.id))) for each in known for key in (each.id, each.name)
    ]
    raise MissingPageError(
        f"platform “{asked}”",
        "no platform of that name is tracked here",
        "Look at the list of platforms.",
        (*near(asked, candidates), Suggestion("All platforms", "/#platforms")),
    )


def place_of(database: Database, request: Request) -> Place:
    """The platform and document named in the path."""
    named = (str(request.path_params[each]) for each in ("platform", "document"))
    return place_named(database, *named)


def place_named(database: Database, owner: str, asked: str) -> Place:
    """The platform's document of that identity, or the failure that names the nearest ones."""
    platform = platform_named(database, owner)
    for document in platform.documents:
        if document.id == f"{platform.id}/{asked}":
            return Place(platform, document)
    candidates = [
        (key, Suggestion(f"{platform.name}: {each.name}", document_path(each.id)))
        for each in platform.documents
        for key in (each.id.partition("/")[2], each.name)
    ]
    raise MissingPageError(
        f"document “{asked}”",
        f"{platform.name} has no document of that name here",
        "Choose one of its documents.",
        (
            *near(asked, candidates),
            Suggestion(f"All documents of {platform.name}", platform_path(platform.id)),
        ),
    )


def version_asked(known: tuple[Version, ...], document: Document, asked: str) -> Version:
    """The version of that identifier's beginning, or the one in force as of that date. `known` is newest first.

    A version that was read better since is still found by its identifier: addresses stand for ever.
    """
    fitting = [version for version in known if version.id.startswith(asked)] if asked else []
    if len(fitting) == 1:
        return fitting[0]
    if len(fitting) > 1:
        raise BadInputError(
            f"version “{asked}”", f"it begins {len(fitting)} identifiers", "Give more of its characters"
        )
    end = _as_of(asked)
    if end is not None:
        for version in in_force(known):
            if version.observed_at <= end:
                return version
    raise MissingPageError(
        f"version “{asked}”",
        "it names no version and no day or instant at which this document was on record",
        "Give the first characters of a version's identifier, or a day such as 2026-03-05.",
        (
            Suggestion("The current text", document_path(document.id)),
            Suggestion("Every version", history_path(document.id)),
        ),
    )


def then_asked(at: str, named: Version, now: datetime) -> datetime | None:
    """The earlier instant that `at` asks for; None for now, and where it is how the version in question is named."""
    return past(None if named.id.startswith(at) else _as_of(at), now, "Name a day until today")


def past(at: datetime | None, now: datetime, mend: str) -> datetime | None:
    """The instant; None for now: of a day that has not ended, what is known by now. BadInputError for a day to come."""
    if at is not None and at > end_of_day(now.date()):
        reason = f"{at.isoformat()} lies ahead: what will stand then is not known"
        raise BadInputError("the parameter “at”", reason, mend)
    return None if at is None or at >= now else at


def missing_provision(document: Document, outline: Outline, asked: ProvisionId) -> MissingPageError:
    """The failure for a provision that no version on record has, with those of the current text that resemble it."""
    candidates = [
        (key, Suggestion(each.title, provision_path(document.id, each.id)))
        for each in outline.provisions
        for key in (each.id, each.title)
    ]
    return MissingPageError(
        f"provision “{asked}”",
        f"{document.name} has no provision of that name, now or in any recorded change",
        "Look for it in the text.",
        (*near(asked, candidates), Suggestion(f"The text of {document.name}", document_path(document.id))),
    )


def lines(platforms: Iterable[Platform], found: Iterable[ChangeRecord]) -> tuple[RecordLine, ...]:
    """The records with the names of their documents and platforms."""
    names = document_names(platforms)
    return tuple(_line(record, names) for record in found)


def document_names(platforms: Iterable[Platform]) -> dict[DocumentId, tuple[str, str]]:
    """What each document and its platform are called."""
    return {
        document.id: (document.name, platform.name)
        for platform in platforms
        for document in platform.documents
    }


def called(platforms: Iterable[Platform]) -> dict[DocumentId, str]:
    """What each document is called, behind the name of its platform."""
    return {key: f"{platform}: {name}" for key, (name, platform) in document_names(platforms).items()}


def instant_asked(name: str, given: str) -> datetime | None:
    """The instant from which on the parameter counts (see `nouns.instants`); None where it is empty."""
    return _instant(instant_from, name, given)


def as_of_asked(name: str, given: str) -> datetime | None:
    """The instant as of which the parameter asks (see `nouns.instants`); None where it is empty."""
    return _instant(instant_as_of, name, given)


def _instant(meant: Callable[[str], datetime], name: str, given: str) -> datetime | None:
    if not given:
        return None
    try:
        return meant(given)
    except (ValueError, OverflowError) as error:
        raise BadFilterError(name, given, "is no date", "Write 2026-03-10 or 2026-03-10T09:00:00Z") from error


def _line(record: ChangeRecord, names: dict[DocumentId, tuple[str, str]]) -> RecordLine:
    platform, _, document = record.document.partition("/")
    return RecordLine(record, *names.get(record.document, (document, platform)))


def _as_of(asked: str) -> datetime | None:
    try:
        return instant_as_of(asked)
    except (ValueError, OverflowError):
        return None


def days_named(
    platforms: tuple[Platform, ...], found: tuple[ChangeRecord, ...], base_url: str
) -> tuple[Day, ...]:
    """The days that these records name; records of documents no longer in the catalogue name none."""
    owners = {each.id: (each, owner) for owner in platforms for each in owner.documents}
    known = ((record, owners[record.document]) for record in found if record.document in owners)
    return tuple(
        day for record, (document, owner) in known for day in days_of(record, document, owner, base_url)
    )
