"""Writes the examples of the OpenAPI document: what the tests' small instance answers, cut to what one can read.

usage: python -m tools.api_examples
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests.web.api_kit import addresses, whole

_OUT = Path("src/clausewatch/web/data/api_examples.json")
_MOST_ITEMS, _MOST_CHARACTERS = 2, 400


def cut(value: object, known: tuple[str, ...] = ()) -> object:
    """The value with long lists, texts and dictionaries shortened; what is named by `known` fields stays whole."""
    if isinstance(value, dict):
        return {name: each if name in known else cut(each, known) for name, each in value.items()}
    if isinstance(value, list):
        return [cut(each, known) for each in value[:_MOST_ITEMS]]
    return value[:_MOST_CHARACTERS] if isinstance(value, str) else value


def main() -> None:
    """Writes the file."""
    with tempfile.TemporaryDirectory() as folder, whole(Path(folder)) as on:
        found = {
            path: cut(on.get(address), ("leaf", "proof", "checkpoint", "next"))
            for path, address in sorted(addresses(on).items())
        }
    _OUT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
