"""Pages made to harm a reader, by family; run as a program it reads one family under limits and prints what came of each.

Sizes are such that any step that costs the square of the page's length runs into the limit of processor time, and any copy
of a copy into that of memory.
"""

from __future__ import annotations

import gzip
import json
import random
import resource
import sys
import zlib
from collections.abc import Callable, Iterator

import zstandard

from clausewatch import structure, text
from clausewatch.capture.decode import Decoded
from clausewatch.capture.decode import decode as decoded
from clausewatch.nouns.document import Page

Named = tuple[str, Callable[[], Page]]
CPU_SECONDS = 120
MEMORY = 1_000_000_000
_PROSE = "You may not sell your account, and we may end it when you break these terms. "


def page(markup: str | bytes, media: str = "text/html", charset: str | None = None, **given: object) -> Page:
    body = markup if isinstance(markup, bytes) else markup.encode("utf-8", "surrogatepass")
    return Page(body, media, charset, "https://example.org/terms?a#b", 200, **given)  # type: ignore[arg-type]


def framed(inner: str, **given: object) -> Page:
    head = "<!doctype html><html><head><title>Terms</title></head><body><main><h1>Terms</h1>"
    return page(f"{head}<p>{_PROSE * 8}</p>{inner}<p>The end of the terms.</p></main></body></html>", **given)  # type: ignore[arg-type]


def _chain(name: str, last: str) -> str:
    """Parts for one kind of screen inside one another, each with words of its own."""
    return "".join(f"<div class={name}>w{n} x{n} " for n in range(9_000)) + last + "</div>" * 9_000


def deep() -> Iterator[Named]:
    """Nesting of every kind of element that means something to the reader."""
    tags = [
        "div",
        "span",
        "b",
        "i",
        "a",
        "p",
        "ul",
        "ol",
        "li",
        "table",
        "blockquote",
        "section",
        "article",
        "main",
        "header",
        "nav",
        "footer",
        "aside",
        "details",
        "summary",
        "button",
        "label",
        "form",
        "dl",
        "dd",
        "pre",
        "font",
        "center",
        "fieldset",
        "h1",
        "h2",
        "td",
        "th",
        "tr",
        "caption",
        "marquee",
        "object",
        "custom-tag",
        "noscript",
        "svg",
        "math",
        "template",
        "select",
    ]
    for tag in tags:
        yield f"10,000 {tag}", lambda tag=tag: framed(f"<{tag}>" * 10_000 + "word")  # type: ignore[misc]
    for tag in ("div", "span", "custom-tag"):
        yield f"100,000 {tag}", lambda tag=tag: framed(f"<{tag}>" * 100_000 + "word")  # type: ignore[misc]
    yield "closed", lambda: framed("<div>" * 30_000 + _PROSE + "</div>" * 30_000)
    yield "words between", lambda: framed("<div>word " * 20_000)
    yield "banners", lambda: framed("<div class='cookie-banner'>w " * 15_000)
    yield "headers", lambda: framed("<header>w" * 15_000)
    yield "named menus", lambda: framed("<div class=nav><a href=#a>w</a> " * 10_000)
    yield "hidden panels", lambda: framed("<div hidden class=panel>w " * 15_000)


def unclosed() -> Iterator[Named]:
    """Open tags side by side or half open, each with a word."""
    tags = [
        "p",
        "li",
        "td",
        "tr",
        "th",
        "table",
        "a",
        "b",
        "strong",
        "em",
        "i",
        "font",
        "h1",
        "h2",
        "h6",
        "option",
        "select",
        "script",
        "style",
        "title",
        "textarea",
        "svg",
        "math",
        "template",
        "noscript",
        "iframe",
        "form",
        "button",
        "dt",
        "dd",
        "ul",
        "ol",
        "div",
        "span",
        "label",
        "details",
        "summary",
        "pre",
        "code",
        "br",
        "hr",
        "input",
        "img",
        "marquee",
        "object",
        "frameset",
        "body",
        "html",
        "head",
    ]
    for tag in tags:
        yield f"open {tag}", lambda tag=tag: framed(f"<{tag}>word " * 8_000)  # type: ignore[misc]
    yield "links in links", lambda: framed("<a href=/x>w<marquee>w<p>" * 4_000)
    yield "misnested marks", lambda: framed("<b><i><p>word</b></i>" * 3_000)
    yield "tags in tags", lambda: framed("<div <div <div " * 30_000)
    yield "chains of twins", lambda: framed(_chain("desktop-only", "a") + _chain("mobile-only", "b"))
    yield "half a tag", lambda: framed("<" * 300_000)
    yield "closing tags only", lambda: framed("</div></p></li></ul></table>" * 20_000)
    yield "half an attribute", lambda: framed("<p class='" + "x " * 300_000)


def attributes() -> Iterator[Named]:
    """Values aimed at the patterns that read them."""
    size = 300_000
    values = {
        "cookies": "cookie" * (size // 6), "cookie dashes": "cookie" + "_-" * (size // 2), "cookie underscores": "cookie" + "_" * size,
        "consents": "consent-x_" * (size // 10), "navs": "nav-" * (size // 4), "not quite navs": "nav" * (size // 3), "h": "h1x h2" * (size // 6),
        "hidden": "hidden " * (size // 7), "shown": "hidden " + "md:bloc " * (size // 8), "spaces": " " * size, "panels": "tab-" * (size // 4),
        "accordion": "accordio" * (size // 8), "screen": "sr-only:not-sr-onl " * (size // 19),
    }  # fmt: skip
    for name, value in values.items():
        yield f"class {name}", lambda value=value: framed(f"<div class='{value}'>{_PROSE}<b>x</b></div>")  # type: ignore[misc]
        yield f"id {name}", lambda value=value: framed(f"<div id='{value}'><a href=#>{_PROSE}</a></div>")  # type: ignore[misc]
    styles = {
        "display": "display" + " " * size, "displays": "display:" * (size // 8), "weights": "font-weight " * (size // 12),
        "list": "list-style" + "-type" * (size // 5), "visibility": "visibility : " * (size // 13),
    }  # fmt: skip
    for name, value in styles.items():
        yield f"style {name}", lambda value=value: framed(f"<ol style='{value}'><li>{_PROSE}</ol>")  # type: ignore[misc]
    yield "20,000 attributes", lambda: framed("<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">x</p>")
    yield (
        "data address",
        lambda: framed(f"<img src='data:{'A' * 3_000_000}'><a href='data:{'A' * 3_000_000}'>x</a>"),
    )
    yield "long address", lambda: framed(f"<a href='/{'../' * 300_000}x?{'&' * 9_999}'>x</a>")
    yield "bad addresses", lambda: framed("<a href='http://[::1'>x</a><a href='//['>y</a>" * 3_000)
    yield (
        "controls",
        lambda: framed("<button aria-controls='a b c'>Open</button><div id=a hidden>w w w w w</div>" * 4_000),
    )
    yield (
        "list numbers",
        lambda: framed("<ol start=-999999999999 reversed type=i><li value=99999999999999999999>x" * 2_000),
    )
    yield "heading levels", lambda: framed("<p role=heading aria-level=999999999>x" * 4_000)


def words() -> Iterator[Named]:
    """Runs of characters aimed at the patterns that read the text: as HTML, plain text and Markdown."""
    size = 200_000
    runs = {
        "dots": "." * size, "dots apart": ". " * (size // 2), "dots and quotes": ".\"'" * (size // 3), "brackets": "(" * size, "pairs": "()" * (size // 2),
        "numbers": "1." * (size // 2), "sections": "1.1 " * (size // 4), "letters": "a) " * (size // 3), "one word": "a" * size,
        "bullets": "• " * (size // 2), "dashes": "-" * size, "stars": "*" * size, "star words": "*a " * (size // 3), "underscores": "_a_" * (size // 3),
        "ticks": "`" * size, "square": "[" * size, "images": "![a](" * (size // 5), "quotes": "> " * (size // 2), "hashes": "# " * (size // 2),
        "pipes": "|a" * (size // 2), "escapes": "\\" * size, "mentions": "Section 9 " * (size // 10), "dates": "1 May 2024 " * (size // 11),
        "spaces": "a" + " " * size + "b", "tabs": "\t" * size, "lines": "\n" * size, "returns": "\r" * size, "marks": "a" + "\u0316\u0301" * (size // 2),
        "marks apart": ("a" + "\u0316\u0301" * 40) * (size // 80), "joined": "a\u0301\u200b\u0316" * (size // 4), "bidi": "\u202eab\u202c\u2066" * (size // 5),
        "zero width": "\u200b\ufeff\u2060\u00ad" * (size // 4), "hangul": "\u1112\u1161\u11ab" * (size // 3), "han": "年月日" * (size // 3),
        "surrogates": "\ud800\udc00\udfff" * (size // 3), "controls": "".join(map(chr, range(32))) * (size // 32), "emoji": "👩\u200d👩" * (size // 3),
        "updated": "last updated " * (size // 13), "page not": "page " * (size // 5), "entities": "&amp;&#0;&#xD800;&#x10FFFF;&lt;&notin;&" * (size // 40),
    }  # fmt: skip
    for name, run in runs.items():
        yield f"html {name}", lambda run=run: framed(f"<p>{run}</p>")  # type: ignore[misc]
        yield f"plain {name}", lambda run=run: page(run, "text/plain")  # type: ignore[misc]
        yield f"markdown {name}", lambda run=run: page(run[:40_000], "text/markdown")  # type: ignore[misc]
    for name in ("dots", "one word", "mentions", "page not", "marks", "updated"):
        yield f"title {name}", lambda run=runs[name]: page(f"<title>{run}</title><h1>{run}</h1>")  # type: ignore[misc]
        yield f"marked {name}", lambda run=runs[name]: framed(f"<p><b>{run}</b>: {_PROSE}</p>")  # type: ignore[misc]


def bytes_() -> Iterator[Named]:
    """Bytes that are not what they are said to be."""
    prose = (_PROSE * 40).encode()
    good = b"<html><body><main><p>" + prose + "naïve – “terms”".encode() + b"</main></body></html>"
    noise = random.Random(7).randbytes(200_000)
    for charset in "utf-8 utf-7 utf-16 utf-32 latin-1 shift_jis gb18030 big5 idna punycode rot13 hex zlib undefined unicode_escape x".split():  # noqa: SIM905
        yield f"said to be {charset}", lambda charset=charset: page(good, charset=charset)  # type: ignore[misc]
    for name in ("utf-16-le", "utf-16-be", "utf-32-le", "shift_jis", "koi8-r", "cp037"):
        yield f"unmarked {name}", lambda name=name: page(good.decode().encode(name, "replace"))  # type: ignore[misc]
    yield "noise", lambda: page(noise)
    yield "noise within", lambda: page(good[:400] + noise + good[400:])
    yield "noise as plain", lambda: page(noise, "text/plain")
    yield "noise as Markdown", lambda: page(noise[:30_000], "text/markdown")
    yield "zeros", lambda: page(b"\x00" * 500_000)
    yield "zeros between", lambda: page(b"\x00".join(bytes([byte]) for byte in good))
    yield "two encodings", lambda: page(good + "é".encode("latin-1") * 5_000 + "é".encode() * 5_000)
    yield "half a character", lambda: page(good + b"\xe2\x80")
    yield "coded surrogates", lambda: page(good + b"\xed\xa0\x80" * 9_000)
    yield "overlong", lambda: page(good + b"\xc0\xaf" * 9_000)
    yield "every byte", lambda: page(bytes(range(256)) * 800)
    yield "many claims", lambda: page(b"<meta charset=utf-16>" * 9_000 + good)
    yield "nothing", lambda: page(b"")
    yield "a mark alone", lambda: page(b"\xff\xfe")


def shapes() -> Iterator[Named]:
    """Lists, tables, breaks, links and hidden parts beyond measure."""
    row = "<tr><td>one<td>two"
    yield "5,000 lists", lambda: framed("<ul><li>item " * 5_000)
    yield "5,000 clauses", lambda: framed("<ol type=a><li><b>Title.</b> Words here." * 5_000)
    yield "items", lambda: framed("<ul>" + "<li><b>Title</b><ul><li>x</ul>" * 6_000 + "</ul>")
    yield (
        "colspan",
        lambda: framed(f"<table>{'<tr><td colspan=1000000 rowspan=1000000>one<td>two' * 3_000}</table>"),
    )
    yield "wide row", lambda: framed("<table><tr>" + "<td>a" * 40_000 + "<tr><td>b</table>")
    yield "tall table", lambda: framed(f"<table>{row * 15_000}</table>")
    yield "tables in cells", lambda: framed("<table><tr><td>a<td>" * 4_000)
    yield "tables in heads", lambda: framed("<table><tr><td>a<th>" * 4_000)
    caption = f"<table>{row * 1_100}<caption>"
    yield "tables in captions", lambda: framed(caption * 12)
    yield "captions first", lambda: framed("<table><caption>x" * 3_000 + row)
    yield (
        "captions round many rows",
        lambda: framed("<table><caption>" * 20 + f"w</caption>{row * 800}</table>" * 20),
    )
    yield "breaks", lambda: framed("<p>" + "<br>" * 80_000)
    yield "breaks and words", lambda: framed("<p>" + "word<br>" * 40_000)
    yield "marks over breaks", lambda: framed("<p><b><i><code><a href=x>" + "word<br>" * 15_000)
    yield "links", lambda: framed("<p>" + "<a href=/x>w</a> " * 40_000)
    yield "links in a list", lambda: framed("<ul>" + "<li><a href=#x>word</a>" * 10_000 + "</ul>")
    yield (
        "comments between",
        lambda: framed("<div>" + "w<!-- x -->" * 60_000 + "<div hidden>w w w w w w</div></div>"),
    )
    yield "hidden by style", lambda: framed(f"<div style='display: none'>{('<p>' + _PROSE) * 12_000}</div>")
    yield "old versions", lambda: framed(f"<div class=hidden><h2>Old</h2><p>{_PROSE * 3}</div>" * 5_000)
    yield "all hidden", lambda: page("<body hidden>" + f"<p hidden>{_PROSE}" * 8_000)
    yield "buttons", lambda: framed("<button aria-expanded=false>More</button><div>w w w w w</div>" * 6_000)
    yield "details", lambda: framed("<details><summary>More</summary>w" * 5_000)
    yield (
        "headings",
        lambda: framed("".join(f"<h{n % 6 + 1}>Title {n}</h{n % 6 + 1}>" for n in range(20_000))),
    )
    yield "pre", lambda: framed("<pre>" + "word\n" * 100_000 + "</pre>")
    yield "one line", lambda: page("<p>" + _PROSE * 30_000)
    yield "beyond the last tag", lambda: page("<p>" * 500_000)
    yield "bodies", lambda: page("<body>" * 60_000 + "</html>")
    yield "half bodies", lambda: page("<body " * 60_000 + "></html>")


def odd_markup() -> Iterator[Named]:
    """Doctypes, comments, sections, foreign elements and scripts."""
    bomb = (
        '<!DOCTYPE r [<!ENTITY a "ha">'
        + "".join(f'<!ENTITY a{n} "{"&a;" * 50}">' for n in range(500))
        + "]><r>&a499;</r>"
    )
    yield "entity bomb", lambda: page(bomb)
    yield "entity bomb as XML", lambda: page("<?xml version='1.0'?>" + bomb, "application/xhtml+xml")
    for name, sign in {"comment": "<!-- ", "half comment": "<!-", "comment ends": "--!> ", "cdata": "<![CDATA[ ", "cdata ends": "]]> ", "doctype": "<!doctype x ",
                       "instruction": "<?x ", "svg": "<svg><foreignObject><p>w", "math": "<math><mi><p>w", "svg titles": "<svg><title>w</svg>",
                       "templates": "<template><p>w</template>", "frames": "<frameset><frame>", "plaintext": "<plaintext>w"}.items():  # fmt: skip
        yield name, lambda sign=sign: framed(sign * 10_000)  # type: ignore[misc]
    prose = json.dumps([{"type": "p", "text": _PROSE}] * 6_000)
    scripts = {
        "data": prose, "deep data": "[" * 100_000, "deep closed data": "[" * 900 + "1" + "]" * 900, "wide data": "[" + "[]," * 300_000 + "[]]",
        "objects": '{"a":' * 50_000, "open quote": 'x="' + _PROSE * 5_000, "quotes": "'\"`" * 100_000, "one literal": f'x="{_PROSE * 20_000}"', "escapes": 'x="' + "\\u0041" * 100_000,
        "template": "`" + "\\`" * 200_000, "digits": "[" + "9" * 300_000 + "]", "codes": 'x="' + "\\ud800" * 60_000 + '"', "markup": json.dumps("<p <p " * 60_000),
        "lines": json.dumps(_PROSE + "\n \n" * 100_000), "entities": json.dumps(_PROSE + "&aaa" * 90_000), "braces": "{" * 300_000, "words": _PROSE * 4_000,
    }  # fmt: skip
    for name, source in scripts.items():
        yield f"script {name}", lambda source=source: page(f"<body><script>{source}</script>")  # type: ignore[misc]
    yield "scripts", lambda: page("<body>" + f"<script>{'var a = 1;' * 50}</script>" * 4_000)
    yield "scripts with prose", lambda: page("<body>" + f"<script>x = '{_PROSE * 8}'</script>" * 1_500)


def selectors() -> Iterator[Named]:
    """Declarations that are as hostile as the page."""
    for selector in ("div div div div div p", ":has(:has(p))", "div:not(:not(div)) p", "*", "p ~ p ~ p", "", ",", ":nth-child(999999999n+1)",
                     "[class*=a]" * 500, "(" * 5_000, "div >" * 2_000 + "p", "p,p," * 500 + "p", "::before", "\x00", "\ud800"):  # fmt: skip
        yield (
            f"select {selector[:20]!a}",
            lambda selector=selector: framed(  # type: ignore[misc]
                "<div class=a>" * 200 + "<p>word " * 200, select=(selector,), remove=(selector,)
            ),
        )


def coded() -> Iterator[Named]:
    """Bombs of the transfer: what the decoder lets through is read."""
    zeros = b"<p>word " * 6_000_000
    bombs = {
        "gzip": gzip.compress(zeros, 1),
        "deflate": zlib.compress(zeros, 1),
        "zstd": zstandard.compress(zeros),
    }
    bombs["gzip, gzip"] = gzip.compress(bombs["gzip"], 1)

    def opened(coding: str) -> Page:
        made = decoded(bombs[coding], coding, 200_000)
        return page(made.body if isinstance(made, Decoded) else b"")

    for coding in bombs:
        yield coding, lambda coding=coding: opened(coding)  # type: ignore[misc]


FAMILIES: dict[str, Callable[[], Iterator[Named]]] = {
    "deep": deep, "unclosed": unclosed, "attributes": attributes, "words": words, "bytes": bytes_, "shapes": shapes, "odd": odd_markup,
    "selectors": selectors, "coded": coded,
}  # fmt: skip


def read(given: Page) -> dict[str, object]:
    """What all stages of reading say of a page."""
    reading = text.read(given)
    content = reading.text.content
    made = structure.outline(reading.text)
    inside = all(0 <= one.start <= one.end <= len(content) for one in made.provisions)
    return {
        "verdict": text.judge(reading, given).verdict.value,
        "again": text.judge(reading, given, reading.text).verdict.value,
        "chars": len(content),
        "markdown": len(text.to_markdown(reading.text)),
        "provisions": len(made.provisions),
        "tiled": inside and bool(made.provisions) == bool(reading.text.blocks),
    }


def main() -> None:
    family = sys.argv[1]
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for name, make in FAMILIES[family]():
        print(json.dumps({"page": name}), flush=True)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        found = read(make())
        found["cpu"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_utime - before, 2)
        print(json.dumps({"page": name, **found}), flush=True)


if __name__ == "__main__":
    main()
