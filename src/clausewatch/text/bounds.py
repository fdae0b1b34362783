"""Keeping markup within what can be read in bounded time and room."""

from __future__ import annotations

import re
from itertools import islice

MOST_TAGS = 90_000
"""What stands beyond is left out, and the page is too large for a version. The largest of 630 captured pages has 8,000 tags;
so many small paragraphs take 3 seconds from bytes to outline and Markdown."""
MOST_CHARACTERS = 4_000_000
"""A longer text is too large: the longest of 630 captured pages has 0.3 million, and all steps go through so many in 2 seconds."""
_FEW_TAGS = 20_000
_DEEPEST = 1_000
"""Nesting beyond is laid flat, as browsers do beyond 512: each tag makes the parser look up all that are open."""
_SIGN = re.compile("<")
_TAG = re.compile(r"<!--|<(/?)([a-zA-Z][^\s/>]{0,40})[^>]*>?")
_COMMENT_END = re.compile(r"--!?>")
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "xmp", "iframe", "noembed", "noframes")
}
"""Elements in which nothing but their own end tag is one (HTML Standard, 13.1.2)."""
_FOREIGN = frozenset({"svg", "math"})
_LONG_TAG = 8_000
"""Fewer characters hold no 4,000 attributes, which take 0.03 seconds."""
_LONG_START = re.compile(r"[a-zA-Z][^<>]{8000}")
_ATTRIBUTE = r"""[\s/]++[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+))?+"""
_WHOLE_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*+(?:{_ATTRIBUTE}){{0,1000}}+((?:{_ATTRIBUTE})++)?")
_NOT_NESTING = frozenset(
    {
        "area", "base", "body", "br", "caption", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "img",
        "input", "li", "link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "source", "tbody", "td",
        "tfoot", "th", "thead", "tr", "track", "wbr",
    }
)  # fmt: skip
"""Elements without inside, and those that the next of their kind closes (HTML Standard, 13.1.2.4)."""


def bounded(html: str) -> str:
    """The markup up to its 90,000th tag, a thousand elements deep and with a thousand attributes in a tag.

    Nearly every page comes back as it is.
    """
    count = html.count("<")
    if count > MOST_TAGS:
        html = html[: next(islice(_SIGN.finditer(html), MOST_TAGS, None)).start()]
    if count > _FEW_TAGS or _has_long_tag(html):
        html = _thinned(html)
    return html if count <= _FEW_TAGS else _flattened(html)


def _has_long_tag(html: str) -> bool:
    """True when so long a stretch without a further tag begins as a tag does, and may hold too many attributes."""
    # From each sign on, the last one within reach is looked for: what lies between cannot be long.
    at = -1
    while len(html) - at > _LONG_TAG:
        after = html.rfind("<", at + 1, at + _LONG_TAG + 2)
        if after < 0:
            if _LONG_START.match(html, at + 1):
                return True
            after = html.find("<", at + 1)
            if after < 0:
                break
        at = after
    return False


def _thinned(html: str) -> str:
    """Without the attributes beyond the thousandth of a tag: the parser compares each with all before it."""
    kept: list[str] = []
    begin = 0
    for tag in _WHOLE_TAG.finditer(html):
        if tag[1]:
            kept.append(html[begin : tag.start(1)])
            begin = tag.end(1)
    return "".join([*kept, html[begin:]]) if kept else html


def _flattened(html: str) -> str:
    """Without the tags, open and closing, of elements nested too deep. What looks like tags in scripts and comments is none."""
    kept: list[str] = []
    depth = skipped = begin = foreign = at = 0
    while (tag := _TAG.search(html, at)) is not None:
        at = tag.end()
        if tag[0] == "<!--":
            at = _after(_COMMENT_END, html, tag.start() + 2)
            continue
        name = tag[2].lower()
        if name in _NOT_NESTING:
            continue
        if name in _FOREIGN:
            foreign = max(0, foreign + (-1 if tag[1] else 1))
        if not tag[1] and depth < _DEEPEST:
            depth += 1
        elif tag[1] and not skipped:
            depth = max(0, depth - 1)
        else:
            skipped += -1 if tag[1] else 1
            kept.append(html[begin : tag.start()])
            begin = tag.end()
        # Inside SVG and MathML these are elements as any other (HTML Standard, 13.2.6.5).
        if not tag[1] and not foreign and name in _RAW:
            at = _before(_RAW[name], html, at)
    return "".join([*kept, html[begin:]]) if kept else html


def _after(end: re.Pattern[str], html: str, at: int) -> int:
    found = end.search(html, at)
    return found.end() if found else len(html)


def _before(end: re.Pattern[str], html: str, at: int) -> int:
    found = end.search(html, at)
    return found.start() if found else len(html)
