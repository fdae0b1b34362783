"""Keeping markup within what can be read in bounded time and room."""

from __future__ import annotations

import re
from itertools import islice

MOST_TAGS = 300_000
"""What stands beyond is left out. The largest of 630 captured pages has 8,000 tags; so many small paragraphs take 4 seconds to read."""
_FEW_TAGS = 20_000
_DEEPEST = 1_000
"""Nesting beyond is laid flat, as browsers do beyond 512: each tag makes the parser look up all that are open."""
_SIGN = re.compile("<")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})[^>]*>?")
_NOT_NESTING = frozenset(
    {
        "area", "base", "body", "br", "caption", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "img",
        "input", "li", "link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "source", "tbody", "td",
        "tfoot", "th", "thead", "tr", "track", "wbr",
    }
)  # fmt: skip
"""Elements without inside, and those that the next of their kind closes (HTML Standard, 13.1.2.4)."""


def bounded(html: str) -> str:
    """The markup up to its 300,000th tag, at most a thousand elements deep; nearly every page comes back as it is."""
    count = html.count("<")
    if count <= _FEW_TAGS:
        return html
    if count > MOST_TAGS:
        html = html[: next(islice(_SIGN.finditer(html), MOST_TAGS, None)).start()]
    return _flattened(html)


def _flattened(html: str) -> str:
    """Without the tags, open and closing, of elements nested too deep."""
    kept: list[str] = []
    depth = skipped = begin = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() in _NOT_NESTING:
            continue
        if not tag[1] and depth < _DEEPEST:
            depth += 1
        elif tag[1] and not skipped:
            depth = max(0, depth - 1)
        else:
            skipped += -1 if tag[1] else 1
            kept.append(html[begin : tag.start()])
            begin = tag.end()
    return "".join([*kept, html[begin:]]) if kept else html
