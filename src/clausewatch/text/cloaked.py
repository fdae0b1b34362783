"""Addresses of e-mail that a content network hides from harvesters and its script writes back on screen.

Such a page shows the address or "[email protected]" as the network likes: the same text for both.
"""

from __future__ import annotations

import re
from html import escape

_SIGNS = ("data-cfemail", "/cdn-cgi/l/email-protection#")
_SHOWN = re.compile(
    r"<(a|span)\b[^<>]{0,400}?\bdata-cfemail=[\"']([0-9a-f]{4,400})[\"'][^<>]{0,400}>[^<]{0,80}</\1>",
    re.IGNORECASE,
)
_LINKED = re.compile(r"/cdn-cgi/l/email-protection#([0-9a-f]{4,400})", re.IGNORECASE)


def uncloaked(html: str) -> str:
    """The markup with those addresses in their places. Nearly every page comes back as it is."""
    if not any(sign in html for sign in _SIGNS):
        return html
    shown = _SHOWN.sub(lambda found: _address(found[2]) or found[0], html)
    return _LINKED.sub(
        lambda found: f"mailto:{address}" if (address := _address(found[1])) else found[0], shown
    )


def _address(code: str) -> str:
    """Each byte is the address's with the first one laid over it; nothing where that gives no address."""
    if len(code) % 2:
        return ""
    key, *rest = bytes.fromhex(code)
    try:
        said = bytes(each ^ key for each in rest).decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return escape(said) if "@" in said and said.isprintable() else ""
