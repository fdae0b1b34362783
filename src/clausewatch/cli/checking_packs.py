"""`verify PACK`: does an evidence pack hold, and what does it show?"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from clausewatch.cli.home import print_lines
from clausewatch.errors import BadInputError
from clausewatch.evidence.trusting import judge
from clausewatch.proof.check_pack import check_pack
from clausewatch.proof.check_stamps import Judge
from clausewatch.proof.note import NoteError, NoteKey, parse_key
from clausewatch.proof.verdict import PackVerdict
from clausewatch.proof.wacz import MOST_BYTES

_FORM = re.compile(r"[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+")
_CERTIFICATE = b"-----BEGIN CERTIFICATE-----"
_LONGEST = 1_000_000
_MEND = "Give what `clausewatch log show` prints as the key, or a file or folder that has it"
_WORDS = {
    "holds": "HOLDS under a key that you gave.",
    "fits itself": "FITS ITSELF, no more: no key was given, and whoever made the pack may have made the log.",
    "fails": "FAILS.",
}


def verify_pack(file: str, key: str | None, trust: str | None, *, as_json: bool) -> None:
    """Prints the verdict on the pack; exits with 1 where something fails."""
    keys, decides = _keys(key, trust), _judge(trust)
    try:
        with Path(file).open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInputError(file, f"cannot be read ({error.strerror})", "Check the path") from error
    verdict = check_pack(content, keys, decides)
    if as_json:
        print_lines([verdict_line(verdict)])
    else:
        for line in _lines(verdict):
            # What a pack says itself has no say in how the verdict looks.
            click.echo("".join(each if each.isprintable() else "?" for each in line))
    if not verdict.ok:
        sys.exit(1)


def verdict_line(verdict: PackVerdict) -> dict[str, object]:
    """The verdict as JSON-ready values: those that the verifier of one file prints."""
    head = verdict.head if verdict.ok else None
    return {
        "verdict": verdict.word,
        "ok": verdict.ok,
        "failures": [{"part": part, "reason": why} for part, why in verdict.problems],
        "key": str(verdict.key) if verdict.key else None,
        "trusted": verdict.trusted,
        "checkpoint": {"origin": head.origin, "size": head.size, "root": head.root.hex()} if head else None,
        "counts": dict(verdict.counts),
        "stamps": [
            {"head": each.head, "file": each.file, "at": each.at.isoformat()} for each in verdict.stamps
        ],
        "proved": list(verdict.proved),
        "not_proved": list(verdict.unproved),
        "unauthenticated": list(verdict.unauthenticated),
    }


def _keys(key: str | None, trust: str | None) -> list[NoteKey]:
    """The keys that were given: one, a file of them, or every file of a folder."""
    try:
        texts = []
        if key:
            texts = [_read(Path(key)).decode("utf-8", "replace") if not _FORM.fullmatch(key) else key]
        texts += [_read(path).decode("utf-8", "replace") for path in _files(trust)]
        lines = [line.strip() for text in texts for line in text.splitlines()]
        found = [parse_key(line) for line in lines if _FORM.fullmatch(line)]
    except (OSError, NoteError) as error:
        raise BadInputError(key or trust or "", f"it cannot be used as a key ({error})", _MEND) from error
    if (key or trust) and not found:
        raise BadInputError(key or trust or "", "it has no verifier key", _MEND)
    return found


def _judge(trust: str | None) -> Judge | None:
    """What decides about time stamps, by the certificates in the folder; None where there are none."""
    try:
        texts = [_read(path) for path in _files(trust)]
        roots = b"\n".join(each for each in texts if _CERTIFICATE in each)
        return judge(roots) if roots else None
    except (OSError, ValueError) as error:
        raise BadInputError(
            trust or "", f"its certificates cannot be read ({error})", "Give them as PEM"
        ) from error


def _files(trust: str | None) -> list[Path]:
    return [path for path in sorted(Path(trust).iterdir()) if path.is_file()] if trust else []


def _read(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_LONGEST)


def _lines(verdict: PackVerdict) -> Iterator[str]:
    yield _WORDS[verdict.word]
    for part, why in verdict.problems:
        yield f"FAILS {part}: {why}"
    parts = (
        ("Shown:", verdict.proved),
        ("NOT shown:", verdict.unproved),
        ("Files that nothing logged vouches for:", verdict.unauthenticated),
    )
    for title, lines in parts if verdict.ok else ():
        yield title
        yield from (f"  - {line}" for line in lines)
