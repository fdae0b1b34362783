"""Links to addresses of e-mail that a content network hides from harvesters: another code for the same address each time."""

from __future__ import annotations

import re
from html import escape

_SIGN = "/cdn-cgi/l/email-protection#"
_LINKED = re.compile(rf"{_SIGN}([0-9a-f]{{4,400}})", re.IGNORECASE)


def uncloaked(html: str) -> str:
    """The markup with those links leading to the address itself. Nearly every page comes back as it is.

    What such a page shows in place of an address stays as it is shown.
    """
    if _SIGN not in html:
        return html
    return _LINKED.sub(lambda found: f"mailto:{said}" if (said := _address(found[1])) else found[0], html)


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
