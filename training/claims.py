"""Claims of ours on real statements whose words are not ours to ship: each row has a claim and digests of the statements it cites.

usage: python -m training.claims CLAIMS.jsonl... --sources SOURCE.jsonl... --out ROWS.jsonl [--shared DIR]

CLAIMS have id, claim, statements, heading_path, platform and supported; SOURCE lines name the source of each statement's text. The
words are found again in the shared data as those of training/labelled.jsonl are (`training.pointed`). A row that is not found
again is an error and not left out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.pointed import marked

from training.pointed import Sources

_SHARED = Path(__file__).resolve().parents[2] / "shared"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A claim as `clausewatch gate` reads it (`given`), the set that it was written in, and whether its statements bear it."""

    given: dict[str, Any]
    of: str
    supported: bool


def found_again(shared: Path, rows: Path) -> Iterator[Labelled]:
    """The claims of a file of rows with the words of their statements; headings where their source has them in one piece.

    ValueError where a source does not hold a statement's words any more.
    """
    sources = Sources(shared)
    for number, line in enumerate(rows.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        texts = [sources.words(each["source"]).of(each["text"]) for each in row["statements"]]
        if None in texts:
            raise ValueError(f"{rows.name}, line {number}: a source does not hold the words of {row['id']}")
        own = sources.words(row["statements"][0]["source"])
        given = {
            "id": row["id"],
            "claim": row["claim"],
            "statements": [{"id": f"s{at}", "text": text} for at, text in enumerate(texts, 1)],
            "heading_path": list(filter(None, map(own.of, row["headings"]))),
            "platform": row["platform"],
        }
        yield Labelled(given, row["id"].partition("-")[0], row["supported"])


def _row(each: dict[str, Any], known: dict[str, str], sources: Sources) -> dict[str, Any] | None:
    places = [(known.get(one["text"], ""), marked(one["text"])) for one in each["statements"]]
    if any(not source or sources.words(source).of(mark) is None for source, mark in places):
        return None
    own = sources.words(places[0][0])
    headings = (marked(one) for one in each["heading_path"] or ())
    return {
        "id": each["id"],
        "platform": each["platform"],
        "claim": each["claim"],
        "supported": each["supported"],
        "statements": [{"source": source, "text": mark} for source, mark in places],
        "headings": [one for one in headings if one[0] and own.of(one) is not None],
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("claims", nargs="+", type=Path)
    parser.add_argument("--sources", nargs="+", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shared", type=Path, default=_SHARED)
    options = parser.parse_args()
    known: dict[str, str] = {}
    for each in _lines(options.sources):
        for text in (each["lead_in"], each["text"]):
            if text:
                known[text] = each["source"]
    sources, lost, rows = Sources(options.shared), 0, []
    for each in _lines(options.claims):
        row = _row(each, known, sources)
        if row is None:
            lost += 1
        else:
            rows.append(json.dumps(row, ensure_ascii=False) + "\n")
    options.out.write_text("".join(rows), encoding="utf-8")
    print(f"{options.out}: {len(rows)} rows; {lost} not found in their sources and left out", file=sys.stderr)


def _lines(paths: list[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


if __name__ == "__main__":
    main()
