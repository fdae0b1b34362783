"""Writes a folder of declarations from a list of rows: `python tools/make_catalogue.py SOURCE.json OUTDIR`.

The shipped catalogue is made so, into src/clausewatch/catalog/platforms.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pydantic import TypeAdapter

from clausewatch.catalog import dump_platform
from clausewatch.catalog.from_rows import Row, platforms_from_rows


def main(source: Path, folder: Path) -> None:
    """Replaces the folder's declarations by those of the rows in `source`."""
    platforms = platforms_from_rows(TypeAdapter(tuple[Row, ...]).validate_json(source.read_bytes()))
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.yaml"):
        stale.unlink()
    for platform in platforms:
        (folder / f"{platform.id}.yaml").write_text(dump_platform(platform), encoding="utf-8")
    documents = sum(len(platform.documents) for platform in platforms)
    print(f"{len(platforms)} platforms, {documents} documents")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
