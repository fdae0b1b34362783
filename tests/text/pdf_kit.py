"""PDFs for tests: set with reportlab, or written object by object where no honest program would."""

from __future__ import annotations

import io
import zlib

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from clausewatch.nouns.document import Page, Reading, Text
from clausewatch.text import read

WIDTH, HEIGHT = A4
FONT, BOLD = "Times-Roman", "Times-Bold"


class Sheet:
    """Draws on pages; y counts down from the top."""

    def __init__(self, title: str = "", **more: object) -> None:
        self.stream = io.BytesIO()
        self.canvas = Canvas(self.stream, pagesize=A4, pageCompression=0, **more)
        self.canvas.setTitle(title)

    def put(self, x: float, y: float, words: str, size: float = 10, font: str = FONT) -> float:
        """Draws words and gives where they end."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, HEIGHT - y, words)
        return x + float(stringWidth(words, font, size))

    def lines(self, x: float, y: float, lines: list[str], size: float = 10, font: str = FONT) -> float:
        """Draws lines one below the other and gives where the next would stand."""
        for line in lines:
            self.put(x, y, line, size, font)
            y += 1.2 * size
        return y

    def prose(self, x: float, y: float, width: float, words: str, size: float = 10) -> float:
        """Draws a paragraph wrapped to the width."""
        return self.lines(x, y, wrapped(words, width, size), size)

    def page(self) -> None:
        self.canvas.showPage()

    def bytes(self) -> bytes:
        self.canvas.save()
        return self.stream.getvalue()

    def reading(self) -> Reading:
        return read(Page(self.bytes(), "application/pdf"))

    def text(self) -> Text:
        return self.reading().text


def wrapped(words: str, width: float, size: float = 10, font: str = FONT) -> list[str]:
    """The words in lines no wider than `width`."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and stringWidth(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def shown(text: Text) -> list[tuple[str, int, str, str]]:
    return [(block.kind.value, block.level, block.marker, block.of(text.content)) for block in text.blocks]


def raw_pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first of them its catalogue."""
    out, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + head + table + tail


def stream(entries: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def one_page(
    content: bytes, *, box: bytes = b"0 0 600 800", more: tuple[bytes, ...] = (), extra: bytes = b""
) -> bytes:
    """A page with this content stream (object 4), Helvetica as /F, further objects from 6."""
    return raw_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%s>>>>"
            % (box, extra),
            content,
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            *more,
        ]
    )


def bomb() -> bytes:
    """A hundred megabytes of drawing text in a page of some hundred kilobytes."""
    packer = zlib.compressobj(9)
    line = b"BT /F 10 Tf 9 9 Td (aaaaaaa) Tj ET\n" * 30_000
    packed = b"".join(packer.compress(line) for _ in range(100)) + packer.flush()
    return one_page(stream(b"/Filter/FlateDecode", packed))


def nested_forms(depth: int = 12, width: int = 8) -> bytes:
    """Forms that each draw the next eight times: 8 to the 12th words."""
    draw = b"/X Do " * width
    forms = [
        stream(
            b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X %d 0 R>>>>" % (7 + number),
            draw,
        )
        for number in range(depth)
    ]
    last = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>>>"
    forms.append(stream(last, b"BT /F 10 Tf 9 9 Td (word) Tj ET"))
    return one_page(stream(b"", draw), more=tuple(forms), extra=b"/XObject<</X 6 0 R>>")


def repeated_stream() -> bytes:
    """One stream of 64 MB of spaces, named two hundred times as the page's content."""
    packed = zlib.compress(b" " * (64 << 20), 9)
    kids = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents[%s]>>" % (b"4 0 R " * 200)
    return raw_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            kids,
            stream(b"/Filter/FlateDecode", packed),
        ]
    )


def many_pages(count: int) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"
    kids = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * min(count, 5_000), count)
    return raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", kids, page])
