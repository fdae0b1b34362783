"""The catalogue that comes with Clausewatch."""

from __future__ import annotations

from importlib.resources import as_file, files

from clausewatch.catalog.declarations import Catalogue, load_catalogue


def shipped() -> Catalogue:
    """The platforms that come with Clausewatch, as declared in this package's `platforms` folder."""
    with as_file(files("clausewatch.catalog") / "platforms") as folder:
        return load_catalogue(folder)
