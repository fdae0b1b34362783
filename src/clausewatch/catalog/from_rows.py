"""A flat list of policy pages (one row for each address) as platforms with documents and sources."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from clausewatch.nouns.catalog import Document, Platform, Source
from clausewatch.nouns.identity import document_id, slug, source_id

_CONFIRMED = re.compile(r"\b(?:tracked publicly|verified|checked|confirmed)\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|never|un)[ -]?(?:tracked|verified|checked|confirmed)\b", re.IGNORECASE)
_SEPARATORS = re.compile(r"[-_.+/]+")
_NO_NAME = re.compile(
    r"[0-9]+|[a-z]{2}([-_][a-z]{2})?|index|html?|pdf|legal|policies|policy|terms", re.IGNORECASE
)


def _part(value: object) -> object:
    """`2/7` as (2, 7); a row of its own is the only part."""
    if value is None:
        return (1, 1)
    return tuple(value.split("/")) if isinstance(value, str) else value


class Row(BaseModel):
    """One address of a document. `combined_part` i/n says that n addresses make up one document, in that order.

    Whether the page needs JavaScript is not asked: a source is rendered when a plain capture shows that it must be.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    platform: str = Field(min_length=1)
    company: str
    group: str = ""
    document_type: str = Field(min_length=1)
    url: str = Field(pattern="^https?://")
    language: str = "en"
    jurisdiction: str = ""
    verified: str = ""
    combined_part: Annotated[tuple[int, int], BeforeValidator(_part)] = (1, 1)


def platforms_from_rows(rows: Iterable[Row]) -> tuple[Platform, ...]:
    """The rows' platforms in order of their names, documents and sources in the order of the rows.

    A document is unverified unless each of its rows says that somebody tracks or verified it in public. Documents of
    one type on one platform are told apart by language, jurisdiction, words of their address, or at last a number.
    """
    by_platform: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_platform[row.platform].append(row)
    return tuple(_platform(name, by_platform[name]) for name in sorted(by_platform, key=slug))


def _platform(name: str, rows: list[Row]) -> Platform:
    by_type: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_type[row.document_type].append(row)
    documents: list[Document] = []
    for kind, of_kind in by_type.items():
        groups = _documents(of_kind)
        names = _names(kind, [group[0] for group in groups])
        documents += [_document(slug(name), *each) for each in zip(names, groups, strict=True)]
    return Platform(slug(name), name, rows[0].company, rows[0].group, tuple(documents))


def _documents(rows: list[Row]) -> list[list[Row]]:
    """The rows of one type as documents: a part that does not go on from the one before begins a new one."""
    groups: list[list[Row]] = []
    for row in rows:
        part, of = row.combined_part
        before = groups[-1][-1] if groups else None
        same = before is not None and before.language == row.language and before.combined_part[1] == of
        if before is not None and same and of > 1 and part > before.combined_part[0]:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _names(kind: str, first: list[Row]) -> list[str]:
    """A name for each document of one type: the bare type when it is alone, else with the first thing that tells all apart."""
    if len(first) == 1:
        return [kind]
    ways = (
        [row.language for row in first],
        [row.jurisdiction for row in first],
        [" ".join(part for part in (row.language, row.jurisdiction) if part) for row in first],
        [_address_words(row.url) for row in first],
    )
    for marks in ways:
        if all(marks) and len({slug(mark) for mark in marks}) == len(marks):
            return [f"{kind} ({mark})" for mark in marks]
    return [f"{kind} ({number})" for number, _ in enumerate(first, 1)]


def _address_words(url: str) -> str:
    """The last part of the address's path that reads as a name, in words; else the host."""
    parts = urlsplit(url)
    telling = [part for part in parts.path.split("/") if part and not _NO_NAME.fullmatch(part)]
    return _SEPARATORS.sub(" ", telling[-1]).strip().lower() if telling else parts.netloc


def _document(platform: str, name: str, rows: list[Row]) -> Document:
    identifier = document_id(platform, name)
    urls = dict.fromkeys(row.url for row in rows)
    return Document(
        id=identifier,
        platform=platform,
        name=name,
        type=rows[0].document_type,
        sources=tuple(Source(source_id(identifier, url), url) for url in urls),
        language=rows[0].language,
        jurisdiction=rows[0].jurisdiction,
        verified=all(_CONFIRMED.search(row.verified) and not _DENIED.search(row.verified) for row in rows),
    )
