"""How a page is cited: the forms people paste into papers, briefs and bibliographies."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from clausewatch.nouns.identity import Digest
from clausewatch.web.labels import day

_KEY = re.compile(r"[^a-z0-9]+")
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "$": r"\$",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation names. `part` is the provision or change within the document; `original` where it was published."""

    author: str
    document: str
    part: str
    observed_at: datetime
    original: str
    permalink: str
    text: Digest


@dataclass(frozen=True, slots=True)
class Citation:
    """One form of it: what the form is called and the words to paste."""

    style: str
    words: str


def citations(cited: Cited) -> tuple[Citation, ...]:
    """The citation in each form, in plain text without line breaks but in BibTeX.

    APA: Publication Manual, 7th edition, 10.16 (webpages that change carry a retrieval date). Bluebook-style: rule 18.2
    (title, source, date seen, archived address in brackets); nobody but an editor makes a Bluebook citation. BibTeX:
    biblatex's entry type `online`.
    """
    plain = replace(
        cited,
        author=_plain(cited.author),
        document=_plain(cited.document),
        part=_plain(cited.part),
        original=_plain(cited.original),
    )
    return (
        Citation("APA", _apa(plain)),
        Citation("Bluebook style", _bluebook(plain)),
        Citation("BibTeX", _bibtex(plain)),
        Citation("Permanent address and hash", f"{plain.permalink} (text SHA-256 {plain.text})"),
    )


def _apa(cited: Cited) -> str:
    at = cited.observed_at
    within = f" [{cited.part}]" if cited.part else ""
    source = f", from {cited.original}" if cited.original else ""
    return (
        f"{_stopped(cited.author)} ({at.year}, {at:%B} {at.day}). {cited.document}{within}. Retrieved {at:%B} {at.day}, "
        f"{at.year}{source}. Archived at {cited.permalink}"
    )


def _bluebook(cited: Cited) -> str:
    at = cited.observed_at
    within = f", “{cited.part}”" if cited.part else ""
    source = f", {cited.original}" if cited.original else ""
    return (
        f"{cited.author}, {cited.document}{within}{source} (as captured {at:%b}. {at.day}, {at.year}) "
        f"[{cited.permalink}] (text SHA-256 {cited.text})."
    )


def _bibtex(cited: Cited) -> str:
    at = cited.observed_at
    key = _KEY.sub("-", f"{cited.author} {cited.document}".lower()).strip("-")[:40].strip("-") or "policy"
    title = f"{cited.document}: {cited.part}" if cited.part else cited.document
    fields = (
        ("author", f"{{{_tex(cited.author)}}}"),
        ("title", f"{{{_tex(title)}}}"),
        ("date", f"{at:%Y-%m-%d}"),
        ("urldate", f"{at:%Y-%m-%d}"),
        ("url", cited.permalink),
        (
            "note",
            f"Captured {day(at)} from {_tex(cited.original or 'an archive')}; text SHA-256 {cited.text}",
        ),
    )
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields)
    return f"@online{{{key}-{cited.text[:8]},\n{lines}\n}}"


def _plain(words: str) -> str:
    """On one line, without characters that steer a terminal or turn the direction of the text."""
    return " ".join("".join(each if each.isprintable() else " " for each in words).split())


def _stopped(words: str) -> str:
    return words if words.endswith(".") else f"{words}."


def _tex(words: str) -> str:
    return "".join(_TEX.get(each, each) for each in words)
