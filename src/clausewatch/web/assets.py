"""The style sheet, the pictures in the tab and our own scripts: read once, served under an address that names their content."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from clausewatch.nouns.identity import digest

_TYPES = {
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "js": "text/javascript; charset=utf-8",
}
_NAMES = ("style.css", "icon.svg", "icon.png", "charts.js", "copy.js", "passkey.js", "design.css")


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file: its address changes with its content, so it may be kept for good."""

    name: str
    path: str
    media_type: str
    body: bytes


def load_assets() -> tuple[Asset, ...]:
    """The static files of the package."""
    return tuple(_load(name) for name in _NAMES)


def _load(name: str) -> Asset:
    body = (files("clausewatch.web") / "static" / name).read_bytes()
    stem, _, suffix = name.rpartition(".")
    return Asset(name, f"/static/{stem}.{digest(body)[:12]}.{suffix}", _TYPES[suffix], body)
