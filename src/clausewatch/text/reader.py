"""From the bytes of a page to its reading, by media type."""

from __future__ import annotations

from clausewatch.nouns.document import Page, Reading
from clausewatch.text.plain import read_plain
from clausewatch.text.webpage import read_html

_MARKDOWN = frozenset({"text/markdown", "text/x-markdown"})
_HTML_SIGNS = (b"<!doctype", b"<html", b"<head", b"<body", b"<?xml", b"<div", b"<meta", b"<script")


def read(page: Page) -> Reading:
    """The page's text and what the whole page shows. Never raises, whatever the bytes.

    The media type decides; markup sent as plain text, or without a type, is read as markup.
    """
    media = page.media_type.split(";")[0].strip().lower()
    looks_html = page.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML_SIGNS)
    if media.startswith("text/plain") and not looks_html:
        return read_plain(page)
    return read_html(page)
