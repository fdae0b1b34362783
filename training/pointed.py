"""Labels of real statements whose words are not ours to ship: each row names a source and a digest of the words it means.

usage: python -m training.pointed LABELS.jsonl... [--shared DIR]

Turns labelled statements into such rows and adds to training/labelled.jsonl the rows and labels that it lacks. LABELS have source,
platform, doc_type, heading_path, lead_in, text, topics, and modality, bound_party and severity where the reader said them.
Training finds the words again in the shared data: those in a run of so many words of
the source, letters and digits alone and in small letters, whose SHA-256 is that of the row. A row that is not found again
is an error and not left out: the same rows must give the same weights everywhere.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import zstandard
from evals.pointed import Words, marked
from selectolax.lexbor import LexborHTMLParser

from clausewatch.nouns.finding import Asked

LABELLED = Path(__file__).resolve().parent / "labelled.jsonl"
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
_EMPHASIS = re.compile(r"[*_`#|>]+")
_SAID = ("modality", "bound_party", "severity")


@dataclass(frozen=True, slots=True)
class Pointed:
    """A labelled statement, found again. Its lead-in and headings are empty where the source has them in no one piece,
    `modality` and `bound_party` where the reader said only topics."""

    asked: Asked
    platform: str
    topics: tuple[str, ...]
    modality: str
    bound_party: str


def pointed(shared: Path) -> Iterator[Pointed]:
    """Every row of training/labelled.jsonl with its words. ValueError where one is not in its source any more."""
    sources = Sources(shared)
    for number, line in enumerate(LABELLED.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        found = sources.words(row["source"])
        text = found.of(row["text"])
        if text is None:
            raise ValueError(f"{LABELLED.name}, line {number}: {row['source']} does not hold these words")
        headings = tuple(filter(None, map(found.of, row["headings"])))
        lead_in = found.of(row["lead_in"]) if row["lead_in"] else None
        yield Pointed(
            Asked(text, headings, lead_in or "", row["doc_type"], row["platform"]),
            row["platform"],
            tuple(row["topics"]),
            row.get("modality", ""),
            row.get("bound_party", ""),
        )


class Sources:
    """The shared data that rows point into, each read once."""

    def __init__(self, shared: Path) -> None:
        self._data = shared / "data"
        self.words: Callable[[str], Words] = lru_cache(maxsize=None)(self._words)
        self._lines: dict[str, list[dict[str, Any]]] = {}
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def _words(self, source: str) -> Words:
        """Of a page: `verdicts/...` or `extraction/...`; of a document of the archive: `ota#PLATFORM#DOCUMENT`; of lines of
        the training data: `mucd_en.jsonl#DOC#I` with the lines before it, all lines of `mucd#DOC`, `acord#ID`."""
        kind, _, rest = source.partition("#")
        if kind == "ota":
            return Words(_plain(self._published("/".join(rest.split("#")) + ".md")))
        if kind == "mucd_en.jsonl":
            document, _, place = rest.rpartition("#")
            return Words(" \n".join(self._before(document, int(place))))
        if kind == "mucd":
            lines = self._read("training/mucd_en.jsonl")
            return Words(" \n".join(each["text"] for each in lines if each["doc"] == rest))
        if kind == "acord":
            clauses = self._read("training/acord/corpus.jsonl")
            return Words(next(each["text"] for each in clauses if each["_id"] == rest))
        return Words(_page(self._data / source))

    def _before(self, document: str, place: int) -> Iterator[str]:
        """The sentence first: what it holds must not be found in what stands above it."""
        lines = {
            each["i"]: each["text"]
            for each in self._read("training/mucd_en.jsonl")
            if each["doc"] == document
        }
        yield from (lines[at] for at in range(place, max(-1, place - 60), -1) if at in lines)

    def _read(self, name: str) -> list[dict[str, Any]]:
        if name not in self._lines:
            content = (self._data / name).read_text(encoding="utf-8")
            self._lines[name] = [json.loads(line) for line in content.splitlines()]
        return self._lines[name]

    def _published(self, path: str) -> str:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="clausewatch-training-")
            bundle = self._data / "ota/genai-eu-versions.bundle"
            _git("clone", "--quiet", "--bare", str(bundle), self._folder.name)
        # The document may have been taken out of the archive since.
        kept = ("log", "-1", "--diff-filter=AM", "--format=%H", "HEAD", "--", path)
        commit = _git("-C", self._folder.name, *kept).strip()
        if not commit:
            raise ValueError(f"{path} is not in the archive")
        return _git("-C", self._folder.name, "show", f"{commit}:{path}")


def _page(path: Path) -> str:
    content = path.read_bytes()
    if path.suffix == ".zst":
        content = zstandard.ZstdDecompressor().decompress(content, max_output_size=1 << 26)
    elif path.suffix == ".gz":
        content = gzip.decompress(content)
    if path.suffix == ".md":
        return _plain(content.decode("utf-8"))
    parser = LexborHTMLParser(content.decode("utf-8", "replace"))
    parser.strip_tags(["script", "style", "noscript", "template"])
    return parser.root.text(separator=" ") if parser.root is not None else ""


def _plain(markdown: str) -> str:
    return _EMPHASIS.sub(" ", _LINK.sub(r"\1", markdown))


def _git(*given: str) -> str:
    return subprocess.run(["git", *given], check=True, capture_output=True).stdout.decode("utf-8")


def _row(each: dict[str, Any], found: Words) -> dict[str, Any] | None:
    text = marked(each["text"])
    if found.of(text) is None:
        return None
    lead_in = marked(each["lead_in"] or "")
    headings = (marked(one) for one in each["heading_path"] or ())
    return {
        "source": each["source"],
        "platform": each["platform"],
        "doc_type": each["doc_type"],
        "text": text,
        "headings": [one for one in headings if one[0] and found.of(one) is not None],
        "lead_in": lead_in if lead_in[0] and found.of(lead_in) is not None else None,
        "topics": each["topics"],
        **{key: each[key] for key in _SAID if key in each},
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labels", nargs="+", type=Path)
    parser.add_argument("--shared", type=Path, default=LABELLED.parents[2] / "shared")
    options = parser.parse_args()
    kept = LABELLED.read_text(encoding="utf-8").splitlines() if LABELLED.exists() else []
    rows = {(row["source"], *row["text"]): row for row in map(json.loads, kept)}
    sources, lost = Sources(options.shared), 0
    for path in options.labels:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            each = json.loads(line)
            row = _row(each, sources.words(each["source"]))
            if row is None:
                lost += 1
                print(f"{path.name}, line {number}: not found in {each['source']}", file=sys.stderr)
            else:
                key = (row["source"], *row["text"])
                rows[key] = row | rows.get(key, {})
    LABELLED.write_text("".join(json.dumps(row) + "\n" for row in rows.values()), encoding="utf-8")
    print(f"{LABELLED}: {len(rows)} rows, {lost} not found in their sources and left out")


if __name__ == "__main__":
    main()
