"""Packs: the same bytes every time, read by others' tools, and nothing altered in them goes unseen or unsaid."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import random
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from tests.proof.forging import compared
from tests.proof.pack_kit import (
    NEW,
    OLD,
    PNG,
    both,
    files_of,
    leaf_named,
    make,
    rezipped,
    signing,
    standalone,
)
from warcio.archiveiterator import ArchiveIterator

from clausewatch.proof import wacz
from clausewatch.proof.check_pack import check_pack
from clausewatch.proof.pack import Pack, packed

Files = dict[str, bytes]
ARCHIVE = "archive/data.warc.gz"


@pytest.fixture(scope="module")
def pack() -> bytes:
    return packed(make())


@pytest.fixture(scope="module")
def files(pack: bytes) -> Files:
    return files_of(pack)


def test_a_pack_holds_for_both_verifiers_and_its_bytes_are_always_the_same(pack: bytes) -> None:
    assert both(pack, signing().key) == (True, [])
    assert both(pack) == (True, [])
    assert packed(make()) == pack
    with zipfile.ZipFile(io.BytesIO(pack)) as opened:
        names = [each.filename for each in opened.infolist()]
        assert names == sorted(names)
        assert {each.compress_type for each in opened.infolist()} == {zipfile.ZIP_STORED}
        assert {each.date_time for each in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_is_shown_and_what_is_not_is_said(pack: bytes) -> None:
    told = check_pack(pack, [signing().key])
    assert any(
        "8 leaves are in that log, among them 5 captures and 2 versions" in each for each in told.proved
    )
    assert any("3 quotations stand in them" in each for each in told.proved)
    assert any("after the log's first 3 leaves" in each for each in told.proved)
    unproved = " ".join(told.unproved)
    for words in (
        "the server sent",
        "others saw",
        "follows from the bytes",
        "1 imported captures",
        "another log",
    ):
        assert words in unproved
    assert "Whose log" not in unproved
    assert "Whose log" in " ".join(check_pack(pack, ()).unproved)
    assert "WHICH YOU MUST COMPARE" in check_pack(pack, ()).proved[0]


def test_warcio_finds_every_digest_right_and_reads_what_was_captured(files: Files) -> None:
    with io.BytesIO(files[ARCHIVE]) as stream:
        found = [
            (each.rec_type, each.rec_headers.get_header("WARC-Target-URI"), each.content_stream().read())
            for each in ArchiveIterator(stream, check_digests="raise")
        ]
    assert [kind for kind, _, _ in found] == [
        *("warcinfo", "response", "request", "metadata", "revisit", "request", "metadata"),
        *("resource", "resource", "metadata", "resource", "metadata", "metadata"),
    ]
    assert found[1][2] == b"<p>We keep it\r\n\r\nfor 30 days.</p>"
    assert found[8][1:] == ("urn:view:https://birchwood.example/terms?b=2&a=1", PNG)
    assert found[10][1] == "urn:clausewatch:capture:00000000000000000004"
    # Without its charset a browser's document is replayed as Latin-1 (seen in replayweb.page 2.4.6).
    assert gzip.decompress(files[ARCHIVE]).count(b"Content-Type: text/html; charset=utf-8\r\n") == 3
    assert b"secret" not in gzip.decompress(files[ARCHIVE])


def test_fastwarc_reads_headers_and_digests(files: Files) -> None:
    found = []
    for record in FastIterator(io.BytesIO(files[ARCHIVE]), parse_http=False):
        assert record.verify_block_digest()
        found.append(record.headers["WARC-Type"])
    assert found.count("response") == found.count("revisit") == 1
    answer = next(
        record
        for record in FastIterator(io.BytesIO(files[ARCHIVE]), parse_http=True)
        if record.headers["WARC-Type"] == "response"
    )
    told = dict(answer.http_headers)
    assert (answer.http_headers.status_code, told["X-Orig-Content-Encoding"]) == (200, "gzip")
    assert told["Content-Length"] == str(len(answer.reader.read()))


def test_the_index_points_at_the_records(files: Files) -> None:
    for line in files["indexes/index.cdx"].decode().splitlines():
        told = json.loads(line.split(" ", 2)[2])
        offset, length = int(told["offset"]), int(told["length"])
        (record,) = ArchiveIterator(io.BytesIO(files[ARCHIVE][offset : offset + length]))
        assert record.rec_headers.get_header("WARC-Target-URI") == told["url"]
        assert record.rec_headers.get_header("WARC-Payload-Digest", told["digest"]) == told["digest"]


def test_a_pack_without_an_analysis_or_an_earlier_head_says_so() -> None:
    bare = packed(replace(make(analysed=False), earlier=None, extends=(), redline=None))
    assert both(bare, signing().key) == (True, [])
    assert "no earlier head" in " ".join(check_pack(bare, ()).unproved)
    assert "no earlier head" in " ".join(standalone().verify(bare, [])["not_proved"])


def test_another_key_is_refused_and_without_one_the_verdict_says_that_it_must_be_compared(
    pack: bytes,
) -> None:
    forged = packed(make(2))
    assert both(forged) == (True, [])
    held, parts = both(forged, signing().key)
    assert (held, set(parts)) == (False, {"evidence/log-key.txt"})
    mixed = {**files_of(pack), "evidence/log-key.txt": f"{signing(2).key}\n".encode()}
    assert both(rezipped(mixed))[0] is False


TIMES = int(os.environ.get("CLAUSEWATCH_MUTATIONS", "500"))
"""How many: two fifths of the file, as many of a document's parts by one who sets the sums right, one fifth of a comparison's."""


def _chance(seed: int) -> random.Random:
    return random.Random(seed + 1000 * int(os.environ.get("CLAUSEWATCH_SEED", "0")))


def test_every_mutation_of_the_file_is_found(pack: bytes) -> None:
    chance = _chance(5)
    for number in range(TIMES * 2 // 5):
        altered = _altered(pack, chance)
        assert altered != pack
        held, parts = both(altered, signing().key)
        assert not held, number
        assert parts


@pytest.mark.parametrize(("made", "seed", "fifths"), [(make, 11, 2), (compared, 12, 1)])
def test_every_mutation_by_one_who_sets_the_sums_right_is_found_or_is_of_a_file_said_to_be_loose(
    made: Callable[[], Pack], seed: int, fifths: int
) -> None:
    files, chance, most = files_of(packed(made())), _chance(seed), TIMES * fifths // 5
    other = files_of(packed(make(2)))
    # What is refused below is refused for the mutation: setting the sums right alone breaks nothing.
    assert both(rezipped(files), signing().key) == (True, [])
    loose = set(check_pack(rezipped(files), ()).unauthenticated)
    # The manifest and the sums are made anew of whatever is there.
    names = [name for name in files if not name.startswith("datapackage") and "sha256sums" not in name]
    found: Counter[str] = Counter()
    for number in range(most):
        name = chance.choice(names)
        kind = chance.choice(["bytes", "bytes", "gone", "swap", "other"])
        now = dict(files)
        if kind == "bytes":
            now[name] = _altered(files[name], chance)
        elif kind == "gone":
            del now[name]
        elif kind == "swap":
            there = chance.choice([each for each in names if files[each] != files[name]])
            now[name], now[there] = files[there], files[name]
        else:
            # The other pack quotes the same texts: its quotations are as true here.
            alike = name.endswith("quotes.jsonl") or other.get(name, files[name]) == files[name]
            now[name] = b"x" if alike else other[name]
        touched = {each for each in files if files[each] != now.get(each)}
        assert touched
        held, parts = both(rezipped(now), signing().key)
        # What is left out is no lie: the verdict counts what is there.
        smaller = {"evidence/quotes.jsonl", "evidence/redline.json"} | {
            each for each in files if "/said-" in each
        }
        assert not held or touched <= loose | (smaller if kind == "gone" else set()), (number, kind, name)
        assert held or parts
        found[kind] += not held
    if "CLAUSEWATCH_SEED" in os.environ:
        print(f"{most} made: {found.total()} found, {most - found.total()} of files said to be loose")
    assert found.total() >= most * 0.7
    assert all(found[kind] >= most * 0.08 for kind in ("bytes", "gone", "swap", "other")), found


def _altered(content: bytes, chance: random.Random) -> bytes:
    at, kind = chance.randrange(len(content)), chance.choice(["flip", "cut", "more", "gone", "turn"])
    if kind == "flip":
        return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]
    if kind == "cut":
        return content[:at]
    if kind == "more":
        return content[:at] + chance.randbytes(chance.randrange(1, 9)) + content[at:]
    if kind == "gone":
        return content[:at] + content[at + chance.randrange(1, 9) :]
    half = content[at // 2 : at // 2 + 8]
    turned = content[: at // 2] + half[::-1] + content[at // 2 + 8 :]
    return turned if turned != content else content + b"\n"


def _quote(files: Files, change: Callable[[dict[str, object], dict[str, object]], None]) -> Files:
    lines = [json.loads(each) for each in files["evidence/quotes.jsonl"].splitlines()]
    change(*lines[1]["target"]["selector"])
    text = "".join(f"{json.dumps(each)}\n" for each in lines)
    return {**files, "evidence/quotes.jsonl": text.encode()}


def _json(files: Files, name: str, change: Callable[[dict[str, object]], object]) -> Files:
    told = json.loads(files[name])
    change(told)
    return {**files, name: json.dumps(told).encode()}


def _leaf(files: Files, kind: str, **said: object) -> Files:
    """A leaf that says something else, in canonical form."""
    name = leaf_named(files, kind)
    told = json.loads(files[name])
    told["predicate"].update(said)
    content = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return {**files, name: content}


def _dated_back(files: Files) -> Files:
    return _leaf(files, "capture", t0="2025-01-01T00:00:00.000000Z", logged="2025-01-01T00:00:01.000000Z")


def _earlier_of_another_log(files: Files) -> Files:
    return {
        **files,
        "evidence/prev-checkpoint.txt": files_of(packed(make(2)))["evidence/prev-checkpoint.txt"],
    }


def _no_way_from_the_earlier(files: Files) -> Files:
    return {**files, "evidence/consistency.txt": b""}


def _earlier_is_the_head(files: Files) -> Files:
    here = files["evidence/checkpoint.txt"]
    return {**files, "evidence/prev-checkpoint.txt": here, "evidence/consistency.txt": b""}


def _proof_of_another_leaf(files: Files) -> Files:
    first, second = sorted(name for name in files if name.endswith(".tlog-proof"))[:2]
    return {**files, first: files[second], second: files[first]}


def _texts_swapped(files: Files) -> Files:
    first, second = sorted(name for name in files if name.startswith("evidence/text-"))
    return {**files, first: files[second], second: files[first]}


def _records_in_another_order(files: Files) -> Files:
    members = [files[ARCHIVE][at : at + size] for at, size, _ in wacz.gunzip(files[ARCHIVE])]
    return {**files, ARCHIVE: b"".join([members[0], *members[4:7], *members[1:4], *members[7:]])}


def _a_record_more(files: Files) -> Files:
    return {**files, ARCHIVE: files[ARCHIVE] + gzip.compress(b"WARC/1.1\r\n\r\n\r\n\r\n", mtime=0)}


def _another_header(files: Files) -> Files:
    members = [each for _, _, each in wacz.gunzip(files[ARCHIVE])]
    members[1] = members[1].replace(b"HTTP/1.1 200", b"HTTP/1.1 201")
    return {**files, ARCHIVE: b"".join(gzip.compress(each, mtime=0) for each in members)}


def _index_to_another_record(files: Files) -> Files:
    lines = files["indexes/index.cdx"].decode()
    offset = json.loads(lines.splitlines()[0].split(" ", 2)[2])["offset"]
    return {**files, "indexes/index.cdx": lines.replace(f'"offset": "{offset}"', '"offset": "0"', 1).encode()}


def _a_page_more(files: Files) -> Files:
    line = b'{"id": "x", "title": "x", "ts": "2026-01-01T00:00:00Z", "url": "https://evil.example/"}\n'
    return {**files, "pages/pages.jsonl": files["pages/pages.jsonl"] + line}


def _said_otherwise(files: Files) -> Files:
    name = next(each for each in files if "/said-" in each)
    return {**files, name: files[name].replace(b"0.9", b"0.1")}


def _redline_without_a_row(files: Files) -> Files:
    return _json(files, "evidence/redline.json", lambda told: told["rows"].pop(1))  # type: ignore[attr-defined]


def _redline_the_other_way(files: Files) -> Files:
    return _json(files, "evidence/redline.json", lambda told: told.update(old=told["new"], new=told["old"]))


def _quoted_in_units_of_javascript(files: Files) -> Files:
    return _quote(files, lambda _, place: place.update(start=place["start"] + 1, end=place["end"] + 1))  # type: ignore[operator]


def _quoted_with_a_word_changed(files: Files) -> Files:
    return _quote(files, lambda words, _: words.update(exact="We keep it for 10 days."))


def _quoted_elsewhere(files: Files) -> Files:
    return _quote(files, lambda words, _: words.update(prefix="Never: "))


def _quoted_by_a_truth(files: Files) -> Files:
    def change(words: dict[str, object], place: dict[str, object]) -> None:
        words.update(exact=NEW[:1])
        place.update(start=False, end=True)

    return _quote(files, change)


def _change_quotes_what_is_nowhere(files: Files) -> Files:
    name = "evidence/change.json"
    return {**files, name: files[name].replace(b"90 days", b"99 days")}


def _another_extractor(files: Files) -> Files:
    name = "evidence/extractor.json"
    return {**files, name: files[name].replace(b"test/1", b"test/2")}


def _a_file_more(files: Files) -> Files:
    return {**files, "evidence/note-for-you.txt": b"trust me"}


def _a_text_without_a_leaf(files: Files) -> Files:
    return {**files, f"evidence/text-{'9' * 20}.txt": b"We never said so."}


ATTACKS = [
    _dated_back,
    _earlier_of_another_log,
    _no_way_from_the_earlier,
    _earlier_is_the_head,
    _proof_of_another_leaf,
    _texts_swapped,
    _records_in_another_order,
    _a_record_more,
    _another_header,
    _index_to_another_record,
    _a_page_more,
    _said_otherwise,
    _redline_without_a_row,
    _redline_the_other_way,
    _quoted_in_units_of_javascript,
    _quoted_with_a_word_changed,
    _quoted_elsewhere,
    _quoted_by_a_truth,
    _change_quotes_what_is_nowhere,
    _another_extractor,
    _a_file_more,
    _a_text_without_a_leaf,
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_whoever_sets_the_sums_right_is_still_found(files: Files, attack: Callable[[Files], Files]) -> None:
    altered = attack(files)
    assert altered != files
    held, parts = both(rezipped(altered), signing().key)
    assert not held
    assert len(parts) >= 2


def test_a_signature_of_the_operator_on_a_rewritten_log_does_not_reach_the_earlier_head(files: Files) -> None:
    """The operator signs another history: a head that somebody kept, put beside it, tells."""
    kept = files["evidence/prev-checkpoint.txt"]
    rewritten = make()
    text = rewritten.texts[next(iter(rewritten.texts))]
    assert text == OLD
    shorter = replace(rewritten, extends=tuple(base64.b64decode("A" * 43 + "=") for _ in rewritten.extends))
    held, parts = both(packed(replace(shorter, earlier=kept.decode())), signing().key)
    assert (held, set(parts)) == (False, {"evidence/consistency.txt"})
