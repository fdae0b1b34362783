"""From the bytes of a page to its reading, by media type."""

from __future__ import annotations

from dataclasses import replace

from clausewatch.nouns.document import Page, Reading, Signals, Text
from clausewatch.nouns.evidence import Verdict
from clausewatch.text.bounds import MOST_CHARACTERS
from clausewatch.text.decode import decode
from clausewatch.text.language import language_of
from clausewatch.text.pdf import is_pdf, read_pdf
from clausewatch.text.plain import read_plain
from clausewatch.text.webpage import read_html

_MARKDOWN = frozenset({"text/markdown", "text/x-markdown"})
_HTML_SIGNS = (b"<!doctype", b"<html", b"<head", b"<body", b"<?xml", b"<div", b"<meta", b"<script")


def read(page: Page) -> Reading:
    """The page's text and what the whole page shows. Never raises, whatever the bytes.

    Of a text longer than four million characters nothing is given but that obstacle.

    The media type decides; markup sent as plain text, or without a type, is read as markup, and a plain text at an
    address that ends in .md as Markdown. PDF is known by its signature whatever the type says.
    """
    reading = _read(page)
    if len(reading.text.content) <= MOST_CHARACTERS:
        return reading
    reason = f"the text is longer than the {MOST_CHARACTERS:,} characters that are read"
    signals = replace(reading.signals, obstacle=(Verdict.TOO_LARGE, reason))
    return Reading(Text("", title=reading.text.title, language=reading.text.language), signals)


def _read(page: Page) -> Reading:
    if is_pdf(page):
        return read_pdf(page)
    media = page.media_type.split(";")[0].strip().lower()
    path = page.url.split("?")[0].split("#")[0].lower()
    looks_html = page.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML_SIGNS)
    if media in _MARKDOWN or (
        media == "text/plain" and path.endswith((".md", ".markdown")) and not looks_html
    ):
        return _read_markdown(page)
    if media.startswith("text/plain") and not looks_html:
        return read_plain(page)
    return read_html(page)


def _read_markdown(page: Page) -> Reading:
    from clausewatch.text.markdown import read_markdown

    text = read_markdown(decode(page.body, page.charset))
    text = replace(text, language=text.language or language_of(text.content))
    return Reading(text, Signals(text.content[:20_000], len(text.content), text.title))
