"""Bytes to characters, whatever the bytes: byte order mark, declared charset, the page's own claim, then a guess."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.IGNORECASE)
_ALIASES = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
            "gb2312": "gb18030", "gbk": "gb18030", "x-sjis": "cp932", "shift_jis": "cp932", "euc-kr": "cp949"}  # fmt: skip
"""Labels that browsers read as a wider charset (WHATWG Encoding Standard, 4.2)."""
_GUESS_BYTES = 200_000


def decode(body: bytes, charset: str | None = None) -> str:
    """The characters of `body`: see `decoded`."""
    return decoded(body, charset)[0]


def decoded(body: bytes, charset: str | None = None) -> tuple[str, bool]:
    """The characters of `body`, and whether it is UTF-8 as it stands; never raises. Order as in the WHATWG Encoding Standard: mark, transport, page, guess.

    A declared charset that does not fit is not believed when the bytes are valid UTF-8; what fits nothing is read by
    the likeliest charset, or as UTF-8 with replacement characters.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace"), False
    found = _META.search(body[:4096])
    claims = [charset, found[1].decode("ascii") if found else None, "utf-8"]
    for claim in filter(None, claims):
        text = _strict(body, claim)
        if text is not None:
            return text, _is_utf8(claim)
    from charset_normalizer import from_bytes

    guess = from_bytes(body[:_GUESS_BYTES]).best()
    if guess is not None and _known(guess.encoding) and not guess.encoding.startswith(("utf_16", "utf_32")):
        share_lost = body.decode("utf-8", "replace").count("\ufffd") / max(1, len(body))
        if share_lost > 0.005:
            return body.decode(guess.encoding, "replace"), False
    return body.decode("utf-8", "replace"), False


def _is_utf8(claim: str) -> bool:
    return claim.strip().lower() in {"utf-8", "utf8"}


def _strict(body: bytes, claim: str) -> str | None:
    name = _ALIASES.get(claim.strip().lower(), claim.strip())
    if name.lower().startswith("utf-16") and b"\x00" not in body[:200]:
        return None
    if not _known(name):
        return None
    try:
        text = body.decode(name)
    except (UnicodeError, ValueError):
        return None
    return text if isinstance(text, str) else None


def _known(name: str) -> bool:
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return bool(getattr(info, "_is_text_encoding", True)) and info.name not in {
        "idna",
        "punycode",
        "undefined",
    }
