"""Hostile words come out of every route as harmless text: markup, feeds, calendars, tables, reports, charts, headers."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.headerregistry import Address
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from httpx2 import Response
from pypdf import PdfReader
from selectolax.lexbor import LexborHTMLParser
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.testclient import TestClient
from tests.pipeline.live_kit import BEGIN, Live, Nowhere
from tests.proof.pack_kit import both
from tests.web.conftest import BASE
from tests.web.hostile_kit import HANDLER, OWNERS, SCRIPT, TERMS, hostile

from clausewatch.alert import leave_token
from clausewatch.delivery import HttpCaller
from clausewatch.delivery.mail import bytes_of, email_of
from clausewatch.drawing import open_artist
from clausewatch.evidence import FolderStamps
from clausewatch.pipeline.sources import source_of
from clausewatch.publish import Told, message
from clausewatch.publish.matrix import tame
from clausewatch.storage import catalog, records
from clausewatch.storage.records import RecordFilter
from clausewatch.web import Site, create_app
from clausewatch.web.guard import POLICY
from clausewatch.wiring import typesetter

ASKED = f"p={','.join(OWNERS)}&topic=DISPUTE.arbitration,SHARE.retention"
EVIL = quote(SCRIPT + HANDLER, safe="")
LEAVE = f"{BASE}/watch/by-mail/unsubscribe?token=ab12"
KEY = b"k" * 32
HERE = f"/platform/{TERMS}"
API_HERE = f"/api/v1/documents/{TERMS}"

# Every route of the application with an address that brings hostile words out of it; `<>` stand for what is asked of rows.
ROUTES = {
    "/": "/",
    "/changes/": "/changes/?platform=nettle",
    "/chart/vega.js": "/chart/vega.js",
    "/chart/{kind}/{subject:path}/{look}.{form}": "/chart/timeline/platform/nettle/light.svg",
    "/change/{record}.pdf": "/change/<record>.pdf",
    "/change/{record}.docx": "/change/<record>.docx",
    "/change/{record}/": "/change/<record>/",
    "/change/{record}/evidence.wacz": "/change/<record>/evidence.wacz",
    "/compare/evidence.wacz": f"/compare/evidence.wacz?{ASKED}",
    "/health/": "/health/",
    "/alerts/": "/alerts/",
    "/methodology/": "/methodology/",
    "/log/": "/log/",
    "/log/checkpoint": "/log/checkpoint",
    "/log/key": "/log/key",
    "/log/keys/": "/log/keys/",
    "/log/keys": "/log/keys",
    "/log/heads/{size}": "/log/heads/<leaves>",
    "/log/tile/{path:path}": "/log/tile/entries/000.p/<leaves>",
    "/log/stamps/{path:path}": "/log/stamps/<leaves>-00000000/checkpoint",
    "/log/leaf/{number}/": "/log/leaf/2/",
    "/log/leaf/{number}.json": "/log/leaf/2.json",
    "/log/leaf/{number}.tlog-proof": "/log/leaf/2.tlog-proof",
    "/timemap/link/{target:path}": f"/timemap/link/{TERMS}",
    "/timegate/{target:path}": f"/timegate/{TERMS}",
    "/review/": "/review/?platform=nettle",
    "/corrections/": "/corrections/",
    "/baselines/": "/baselines/",
    "/feed.atom": "/feed.atom",
    "/calendar.ics": "/calendar.ics",
    "/watch/{watch}/feed.atom": "/watch/all/feed.atom",
    "/feed.json": "/feed.json",
    "/watch/{watch}/feed.json": "/watch/all/feed.json",
    "/watch/{watch}/calendar.ics": "/watch/all/calendar.ics",
    "/watch/{watch}/unsubscribe": "/watch/all/unsubscribe?token=<token>",
    "/registry/": "/registry/?q=binding",
    "/topic/": "/topic/",
    "/topic/{topic}/": "/topic/DISPUTE.arbitration/",
    "/regulation/": "/regulation/",
    "/regulation/{entry}/": "/regulation/<regulation>/",
    "/compare/": f"/compare/?{ASKED}",
    "/compare/export.pdf": f"/compare/export.pdf?{ASKED}",
    "/compare/export.docx": f"/compare/export.docx?{ASKED}",
    "/compare/export.{form}": f"/compare/export.csv?{ASKED}",
    "/platform/{platform}/": "/platform/nettle/",
    "/platform/{platform}/facts/": "/platform/nettle/facts/",
    "/platform/{platform}/regulations/": "/platform/nettle/regulations/",
    "/platform/{platform}/report.pdf": "/platform/nettle/report.pdf",
    "/platform/{platform}/report.docx": "/platform/nettle/report.docx",
    "/platform/{platform}/{document}/": f"{HERE}/",
    "/platform/{platform}/{document}/evidence.wacz": f"{HERE}/evidence.wacz?provision=<provision>",
    "/platform/{platform}/{document}/history/": f"{HERE}/history/",
    "/platform/{platform}/{document}/diff/": f"{HERE}/diff/?a=<old>&b=<new>",
    "/platform/{platform}/{document}/diff/{pair}": f"{HERE}/diff/<old>..<new>",
    "/platform/{platform}/{document}/diff/{pair}.pdf": f"{HERE}/diff/<old>..<new>.pdf",
    "/platform/{platform}/{document}/diff/{pair}.docx": f"{HERE}/diff/<old>..<new>.docx?changed=1",
    "/platform/{platform}/{document}/{provision}/": f"{HERE}/<provision>/",
    "/platform/{platform}/{document}/provision/{provision}/": f"{HERE}/provision/<provision>/",
    "/favicon.ico": "/favicon.ico",
    "/design/": "/design/",
    "/robots.txt": "/robots.txt",
    "/sitemap.xml": "/sitemap.xml",
    "/sitemap/pages.xml": "/sitemap/pages.xml",
    "/sitemap/changes-{number:int}.xml": "/sitemap/changes-1.xml",
    "/sitemap/provisions-{number:int}.xml": "/sitemap/provisions-1.xml",
    "/card/{page:path}": f"/card{HERE}/",
    "/api/v1/": "/api/v1/",
    "/api/v1/openapi.json": "/api/v1/openapi.json",
    "/api/v1/platforms": "/api/v1/platforms",
    "/api/v1/platforms/{platform}": "/api/v1/platforms/nettle",
    "/api/v1/platforms/{platform}/facts": "/api/v1/platforms/nettle/facts",
    "/api/v1/platforms/{platform}/regulations": "/api/v1/platforms/nettle/regulations",
    "/api/v1/documents": "/api/v1/documents",
    "/api/v1/documents/{platform}/{document}": API_HERE,
    "/api/v1/documents/{platform}/{document}/versions": f"{API_HERE}/versions",
    "/api/v1/documents/{platform}/{document}/versions/{version}": f"{API_HERE}/versions/<new>",
    "/api/v1/documents/{platform}/{document}/provisions": f"{API_HERE}/provisions",
    "/api/v1/documents/{platform}/{document}/provisions/{provision}": f"{API_HERE}/provisions/<provision>",
    "/api/v1/documents/{platform}/{document}/provisions/{provision}/comparison": (
        f"{API_HERE}/provisions/<provision>/comparison"
    ),
    "/api/v1/changes": "/api/v1/changes",
    "/api/v1/changes/{change}": "/api/v1/changes/<record>",
    "/api/v1/alerts": "/api/v1/alerts",
    "/api/v1/changes/{change}/redline": "/api/v1/changes/<record>/redline",
    "/api/v1/corrections": "/api/v1/corrections",
    "/api/v1/documents/{platform}/{document}/diff": f"{API_HERE}/diff?old=<old>&new=<new>",
    "/api/v1/documents/{platform}/{document}/provisions/{provision}/history": (
        f"{API_HERE}/provisions/<provision>/history"
    ),
    "/api/v1/documents/{platform}/{document}/baselines": f"{API_HERE}/baselines",
    "/api/v1/documents/{platform}/{document}/drift": f"{API_HERE}/drift",
    "/api/v1/baselines": "/api/v1/baselines",
    "/api/v1/instance": "/api/v1/instance",
    "/api/v1/health": "/api/v1/health",
    "/api/v1/dates": "/api/v1/dates",
    "/api/v1/measures": "/api/v1/measures",
    "/api/v1/watches": "/api/v1/watches",
    "/api/v1/watches/{watch}": "/api/v1/watches/all",
    "/api/v1/deliveries": "/api/v1/deliveries",
    "/api/v1/log": "/api/v1/log",
    "/api/v1/log/keys": "/api/v1/log/keys",
    "/api/v1/log/leaves": "/api/v1/log/leaves",
    "/api/v1/log/proofs/{kind}/{subject}": "/api/v1/log/proofs/version/<version>",
    "/api/v1/review": "/api/v1/review",
    "/api/v1/facets": "/api/v1/facets",
    "/api/v1/search": "/api/v1/search?q=binding",
    "/api/v1/topics": "/api/v1/topics",
    "/api/v1/topics/{topic}": "/api/v1/topics/DISPUTE.arbitration",
    "/api/v1/topics/{topic}/adoption": "/api/v1/topics/DISPUTE.arbitration/adoption",
    "/api/v1/regulations": "/api/v1/regulations",
    "/api/v1/regulations/{regulation}": "/api/v1/regulations/<regulation>",
    "/api/v1/compare": "/api/v1/compare?p=nettle,hemlock&topic=DISPUTE.arbitration",
}
MORE = (
    f"/registry/?q={EVIL}",
    f"/changes/?platform={EVIL}",
    f"/compare/?p={EVIL}&topic={EVIL}",
    f"/compare/export.xlsx?{ASKED}",
    f"/compare/export.md?{ASKED}",
    f"/review/?platform={EVIL}",
    f"/{EVIL}",
    f"/change/{EVIL}/",
    f"/platform/{EVIL}/",
    f"{HERE}/{EVIL}/",
    f"{HERE}/?at={EVIL}",
    f"{HERE}/diff/{EVIL}..<new>",
    f"{HERE}/diff/<old>..<new>?view=inline&changed=1",
    f"{HERE}/?whole=1",
    f"/topic/{EVIL}/",
    f"/watch/{EVIL}/feed.atom",
    f"/watch/{EVIL}/unsubscribe?token={EVIL}",
    f"/watch/all/unsubscribe?token={EVIL}",
    f"/log/leaf/{EVIL}/",
    f"/timemap/link/{EVIL}",
    f"/timegate/https://{EVIL}",
    f"/log/tile/{EVIL}",
    f"/api/v1/platforms/{EVIL}",
    f"/api/v1/search?q={EVIL}",
    f"/card/{EVIL}",
    "/card/platform/nettle/",
    "/chart/adoption/topic/DISPUTE.arbitration/light.svg",
    "/chart/timeline/platform/nettle/light.json",
    "/chart/heat/all/dark.svg",
    "/chart/timeline/document/nettle/terms/narrow-light.json",
)


@dataclass(frozen=True)
class Served:
    """The hostile instance behind its application, and what `<>` stand for."""

    on: Live
    app: Starlette
    client: TestClient
    names: dict[str, str]

    def get(self, path: str) -> Response:
        for name, value in self.names.items():
            path = path.replace(f"<{name}>", value)
        return self.client.get(path)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with hostile(tmp_path_factory.mktemp("hostile")) as on:
        instance = on.instance
        setter = typesetter(60.0)
        site = Site(
            instance.database,
            instance.bodies,
            on.clock,
            BASE,
            SCRIPT,
            typesetter=setter,
            artist=open_artist(),
            key=lambda: KEY,
            log=instance.log,
            stamps=_with_a_stamped_head(on, tmp_path_factory.mktemp("stamps")),
        )
        app = create_app(site)
        with TestClient(app, base_url=BASE, follow_redirects=False, raise_server_exceptions=False) as client:
            versions = client.get(f"{API_HERE}/versions").json()["items"]
            new, old = (each["id"] for each in sorted(versions, key=lambda v: v["observed_at"], reverse=True))
            provisions = client.get(f"{API_HERE}/provisions").json()["items"]
            head = instance.log.head()
            assert head is not None
            names = {
                "token": leave_token(KEY, "all"),
                "leaves": str(head.checkpoint.size),
                "record": client.get("/api/v1/changes?platform=nettle").json()["items"][0]["id"],
                "old": old[:12],
                "new": new[:12],
                "version": new,
                "provision": next(each["id"] for each in provisions if "hyperlink" in each["id"]),
                "regulation": quote(client.get("/api/v1/regulations").json()["items"][0]["id"], safe=""),
            }
            yield Served(on, app, client, names)


def _with_a_stamped_head(on: Live, root: Path) -> FolderStamps:
    head = on.instance.log.head()
    assert head is not None
    folder = root / f"{head.checkpoint.size}-00000000"
    folder.mkdir(parents=True)
    (folder / "checkpoint").write_text(head.note)
    return FolderStamps(root, (), HttpCaller(Nowhere()))


def test_no_route_is_forgotten(served: Served) -> None:
    """The table above is the application's own list of routes; static files aside, which hold nothing captured."""
    found = {each.path for each in served.app.routes if isinstance(each, Route)}
    found = {each for each in found if not each.startswith("/static/")}
    (api,) = (each for each in served.app.routes if isinstance(each, Mount))
    described = served.client.get(f"{api.path}/openapi.json").json()["paths"]
    found |= {api.path + each for each in described} | {f"{api.path}/", f"{api.path}/openapi.json"}
    assert found == set(ROUTES)


@pytest.mark.parametrize("path", [*ROUTES.values(), *MORE])
def test_what_comes_out_is_harmless(served: Served, path: str) -> None:
    answer = served.get(path)
    expected = {400, 404} if EVIL in path else {200, 302}
    if path.startswith(("/registry/", "/changes/", "/compare/", "/review/", "/api/v1/search", "/card/")):
        expected |= {200}
    assert answer.status_code in expected, answer.text[:300]
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    _headers_are_plain(answer)
    if answer.status_code != 302:
        kind = answer.headers["content-type"].partition(";")[0]
        CHECKS[kind](answer.content)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/changes/",
        "/change/<record>/",
        "/health/",
        f"/compare/?{ASKED}",
        "/platform/nettle/",
        f"{HERE}/",
        f"{HERE}/history/",
        f"{HERE}/<provision>/",
        "/topic/DISPUTE.arbitration/",
        "/registry/?q=binding",
    ],
)
def test_the_words_stand_there_whole(served: Served, path: str) -> None:
    """Harmless is not left out: what a page quotes of the hostile words reads as they were captured."""
    shown = LexborHTMLParser(served.get(path).content).css_first("main")
    assert shown is not None
    assert "<script>alert(1)</script>" in shown.text()


def _headers_are_plain(answer: Response) -> None:
    for name, value in answer.headers.items():
        assert value.isascii(), name
        assert value.isprintable(), name
        assert "X-Injected" not in name
    disposition = answer.headers.get("content-disposition", "")
    assert re.fullmatch(r'((attachment|inline); filename="[a-z0-9.-]+")?', disposition), disposition


def _page(body: bytes) -> None:
    page = LexborHTMLParser(body)
    assert page.css("iframe, object, embed, style, base, svg, textarea, meta[http-equiv]") == []
    for node in page.css("script"):
        assert re.fullmatch(r"/static/(charts|copy)\.[0-9a-f]{12}\.js", str(node.attributes.get("src")))
        assert node.text() == ""
    for node in page.css("*"):
        for name, value in node.attributes.items():
            assert re.fullmatch(r"[a-z][a-z-]*", name), name
            assert not name.startswith("on"), name
            assert name not in ("style", "srcdoc", "formaction"), name
            if name in ("href", "src", "action", "cite"):
                assert re.match(r"(/(?!/)|#|\?|https?://|mailto:)", str(value)), (name, value)
            if name in ("src", "action"):
                assert str(value).startswith("/"), (name, value)
    assert len(page.css("title")) == 1
    assert page.css_first("footer") is not None, "the page is whole"


def _xml(body: bytes) -> None:
    root = ET.fromstring(body)
    for node in root.iter():
        name = str(node.tag).rpartition("}")[2].lower()
        assert name not in ("script", "foreignobject", "iframe"), name
        for attribute, value in node.attrib.items():
            assert not attribute.rpartition("}")[2].lower().startswith("on"), attribute
            if attribute.endswith("href"):
                assert re.match(r"(https?://|/|#|urn:)", value), value
        if name in ("content", "summary") and node.get("type") == "html":
            _fragment(node.text or "")


def _fragment(markup: str) -> None:
    """HTML in a feed or an e-mail: no script, no handler, links only to us and to harmless schemes."""
    page = LexborHTMLParser(markup)
    assert page.css("script, iframe, object, embed, base, img, svg, form, textarea") == []
    for node in page.css("*"):
        assert not any(name.startswith("on") for name in node.attributes)
        href = node.attributes.get("href")
        assert href is None or re.match(r"(https?://|mailto:|#)", href), href


def _json(body: bytes) -> None:
    found = json.loads(body)
    # Nothing that a browser took for a page would begin a tag of ours: JSON is sent as JSON and never sniffed.
    assert isinstance(found, (dict, list))


def _json_feed(body: bytes) -> None:
    found = json.loads(body)
    assert found["items"]
    for item in found["items"]:
        _fragment(item["content_html"])
        assert re.match(r"https?://", item["url"])


def _calendar(body: bytes) -> None:
    assert b"\n" not in body.replace(b"\r\n", b"")
    lines = body.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    unfolded = body.replace(b"\r\n ", b"").split(b"\r\n")
    assert not any(line.startswith(b"X-Injected") for line in unfolded)
    assert unfolded.count(b"BEGIN:VEVENT") == unfolded.count(b"END:VEVENT") > 0


def _csv(body: bytes) -> None:
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert len({len(row) for row in rows}) == 1
    cells = [cell for row in rows for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in cells)


def _workbook(body: bytes) -> None:
    book = zipfile.ZipFile(io.BytesIO(body))
    for name in book.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            assert "<f>" not in book.read(name).decode()
    _relations_lead_nowhere(book)


def _word(body: bytes) -> None:
    book = zipfile.ZipFile(io.BytesIO(body))
    for name in book.namelist():
        if name.endswith((".xml", ".rels")):
            root = ET.fromstring(book.read(name))
            instructions = [node.text or "" for node in root.iter() if str(node.tag).endswith("}instrText")]
            assert all(re.fullmatch(r"\s*(PAGE|NUMPAGES)\b.*", each) for each in instructions), instructions
    _relations_lead_nowhere(book)


def _relations_lead_nowhere(book: zipfile.ZipFile) -> None:
    for name in book.namelist():
        if name.endswith(".rels"):
            for node in ET.fromstring(book.read(name)):
                if node.get("TargetMode") == "External":
                    assert str(node.get("Target")).startswith(("https://", "http://")), node.get("Target")


def _pdf(body: bytes) -> None:
    reader = PdfReader(io.BytesIO(body))
    root = reader.root_object
    assert "/OpenAction" not in root
    assert "/JavaScript" not in str(root.get("/Names", ""))
    for sheet in reader.pages:
        for note in sheet.get("/Annots") or ():
            action = note.get_object().get("/A")
            if action is not None and "/URI" in action:
                assert str(action["/URI"]).startswith(("https://", "http://"))
            assert action is None or action.get("/S") in ("/URI", "/GoTo")


def _markdown(body: bytes) -> None:
    text = body.decode()
    assert not re.search(r"(?<!\\)<(script|img|svg|/title)", text)
    assert not re.search(r"(?<!\\)\]\((?!https?://|/)", text)


def _static(body: bytes) -> None:
    assert body


def _picture(body: bytes) -> None:
    assert body.startswith(b"\x89PNG\r\n\x1a\n")


def _pack(body: bytes) -> None:
    """Hostile names, headers and texts make no pack that others cannot read."""
    assert both(body) == (True, [])


CHECKS: dict[str, Callable[[bytes], None]] = {
    "application/wacz+zip": _pack,
    "text/html": _page,
    "application/atom+xml": _xml,
    "image/svg+xml": _xml,
    "application/json": _json,
    "application/feed+json": _json_feed,
    "application/problem+json": _json,
    "text/calendar": _calendar,
    "text/csv": _csv,
    "text/markdown": _markdown,
    "text/javascript": _static,
    "application/xml": _xml,
    "text/plain": _static,
    "application/link-format": _static,
    "application/octet-stream": _static,
    "image/png": _picture,
    "application/pdf": _pdf,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _workbook,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _word,
}


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\u200b=", " =", "\ufeff=", "＝"])
def test_no_text_begins_a_formula(sign: str) -> None:
    """What a spreadsheet trims before it looks is no way round (OWASP, CSV injection)."""
    assert tame(f"{sign}1+1").startswith("'")


HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
    "List-Unsubscribe", "List-Unsubscribe-Post",
}  # fmt: skip


def test_mail_and_chat_hold_harmless_text(served: Served) -> None:
    """The message of a hostile change: its subject is one line, its HTML has no live part."""
    with served.on.instance.database.read() as connection:
        platform = catalog.platform(connection, "nettle")
        found = records.records(connection, RecordFilter(platform="nettle"))[0]
        assert platform is not None
        source = source_of(connection, found)
    made = message("alert", Told(found, platform.documents[0], platform, source), BASE, LEAVE)
    assert made.subject.isprintable()
    _fragment(made.html)
    assert "&lt;script&gt;" in made.html
    assert not any(line.startswith(("X-Injected", "BEGIN:")) for line in made.text.splitlines())
    sent = email_of(made, Address("", "watch", "watch.example"), "reader@reader.example", BEGIN)
    read = message_from_bytes(bytes_of(sent, wide=False))
    assert set(read.keys()) <= HEADERS
