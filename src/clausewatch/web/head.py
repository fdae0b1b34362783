"""What the frame around a page needs to know of it."""

from __future__ import annotations

from dataclasses import dataclass

from clausewatch.web.asking import Unused


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way from the front page to here."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Head:
    """What the frame around a page needs to know of it: title, place in the site, and the address to cite."""

    title: str
    path: str
    section: str = ""
    description: str = ""
    crumbs: tuple[Crumb, ...] = ()
    feed: str = ""
    analysis: bool = False
    robots: str = ""
    unused: Unused | None = None
