"""An evidence pack: a WACZ with a flat folder `evidence/`, whose every file follows from what is given."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from clausewatch.nouns.identity import Digest, digest, digest_of
from clausewatch.proof.checkpoint import TlogProof
from clausewatch.proof.leaves import report_digest
from clausewatch.proof.selector import Selector, selector_of
from clausewatch.proof.statement import Leaf, LeafKind, canonical, parse_statement
from clausewatch.proof.wacz import ARCHIVE, INDEX, PAGES, container, index, manifest, pages
from clausewatch.proof.warc import Taken, compressed, warc_records

FOLDER = "evidence/"
CHECKPOINT, PREVIOUS, CONSISTENCY = "checkpoint.txt", "prev-checkpoint.txt", "consistency.txt"
KEY, SUMS, QUOTES, EXTRACTOR, REDLINE = (
    "log-key.txt",
    "sha256sums.txt",
    "quotes.jsonl",
    "extractor.json",
    "redline.json",
)
CHANGE, COMPARISON, README, CERTIFICATE, PDF, VERIFIER = (
    "change.json",
    "comparison.json",
    "readme.md",
    "certificate.txt",
    "certificate.pdf",
    "verify-py.txt",
)
NAMES = re.compile(
    r"(?:checkpoint|prev-checkpoint|consistency|log-key|sha256sums|certificate|verify-py)\.txt|certificate\.pdf|readme\.md"
    r"|quotes\.jsonl|extractor\.json|redline\.json|change\.json|comparison\.json"
    r"|(?:prev-)?checkpoint\.[a-z0-9-]{1,40}\.tsr"
    r"|leaf-(?:0|[1-9][0-9]{0,18})\.(?:json|tlog-proof)|record-[0-9a-f]{20}\.json|text-[0-9a-f]{20}\.txt"
    r"|report-[0-9a-f]{20}\.json|said-[0-9a-f]{20}\.jsonl|findings-[0-9a-f]{20}\.jsonl"
)
"""Every file that `evidence/` may have."""

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
SAID = ("lineage", "text", "address", "path", "title", "number", "lead_in", "recipe", "said")
"""The parts whose digest stands for a provision in an analysis, in their order; `said` is JSON as it is kept."""


@dataclass(frozen=True, slots=True)
class Proven:
    """A leaf as it was logged, and the proof that it stands under the pack's checkpoint."""

    entry: bytes
    proof: TlogProof

    @property
    def leaf(self) -> Leaf:
        return parse_statement(self.entry)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch of a version's text."""

    version: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Report:
    """What is said of a version: the digest and the place of every provision, and of some the parts that were digested."""

    version: str
    rows: tuple[tuple[Digest, int], ...]
    parts: tuple[Mapping[str, str], ...]

    @property
    def digest(self) -> Digest:
        return report_digest(self.version, self.rows)


@dataclass(frozen=True, slots=True)
class Redlined:
    """A block of the old or new text or both (their spans), and its pieces: `same`, `deleted` or `inserted` words."""

    old: tuple[int, int] | None
    new: tuple[int, int] | None
    pieces: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """What a pack is made of. `texts` are the contents of versions; `other` are files beside those that are made here.

    `earlier` is a signed head from before the first of these leaves, `extends` the proof that the pack's head begins with it.
    """

    title: str
    created: str
    software: str
    key: str
    checkpoint: str
    leaves: tuple[Proven, ...]
    taken: tuple[Taken, ...]
    texts: Mapping[str, str]
    quotes: tuple[Quoted, ...]
    earlier: str | None = None
    extends: tuple[bytes, ...] = ()
    reports: tuple[Report, ...] = ()
    redline: tuple[str, str, tuple[Redlined, ...]] | None = None
    other: Mapping[str, bytes] = field(default_factory=dict)


def packed(pack: Pack) -> bytes:
    """The pack as one file. Equal packs give equal bytes, as far as one zlib packs alike."""
    records = warc_records(pack.taken)
    members = compressed(records)
    places, at = [], 0
    for each in members:
        places.append((at, len(each)))
        at += len(each)
    files = {
        ARCHIVE: b"".join(members),
        INDEX: index(records, places),
        PAGES: pages(records),
        **{f"{FOLDER}{name}": content for name, content in _evidence(pack).items()},
    }
    files[f"{FOLDER}{SUMS}"] = sums(files)
    return container({**files, **manifest(files, pack.title, pack.created, pack.software)})


def sums(files: Mapping[str, bytes]) -> bytes:
    """What `sha256sum -c` reads, of all these files."""
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode()


def said_digest(part: Mapping[str, str]) -> Digest:
    """The digest that stands for a provision and all that is said of it."""
    return digest_of(*(part[name] for name in SAID))


def extractors(leaves: Iterable[Leaf]) -> bytes:
    """Which program read each version, as the leaves say."""
    told = {
        str(leaf.said["version"]): leaf.said["extractor"] for leaf in leaves if leaf.kind is LeafKind.VERSION
    }
    return json_file(told)


def annotation(number: int, source: Digest, selector: Selector) -> dict[str, object]:
    """The quotation as a W3C Web Annotation over the text that its hash names. It has no words of our own: whoever checks it
    makes it again."""
    return {
        "@context": CONTEXT,
        "id": f"urn:clausewatch:quote:{number}",
        "type": "Annotation",
        "motivation": "highlighting",
        "target": {"source": f"urn:sha256:{source}", "selector": selector.as_json()},
    }


def _evidence(pack: Pack) -> dict[str, bytes]:
    leaves = [(each, each.leaf) for each in pack.leaves]
    files = {
        **pack.other,
        KEY: f"{pack.key}\n".encode(),
        CHECKPOINT: pack.checkpoint.encode(),
        QUOTES: _quotes(pack),
        EXTRACTOR: extractors(leaf for _, leaf in leaves),
    }
    if pack.earlier is not None:
        files[PREVIOUS] = pack.earlier.encode()
        files[CONSISTENCY] = b"".join(base64.b64encode(each) + b"\n" for each in pack.extends)
    for each, _ in leaves:
        files[f"leaf-{each.proof.index}.json"] = each.entry
        files[f"leaf-{each.proof.index}.tlog-proof"] = str(each.proof).encode()
    for taken in pack.taken:
        files[f"record-{taken.said['capture']}.json"] = taken.record
    for version, text in pack.texts.items():
        files[f"text-{version}.txt"] = text.encode()
    for report in pack.reports:
        files[f"report-{report.version}.json"] = canonical(
            {"version": report.version, "provisions": [[each, at] for each, at in report.rows]}
        )
        files[f"said-{report.version}.jsonl"] = json_lines(
            {name: part[name] for name in SAID} for part in report.parts
        )
    if pack.redline is not None:
        files[REDLINE] = _redline(*pack.redline)
    # Validators of WACZ refuse a list that is empty.
    return {name: content for name, content in files.items() if content or name == CONSISTENCY}


def _quotes(pack: Pack) -> bytes:
    sources = {version: digest(text.encode()) for version, text in pack.texts.items()}
    return json_lines(
        annotation(number, sources[each.version], selector_of(pack.texts[each.version], each.start, each.end))
        for number, each in enumerate(pack.quotes)
    )


def _redline(old: str, new: str, rows: Sequence[Redlined]) -> bytes:
    told = [
        {"old": each.old, "new": each.new, "pieces": [list(piece) for piece in each.pieces]} for each in rows
    ]
    return json_file({"old": old, "new": new, "rows": told})


def json_file(value: object) -> bytes:
    """JSON in the one form that files of a pack have."""
    return (json.dumps(value, ensure_ascii=True, sort_keys=True, indent=1) + "\n").encode()


def json_lines(values: Iterable[object]) -> bytes:
    """A line of JSON for each, in the one form that files of a pack have."""
    return "".join(json.dumps(each, ensure_ascii=True, sort_keys=True) + "\n" for each in values).encode()
