"""Is an evidence pack what it says, and what does it show? Nothing in it is trusted, nor run; keys come from the caller."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence

from clausewatch.nouns.identity import digest
from clausewatch.proof import check_told, pack, wacz
from clausewatch.proof.check_comparison import comparison
from clausewatch.proof.check_leaves import check_form, check_once
from clausewatch.proof.check_redline import redline
from clausewatch.proof.check_stamps import Judge, bracket, stamps
from clausewatch.proof.checkpoint import Checkpoint, open_checkpoint, parse_proof
from clausewatch.proof.note import NoteError, NoteKey, parse_key
from clausewatch.proof.parts import BAD, Parts, Problem, UndoneError
from clausewatch.proof.statement import LeafKind, parse_statement
from clausewatch.proof.tree import leaf_hash, proves_consistency, proves_inclusion
from clausewatch.proof.verdict import Heads, PackVerdict, shown
from clausewatch.proof.wacz import PackError
from clausewatch.proof.warc import RECORD_END, Taken, WarcRecord, warc_records

_TOLD = (pack.CHECKPOINT, pack.KEY, pack.SUMS, pack.EXTRACTOR)
_ALWAYS = (
    *(wacz.ARCHIVE, wacz.INDEX, wacz.PAGES, wacz.MANIFEST, wacz.MANIFEST_DIGEST),
    *(f"{pack.FOLDER}{name}" for name in _TOLD),
)
_MOST_RECORDS_EACH = 4


def check_pack(content: bytes, trusted: Sequence[NoteKey], judge: Judge | None = None) -> PackVerdict:
    """(1) the container is in its one form, its sums and manifest are right; (2) its heads are signed and one begins with the
    other; (3) every leaf is in the log and formed as ours are; (4) stamps hold, by `judge`, and captures lie between them; (5)
    WARC records, index and pages are those of the logged captures; (6) texts, quotations, analyses, redline and comparison
    stand in what was logged. Without a judge no stamp is looked at. Never raises for what a pack holds."""
    # (1):
    try:
        parts = Parts(wacz.contents(content))
    except PackError as error:
        return PackVerdict((("the pack", str(error)),))
    parts.problems += _files(parts)
    if parts.problems:
        return PackVerdict(tuple(parts.problems))
    # (2):
    try:
        heads = _heads(parts, trusted)
    except UndoneError as error:
        return PackVerdict((error.problem,))
    # (3):
    _leaves(parts, heads.head)
    if not parts.leaves and not parts.problems:
        parts.problems.append(("the pack", "it has nothing that was logged"))
    if not parts.problems:
        _order(parts, heads)
        parts.problems += ((f"{pack.FOLDER}leaf-{at}.json", why) for at, why in check_once(parts.leaves))
    if not parts.problems:
        _content(parts, judge)
    if parts.problems:
        return PackVerdict(tuple(parts.problems), key=heads.key, trusted=heads.trusted, head=heads.head)
    return shown(parts, heads)


def _content(parts: Parts, judge: Judge | None) -> None:
    """What leaves that are in the log stand for."""
    # (4):
    if judge is not None:
        stamps(parts, judge)
        bracket(parts)
    # (5):
    check_told.captures(parts)
    _archive(parts)
    # (6):
    check_told.versions(parts)
    check_told.quotes(parts)
    check_told.change(parts)
    check_told.reports(parts)
    redline(parts)
    comparison(parts)


def _files(parts: Parts) -> Iterator[Problem]:
    """What is missing or should not be there, and sums or a manifest that do not hold."""
    for name in _ALWAYS:
        if name not in parts.files:
            yield name, "it is missing"
            return
    for name in parts.files:
        if name not in _ALWAYS and not (
            name.startswith(pack.FOLDER) and pack.NAMES.fullmatch(name.removeprefix(pack.FOLDER))
        ):
            yield name, "it is no file of a pack"
    told = {
        name: each for name, each in parts.files.items() if name not in (wacz.MANIFEST, wacz.MANIFEST_DIGEST)
    }
    summed = f"{pack.FOLDER}{pack.SUMS}"
    if pack.sums({name: each for name, each in told.items() if name != summed}) != parts.files[summed]:
        yield summed, "the sums are not those of the files"
    try:
        listed = parts.object(wacz.MANIFEST)
        pointer = parts.object(wacz.MANIFEST_DIGEST)
        if listed["resources"] != wacz.resources(told):
            yield wacz.MANIFEST, "it does not list the files as they are"
        if pointer != {"path": wacz.MANIFEST, "hash": f"sha256:{digest(parts.files[wacz.MANIFEST])}"}:
            yield wacz.MANIFEST_DIGEST, "it is not the digest of the manifest"
    except BAD as error:
        yield wacz.MANIFEST, f"it cannot be read ({error})"


def _key(parts: Parts, trusted: Sequence[NoteKey]) -> tuple[NoteKey, bool]:
    """The key that the pack names, and whether it is one of the caller's."""
    try:
        key = parse_key(parts.text(pack.KEY).removesuffix("\n"))
    except BAD as error:
        raise UndoneError(pack.KEY, str(error)) from error
    if not key.name.isprintable():
        raise UndoneError(pack.KEY, "its name is none")
    if trusted and key not in trusted:
        raise UndoneError(pack.KEY, f"it is {key}, which is none of the keys that were given")
    return key, bool(trusted)


def _heads(parts: Parts, trusted: Sequence[NoteKey]) -> Heads:
    key, known = _key(parts, trusted)
    try:
        head = open_checkpoint(parts.text(pack.CHECKPOINT), key)
    except BAD as error:
        raise UndoneError(pack.CHECKPOINT, str(error)) from error
    if parts.has(pack.PREVIOUS) != parts.has(pack.CONSISTENCY):
        raise UndoneError(pack.CONSISTENCY, "an earlier head and the way from it go together")
    earlier = _earlier(parts, key, head) if parts.has(pack.PREVIOUS) else None
    return Heads(key, known, head, earlier)


def _earlier(parts: Parts, key: NoteKey, head: Checkpoint) -> Checkpoint:
    """The head with which the pack's still begins."""
    try:
        earlier = open_checkpoint(parts.text(pack.PREVIOUS), key)
        path = [base64.b64decode(each, validate=True) for each in parts.text(pack.CONSISTENCY).splitlines()]
        if b"".join(base64.b64encode(each) + b"\n" for each in path) != parts.bytes(pack.CONSISTENCY):
            raise NoteError("it is no list of hashes")
    except BAD as error:
        raise UndoneError(pack.PREVIOUS, str(error)) from error
    sizes, roots = (earlier.size, head.size), (earlier.root, head.root)
    # A head of no leaves is the beginning of every log: it would show nothing.
    if earlier.size == 0 or not proves_consistency(sizes, roots, path):
        raise UndoneError(pack.CONSISTENCY, "the log does not begin with the earlier one")
    return earlier


def _leaves(parts: Parts, head: Checkpoint) -> None:
    """Every leaf with its proof under the pack's own checkpoint."""
    told, proofs = (
        {each.rpartition(".")[0] for each in parts.named("leaf-", end)} for end in (".json", ".tlog-proof")
    )
    for name in sorted(told ^ proofs):
        parts.problems.append((name, "the leaf or its proof is missing"))
    for name in sorted(told & proofs):
        with parts.telling(f"{name}.json"):
            entry, proof = parts.bytes(f"{name}.json"), parse_proof(parts.text(f"{name}.tlog-proof"))
            if str(proof) != parts.text(f"{name}.tlog-proof"):
                raise NoteError("its proof is not in the one form of such")
            if proof.checkpoint != parts.text(pack.CHECKPOINT) or name != f"leaf-{proof.index}":
                raise NoteError("its proof is for another head or place")
            if not proves_inclusion(leaf_hash(entry), proof.index, head.size, proof.hashes, head.root):
                raise NoteError("it is not in the log")
            leaf = parse_statement(entry)
            if leaf.kind not in (LeafKind.CAPTURE, LeafKind.VERSION, LeafKind.ANALYSIS):
                raise NoteError("it is about nothing in the pack")
            check_form(leaf)
            parts.leaves[proof.index] = leaf


def _archive(parts: Parts) -> None:
    """The WARC file against the records that the logged captures give, byte for byte; index and pages likewise."""
    try:
        members = wacz.gunzip(parts.files[wacz.ARCHIVE])
        taken = _taken(parts, [each for _, _, each in members])
    except BAD as error:
        parts.problems.append((wacz.ARCHIVE, str(error)))
        return
    expected = warc_records(taken)
    for number, (made, found) in enumerate(zip(expected, (each for _, _, each in members), strict=False)):
        if made.content != found:
            parts.problems.append((wacz.ARCHIVE, f"record {number} is not what the logged capture gives"))
            return
    if len(expected) != len(members):
        parts.problems.append((wacz.ARCHIVE, f"it has {len(members)} records and not {len(expected)}"))
        return
    _listed(parts, expected, [(offset, length) for offset, length, _ in members])


def _listed(parts: Parts, records: Sequence[WarcRecord], places: Iterable[tuple[int, int]]) -> None:
    if wacz.index(records, places) != parts.files[wacz.INDEX]:
        parts.problems.append((wacz.INDEX, "its lines are not those of the records"))
    if wacz.pages(records) != parts.files[wacz.PAGES]:
        parts.problems.append((wacz.PAGES, "its lines are not those of the records"))


def _taken(parts: Parts, members: Sequence[bytes]) -> list[Taken]:
    """The captures with what they brought, which is found in the WARC file by where it must stand and how long it is."""
    at, found = 1, []
    bodies: dict[str, bytes] = {}
    ordered = sorted(
        parts.records.values(), key=lambda each: (each.said["observed_at"], each.said["capture"])
    )
    if len(members) > 1 + _MOST_RECORDS_EACH * len(ordered):
        raise PackError("it has more records than the captures give")
    for each in ordered:
        said, body, picture = each.said, None, None
        if said["body"] is not None:
            body = bodies.get(said["body"]) if said["not_modified"] else None
            if body is None:
                body = _payload(members[at], said["body_bytes"])
            if digest(body) != said["body"]:
                raise PackError(f"the body of capture {said['capture']} is not the one that was logged")
            bodies[said["body"]] = body
            at += 1
        if said["screenshot"] is not None:
            picture = members[at].partition(RECORD_END)[2].removesuffix(RECORD_END)
            if digest(picture) != said["screenshot"]:
                raise PackError(f"the picture of capture {said['capture']} is not the one that was logged")
            at += 1
        answered = said["origin"] == "live" and said["status"] is not None and not said["renderer"]
        at += 1 + (body is not None and answered)
        found.append(Taken(each.bytes, body, picture))
    return found


def _payload(member: bytes, length: int) -> bytes:
    if not isinstance(length, int) or not 0 <= length <= len(member) - len(RECORD_END):
        raise PackError("a record is shorter than the body that was logged")
    end = len(member) - len(RECORD_END)
    return member[end - length : end]


def _order(parts: Parts, heads: Heads) -> None:
    """Every leaf came after the earlier head, and names a head before itself; no live capture is later than its leaf."""
    head, earlier = heads.head, heads.earlier
    for number, leaf in sorted(parts.leaves.items()):
        with parts.telling(f"leaf-{number}.json"):
            after = leaf.said["after"]
            if not 0 <= after["size"] <= number < head.size:
                raise ValueError("it says it came after a head that has it")
            if earlier is not None and (number < earlier.size or after["size"] < earlier.size):
                raise ValueError("it was in the log before the earlier head")
            if earlier is not None and after["size"] == earlier.size and after["root"] != earlier.root.hex():
                raise ValueError("it came after another log than the earlier head's")
            if leaf.said["t0"] > leaf.said["logged"] and leaf.said.get("kind") != "imported":
                raise ValueError("it was logged before it happened")
