"""A pack of every kind of capture, made in memory under a log and a key of the test's own."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clausewatch import evidence
from clausewatch.cli.checking_packs import verdict_line
from clausewatch.evidence.trusting import judge
from clausewatch.nouns.document import Cause, Version
from clausewatch.nouns.evidence import Capture, Exchange, Failure, Hop, Origin, Problem, TlsFacts
from clausewatch.nouns.identity import digest
from clausewatch.nouns.stated import Analysis
from clausewatch.proof.check_pack import check_pack
from clausewatch.proof.checkpoint import Checkpoint, TlogProof
from clausewatch.proof.leaves import (
    Head,
    Place,
    analysis_leaf,
    capture_leaf,
    capture_record,
    key_leaf,
    version_leaf,
)
from clausewatch.proof.note import NoteKey, signed
from clausewatch.proof.pack import FOLDER, SUMS, Pack, Proven, Quoted, Redlined, Report, said_digest, sums
from clausewatch.proof.statement import Leaf, parse_statement, statement
from clausewatch.proof.tree import consistency_proof, inclusion_proof, leaf_hash, nodes_over, root
from clausewatch.proof.wacz import MANIFEST, MANIFEST_DIGEST, container, contents, manifest
from clausewatch.proof.warc import Taken

BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
URL = "https://birchwood.example/terms?b=2&a=1"
OLD = "Terms of 🐦 Use\n\nWe keep it for 30 days.\n\nYou may sing."
NEW = "Terms of 🐦 Use\n\nWe keep it for 90 days.\n\nYou may not sing."
PNG = b"\x89PNG\r\n\x1a\n a picture \r\n\r\n of ours"
_IDS = [f"{number:020x}" for number in range(1, 9)]


@dataclass(frozen=True)
class Signing:
    """A log's key, and the heads it signs."""

    secret: Ed25519PrivateKey

    @property
    def key(self) -> NoteKey:
        return NoteKey("test.example/log", self.secret.public_key().public_bytes_raw())

    def head(self, hashes: list[bytes], size: int) -> str:
        text = Checkpoint(self.key.name, size, root(size, nodes_over(hashes))).text
        return signed(text, self.key, self.secret.sign(text.encode()))


@cache
def signing(seed: int = 1) -> Signing:
    return Signing(Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


def exchange(**other: Any) -> Exchange:
    told = Exchange(
        url="https://birchwood.example/",
        final_url=URL,
        request_headers=(("User-Agent", "clausewatch"), ("Cookie", "id=secret")),
        status=200,
        headers=(
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Encoding", "gzip"),
            ("Content-Length", "77"),
            ("Set-Cookie", "id=secret"),
            ("X-Odd", "a\tb \u00e9"),
        ),
        hops=(Hop("https://birchwood.example/", 301, "192.0.2.1"), Hop(URL, 200, "192.0.2.1")),
        tls=TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256", "ab" * 32),
        elapsed_ms=12,
        wire_encoding="gzip",
        wire_bytes=77,
    )
    return replace(told, **other)


def taken() -> list[tuple[Capture, bytes | None, bytes | None]]:
    """Live, confirmed by a 304, rendered with a picture, imported, and failed."""
    page, rendered, text = b"<p>We keep it\r\n\r\nfor 30 days.</p>", "<p>♪ 90</p>".encode(), b"# Terms\n"
    failed = exchange(status=None, headers=(), problem=Problem(Failure.TIMEOUT, "60 s"))
    imported = Exchange("", "", (), None, (), (), None, 0)
    made: list[tuple[Exchange, bytes | None, bytes | None, Origin]] = [
        (exchange(), page, None, Origin.LIVE),
        (exchange(status=304, not_modified=True), page, None, Origin.LIVE),
        (exchange(renderer="Chromium 140"), rendered, PNG, Origin.LIVE),
        (imported, text, None, Origin.OTA),
        (failed, None, None, Origin.LIVE),
    ]
    found = []
    for number, (how, body, picture, origin) in enumerate(made):
        capture = Capture(
            id=_IDS[number],
            document="birchwood/terms",
            source="birchwood/terms#1",
            observed_at=BEGIN + timedelta(hours=number),
            origin=origin,
            origin_ref="abc:terms.md" if origin is Origin.OTA else "",
            media_type="text/html" if origin is Origin.LIVE else "text/markdown",
            charset="utf-8",
            body=digest(body) if body is not None else None,
            body_bytes=len(body or b""),
            exchange=how,
            screenshot=digest(picture) if picture else None,
        )
        found.append((capture, body, picture))
    return found


def version(number: int, captures: tuple[str, ...], text: str) -> Version:
    at = BEGIN + timedelta(hours=number)
    return Version(
        id=_IDS[4 + number],
        document="birchwood/terms",
        observed_at=at,
        captures=captures,
        cause=Cause.PUBLISHED,
        text=digest(text.encode()),
        fingerprint=digest(text.lower().encode()),
        title="Terms",
        language="en",
        words=9,
        dates=(),
        recipe="test/1",
    )


def _said(text: str, words: str) -> dict[str, str]:
    named = {"lineage": "l1", "text": words, "address": "storage", "path": '["Storage"]', "title": "Storage"}
    assert words in text
    return {
        **named,
        "number": "",
        "lead_in": "",
        "recipe": "test/1",
        "said": '[[["PRIVACY.retention",0.9]],[],[]]',
    }


def make(seed: int = 1, *, analysed: bool = True) -> Pack:
    """The pack before it is one file."""
    sign, captures = signing(seed), taken()
    versions = (version(1, (_IDS[0], _IDS[1]), OLD), version(2, (_IDS[2], _IDS[3]), NEW))
    part = _said(NEW, "We keep it for 90 days.")
    report = Report(versions[1].id, ((said_digest(part), NEW.index("We keep")), ("00" * 32, 0)), (part,))
    bodies = {capture.id: capture.body for capture, _, _ in captures}
    makers: list[Callable[[Place], Leaf]] = [lambda place: key_leaf(str(sign.key), place)] * 3
    makers += [
        lambda place, each=capture: capture_leaf(each, "cd" * 32, place, {"name": "clausewatch"})  # type: ignore[misc]
        for capture, _, _ in captures
    ]
    for each in versions:
        named = [found for one in each.captures if (found := bodies[one]) is not None]
        makers.append(
            lambda place, each=each, named=named: version_leaf(  # type: ignore[misc]
                each, list(dict.fromkeys(named)), place, {"name": "clausewatch", "recipe": "test/1"}
            )
        )
    analysis = Analysis(versions[1].id, "birchwood/terms", "test/1", "c", BEGIN + timedelta(hours=8), 2, 2, 0)
    if analysed:
        makers.append(lambda place: analysis_leaf(analysis, report.digest, place, {"name": "clausewatch"}))
    entries: list[bytes] = []
    hashes: list[bytes] = []
    for number, maker in enumerate(makers):
        after = min(3, number)
        head = Head(after, root(after, nodes_over(hashes)).hex())
        entries.append(statement(maker(Place("t", number, None, BEGIN + timedelta(hours=9), head))))
        hashes.append(leaf_hash(entries[-1]))
    hashes += [leaf_hash(bytes([each])) for each in range(4)]
    size, nodes = len(hashes), nodes_over(hashes)
    note = sign.head(hashes, size)
    keep, sing = OLD.index("We keep"), OLD.index("You may")
    return Pack(
        title="Birchwood: Terms",
        created="2026-03-02T13:00:00.000000Z",
        software="clausewatch test",
        key=str(sign.key),
        checkpoint=note,
        leaves=tuple(
            Proven(entries[at], TlogProof(at, inclusion_proof(at, size, nodes), note))
            for at in range(3, len(entries))
        ),
        taken=tuple(Taken(capture_record(capture), body, picture) for capture, body, picture in captures),
        texts={versions[0].id: OLD, versions[1].id: NEW},
        quotes=(
            Quoted(versions[0].id, keep, sing - 2),
            Quoted(versions[1].id, keep, sing - 2),
            Quoted(versions[1].id, sing, len(NEW)),
        ),
        earlier=sign.head(hashes, 3),
        extends=consistency_proof(3, size, nodes),
        reports=(report,) if analysed else (),
        redline=(versions[0].id, versions[1].id, _rows(keep - 2)),
        other={
            "readme.md": b"# Evidence\n",
            "certificate.txt": b"I certify\n",
            "verify-py.txt": b"print('not run')\n",
            f"findings-{versions[1].id}.jsonl": b'{"topic": "x"}\n',
            "change.json": json.dumps(
                {"id": "r", "changes": [{"old": "We keep it for 30 days.", "new": "We keep it for 90 days."}]}
            ).encode(),
        },
    )


def _rows(whole: int) -> tuple[Redlined, ...]:
    keep, sing = OLD.index("We keep"), OLD.index("You may")
    return (
        Redlined((0, whole), (0, whole), (("same", OLD[:whole]),)),
        Redlined(
            (keep, sing - 2),
            (keep, sing - 2),
            (("same", "We keep it for "), ("deleted", "30"), ("inserted", "90"), ("same", " days.")),
        ),
        Redlined(
            (sing, len(OLD)),
            (sing, len(NEW)),
            (("same", "You may "), ("inserted", "not "), ("same", "sing.")),
        ),
    )


@cache
def standalone() -> ModuleType:
    """The verifier of one file, loaded by its path as nothing of ours."""
    path = Path(str(evidence.__file__)).with_name("verify_pack.py")
    spec = importlib.util.spec_from_file_location("standalone_verifier", path)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    # openssl is asked once about each signature: hundreds of packs here have the same two.
    found.signed_by = cache(found.signed_by)  # type: ignore[attr-defined]
    return found


def both(pack: bytes, key: NoteKey | None = None, roots: bytes = b"") -> tuple[bool, list[str]]:
    """What both verifiers say, who must agree in all they say of a pack that holds: whether it does, and which parts fail by
    either."""
    ours = check_pack(pack, [key] if key else [], judge(roots) if roots else None)
    other = standalone()
    theirs = other.verify(pack, [other.parse_key(str(key))] if key else [], roots)
    line = json.loads(json.dumps(verdict_line(ours)))
    assert ours.ok == theirs["ok"], (ours.problems, theirs["failures"])
    assert line.keys() == theirs.keys()
    assert bool(theirs["failures"]) == (not theirs["ok"]) == bool(line["failures"])
    if ours.ok:
        assert line == theirs
        assert theirs["trusted"] == (key is not None)
    assert (
        line["verdict"]
        == theirs["verdict"]
        == ("fails" if not ours.ok else "holds" if key else "fits itself")
    )
    parts = [part for part, _ in ours.problems] + [each["part"] for each in theirs["failures"]]
    return ours.ok, parts


def files_of(pack: bytes) -> dict[str, bytes]:
    return contents(pack)


def rezipped(files: Mapping[str, bytes]) -> bytes:
    """What somebody makes who altered files and then set the sums and the manifest right."""
    kept = {name: each for name, each in files.items() if name not in (MANIFEST, MANIFEST_DIGEST)}
    kept.pop(f"{FOLDER}{SUMS}", None)
    kept[f"{FOLDER}{SUMS}"] = sums(kept)
    return container({**kept, **manifest(kept, "Birchwood: Terms", "2026-03-02T13:00:00.000000Z", "x")})


def leaf_named(files: Mapping[str, bytes], kind: str) -> str:
    """The first leaf of that kind."""
    names = sorted(name for name in files if name.startswith(f"{FOLDER}leaf-") and name.endswith(".json"))
    return next(name for name in names if parse_statement(files[name]).kind.value == kind)
