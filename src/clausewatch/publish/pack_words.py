"""What an evidence pack says in words: how to check it, and the certificate that a person may sign."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clausewatch.nouns.document import Version
from clausewatch.nouns.evidence import Capture, Origin
from clausewatch.nouns.report import Block, Fact, Facts, Heading, Points, Report, Words
from clausewatch.publish.words import DISCLAIMER, INDEPENDENCE, moment, one_line

NOT_SHOWN = (
    "that the server sent these bytes: the log shows what was taken down here, and after which state of the log",
    "that others saw the same page",
    "that the text was read rightly from the bytes, or that what is said of it is right",
    "when, by any clock but the operator's, unless a time stamp of an authority lies beside a checkpoint",
    "that the list of what is watched is complete",
)
_STATEMENTS = (
    "I am familiar with how Clausewatch takes captures, reads texts and keeps its log.",
    "The captures named here were made or taken over by that process, at or near the times that their records state.",
    "The texts were read from the bytes of those captures by the program that extractor.json names.",
    "The files of this pack are copies that are identified by their SHA-256 digests (sha256sums.txt).",
)


@dataclass(frozen=True, slots=True)
class PackTold:
    """What a pack is about, by title, page and in words, the versions and their captures."""

    title: str
    path: str
    about: str
    versions: tuple[Version, ...]
    captures: tuple[Capture, ...]
    key: str
    size: int
    root: str
    earlier: int | None


def readme(told: PackTold) -> str:
    """How a stranger checks the pack, with our verifier or with tools that others made."""
    return f"""# Evidence: {_plain(told.title)}

{_plain(told.about)}

This is a web archive (WACZ 1.1.1). Open it with any replay tool, for example https://replayweb.page, or unpack it as a zip.

## Check it

1. Get the verifier (one file, Python 3.11 and the `openssl` program) and the log's key from somewhere else than this pack:
   from a release of Clausewatch, and from whoever keeps the key for you. `verify-py.txt` is a copy for reading.
2. `python verify_pack.py PACK.wacz --key 'THE KEY'` says what holds, what does not, and what cannot be shown.
   `clausewatch verify PACK.wacz --key 'THE KEY'` does the same by other code.

With tools of others: `sha256sum -c evidence/sha256sums.txt` in the unpacked folder; `warcio check archive/data.warc.gz`;
`wacz validate -f PACK.wacz`. `checkpoint.txt` is a C2SP checkpoint, the proofs are C2SP tlog-proofs (RFC 6962).

## What is here

- `archive/data.warc.gz`: the captures, made from their records and bodies; headers about framing are under `X-Orig-`.
- `evidence/checkpoint.txt`: the signed head of the log ({told.size} leaves, root {told.root}), `log-key.txt` the key it says it is
  signed by, `prev-checkpoint.txt` and `consistency.txt` an earlier head and the proof that the log begins with it.
- `leaf-N.json` and `leaf-N.tlog-proof`: what was logged, byte for byte, and that it is in the log.
- `record-*.json`: request, answer, redirects, TLS and times of each capture; `text-*.txt`: the texts that were read.
- `quotes.jsonl`: quotations as W3C Web Annotations; places count Unicode code points.
- `report-*.json`, `said-*.jsonl`: the analysis as logged; `findings-*.jsonl` tells the same in names, and is not logged itself.
- `redline.json`, `change.json`: what changed. The redline is checked against both texts; class and severity are our reading.
- `comparison.json`: cells of a comparison. Its quotations are checked against the texts; states and stances are our reading.
- `extractor.json`: which program read the texts. Read them again only with a release from elsewhere, never from here.

## What it does not show

{_listed(NOT_SHOWN)}

{DISCLAIMER}
{INDEPENDENCE}
"""


def certificate(told: PackTold) -> str:
    """A statement for a person to sign, with every digest it speaks of."""
    lines = [
        "CERTIFICATE OF AUTHENTICITY (to be completed and signed by a person; unsigned it says nothing)",
        "",
        *(f"{label}: {value}" for label, value in _facts(told)),
        "",
        *(f"{number}. {each}" for number, each in enumerate(_STATEMENTS, 1)),
        "",
        "This does not state:",
        *(f"- {each}." for each in NOT_SHOWN),
        "",
        "I declare that the foregoing is true and correct to the best of my knowledge.",
        "",
        "Name: ______________________________   Role: ______________________________",
        "",
        "Date and place: ____________________   Signature: _________________________",
        "",
    ]
    return "\n".join(lines)


def certificate_report(told: PackTold, base_url: str) -> Report:
    """The certificate as a report to be set."""
    blocks: tuple[Block, ...] = (
        Words("To be completed and signed by a person; unsigned it says nothing."),
        Facts(tuple(Fact(label, value) for label, value in _facts(told))),
        Heading("Statement"),
        Points(_STATEMENTS),
        Heading("This does not state"),
        Points(tuple(f"{each[0].upper()}{each[1:]}." for each in NOT_SHOWN)),
        Heading("Signature"),
        Words("I declare that the foregoing is true and correct to the best of my knowledge."),
        *(
            Words(f"{each}: ________________________")
            for each in ("Name and role", "Date and place", "Signature")
        ),
    )
    return Report(
        kind="Certificate of authenticity",
        title=_plain(told.title),
        about=(told.about,),
        at=max(each.observed_at for each in told.captures),
        link=f"{base_url.rstrip('/')}{told.path}",
        blocks=blocks,
    )


def _facts(told: PackTold) -> Iterable[tuple[str, str]]:
    yield "Subject", _plain(told.title)
    yield "What is certified", _plain(told.about)
    for version in told.versions:
        yield f"Version {version.id}", f"observed {moment(version.observed_at)}; text SHA-256 {version.text}"
    for capture in told.captures:
        how = "live" if capture.origin is Origin.LIVE else f"imported ({_plain(capture.origin_ref)})"
        body = f"; body SHA-256 {capture.body}" if capture.body else "; no body"
        address = _plain(capture.exchange.final_url or capture.exchange.url)
        yield f"Capture {capture.id}", f"{moment(capture.observed_at)}, {how}, {address}{body}"
    yield "Log", f"{told.size} leaves, root {told.root}"
    yield "Key of the log", told.key
    if told.earlier is not None:
        yield "Logged after", f"the first {told.earlier} leaves of the log"


def _plain(text: str) -> str:
    return one_line(text, 300)


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {each[0].upper()}{each[1:]}." for each in lines)
