"""Reports beside the pages: each answers with its file, is linked where it can be made, and says why where it cannot."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import docx
import pytest
import urllib3
from pypdf import PdfReader
from tests.publish.report_kit import flat
from tests.web.conftest import BASE, Get, StillClock
from tests.web.small_instance import HOSTILE, TERMS, Builder
from tests.web.test_pages import known, record_ids

from clausewatch.nouns.report import NotSet, Typst, Unset
from clausewatch.ports import Typesetter
from clausewatch.publish import DISCLAIMER
from clausewatch.web import Site, create_app, start_server
from clausewatch.wiring import typesetter

PLATFORM = f"/platform/{TERMS.partition('/')[0]}"


@pytest.fixture(scope="module")
def setting(instance: Builder) -> Iterator[Get]:
    """The pages of an instance that has a typesetter."""
    pytest.importorskip("typst")
    yield from _pages(instance, typesetter(60.0))


def _pages(instance: Builder, setter: Typesetter | None) -> Iterator[Get]:
    site = Site(instance.database, instance.bodies, StillClock(), BASE)
    server = start_server(create_app(replace(site, typesetter=setter)), "127.0.0.1", 0)
    pool = urllib3.PoolManager()

    def ask(path: str, method: str = "GET", **headers: str) -> urllib3.BaseHTTPResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return pool.request(method, server.url + path, headers=named, redirect=False)

    yield ask
    pool.clear()
    server.stop()


def paths(instance: Builder) -> dict[str, str]:
    """A page of each kind and the report beside it, without its ending."""
    ends = known(instance)
    pair = f"/platform/{TERMS}/diff/{ends[-1].id[:12]}..{ends[0].id[:12]}"
    (first, *_) = record_ids(instance, TERMS)
    return {f"/change/{first}/": f"/change/{first}", f"{PLATFORM}/": f"{PLATFORM}/report", pair: pair}


def test_every_page_links_its_reports_and_they_are_files(setting: Get, instance: Builder) -> None:
    for page, report in paths(instance).items():
        shown = setting(page).data.decode()
        for form, kind in (("pdf", "application/pdf"), ("docx", "wordprocessingml")):
            assert f'href="{report}.{form}"' in shown, page
            answer = setting(f"{report}.{form}")
            assert answer.status == 200, report
            assert kind in answer.headers["content-type"]
            assert f'.{form}"' in answer.headers["content-disposition"]
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.data == setting(f"{report}.{form}").data
        said = flat(
            "".join(
                each.extract_text() for each in PdfReader(io.BytesIO(setting(f"{report}.pdf").data)).pages
            )
        )
        assert flat(DISCLAIMER) in said
        assert flat(f"{BASE}{page}") in said
        assert docx.Document(io.BytesIO(answer.data)).core_properties.author == "Clausewatch"


def test_an_unchanged_file_is_not_sent_twice(setting: Get, instance: Builder) -> None:
    path = f"{paths(instance)[f'{PLATFORM}/']}.pdf"
    tag = setting(path).headers["etag"]
    assert setting(path, if_none_match=tag).status == 304


def test_hostile_documents_make_harmless_files(setting: Get, instance: Builder) -> None:
    ends = known(instance, HOSTILE)
    pair = f"/platform/{HOSTILE}/diff/{ends[-1].id[:12]}..{ends[0].id[:12]}"
    for path in (pair, *(f"/change/{each}" for each in record_ids(instance, HOSTILE))):
        for form in ("pdf", "docx"):
            assert setting(f"{path}.{form}").status == 200


def test_paper_and_what_changed_can_be_chosen(setting: Get, instance: Builder) -> None:
    pair = list(paths(instance))[-1]
    whole, short = setting(f"{pair}.docx").data, setting(f"{pair}.docx?changed=1").data
    assert len(short) < len(whole)
    letter = PdfReader(io.BytesIO(setting(f"{pair}.pdf?paper=letter").data)).pages[0].mediabox
    assert round(letter.height) == 792
    assert setting(f"{pair}.pdf?paper=wall").status == 400


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/change/none.pdf", 404),
        ("/platform/nobody/report.pdf", 404),
        (f"/platform/{TERMS}/diff/zzz..yyy.pdf", 404),
        (f"/platform/{TERMS}/diff/alone.pdf", 404),
        ("/compare/export.pdf", 400),
        ("/compare/export.pdf?p=nobody&topic=none", 400),
    ],
)
def test_what_is_not_there_is_told(setting: Get, path: str, status: int) -> None:
    assert setting(path).status == status


def test_without_a_typesetter_pdf_is_neither_linked_nor_made(get: Get, instance: Builder) -> None:
    for page, report in paths(instance).items():
        assert f"{report}.pdf" not in get(page).data.decode()
        assert f"{report}.docx" in get(page).data.decode()
        answer = get(f"{report}.pdf")
        assert answer.status == 501
        assert "pip install" in answer.data.decode()
        assert get(f"{report}.docx").status == 200


class _Busy:
    def typeset(self, job: Typst) -> NotSet:
        return NotSet(Unset.BUSY if job.program else Unset.REFUSED)


def test_a_busy_typesetter_asks_to_come_again(instance: Builder) -> None:
    for ask in _pages(instance, _Busy()):
        answer = ask(f"{PLATFORM}/report.pdf")
        assert answer.status == 503
        assert int(answer.headers["retry-after"]) > 0
        assert "other reports are being set" in answer.data.decode()
