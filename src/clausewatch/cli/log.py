"""`log`: the head of the log, and proofs that something is in it."""

from __future__ import annotations

import base64
import json
import sys
from typing import BinaryIO

import click

from clausewatch.cli.home import home_option, json_option, opened, print_lines
from clausewatch.errors import BadInputError, UnknownNameError
from clausewatch.pipeline.handing_over import hand_over
from clausewatch.pipeline.log_check import (
    check_consistency,
    check_inclusion,
    read_key,
    read_proof,
)
from clausewatch.pipeline.proving import Proved, prove
from clausewatch.pipeline.stamping import stamp_head
from clausewatch.pipeline.withholding import withhold as withhold_object
from clausewatch.ports import SignedHead
from clausewatch.proof.checkpoint import Checkpoint
from clausewatch.proof.statement import LeafKind
from clausewatch.publish import head_line, instant, proof_line

_LONGEST_FILE = 1_000_000

key_option = click.option(
    "--key", metavar="KEY", help="The log's key as you kept it; else the one that lies with this log."
)


@click.group()
def log() -> None:
    """Show the log of all that was captured, read and analysed, and prove what is in it."""


@log.command()
@home_option
@json_option
def show(*, as_json: bool) -> None:
    """Print the signed checkpoint and the key that checks it. Exit code 1 where the signature does not hold."""
    head = opened().log.head()
    if as_json:
        checkpoint, key = (head.checkpoint, head.key) if head else (None, None)
        print_lines([head_line(checkpoint, key, head.note if head else None)])
    elif head is None:
        click.echo("Nothing was logged yet. `clausewatch check` logs what waits.")
    else:
        click.echo(f"{head.checkpoint.size} leaves; the key that checks them is\n{head.key}\n")
        click.echo(head.note, nl=False)
        for each in opened().log.periods()[1:]:
            click.echo(f"\nfrom {each.start} leaves on it is signed by\n{each.key}")


@log.command(name="rotate-key")
@home_option
def rotate_key() -> None:
    """Hand the log's signing over to a new key: the old one signs the head that names it, and its file is taken away.

    Tell those who kept the old key, and witnesses, the new one. Old heads and proofs hold by the old key as before. Whatever
    somebody else signs with a copy of the old key from here on is told apart. Running it again ends what was cut off.
    """
    instance = opened()
    done = hand_over(instance)
    for told in done.told:
        click.echo(f"note: {told}", err=True)
    seen = stamp_head(instance)
    for fault in seen.faults:
        click.echo(f"note: {fault}", err=True)
    click.echo(
        f"The head of {done.size} leaves is signed by both keys; from here on the log is signed by\n{done.now}"
    )
    click.echo(f"Until then it was signed by\n{done.before}")


@log.command()
@click.argument("sha256")
@click.option(
    "--reason", required=True, help="Why, in a sentence. The log keeps it for good: name nobody in it."
)
@home_option
def withhold(sha256: str, reason: str) -> None:
    """Take a captured body, a picture or a version's text out of the archive for good; a leaf of the log says so.

    Leaves that name it stay, so the log still holds and shows that something was there. With a text go provisions, quotations and
    words of the search that no other version has. Pages of it answer 451. Backups made before have it still.
    """
    done = withhold_object(opened(), sha256, reason)
    click.echo(
        f"Object {sha256} is withheld; leaf {done.leaf} says so. It was named by {', '.join(done.named_by)}."
    )
    gone = done.emptied
    if gone.versions:
        click.echo(
            f"The words of {gone.versions} versions are gone from the database, {gone.provisions} provisions with them; {gone.records} change records quote nothing any more."
        )
    if done.beside:
        click.echo("These hold words of the same versions and are not withheld:")
        for each in done.beside:
            click.echo(f"  {each}")


@log.command(name="prove")
@click.option("--capture", metavar="ID", help="A capture.")
@click.option("--version", metavar="ID", help="A version of a document.")
@click.option("--analysis", metavar="ID", help="The analysis of that version.")
@home_option
@json_option
def prove_command(capture: str | None, version: str | None, analysis: str | None, *, as_json: bool) -> None:
    """Print the proof (C2SP tlog-proof) that something was logged; with --json also the leaf, byte for byte."""
    asked = {LeafKind.CAPTURE: capture, LeafKind.VERSION: version, LeafKind.ANALYSIS: analysis}
    given = [(kind, subject) for kind, subject in asked.items() if subject]
    if len(given) != 1:
        raise BadInputError(
            "log prove",
            f"{len(given)} things were named",
            "Name one: --capture ID, --version ID or --analysis ID",
        )
    instance = opened()
    proved = prove(instance.database, instance.log, *given[0])
    if as_json:
        print_lines([_line(proved)])
    else:
        click.echo(str(proved.proof), nl=False)


@log.command(name="check")
@click.argument("proof", type=click.File("rb"))
@click.option("--leaf", type=click.File("rb"), help="The leaf, byte for byte, where PROOF does not bring it.")
@key_option
@home_option
@json_option
def check_command(proof: BinaryIO, leaf: BinaryIO | None, key: str | None, *, as_json: bool) -> None:
    """Check a proof that a leaf is in the log. PROOF is what `log prove` printed, with or without --json.

    Without --json it does not bring the leaf, which is then read from --leaf or, at that place, from this log. With --key
    and the leaf no instance is needed. A key that comes with the proof is not looked at. Exit code 1 where the proof
    does not hold.
    """
    text, entry = _given(_text(proof, "the proof"))
    found = read_proof(text)
    if leaf is not None:
        entry = _text(leaf, "the leaf").encode()
    verifier = read_key(key) if key else _head().key
    held = check_inclusion(found, _leaf_here(found.index) if entry is None else entry, verifier)
    if as_json:
        told = {"index": held.index, **_head_line(held.head), "key": str(verifier)}
        print_lines([{"ok": not held.problem, "problem": held.problem or None, **told}])
    elif not held.problem:
        click.echo(f"Leaf {held.index} is in the log {held.head.origin} of {held.head.size} leaves.")
    _end(held.problem, "The proof does not hold", as_json=as_json)


@log.command()
@click.argument("old_checkpoint", type=click.File("rb"))
@key_option
@home_option
@json_option
def consistent(old_checkpoint: BinaryIO, key: str | None, *, as_json: bool) -> None:
    """Check that the log of today begins with the log of OLD_CHECKPOINT, a signed checkpoint that was kept.

    The old one must be signed by the log's key of that time, today's by KEY or one that it was handed over to. With --json the proof is printed too (RFC 9162, 2.1.4). Exit code 1 where the
    log was cut, or anything in it altered, since.
    """
    note = _text(old_checkpoint, "the old checkpoint")
    held = check_consistency(opened(), note, read_key(key) if key else None)
    if as_json:
        new = _head_line(held.new) if held.new else None
        proof = [base64.b64encode(each).decode() for each in held.proof]
        told = {"old": _head_line(held.old), "new": new, "proof": proof}
        print_lines([{"ok": not held.problem, "problem": held.problem or None, **told}])
    elif held.new is not None and not held.problem:
        click.echo(
            f"The log of {held.new.size} leaves begins with the {held.old.size} of the old checkpoint."
        )
    _end(held.problem, "The log is not consistent with the old checkpoint", as_json=as_json)


def _text(file: BinaryIO, subject: str) -> str:
    content = file.read(_LONGEST_FILE + 1)
    try:
        if len(content) <= _LONGEST_FILE:
            return content.decode()
        reason = f"it is longer than {_LONGEST_FILE} bytes"
    except UnicodeDecodeError:
        reason = "it is no text in UTF-8"
    raise BadInputError(subject, reason, "Give the file as `clausewatch log` printed it")


def _given(text: str) -> tuple[str, bytes | None]:
    """The proof and, where what `log prove` printed was JSON, the leaf."""
    if not text.startswith("{"):
        return text, None
    try:
        line = json.loads(text)
        return str(line["proof"]), line["leaf"].encode()
    except (ValueError, KeyError, AttributeError, RecursionError) as error:
        raise BadInputError(
            "the proof",
            "it is no JSON with a `proof` and a `leaf`",
            "Give what `clausewatch log prove` printed",
        ) from error


def _head() -> SignedHead:
    head = opened().log.head()
    if head is None:
        raise UnknownNameError(
            "the log", "nothing was logged here yet", "Give --key, and the leaf with --leaf or in the JSON"
        )
    return head


def _leaf_here(index: int) -> bytes:
    size = _head().checkpoint.size
    if index >= size:
        raise UnknownNameError(
            f"leaf {index}", f"the log here has {size} leaves", "Give the leaf with --leaf or in the JSON"
        )
    return next(opened().log.entries(index, index + 1, size))


def _head_line(head: Checkpoint) -> dict[str, object]:
    return {"origin": head.origin, "size": head.size, "root": head.root.hex()}


def _end(problem: str, what: str, *, as_json: bool) -> None:
    """Ends with exit code 1 where there is a problem, which is named for people too."""
    if problem:
        if not as_json:
            click.echo(f"{what}: {problem}.")
        sys.exit(1)


def _line(proved: Proved) -> dict[str, object]:
    told = {"hash": proved.row.hash, "logged": instant(proved.row.at)}
    return {**told, **proof_line(proved.proof, proved.entry, proved.head.key)}
