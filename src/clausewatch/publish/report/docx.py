"""A report as a Word file (Office Open XML, ISO/IEC 29500-1) whose redlines are tracked changes.

Written by hand: it is a handful of small XML files, and a library would neither track changes nor give equal bytes.
"""

from __future__ import annotations

import io
import zipfile
from html import escape
from importlib.resources import files

from clausewatch.nouns.report import (
    Bars,
    Block,
    Fact,
    Facts,
    Grid,
    Heading,
    Paper,
    Picture,
    Points,
    Quote,
    Redlined,
    Report,
    Side,
    Tone,
    Words,
)
from clausewatch.publish.report.bound import bounded
from clausewatch.publish.report.tracked import Tracker, lang, run
from clausewatch.publish.words import day, one_line, sendable

_PAPERS = {Paper.A4: (11906, 16838), Paper.LETTER: (12240, 15840)}
_TONES = {Tone.PLAIN: "Normal", Tone.QUIET: "Quiet", Tone.NOTICE: "Notice"}
_SIDES = {Side.NONE: "Excerpt", Side.OLD: "ExcerptOld", Side.NEW: "ExcerptNew"}
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LINKED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_LONG_TITLE, _SMALLER = 110, '<w:sz w:val="28"/>'
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def report_docx(report: Report, paper: Paper = Paper.A4) -> bytes:
    """The file: equal reports give equal bytes.

    Promise: accepting every tracked change leaves of each redlined passage exactly its new text, rejecting them the old.
    """
    writer = _Writer(Tracker(report.at))
    writer.front(report)
    for block in bounded(report.blocks, report.link):
        writer.write(block)
    body = "".join(writer.out)
    width, height = _PAPERS[paper]
    section = (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter"/><w:pgSz w:w="{width}" w:h="{height}"/>'
        '<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="709" w:footer="709" w:gutter="0"/>'
        "</w:sectPr>"
    )
    document = f"{_XML}<w:document {_SPACES}><w:body>{body}{section}</w:body></w:document>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (
            "[Content_Types].xml",
            "_rels/.rels",
            "word/styles.xml",
            "word/numbering.xml",
            "word/settings.xml",
        ):
            _add(archive, name, _fixed(name))
        _add(archive, "docProps/core.xml", _core(report))
        _add(archive, "word/footer.xml", _footer(report))
        _add(archive, "word/_rels/document.xml.rels", _relations(writer.links))
        _add(archive, "word/document.xml", document)
    return out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, text.encode("utf-8"))


def _fixed(name: str) -> str:
    flat = {"[Content_Types].xml": "content_types.xml", "_rels/.rels": "package_rels.xml"}
    file = flat.get(name, name.rpartition("/")[2])
    return (files("clausewatch.publish") / "templates" / "docx" / file).read_text(encoding="utf-8")


def _core(report: Report) -> str:
    at = f"{report.at:%Y-%m-%dT%H:%M:%SZ}"
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_said(one_line(report.title, 400))}</dc:title><dc:subject>{_said(report.kind)}</dc:subject>"
        "<dc:creator>Clausewatch</dc:creator><dc:language>en</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{at}</dcterms:modified></cp:coreProperties>'
    )


def _footer(report: Report) -> str:
    def field(code: str) -> str:
        return f'<w:fldSimple w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'

    said = run(f"Clausewatch · {report.kind} · as of {day(report.at)} · page ")
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{said}{field("PAGE")}{run(" of ")}{field("NUMPAGES")}</w:p>'
    return f"{_XML}<w:ftr {_SPACES}>{paragraph}</w:ftr>"


def _relations(links: dict[str, str]) -> str:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    fixed = "".join(
        f'<Relationship Id="{name}" Type="{base}/{kind}" Target="{kind}.xml"/>'
        for name, kind in (
            ("rIdStyles", "styles"),
            ("rIdNumbering", "numbering"),
            ("rIdSettings", "settings"),
            ("rIdFooter", "footer"),
        )
    )
    led = "".join(
        f'<Relationship Id="{name}" Type="{_LINKED}" Target="{_said(url)}" TargetMode="External"/>'
        for url, name in links.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_XML}<Relationships xmlns="{space}">{fixed}{led}</Relationships>'


class _Writer:
    """Writes block after block as paragraphs and tables."""

    def __init__(self, tracker: Tracker) -> None:
        self.out: list[str] = []
        self.links: dict[str, str] = {}
        self._tracker = tracker

    def front(self, report: Report) -> None:
        """The lines above everything else."""
        self._paragraph("Kicker", run(report.kind))
        title = one_line(report.title, 400)
        self._paragraph("Title", run(title, _SMALLER if len(title) > _LONG_TITLE else ""))
        for line in report.about:
            self._paragraph("Quiet", run(line))

    def write(self, block: Block) -> None:
        match block:
            case Heading(text, level):
                self._paragraph(f"Heading{level}", run(one_line(text, 2_000)))
            case Words(text, tone, link):
                self._paragraph(_TONES[tone], self._linked(run(text), link))
            case Facts(rows):
                self.out += [self._fact(fact) for fact in rows]
            case Points(items):
                self.out += [_paragraph("Point", run(item)) for item in items]
            case Quote(text, side, language):
                self._paragraph(_SIDES[side], run(text, lang(language)))
            case Redlined():
                self.out.append(self._tracker.paragraph(block))
            case Grid(head, rows):
                self._grid(head, rows)
            case Bars():
                self._paragraph("Normal", run(_counted(block)))
            case Picture(_, told):
                self._paragraph("Normal", run(told))

    def _paragraph(self, style: str, runs: str) -> None:
        self.out.append(_paragraph(style, runs))

    def _fact(self, fact: Fact) -> str:
        value = run(fact.value, '<w:rStyle w:val="Letters"/>' if fact.code else "")
        label = run(fact.label, '<w:rStyle w:val="Label"/>')
        return _paragraph("Fact", f"{label}<w:r><w:tab/></w:r>{self._linked(value, fact.link)}")

    def _linked(self, runs: str, url: str) -> str:
        if not url:
            return runs
        name = self.links.setdefault(url, f"rIdLink{len(self.links) + 1}")
        return f'<w:hyperlink r:id="{name}">{runs}</w:hyperlink>'

    def _grid(self, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> None:
        def cells(texts: tuple[str, ...], style: str) -> str:
            return "".join(
                f'<w:tc><w:tcPr/><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(text)}</w:p></w:tc>'
                for text in texts
            )

        columns = "<w:gridCol/>" * len(head)
        table = "".join(f"<w:tr>{cells(row, 'Cell')}</w:tr>" for row in rows)
        first = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cells(head, 'CellHead')}</w:tr>"
        looks = '<w:tblPr><w:tblStyle w:val="Ruled"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr>'
        self.out.append(f"<w:tbl>{looks}<w:tblGrid>{columns}</w:tblGrid>{first}{table}</w:tbl>")
        self._paragraph("Normal", "")


def _paragraph(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _counted(block: Bars) -> str:
    said = ", ".join(f"{label} {count}" for label, count in block.bars if count)
    return f"{block.title}: {said or 'none'}"


def _said(text: str) -> str:
    return escape(sendable(text))
