"""Reports for the tests, in words of our own, and readers of what came of them."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from clausewatch.change import side_by_side
from clausewatch.nouns.document import Block, BlockKind, Cause, Edition, Outline, Text, Version
from clausewatch.nouns.report import Block as ReportBlock
from clausewatch.nouns.report import Report
from clausewatch.publish.report import RedlineTold, redline_report

AT = datetime(2026, 3, 1, 9, 5, tzinfo=UTC)
BASE = "https://watch.example.org"
HOSTILE = (
    '#import "evil.typ": * #eval("1+1") $ x^2 $ \\ *bold* _it_ `raw` @ref <label> = Title // gone /* gone */ '
    '#read("/etc/passwd") ]] }} ${} <script>alert(1)</script> <w:ins> &amp; ]]> \x00\x07\x1b'
)
BIDI = "The fee is \u202e001 RUE\u202c and \u2066no more\u2069."
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE_ON = {"accept": {f"{W}del", f"{W}moveFrom"}, "reject": {f"{W}ins", f"{W}moveTo"}}


def report_of(*blocks: ReportBlock, title: str = "A report", contents: int = 0) -> Report:
    return Report("Test", title, ("of nothing",), AT, f"{BASE}/x/", blocks, contents)


def edition(version: str, blocks: list[tuple[BlockKind, str]]) -> Edition:
    """A version whose text is those blocks."""
    content, made = "", []
    for kind, text in blocks:
        start = len(content)
        content += text
        level = 1 if kind in (BlockKind.HEADING, BlockKind.ITEM) else 0
        marker = "•" if kind is BlockKind.ITEM else ""
        made.append(Block(kind, start, len(content), level, marker))
        content += "\n\n"
    kept = Version(
        id=version,
        document="lumen-assistant/usage-policy",
        observed_at=AT,
        captures=(),
        cause=Cause.PUBLISHED,
        text="a" * 64,
        fingerprint="b" * 64,
        title="",
        language="en",
        words=len(content.split()),
        dates=(),
        recipe="test",
    )
    return Edition(kept, Text(content.rstrip("\n"), tuple(made)), Outline(()))


def redline_of(old: Edition, new: Edition, *, changed: bool = False) -> Report:
    from tests.publish.publish_kit import DOCUMENT, PLATFORM

    told = RedlineTold(
        DOCUMENT, PLATFORM, old, new, side_by_side(old, new), changed, "/platform/lumen-assistant/x/diff/a..b"
    )
    return redline_report(told, BASE)


def resolved(file: bytes, how: str) -> list[str]:
    """The passages of the Word file's text once every tracked change is accepted or rejected, as Word does it.

    A paragraph whose mark goes is joined with the next; list marks are looks, not text.
    """
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        body = ET.fromstring(archive.read("word/document.xml"))[0]
    passages: list[str] = []
    kept = ""
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is None or not str(style.get(f"{W}val")).startswith("Passage"):
            continue
        kept += "".join(_words(child, how) for child in paragraph if child.tag != f"{W}pPr")
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if mark is not None and any(each.tag in _GONE_ON[how] for each in mark):
            continue
        passages.append(kept)
        kept = ""
    assert not kept, "text was left without a paragraph"
    return passages


def _words(element: ET.Element, how: str) -> str:
    if element.tag in _GONE_ON[how]:
        return ""
    if element.tag == f"{W}r":
        look = element.find(f"{W}rPr/{W}rStyle")
        if look is not None and look.get(f"{W}val") == "Marker":
            return ""
        return "".join(_char(each) for each in element)
    return "".join(_words(each, how) for each in element)


def _char(element: ET.Element) -> str:
    if element.tag in (f"{W}t", f"{W}delText"):
        return element.text or ""
    return {f"{W}tab": "\t", f"{W}br": "\n"}.get(element.tag, "")


def flat(text: str) -> str:
    """The text without what setting it adds: line ends, and the places where huge words may break."""
    return re.sub(r"[\s\u200b]+", "", text)
