"""Makes src/clausewatch/change/alike_words.txt: `uv run --with pyspellchecker==0.8.4 python tools/alike_words.py`.

Two words are alike by the rule of `clausewatch.change.spelling`. Of each pair one is common (its count in the list is
COMMON or more); so the file stays small, and a rare word is no hindrance to mending another rare one.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

from clausewatch.change.spelling import one_slip

COMMON = 1000
TARGET = Path(__file__).parents[1] / "src" / "clausewatch" / "change" / "alike_words.txt"


def main() -> None:
    packed = files("spellchecker").joinpath("resources/en.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    groups: dict[str, list[str]] = defaultdict(list)
    for word in counts:
        if word.isascii() and word.isalpha() and len(word) > 1:
            groups[word[:2] + word[-1]].append(word)
    found: set[str] = set()
    for group in groups.values():
        common = [word for word in group if counts[word] >= COMMON]
        for word in common:
            beside = {other for other in group if other != word and one_slip(word, other)}
            found |= beside | {word} if beside else set()
    comments = [line for line in TARGET.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    TARGET.write_text("\n".join([*comments, *sorted(found)]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
