"""Reports as files beside the pages that show the same: PDF where a typesetter is installed, and Word."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.errors import BadInputError
from clausewatch.nouns.report import Paper, Report, ReportForm
from clausewatch.publish.report import change_report, comparison_report, platform_report, redline_report
from clausewatch.storage import catalog
from clausewatch.web.desk import Desk, route
from clausewatch.web.lookup import place_of
from clausewatch.web.missing import MissingPageError, Suggestion
from clausewatch.web.pages.compare import comparison_asked, matrix_asked
from clausewatch.web.pictured import platform_picture
from clausewatch.web.recall import Recall
from clausewatch.web.reporting import Shelved, change_told, platform_told, redline_told, rendered

_TYPES = {
    ReportForm.PDF: "application/pdf",
    ReportForm.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# A report of 30 pages is about 300 kB, and asking again for the same is what readers of PDF files do.
_FILES = 24

Maker = Callable[[Desk, Request], tuple[Report, str]]


def routes(desk: Desk) -> list[Route]:
    files: Shelved = Recall(_FILES)

    paths: tuple[tuple[str, Maker], ...] = (
        ("/change/{record}", change),
        ("/platform/{platform}/report", platform),
        ("/platform/{platform}/{document}/diff/{pair}", redline),
        ("/compare/export", comparison),
    )
    return [
        route(desk, f"{path}.{form.value}", _answering(maker, form, files))
        for path, maker in paths
        for form in _TYPES
    ]


def change(desk: Desk, request: Request) -> tuple[Report, str]:
    """GET /change/<id>.pdf, .docx"""
    told = change_told(desk, str(request.path_params["record"]))
    return change_report(told, desk.site.base_url), f"change-{told.record.id}"


def platform(desk: Desk, request: Request) -> tuple[Report, str]:
    """GET /platform/<p>/report.pdf, .docx"""
    told = platform_told(desk, str(request.path_params["platform"]))
    report = platform_report(told, desk.site.base_url, platform_picture(desk, told))
    return report, f"{told.platform.id}-{told.at.date().isoformat()}"


def redline(desk: Desk, request: Request) -> tuple[Report, str]:
    """GET /platform/<p>/<doc>/diff/<a>..<b>.pdf, .docx; ?changed=1 leaves out what is the same"""
    place = place_of(desk.site.database, request)
    first, dots, second = str(request.path_params["pair"]).partition("..")
    if not dots:
        raise MissingPageError(
            f"redline “{first}”",
            "two versions are needed",
            "Give them as a..b.pdf.",
            (Suggestion("Latest changes", "/changes/"),),
        )
    changed = request.query_params.get("changed", "") == "1"
    told = redline_told(desk, place, (first, second), changed=changed)
    ends = f"{told.old.version.id[:8]}-{told.new.version.id[:8]}"
    return redline_report(told, desk.site.base_url), f"{place.document.id.replace('/', '-')}-{ends}"


def comparison(desk: Desk, request: Request) -> tuple[Report, str]:
    """GET /compare/export.pdf, .docx with the query of the page"""
    asked = comparison_asked(request.query_params)
    if not asked.platforms or not asked.topics:
        raise BadInputError("the comparison", "names no platform or no topic", "Choose them with the form.")
    with desk.site.database.read() as connection:
        known = catalog.platforms(connection)
    matrix = matrix_asked(desk, known, asked)
    report = comparison_report(matrix, desk.site.base_url, f"/compare/?{asked.query(matrix.at)}")
    return report, f"comparison-{matrix.at.date().isoformat()}"


def _answering(maker: Maker, form: ReportForm, files: Shelved) -> Callable[[Desk, Request], Response]:
    def answer(desk: Desk, request: Request) -> Response:
        report, name = maker(desk, request)
        body = rendered(desk, report, form, _paper(request), files)
        shown = "inline" if form is ReportForm.PDF else "attachment"
        return Response(
            body,
            media_type=_TYPES[form],
            headers={"content-disposition": f'{shown}; filename="{name}.{form.value}"'},
        )

    answer.__name__ = f"{maker.__name__}_{form.value}"
    return answer


def _paper(request: Request) -> Paper:
    asked = request.query_params.get("paper", Paper.A4.value)
    try:
        return Paper(asked)
    except ValueError as error:
        raise BadInputError(f"paper={asked[:40]!r}", "is no paper", "Write a4 or letter.") from error
