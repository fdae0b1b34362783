"""How much of the verdicts rests on the wording of single services: phrases taken away, by phrase and by fold.

usage: python -m evals.verdict_folds [--folds K]

Twice: every phrase family is removed alone, and the pages whose verdict then changes are named by service; and the
services are dealt into K folds, each judged with those families only that a page of some other fold hits too. The
latter is a floor: the families were written from how servers word such pages in general, not from these pages alone.
"""

from __future__ import annotations

import argparse
import json
import os
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import zstandard

from clausewatch.nouns.document import Page, Reading, Text
from clausewatch.nouns.evidence import Verdict
from clausewatch.text import judge, phrases, read, verdict
from clausewatch.text.refusals import Family

Key = tuple[Verdict, str]
"""A family: its verdict and its language."""


@dataclass(frozen=True, slots=True)
class _Sample:
    file: str
    service: str
    wanted: frozenset[str]
    page: Page
    reading: Reading
    previous: Text | None

    @property
    def judged(self) -> str:
        return judge(self.reading, self.page, self.previous).verdict.value


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folds", type=int, default=5)
    options = parser.parse_args()
    shared = Path(os.environ.get("CLAUSEWATCH_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    samples = _samples(shared / "data" / "verdicts")
    whole = {sample.file: sample.judged for sample in samples}
    _report("all families", samples, whole)
    hits = _leaning(samples, whole)
    _by_fold(samples, hits, options.folds)


def _samples(folder: Path) -> list[_Sample]:
    rows = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    found = []
    for row in rows:
        page = Page(_body(folder / row["file"]))
        last = row.get("previous_ok_file")
        previous = read(Page(_body(folder / last))).text if last else None
        wanted = frozenset({row["verdict"], row.get("alt_verdict") or row["verdict"]})
        found.append(_Sample(row["file"], row["service"], wanted, page, read(page), previous))
    return found


def _body(path: Path) -> bytes:
    with path.open("rb") as stream:
        return zstandard.ZstdDecompressor().stream_reader(stream).read()


def _leaning(samples: list[_Sample], whole: dict[str, str]) -> dict[Key, set[str]]:
    """Prints for each family whose removal changes a verdict which services; gives the services that each one hits."""
    keys = [(kind, language) for kind, family in phrases.FAMILIES for language in family]
    hits: dict[Key, set[str]] = defaultdict(set)
    print("\nfamilies whose removal changes a verdict:")
    for key in keys:
        single = phrases.compiled(_only({key}))[0][1]
        touched = [
            one
            for one in samples
            if single.search(
                f"{one.reading.signals.page_title}\n{one.reading.signals.visible}\n{one.reading.text.content[:2000]}"
            )
        ]
        bad = [one for one in touched if "ok" not in one.wanted]
        hits[key].update(one.service for one in bad)
        with _without({key}):
            changed = {one.file: one.judged for one in touched}
        lost = [one for one in touched if changed[one.file] != whole[one.file]]
        if lost:
            services = sorted({one.service for one in lost})
            wrong = sum(changed[one.file] not in one.wanted for one in lost)
            print(
                f"  {key[0].value:15s} {key[1] or '-':3s} {len(lost):3d} pages, {wrong} then wrong: {', '.join(services)}"
            )
    return hits


def _by_fold(samples: list[_Sample], hits: dict[Key, set[str]], folds: int) -> None:
    held: dict[str, str] = {}
    for fold in range(folds):
        inside = {one.service for one in samples if zlib.crc32(one.service.encode()) % folds == fold}
        unknown = {key for key, services in hits.items() if not services - inside}
        with _without(unknown):
            held |= {one.file: one.judged for one in samples if one.service in inside}
    print()
    _report(f"{folds} folds by service, families seen in other folds only", samples, held)


def _report(name: str, samples: Iterable[_Sample], judged: dict[str, str]) -> None:
    good = [one for one in samples if "ok" in one.wanted and len(one.wanted) == 1]
    bad = [one for one in samples if one.wanted != {"ok"}]
    accepted = sum(judged[one.file] == "ok" and "ok" not in one.wanted for one in bad)
    refused = sum(judged[one.file] != "ok" for one in good)
    right = sum(judged[one.file] in one.wanted for one in bad)
    print(
        f"{name}: false_accept={accepted / len(bad):.4f} false_reject={refused / len(good):.4f} "
        f"right_kind={right / len(bad):.4f}"
    )


def _only(keys: set[Key]) -> tuple[tuple[Verdict, Family], ...]:
    return tuple(
        (kind, kept)
        for kind, family in phrases.FAMILIES
        if (kept := {language: said for language, said in family.items() if (kind, language) in keys})
    )


@contextmanager
def _without(keys: set[Key]) -> Iterator[None]:
    """Judges without these families while entered."""
    every = {(kind, language) for kind, family in phrases.FAMILIES for language in family}
    whole = verdict.SAID
    verdict.SAID = phrases.compiled(_only(every - keys))
    try:
        yield
    finally:
        verdict.SAID = whole


if __name__ == "__main__":
    main()
