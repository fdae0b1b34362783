"""`verify PACK`: does an evidence pack hold, and what does it show?"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from clausewatch.cli.home import print_lines
from clausewatch.errors import BadInputError
from clausewatch.proof.check_pack import PackVerdict, check_pack
from clausewatch.proof.note import NoteError, NoteKey, parse_key
from clausewatch.proof.wacz import MOST_BYTES

_FORM = re.compile(r"[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+")
_LONGEST_KEYS = 100_000


def verify_pack(file: str, key: str | None, trust: str | None, *, as_json: bool) -> None:
    """Prints the verdict on the pack; exits with 1 where something fails."""
    keys = _keys(key, trust)
    try:
        with Path(file).open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInputError(file, f"cannot be read ({error.strerror})", "Check the path") from error
    verdict = check_pack(content, keys)
    if as_json:
        print_lines([_line(verdict)])
    else:
        _print(verdict)
    if not verdict.ok:
        sys.exit(1)


def _keys(key: str | None, trust: str | None) -> list[NoteKey]:
    """The keys that were given: one, a file of them, or every file of a folder."""
    try:
        texts = []
        if key:
            texts = [_read(Path(key)) if not _FORM.fullmatch(key) else key]
        if trust:
            texts += [_read(path) for path in sorted(Path(trust).iterdir()) if path.is_file()]
        lines = [line.strip() for text in texts for line in text.splitlines()]
        found = [parse_key(line) for line in lines if _FORM.fullmatch(line)]
    except (OSError, NoteError) as error:
        raise BadInputError(key or trust or "", f"it cannot be used as a key ({error})", _MEND) from error
    if (key or trust) and not found:
        raise BadInputError(key or trust or "", "it has no verifier key", _MEND)
    return found


_MEND = "Give what `clausewatch log show` prints as the key, or a file or folder that has it"


def _read(path: Path) -> str:
    with path.open("rb") as stream:
        return stream.read(_LONGEST_KEYS).decode("utf-8", "replace")


def _print(verdict: PackVerdict) -> None:
    for part, why in verdict.problems:
        click.echo(f"FAILS {part}: {why}")
    if not verdict.ok:
        return
    parts = (
        ("Shown:", verdict.proved),
        ("NOT shown:", verdict.unproved),
        ("Files that nothing logged vouches for:", verdict.unauthenticated),
    )
    for title, lines in parts:
        click.echo(title)
        for line in lines:
            click.echo(f"  - {line}")


def _line(verdict: PackVerdict) -> dict[str, object]:
    head = verdict.head
    return {
        "ok": verdict.ok,
        "failures": [{"part": part, "reason": why} for part, why in verdict.problems],
        "key": str(verdict.key) if verdict.key else None,
        "trusted": verdict.trusted,
        "checkpoint": {"origin": head.origin, "size": head.size, "root": head.root.hex()} if head else None,
        "proved": list(verdict.proved),
        "not_proved": list(verdict.unproved),
        "unauthenticated": list(verdict.unauthenticated),
    }
