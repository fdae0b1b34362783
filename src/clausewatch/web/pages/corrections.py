"""The corrections log: every ruling of an editor that changed something published."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.nouns.review import OF_RECORD, Reviewed
from clausewatch.storage import catalog, review
from clausewatch.web.addresses import change_path, corrections_path, provision_path
from clausewatch.web.asking import page_asked, unused
from clausewatch.web.desk import Desk, route
from clausewatch.web.head import Head
from clausewatch.web.lookup import document_names

_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Correction:
    """A ruling with the names of its document and platform and the page it is about."""

    reviewed: Reviewed
    document: str
    platform: str
    href: str


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """What the corrections log shows."""

    corrections: tuple[Correction, ...]
    total: int
    first: int
    newer: str
    older: str


def routes(desk: Desk) -> list[Route]:
    return [route(desk, "/corrections/", corrections)]


def corrections(desk: Desk, request: Request) -> Response:
    """GET /corrections/?page="""
    number = page_asked(request)
    offset = (number - 1) * _ON_A_PAGE
    with desk.site.database.read() as connection:
        total = review.count_corrections(connection)
        found = review.corrections(connection, _ON_A_PAGE, offset)
        names = document_names(catalog.platforms(connection))
    page = CorrectionsPage(
        corrections=tuple(
            Correction(each, *names.get(each.target.document, (each.target.document, "")), _href(each))
            for each in found
        ),
        total=total,
        first=offset + 1,
        newer=corrections_path(number - 1) if number > 1 else "",
        older=corrections_path(number + 1) if offset + _ON_A_PAGE < total else "",
    )
    head = Head(
        title="Corrections",
        path=corrections_path(number),
        unused=unused(request, "page"),
        section="methodology",
        description="What editors corrected: what was shown, what is shown now, why, when and by whom.",
    )
    return desk.page("corrections.html", head, page)


def _href(reviewed: Reviewed) -> str:
    if reviewed.target.matter in OF_RECORD:
        return change_path(reviewed.subject)
    return provision_path(reviewed.target.document, reviewed.subject)
