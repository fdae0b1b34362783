"""What kind of body an answer brought."""

from __future__ import annotations

import codecs
import re

# Quotes are not always there, nor always closed (RFC 9110, 8.3.2, and what is met).
_CHARSET = re.compile(r"""(?:^|;)\s*charset\s*=\s*["']?([A-Za-z0-9_.:+-]{1,40})""", re.IGNORECASE)
_VAGUE = frozenset(
    {"", "application/octet-stream", "binary/octet-stream", "unknown/unknown", "application/unknown"}
)
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,80}")
# WHATWG MIME Sniffing, 7.1: the tags that mark HTML, each followed by a space or `>`.
_HTML = re.compile(
    rb"[\t\n\f\r ]*<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--)"
    rb"(?:[\t\n\f\r />]|(?<=--))",
    re.IGNORECASE,
)
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# The same standard, 3: bytes that occur in no text.
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_SNIFFED = 1445
# Python decodes these too, but no page is written in them.
_NO_CHARSETS = frozenset(
    {"idna", "punycode", "unicode_escape", "unicode-escape", "raw_unicode_escape", "utf-7", "utf7"}
)


def media_of(content_type: str | None, body: bytes) -> tuple[str, str | None]:
    """Media type and charset of a body: as its header says, else by its first bytes.

    The charset is the header's label, and None when there is none or Python knows no such text encoding. A body that
    begins as PDF is PDF whatever a vague or textual header says.
    """
    said, charset = _said(content_type or "")
    start = body[:_SNIFFED]
    if b"%PDF-" in start[:1024] and (said in _VAGUE or said.startswith("text/")) and not _HTML.match(start):
        return "application/pdf", None
    if said not in _VAGUE:
        return said, charset
    return _sniffed(start), charset


def _said(content_type: str) -> tuple[str, str | None]:
    name, _, rest = content_type.partition(";")
    kind = name.strip().lower()
    return (kind if _TYPE.fullmatch(kind) else ""), _charset(rest)


def _charset(rest: str) -> str | None:
    found = _CHARSET.search(rest)
    if not found:
        return None
    label = found[1].lower()
    try:
        b"x".decode(label, "replace")
    except (LookupError, ValueError):
        return None
    return label if label not in _NO_CHARSETS else None


def _sniffed(start: bytes) -> str:
    bom = next((mark for mark in _BOMS if start.startswith(mark)), b"")
    if _HTML.match(start[len(bom) :]):
        return "text/html"
    if bom or not _BINARY.search(start):
        return "text/plain"
    return "application/octet-stream"
