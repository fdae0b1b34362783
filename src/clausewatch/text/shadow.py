"""Declarative shadow roots: parts of a page that its markup wraps in templates and that every browser shows."""

from __future__ import annotations

import re

_SIGN = "shadowrootmode"
_TEMPLATE = re.compile(r"<(/?)template\b([^>]{0,1000})>", re.IGNORECASE)
_SHOWN = re.compile(r"\sshadowrootmode\s*=\s*[\"']?(?:open|closed)\b", re.IGNORECASE)
_NAME = "shadow-root"


def opened(html: str) -> str:
    """The markup with each declared shadow root (HTML Standard, 4.12.3) as an element of its own in its host's place.

    Templates without that mark stay what they are, and so do roots inside them. Nearly every page comes back as it is.
    """
    if _SIGN not in html:
        return html
    kept: list[str] = []
    shown: list[bool] = []
    begin = 0
    for tag in _TEMPLATE.finditer(html):
        if not tag[1]:
            shown.append(_SHOWN.search(tag[2]) is not None and all(shown[-1:]))
        elif not shown:
            continue
        if shown[-1]:
            kept += [html[begin : tag.start()], f"<{tag[1]}{_NAME}>"]
            begin = tag.end()
        if tag[1]:
            shown.pop()
    return "".join([*kept, html[begin:]]) if kept else html
