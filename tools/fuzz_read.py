"""Feeds mutated bytes to the reader, the judge, the outline and the Markdown writer, and stops at what breaks a promise.

Coverage-guided (atheris, libFuzzer), so it needs an environment of its own; it is no dependency of the project:

    uv venv /tmp/fuzz && uv pip install --python /tmp/fuzz/bin/python atheris -e .
    mkdir -p /tmp/corpus && nice /tmp/fuzz/bin/python tools/fuzz_read.py /tmp/corpus -max_total_time=3600

Every option of libFuzzer works (`-help=1`). Pages put into the corpus folder beforehand are seeds; the first byte of an
input picks how the page is declared, the rest is its body. A finding is written to ./crash-DIGEST; give its path as the only
argument to see it again. Inputs that take over 5 seconds (`-timeout`) or 1 GB (`-rss_limit_mb`) are findings too.
"""

from __future__ import annotations

import sys
import tempfile
import unicodedata
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["clausewatch.text", "clausewatch.structure"]):
    from clausewatch import structure, text
    from clausewatch.nouns.document import Page, Text

_DECLARED = (
    ("text/html", None, (), ()),
    ("text/html", "utf-8", ("main",), ("nav", "footer")),
    ("text/html", "utf-16", (), ("script",)),
    ("text/html", "latin-1", ("div:has(p)",), ()),
    ("text/html; charset=x", "gb18030", ("body > *",), ("a[href]", ":not(")),
    ("application/xhtml+xml", "shift_jis", ("p", "div"), ("li:nth-child(2n+1)",)),
    ("text/plain", None, (), ()),
    ("text/markdown", None, (), ()),
)
_WORDS = (
    "<div>", "</div>", "<p>", "<br>", "<table><tr><td>", "</td>", "</table>", "<th>", "<ul><li>", "<ol start=-9 type=i reversed>",
    "<h1>", "<h2 class=h3>", "<a href='#x'>", "</a>", "<b>", "<i style='font-weight:bold'>", "<details><summary>", "<button aria-expanded>",
    "<pre><code>", "<svg><foreignObject>", "<math><mi>", "<template>", "<script type=application/json>", "</script>", "<style>",
    "<main>", "<nav>", "<footer>", "<form><input>", "<dl><dt>", "<dd>", "hidden", "aria-hidden=true", "class='sr-only'",
    "style='display:none'", "role=heading aria-level=9", "<!--", "-->", "<![CDATA[", "]]>", "<!doctype html>", "&amp;", "&#x0;",
    "&#xd800;", "<meta charset=", "\u00e9", "e\u0301", "\u200b", "\u202e", "\u5e74", "1. ", "(a) ", "\u2022 ", "2.1", "Last updated 1 May 2024", ":", ". ",
)  # fmt: skip
"""What libFuzzer splices in: the markup on which the reader decides something."""


def check(data: bytes) -> None:
    """Reads one input and holds the result against the promises of `Text`, `judge`, `outline` and `to_markdown`."""
    media, charset, select, remove = _DECLARED[data[0] % len(_DECLARED)] if data else _DECLARED[0]
    page = Page(data[1:], media, charset, "https://example.org/a/b?c#d", 200, select, remove)
    reading = text.read(page)
    _check_text(reading.text)
    assert text.judge(reading, page).reasons
    assert text.judge(reading, page, reading.text).reasons
    outline = structure.outline(reading.text)
    assert all(0 <= one.start <= one.end <= len(reading.text.content) for one in outline.provisions)
    assert bool(text.to_markdown(reading.text)) == bool(reading.text.blocks)
    text.fingerprint(reading.text)
    text.find_dates(reading.text)


def _check_text(read: Text) -> None:
    content = read.content
    assert unicodedata.is_normalized("NFC", content)
    at = 0
    for block in read.blocks:
        assert content[at : block.start] in {"", "\n", "\n\n"}
        assert block.start < block.end <= len(content)
        assert not content[block.start].isspace() or block.cells
        assert all(block.start <= cell.start <= cell.end <= block.end for cell in block.cells)
        at = block.end
    assert at == len(content)
    for stretch in (*read.links, *read.marks):
        assert 0 <= stretch.start < stretch.end <= len(content)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        words = Path(folder) / "words.dict"
        lines = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in _WORDS)
        words.write_text("".join(f'"{line}"\n' for line in lines))
        limits = ["-timeout=5", "-rss_limit_mb=1024", "-max_len=20000", f"-dict={words}"]
        atheris.Setup([sys.argv[0], *limits, *sys.argv[1:]], check)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
