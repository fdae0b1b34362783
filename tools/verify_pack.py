"""Checks an evidence pack of Clausewatch: one file, Python 3.11 and the `openssl` program, no network.

    python verify_pack.py PACK.wacz --key 'NAME+HASH+KEY' [--json]
    python verify_pack.py PACK.wacz --trust FOLDER

Take this program and the key from elsewhere than the pack: a pack that brings its own key shows only that it fits itself.
Nothing in the pack is run. Exit code 0: nothing fails; 1: something does, and is named; 2: it was asked wrongly. The verdict
is `holds` (under a key of yours), `fits itself` (no key was given: whoever made the pack may have made the log) or `fails`.

It is written apart from `clausewatch verify` and shares no code with it. Formats: WACZ 1.1.1, WARC 1.1, C2SP
signed-note, tlog-checkpoint and tlog-proof, RFC 6962, in-toto Statement v1, W3C Web Annotation.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import json
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import uuid
import zipfile
import zlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

MOST = 256 * 1024 * 1024
MOST_FILES = 5_000
MOST_JSON = 32 * 1024 * 1024
OWN = {"readme.md", "certificate.txt", "certificate.pdf", "verify-py.txt", "change.json", "comparison.json"}
KNOWN = re.compile(
    r"evidence/(checkpoint\.txt|prev-checkpoint\.txt|consistency\.txt|log-key\.txt|sha256sums\.txt|extractor\.json|"
    r"quotes\.jsonl|redline\.json|change\.json|comparison\.json|readme\.md|certificate\.(txt|pdf)|verify-py\.txt|"
    r"(prev-)?checkpoint\.[a-z0-9-]{1,40}\.tsr|leaf-(0|[1-9][0-9]{0,18})\.(json|tlog-proof)|record-[0-9a-f]{20}\.json|"
    r"text-[0-9a-f]{20}\.txt|report-[0-9a-f]{20}\.json|(said|findings)-[0-9a-f]{20}\.jsonl)"
)
FRAMING = {"connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"}
SAID = ("lineage", "text", "address", "path", "title", "number", "lead_in", "recipe", "said")
PRIME = 2**255 - 19
SLACK = timedelta(minutes=10)
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
NAME, HASH = re.compile(r"[0-9a-f]{20}"), re.compile(r"[0-9a-f]{64}")
CLAUSE = {"version", "document", "provision", "readers", "stance", "quotation", "clipped", "start"}
SHA256 = bytes.fromhex("0609608648016503040201")
GZIP = b"\x1f\x8b\x08" + bytes(5)


class Failure(Exception):  # noqa: N818 (it is a verdict)
    """Which part fails, and why."""

    def __init__(self, part: str, why: str) -> None:
        super().__init__(why)
        self.part, self.why = part, why


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def must(holds: object, part: str, why: str) -> None:
    if not holds:
        raise Failure(part, why)


def load(content: bytes) -> Any:  # noqa: ANN401 (JSON)
    """JSON with every name once, of a bounded length."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in pairs}) != len(pairs):
            raise ValueError("a name stands twice")
        return dict(pairs)

    def refuse(word: str) -> None:
        raise ValueError(f"{word} is no number")

    if len(content) > MOST_JSON:
        raise ValueError("it is too long")
    return json.loads(content.decode("utf-8"), object_pairs_hook=once, parse_constant=refuse)


def lines_of(content: bytes) -> list[Any]:
    if content and content[-1:] != b"\n":
        raise ValueError("the last line is cut short")
    return [load(each) for each in content.split(b"\n")[:-1]]


# 1. The container: a zip in one form only.


def opened(pack: bytes) -> dict[str, bytes]:
    part = "the pack"
    must(len(pack) <= MOST, part, "it is larger than a pack may be")
    try:
        archive = zipfile.ZipFile(io.BytesIO(pack))
        told = archive.infolist()
        must(len(told) <= MOST_FILES, part, "it has too many files")
        must(
            sum(each.file_size for each in told) <= len(pack), part, "it says that it holds more than it can"
        )
        for each in told:
            plain = re.fullmatch(
                r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*", each.filename
            )
            must(
                plain and len(each.filename) <= 120, part, f"it has a file of the name {each.filename[:80]!r}"
            )
            stored = each.compress_type == zipfile.ZIP_STORED and not each.flag_bits & 1
            must(stored, part, f"{each.filename} is compressed or encrypted")
        must(len({each.filename for each in told}) == len(told), part, "it has a file twice")
        files = {each.filename: archive.read(each) for each in told}
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, RuntimeError) as error:
        raise Failure(part, f"it is no whole zip ({error})") from error
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w") as made:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            made.writestr(entry, files[name])
    must(again.getvalue() == pack, part, "it is not in the one form that its files have as a pack")
    return files


def listed(files: dict[str, bytes]) -> None:
    """Known files only, the sums, and the manifest."""
    always = ["archive/data.warc.gz", "indexes/index.cdx", "pages/pages.jsonl", "datapackage.json"]
    always += ["datapackage-digest.json"]
    always += [
        f"evidence/{each}" for each in ("checkpoint.txt", "log-key.txt", "sha256sums.txt", "extractor.json")
    ]
    for name in always:
        must(name in files, name, "it is missing")
    for name in files:
        must(name in always or KNOWN.fullmatch(name), name, "it is no file of a pack")
    sums = "evidence/sha256sums.txt"
    rest = sorted(name for name in files if name not in ("datapackage.json", "datapackage-digest.json"))
    lines = [f"{sha256(files[name])}  {name}" for name in rest if name != sums]
    must(
        files[sums].decode() == "".join(f"{each}\n" for each in lines),
        sums,
        "the sums are not those of the files",
    )
    found = [
        {
            "name": name.split("/")[-1].lower(),
            "path": name,
            "hash": f"sha256:{sha256(files[name])}",
            "bytes": len(files[name]),
        }
        for name in rest
    ]
    must(
        load(files["datapackage.json"])["resources"] == found,
        "datapackage.json",
        "it does not list the files as they are",
    )
    pointer = {"path": "datapackage.json", "hash": f"sha256:{sha256(files['datapackage.json'])}"}
    must(
        load(files["datapackage-digest.json"]) == pointer,
        "datapackage-digest.json",
        "it is not the digest of the manifest",
    )


# 2. The signed heads.


def parse_key(text: str) -> tuple[str, bytes, bytes]:
    """Name, hint and public key of a C2SP verifier key for Ed25519."""
    name, hint, encoded = text.strip().split("+", 2)
    content = base64.b64decode(encoded, validate=True)
    if len(content) != 33 or content[0] != 1 or base64.b64encode(content).decode() != encoded:
        raise ValueError("it is no Ed25519 verifier key")
    if not name or re.search(r"[\s+]", name) or not name.isprintable():
        raise ValueError("its name is none")
    expected = hashlib.sha256(name.encode() + b"\n" + content).digest()[:4]
    if expected.hex() != hint:
        raise ValueError("its hint is not that of its key")
    return name, expected, content[1:]


def openssl(files: dict[str, bytes], *arguments: str) -> int:
    """The exit code of the program in a folder of its own that holds these files."""
    program = shutil.which("openssl")
    must(program, "openssl", "the program is not installed, and nothing signed can be checked without it")
    try:
        with tempfile.TemporaryDirectory() as folder:
            for name, content in files.items():
                (Path(folder) / name).write_bytes(content)
            command = [str(program), *arguments]
            done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=60)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise Failure("openssl", f"the program does not run ({type(error).__name__})") from error
    return done.returncode


def signed_by(message: bytes, signature: bytes, public: bytes) -> bool:
    """Whether openssl takes the signature for one of the key."""
    y = int.from_bytes(public, "little") & (2**255 - 1)
    must(len(signature) == 64 and y < PRIME, "the signature", "it or its key has another form")
    key = bytes.fromhex("302a300506032b6570032100") + public
    asked = ["pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key", "-rawin"]
    files = {"message": message, "signature": signature, "key": key}
    return openssl(files, *asked, "-in", "message", "-sigfile", "signature") == 0


def checkpoint(note: bytes, key: tuple[str, bytes, bytes], part: str) -> tuple[int, bytes]:
    """Size and root that the key signed."""
    name, hint, public = key
    text = note.decode()
    must(len(text) <= 1_000_000, part, "it is too long")
    must(not re.search(r"[\x00-\x09\x0b-\x1f]", text), part, "it holds control characters")
    body, blank, tail = text.rpartition("\n\n")
    must(blank and tail.endswith("\n"), part, "it has no signatures")
    ours, signatures = [], tail[:-1].split("\n")
    must(len(signatures) <= 100, part, "it has too many signatures")
    for line in signatures:
        match = re.fullmatch(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)", line)
        must(match, part, "a line of signature has another form")
        assert match is not None
        value = base64.b64decode(match[2], validate=True)
        must(
            base64.b64encode(value).decode() == match[2] and len(value) > 4,
            part,
            "a signature has another form",
        )
        if match[1] == name and value[:4] == hint:
            ours.append(value[4:])
    must(len(ours) == 1, part, f"it has {len(ours)} signatures by {name}")
    must(signed_by(f"{body}\n".encode(), ours[0], public), part, f"the signature by {name} does not hold")
    lines = body.split("\n")
    must(
        len(lines) >= 3 and all(lines) and lines[0] == name, part, "it is no checkpoint of the key's own log"
    )
    must(re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]), part, "its size is no number")
    root = base64.b64decode(lines[2], validate=True)
    must(len(root) == 32 and base64.b64encode(root).decode() == lines[2], part, "its root is no hash")
    return int(lines[1]), root


# 2b. Time stamps (RFC 3161) of the heads: openssl decides, by roots that the caller gave.

Stamp = tuple[str, str, datetime]
"""Which head (`checkpoint` or `prev-checkpoint`), the file (whose name anybody chooses), and when."""


def stamps(files: dict[str, bytes], roots: bytes) -> tuple[list[Stamp], list[str]]:
    """Every stamp that holds, and the files of those by authorities that the caller does not know. Without roots none is
    looked at."""
    found: list[Stamp] = []
    unknown: list[str] = []
    for name in sorted(files) if roots else ():
        match = re.fullmatch(r"evidence/((?:prev-)?checkpoint)\.([a-z0-9-]{1,40})\.tsr", name)
        if match is None:
            continue
        must(f"evidence/{match[1]}.txt" in files, name, "there is no such head")
        at = stamped_at(files[name], files[f"evidence/{match[1]}.txt"], roots, name)
        if at is None:
            unknown.append(name)
        else:
            found.append((match[1], name, at))
    return found, unknown


def stamped_at(response: bytes, note: bytes, roots: bytes, part: str) -> datetime | None:
    """When the authority stamped the note; None where it bears the name of none of the roots. Its certificates are checked
    as of then: they expire, what they showed does not. The time is read from the signed part itself: what openssl prints
    begins with a text that nobody signed."""
    try:
        at = time_of(response)
    except (ValueError, OverflowError) as error:
        raise Failure(part, f"it is no time stamp ({error})") from error
    given = {"response": response, "note": note, "roots": roots}
    asked = ["ts", "-verify", "-data", "note", "-in", "response", "-CAfile", "roots"]
    if openssl(given, *asked, "-attime", str(int(at.timestamp()))) == 0:
        return at
    known = any(subject in response for subject in subjects(roots))
    must(not known, part, "it is no stamp of this head by an authority you trust: openssl refuses it")
    return None


def der(data: bytes, at: int, stop: int) -> tuple[int, int, int]:
    """Tag, and begin and end of the content, of the DER value at a place."""
    if at + 2 > stop:
        raise ValueError("its DER is cut short")
    tag, length, begin = data[at], data[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7F
        if not 1 <= count <= 4 or begin + count > stop:
            raise ValueError("a length in it is no DER")
        length, begin = int.from_bytes(data[begin : begin + count], "big"), begin + count
    if begin + length > stop:
        raise ValueError("its DER is cut short")
    return tag, begin, begin + length


def within(data: bytes, value: tuple[int, int, int]) -> list[tuple[int, int, int]]:
    """The values in a constructed one."""
    found, at = [], value[1]
    while at < value[2]:
        found.append(der(data, at, value[2]))
        at = found[-1][2]
    return found


def time_of(response: bytes) -> datetime:
    """The time in the TSTInfo of a TimeStampResp (RFC 3161, 2.4.2; RFC 5652, 5.1)."""
    outer = der(response, 0, len(response))
    if outer[2] != len(response):
        raise ValueError("something follows it")
    try:
        status, token = within(response, outer)[:2]
        _, start, stop = within(response, status)[0]
        content = within(response, within(response, token)[1])[0]
        octets = within(response, within(response, within(response, content)[2])[1])[0]
        info = within(response, within(response, octets)[0])
        _, first, _ = within(response, info[2])[0]
        tag, begin, end = info[4]
    except IndexError as error:
        raise ValueError("it lacks a part of a time stamp") from error
    if response[start:stop] != b"\x00" or not response.startswith(SHA256, first):
        raise ValueError("the authority did not grant it, or it is of another hash than SHA-256")
    text = response[begin:end].decode("ascii")
    match = re.fullmatch(r"([0-9]{14})(?:\.([0-9]{1,6})[0-9]*)?Z", text)
    if octets[0] != 0x04 or tag != 0x18 or match is None:
        raise ValueError("its time is none")
    at = datetime.strptime(f"{match[1]} +0000", "%Y%m%d%H%M%S %z")
    return at + timedelta(microseconds=int((match[2] or "").ljust(6, "0")))


def subjects(roots: bytes) -> list[bytes]:
    """The names (DER) of the certificates in a PEM text."""
    found = []
    for each in certificates(roots):
        parts = within(each, within(each, der(each, 0, len(each)))[0])
        parts = parts[1:] if parts[0][0] == 0xA0 else parts
        begin, end = parts[3][2], parts[4][2]
        found.append(each[begin:end])
    return found


def certificates(roots: bytes) -> list[bytes]:
    """The certificates (DER) of a PEM text. ValueError where one is none."""
    form = rb"-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----"
    found = [
        base64.b64decode(b"".join(each.split()), validate=True) for each in re.findall(form, roots, re.DOTALL)
    ]
    ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=b"".join(found))
    return found


def bracketed(leaves: dict[int, dict[str, Any]], found: list[Stamp]) -> None:
    """No live capture before the earlier head's last stamp or after the head's first, but for the slack of clocks."""
    before = [at for head, _, at in found if head == "prev-checkpoint"]
    after = [at for head, _, at in found if head == "checkpoint"]
    for leaf in of_kind(leaves, "capture"):
        if leaf["said"]["kind"] != "live":
            continue
        taken = instant(leaf["said"]["t0"], leaf["part"])
        early = before and taken < max(before) - SLACK
        late = after and taken > min(after) + SLACK
        must(
            not early,
            leaf["part"],
            "it says it was taken before the earlier head was stamped, which lacks it",
        )
        must(not late, leaf["part"], "it says it was taken after the head that has it was stamped")


# 3. The tree (RFC 6962, checked as RFC 9162 2.1.3.2 and 2.1.4.2 say).


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def included(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    if index >= size:
        return False
    fn, sn, found = index, size - 1, leaf
    for each in path:
        if sn == 0:
            return False
        if fn % 2 or fn == sn:
            found = node(each, found)
            while fn % 2 == 0 and fn:
                fn, sn = fn // 2, sn // 2
        else:
            found = node(found, each)
        fn, sn = fn // 2, sn // 2
    return sn == 0 and found == root


def extends(first: tuple[int, bytes], second: tuple[int, bytes], path: list[bytes]) -> bool:
    (old, old_root), (new, new_root) = first, second
    # A head of no leaves is the beginning of every log: it would show nothing.
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    todo = list(path) if old & (old - 1) else [old_root, *path]
    if not todo:
        return False
    fn, sn = old - 1, new - 1
    while fn % 2:
        fn, sn = fn // 2, sn // 2
    fr = sr = todo[0]
    for each in todo[1:]:
        if sn == 0:
            return False
        if fn % 2 or fn == sn:
            fr, sr = node(each, fr), node(each, sr)
            while fn % 2 == 0 and fn:
                fn, sn = fn // 2, sn // 2
        else:
            sr = node(sr, each)
        fn, sn = fn // 2, sn // 2
    return sn == 0 and fr == old_root and sr == new_root


def hashes(text: str, part: str) -> list[bytes]:
    found = [base64.b64decode(each, validate=True) for each in text.split("\n")] if text else []
    exact = "\n".join(base64.b64encode(each).decode() for each in found) == text
    must(
        exact and len(found) <= 63 and all(len(each) == 32 for each in found), part, "it is no list of hashes"
    )
    return found


def leaf_of(files: dict[str, bytes], number: int, head: tuple[int, bytes]) -> dict[str, Any]:
    """The leaf, once it is shown to be in the log."""
    part, proof = f"evidence/leaf-{number}.json", f"evidence/leaf-{number}.tlog-proof"
    must(part in files and proof in files, part, "the leaf or its proof is missing")
    must(len(files[part]) <= 65_535, part, "it is too long for a leaf")
    begin = f"c2sp.org/tlog-proof@v1\nindex {number}\n"
    text = files[proof].decode()
    middle, blank, note = text.removeprefix(begin).partition("\n\n")
    if text.startswith(f"{begin}\n"):
        middle, blank, note = "", "\n\n", text.removeprefix(f"{begin}\n")
    must(text.startswith(begin) and blank, part, "its proof has another form or place")
    must(note.encode() == files["evidence/checkpoint.txt"], part, "its proof is for another head")
    hashed = hashlib.sha256(b"\x00" + files[part]).digest()
    must(included(hashed, number, head[0], hashes(middle, part), head[1]), part, "it is not in the log")
    told = load(files[part])
    must(canonical(told) == files[part], part, "it is not in canonical form")
    must(told["_type"] == "https://in-toto.io/Statement/v1", part, "it is no statement")
    kind = re.fullmatch(r"urn:clausewatch:leaf:(capture|version|analysis):v1", told["predicateType"])
    must(kind, part, "it is about nothing in the pack")
    assert kind is not None
    named = {each["name"]: each["digest"]["sha256"] for each in told["subject"]}
    same = [{"name": name, "digest": {"sha256": named[name]}} for name in sorted(named)]
    must(told["subject"] == same and len(told) == 4, part, "it is not in canonical form")
    leaf = {"kind": kind[1], "subjects": named, "said": told["predicate"], "part": part}
    formed(leaf)
    return leaf


def canonical(value: object) -> bytes:
    """Canonical JSON (RFC 8785) of what leaves hold: no fractions, no number of more than 53 bits, names in ASCII."""

    def plain(each: object) -> bool:
        if isinstance(each, dict):
            return all(name.isascii() and plain(one) for name, one in each.items())
        if isinstance(each, list):
            return all(map(plain, each))
        return not isinstance(each, float) and not (type(each) is int and abs(each) >= 2**53)

    if not plain(value):
        return b""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def instant(text: object, part: str) -> datetime:
    must(isinstance(text, str) and INSTANT.fullmatch(text), part, "an instant in it is none")
    return datetime.fromisoformat(str(text))


def counts(value: object) -> bool:
    return type(value) is int and value >= 0


def fits(form: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None


def formed(leaf: dict[str, Any]) -> None:
    """Whether a leaf is formed as ours are: instants, digests, names and counts."""
    said, named, part = leaf["said"], leaf["subjects"], leaf["part"]
    for each in (said["t0"], said["logged"]):
        instant(each, part)
    after = said["after"]
    must(set(after) == {"size", "root"} and counts(after["size"]), part, "the head it came after is none")
    must(
        fits(HASH, after["root"]) and all(fits(HASH, each) for each in named.values()),
        part,
        "a digest in it is none",
    )
    must(counts(said["seq"]) and isinstance(said["document"], str), part, "its place is none")
    if leaf["kind"] == "capture":
        only = {"record"} <= set(named) <= {"record", "body", "screenshot"}
        must(only and fits(NAME, said["capture"]), part, "it names no capture")
        must(said["kind"] in ("live", "imported"), part, "it is of no kind")
        return
    must(fits(NAME, said["version"]), part, "it names no version")
    if leaf["kind"] == "version":
        bodies, captures = said["bodies"], said["captures"]
        must(
            captures and bodies and all(fits(HASH, each) for each in bodies), part, "it was read from nothing"
        )
        must(len(set(captures)) == len(captures), part, "it names a capture twice")


# 4. The WARC file, made again from the records.


def unpacked(content: bytes) -> list[tuple[int, int, bytes]]:
    """Offset, packed length and bytes of each gzip member, never more than a pack may hold."""
    part, found, at, left = "archive/data.warc.gz", [], 0, MOST
    while at < len(content):
        begin, made, gz = at, bytearray(), zlib.decompressobj(31)
        must(content.startswith(GZIP, at), part, "a member's head says more than that it is gzip")
        while not gz.eof:
            piece = content[at : at + 65_536]
            must(piece, part, "it is cut short")
            try:
                made += gz.decompress(piece, left + 1 - len(made))
            except zlib.error as error:
                raise Failure(part, f"it is not packed as it should be ({error})") from error
            must(len(made) <= left, part, "it unpacks to more than a pack may hold")
            at += len(piece)
        at -= len(gz.unused_data)
        left -= len(made)
        found.append((begin, at - begin, bytes(made)))
        must(len(found) <= MOST_FILES, part, "it has too many records")
    return found


def address(record: dict[str, Any]) -> str:
    url = record["final_url"] or record["url"] or f"urn:clausewatch:capture:{record['capture']}"
    return "".join(each if 0x21 <= ord(each) <= 0x7E else quote(each, errors="replace") for each in url)


def clean(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]", " ", text)


def octets(lines: list[str]) -> bytes:
    text = "\r\n".join(lines) + "\r\n\r\n"
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def name_of(part: str, capture: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'urn:clausewatch:{part}:{capture}')}>"


def warc(fields: list[tuple[str, str]], media: str, block: bytes) -> bytes:
    fields = [*fields, ("Content-Type", media), ("WARC-Block-Digest", f"sha256:{sha256(block)}")]
    fields.append(("Content-Length", str(len(block))))
    return (
        ("WARC/1.1\r\n" + "".join(f"{a}: {b}\r\n" for a, b in fields) + "\r\n").encode() + block + b"\r\n\r\n"
    )


def live(record: dict[str, Any]) -> bool:
    return record["origin"] == "live" and record["status"] is not None and not record["renderer"]


def begun(kind: str, part: str, record: dict[str, Any], uri: str) -> list[tuple[str, str]]:
    name = ("WARC-Record-ID", name_of(part, record["capture"]))
    return [("WARC-Type", kind), name, ("WARC-Date", record["observed_at"]), ("WARC-Target-URI", uri)]


def brought(record: dict[str, Any], body: bytes, original: dict[str, Any] | None) -> tuple[bytes, str, str]:
    """The record of what a capture brought, and type and status as the index lists them."""
    uri, media = address(record), clean(record["media_type"]) or "application/octet-stream"
    payload = [("WARC-Payload-Digest", f"sha256:{sha256(body)}")]
    status, answer = [f"HTTP/1.1 {record['status']} "], "application/http;msgtype=response"
    if original is not None:
        fields = [
            *begun("revisit", "main", record, uri),
            ("WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/server-not-modified"),
            ("WARC-Refers-To", name_of("main", original["capture"])),
            ("WARC-Refers-To-Target-URI", address(original)),
            ("WARC-Refers-To-Date", original["observed_at"]),
        ]
        block = octets([*status, *(f"{clean(a)}: {clean(b)}" for a, b in record["headers"])])
        return warc(fields + payload, answer, block), "warc/revisit", str(record["status"])
    if not live(record) or record["not_modified"]:
        coded = f"{media}; charset={clean(record['charset'])}" if record["charset"] else media
        return warc(begun("resource", "main", record, uri) + payload, coded, body), media, "200"
    headers = [
        f"{'X-Orig-' if a.lower() in FRAMING else ''}{clean(a)}: {clean(b)}" for a, b in record["headers"]
    ]
    block = octets([*status, *headers, f"Content-Length: {len(body)}"]) + body
    return warc(begun("response", "main", record, uri) + payload, answer, block), media, str(record["status"])


def request_of(record: dict[str, Any]) -> bytes:
    host, slash, path = address(record).partition("//")[2].partition("/")
    headers = [(clean(a), clean(b)) for a, b in record["request_headers"]]
    if all(a.lower() != "host" for a, _ in headers):
        headers = [("Host", host), *headers]
    return octets([f"GET {slash or '/'}{path} HTTP/1.1", *(f"{a}: {b}" for a, b in headers)])


def turned(url: str) -> str:
    low = url.lower()
    try:
        parts = urlsplit(low)
        host, port = parts.hostname, parts.port
    except ValueError:
        return low
    if not host or parts.scheme not in ("http", "https"):
        return low
    names = ",".join(reversed(re.sub(r"^www\d*\.", "", host).split(".")))
    query = "?" + "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return names + (f":{port}" if port else "") + ")" + (parts.path or "/") + query


def archive(files: dict[str, bytes], raw: dict[str, bytes]) -> None:
    """Every WARC record, index line and page against what the logged records and bodies give, byte for byte."""
    part = "archive/data.warc.gz"
    records = sorted(
        (load(each) for each in raw.values()), key=lambda each: (each["observed_at"], each["capture"])
    )
    made = Remade(unpacked(files[part]))
    made.begin(records[0]["observed_at"] if records else "1970-01-01T00:00:00.000000Z")
    for number, record in enumerate(records):
        made.capture(record, raw[record["capture"]], records[:number])
    must(
        [each for _, _, each in made.found] == made.expected,
        part,
        "its records are not what the logged captures give",
    )
    must(
        "".join(sorted(made.cdx)).encode() == files["indexes/index.cdx"],
        "indexes/index.cdx",
        "its lines are not those of the records",
    )
    told = "".join(f"{json.dumps(each, sort_keys=True)}\n" for each in made.pages)
    must(
        told.encode() == files["pages/pages.jsonl"],
        "pages/pages.jsonl",
        "its lines are not those of the records",
    )


class Remade:
    """The records, index lines and pages that captures give; bodies are taken from the records that were found."""

    def __init__(self, found: list[tuple[int, int, bytes]]) -> None:
        self.found, self.part = found, "archive/data.warc.gz"
        self.expected: list[bytes] = []
        self.cdx: list[str] = []
        self.pages = [{"format": "json-pages-1.0", "id": "pages", "title": "Captures"}]
        self.bodies: dict[str, bytes] = {}

    def begin(self, first: str) -> None:
        info = [
            ("WARC-Type", "warcinfo"),
            ("WARC-Record-ID", name_of("warcinfo", first)),
            ("WARC-Date", first),
        ]
        form = b"software: clausewatch\r\nformat: WARC File Format 1.1\r\nform: clausewatch warc 1\r\n"
        self.expected.append(warc(info, "application/warc-fields", form))

    def capture(self, record: dict[str, Any], raw: bytes, earlier: list[dict[str, Any]]) -> None:
        uri = address(record)
        beside = [("WARC-Concurrent-To", name_of("main", record["capture"]))]
        body = None if record["body"] is None else self.body(record, earlier)
        if record["screenshot"] is not None:
            self.picture(record, f"urn:view:{uri}")
        if body is not None and live(record):
            fields = begun("request", "request", record, uri) + beside
            self.expected.append(warc(fields, "application/http;msgtype=request", request_of(record)))
        fields = begun("metadata", "metadata", record, uri) + (beside if body is not None else [])
        self.expected.append(warc(fields, "application/json", raw))

    def body(self, record: dict[str, Any], earlier: list[dict[str, Any]]) -> bytes:
        asked = (record["source"], record["body"], False)
        same = [each for each in earlier if (each["source"], each["body"], each["not_modified"]) == asked]
        original = same[-1] if same and record["not_modified"] else None
        member = self.here()
        body = self.bodies.get(record["body"]) if record["not_modified"] else None
        if body is None:
            length, end = record["body_bytes"], len(member) - 4
            must(0 <= length <= end, self.part, "a record is shorter than its body")
            body = member[end - length : end]
        capture = record["capture"]
        must(
            sha256(body) == record["body"],
            self.part,
            f"the body of capture {capture} is not the one that was logged",
        )
        self.bodies[record["body"]] = body
        content, mime, status = brought(record, body, original)
        at, uri = record["observed_at"], address(record)
        self.index((uri, at), mime, status, body)
        if original is None:
            self.pages.append({"id": capture, "title": f"{uri} at {at}", "ts": at, "url": uri})
        self.expected.append(content)
        return body

    def picture(self, record: dict[str, Any], view: str) -> None:
        picture = self.here().partition(b"\r\n\r\n")[2][:-4]
        must(
            sha256(picture) == record["screenshot"],
            self.part,
            f"the picture of capture {record['capture']} is not the one logged",
        )
        self.index((view, record["observed_at"]), "image/png", "200", picture)
        self.expected.append(warc(begun("resource", "picture", record, view), "image/png", picture))

    def here(self) -> bytes:
        """The record that was found where the next expected one belongs."""
        must(len(self.expected) < len(self.found), self.part, "it has fewer records than the captures give")
        return self.found[len(self.expected)][2]

    def index(self, what: tuple[str, str], mime: str, status: str, content: bytes) -> None:
        (url, at), (offset, length, _) = what, self.found[len(self.expected)]
        told = {"url": url, "mime": mime, "status": status, "digest": f"sha256:{sha256(content)}"}
        told |= {"filename": "data.warc.gz", "length": str(length), "offset": str(offset)}
        moment = re.sub(r"\D", "", at)[:14]
        self.cdx.append(f"{turned(url)} {moment} {json.dumps(told, sort_keys=True)}\n")


# 5. What is told: records, texts, quotations, analyses, redline.


def records_of(files: dict[str, bytes], leaves: dict[int, dict[str, Any]]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for leaf in of_kind(leaves, "capture"):
        said, subjects = leaf["said"], leaf["subjects"]
        part = f"evidence/record-{said['capture']}.json"
        must(part in files, part, "it is missing")
        must(sha256(files[part]) == subjects["record"], part, "it is not the record that was logged")
        recorded(load(files[part]), leaf, part)
        found[said["capture"]] = files[part]
    return found


def recorded(record: dict[str, Any], leaf: dict[str, Any], part: str) -> None:
    """Whether a record has the form of ours and its leaf tells the same."""
    texts = ["capture", "document", "source", "observed_at", "origin", "origin_ref", "media_type", "charset"]
    texts += ["url", "final_url", "renderer"]
    form = record["form"] == "clausewatch capture record 1"
    must(form and all(isinstance(record[each], str) for each in texts), part, "it has another form")
    instant(record["observed_at"], part)
    status, problem = record["status"], record["problem"]
    must(
        counts(record["body_bytes"]) and (status is None or counts(status)),
        part,
        "its status or size is no number",
    )
    must(type(record["not_modified"]) is bool, part, "it has another form")
    pairs = [*record["headers"], *record["request_headers"]]
    plain = all(len(each) == 2 and all(isinstance(one, str) for one in each) for each in pairs)
    must(plain, part, "its headers are none")
    told = {each: record[each] for each in ("capture", "document", "status", "not_modified", "origin")}
    told |= {each: record[each] if len(record[each]) <= 4_000 else None for each in ("url", "final_url")}
    told |= {"t0": record["observed_at"], "hops": len(record["hops"])}
    told["failure"] = None if problem is None else problem["failure"]
    told["kind"] = "live" if record["origin"] == "live" else "imported"
    said, named = leaf["said"], leaf["subjects"]
    same = all(said[name] == value and type(said[name]) is type(value) for name, value in told.items())
    same = same and (record["body"], record["screenshot"]) == (named.get("body"), named.get("screenshot"))
    must(same, part, "it and its leaf tell of different things")


def texts_of(
    files: dict[str, bytes], leaves: dict[int, dict[str, Any]], raw: dict[str, bytes]
) -> dict[str, str]:
    found, extractors = {}, {}
    for leaf in of_kind(leaves, "version"):
        said = leaf["said"]
        part = f"evidence/text-{said['version']}.txt"
        must(part in files, part, "it is missing")
        must(sha256(files[part]) == leaf["subjects"]["text"], part, "it is not the text that was logged")
        taken = []
        for capture in said["captures"]:
            must(capture in raw, part, f"the capture {capture}, from which it was read, is not in the pack")
            taken.append(load(raw[capture]))
        bodies = list(dict.fromkeys(each["body"] for each in taken if each["body"] is not None))
        must(bodies == said["bodies"], part, "its captures brought other bodies than its leaf names")
        of_it = all(each["document"] == said["document"] for each in taken)
        must(of_it, part, "it was read from captures of another document")
        # A better reading is of the time of what it replaces, and names the captures that showed that last.
        again, t0 = said["cause"] == "reread", said["t0"]
        seen = any(each["observed_at"] == t0 or (again and each["observed_at"] > t0) for each in taken)
        must(seen, part, "none of its captures is of its time")
        found[said["version"]] = files[part].decode()
        extractors[said["version"]] = said["extractor"]
    must(
        files["evidence/extractor.json"] == whole(extractors),
        "evidence/extractor.json",
        "it is not what the leaves say",
    )
    return found


def one_line(value: object) -> str:
    """JSON in the one form that lines of a pack have."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True) + "\n"


def whole(value: object) -> bytes:
    """JSON in the one form that files of a pack have."""
    return (json.dumps(value, ensure_ascii=True, sort_keys=True, indent=1) + "\n").encode()


Quoted = set[tuple[str, str]]
"""The text (`urn:sha256:...`) and the words of each quotation."""


def quotations(files: dict[str, bytes], texts: dict[str, str]) -> tuple[int, Quoted]:
    part, exact, made = "evidence/quotes.jsonl", set(), []
    sources = {f"urn:sha256:{sha256(each.encode())}": each for each in texts.values()}
    for number, line in enumerate(lines_of(files.get(part, b""))):
        source, place = line["target"]["source"], line["target"]["selector"][1]
        text, start, end = sources[source], place["start"], place["end"]
        must(
            type(start) is int and type(end) is int and 0 <= start < end <= len(text), part, "a place is none"
        )
        words = {"type": "TextQuoteSelector", "exact": text[start:end], "suffix": text[end : end + 32]}
        words["prefix"] = text[max(0, start - 32) : start]
        stands = line["target"]["selector"][0] == words
        must(stands, part, f"quotation {number} does not stand at its place")
        selector = [words, {"type": "TextPositionSelector", "start": start, "end": end}]
        told = {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "type": "Annotation",
            "motivation": "highlighting",
        }
        made.append(
            {
                **told,
                "id": f"urn:clausewatch:quote:{number}",
                "target": {"source": source, "selector": selector},
            }
        )
        exact.add((source, text[start:end]))
    same = "".join(one_line(each) for each in made).encode() == files.get(part, b"")
    must(same, part, "it is not in the one form that it has in a pack")
    return len(made), exact


def change(files: dict[str, bytes], texts: dict[str, str], quoted: Quoted) -> None:
    """What the change record quotes of either side is a quotation from that side's text."""
    part = "evidence/change.json"
    if part not in files:
        return
    told = load(files["evidence/redline.json"]) if "evidence/redline.json" in files else None
    for side in ("old", "new"):
        among = list(texts.values()) if told is None else [texts[told[side]]]
        sources = {f"urn:sha256:{sha256(each.encode())}" for each in among}
        words = {each for source, each in quoted if source in sources}
        known = all(each[side] is None or each[side] in words for each in load(files[part])["changes"])
        must(known, part, f"it quotes as {side} what is no quotation from that text")


def comparison(
    files: dict[str, bytes], leaves: dict[int, dict[str, Any]], texts: dict[str, str], quoted: Quoted
) -> int:
    """Every clause of a comparison is a quotation from a text of the platform under whose name it stands."""
    part = "evidence/comparison.json"
    if part not in files:
        return 0
    told = load(files[part])
    form = set(told) == {"at", "platforms", "topics", "cells", "texts"} and whole(told) == files[part]
    must(form, part, "it is not in the one form that it has in a pack")
    owners = [each["id"] for each in told["platforms"]]
    made = {leaf["said"]["version"]: leaf["said"] for leaf in of_kind(leaves, "version")}
    same = sorted(told["texts"].values()) == sorted(made)
    must(same, part, "it was made of other texts than the pack has")
    for document, version in told["texts"].items():
        said = made[version]
        own = said["document"] == document and document.split("/")[0] in owners
        must(own, part, "a text is of another document or platform")
        must(
            instant(said["t0"], part) <= instant(told["at"], part),
            part,
            "a text is later than the comparison",
        )
    full = len(told["cells"]) == len(told["topics"]) and all(len(row) == len(owners) for row in told["cells"])
    must(full, part, "it has not a cell for every topic and platform")
    pairs = [(owner, cell) for row in told["cells"] for owner, cell in zip(owners, row, strict=True)]
    for owner, cell in pairs:
        must(set(cell) == {"state", "clause", "elsewhere", "more", "near"}, part, "a cell has other parts")
        clauses = [*([] if cell["clause"] is None else [cell["clause"]]), *cell["elsewhere"]]
        speaks = cell["state"] in ("comparable", "perhaps")
        must(
            bool(clauses) == speaks,
            part,
            "a cell shows a clause in a state that has none, or none where it has one",
        )
        for each in clauses:
            must(set(each) == CLAUSE and type(each["start"]) is int, part, "a clause has other parts")
            own = told["texts"].get(each["document"]) == each["version"]
            own = own and each["document"].split("/")[0] == owner
            must(own, part, "a clause is of another document or platform than it is shown for")
            text, start, words = texts[each["version"]], each["start"], each["quotation"]
            stands = start >= 0 and text[start : start + len(words)] == words
            stands = stands and (f"urn:sha256:{sha256(text.encode())}", words) in quoted
            must(stands, part, "it shows words that are none of the quotations, or stand elsewhere")
    return len(pairs)


def analyses(files: dict[str, bytes], leaves: dict[int, dict[str, Any]], texts: dict[str, str]) -> int:
    count = 0
    for leaf in of_kind(leaves, "analysis"):
        version = leaf["said"]["version"]
        part = f"evidence/report-{version}.json"
        must(part in files, part, "it is missing")
        must(
            sha256(files[part]) == leaf["subjects"]["report"], part, "it is not the analysis that was logged"
        )
        places: dict[str, list[int]] = {}
        for digest, start in load(files[part])["provisions"]:
            places.setdefault(digest, []).append(start)
        part = f"evidence/said-{version}.jsonl"
        lines = lines_of(files.get(part, b""))
        same = "".join(one_line(line) for line in lines).encode() == files.get(part, b"")
        must(same, part, "it is not in the one form that it has in a pack")
        for line in lines:
            must(set(line) == set(SAID), part, "what is said of a provision has other parts")
            hashed = hashlib.sha256()
            for each in (line[name].encode("utf-8", "surrogatepass") for name in SAID):
                hashed.update(len(each).to_bytes(8, "big") + each)
            starts = places.get(hashed.hexdigest(), [])
            stands = any(texts[version].startswith(line["text"], start) for start in starts if start >= 0)
            must(stands, part, "what is said of a provision is not what was logged, or stands elsewhere")
            count += 1
    return count


def redline(files: dict[str, bytes], texts: dict[str, str]) -> int:
    part = "evidence/redline.json"
    if part not in files:
        return 0
    told = load(files[part])
    names = all(set(row) == {"old", "new", "pieces"} for row in told["rows"])
    form = names and set(told) == {"old", "new", "rows"} and whole(told) == files[part]
    must(form, part, "it is not in the one form that it has in a pack")
    sides = {"old": (texts[told["old"]], "deleted"), "new": (texts[told["new"]], "inserted")}
    came = arrivals(told["rows"])
    for side, (text, op) in sides.items():
        reached = 0
        for number, row in enumerate(told["rows"]):
            ops = {each[0] for each in row["pieces"]}
            must(ops <= {"same", "deleted", "inserted"}, part, "a row has other pieces")
            words = "".join(piece for kind, piece in row["pieces"] if kind in ("same", op))
            start, end = row[side] or (0, 0)
            must(type(start) is int and type(end) is int, part, "a place is no number")
            must(0 <= start <= end <= len(text), part, "a row stands outside its text")
            must(words == text[start:end], part, "a row is not what stands in the texts")
            if row[side] is None or (side == "old" and number in came):
                continue
            fits_on = start >= reached and not text[reached:start].strip()
            must(fits_on, part, "its rows leave out words of a text, have them twice or in another order")
            reached = end
        must(not text[reached:].strip(), part, "its rows leave out words of a text")
    for row in told["rows"]:
        old, new = row["old"], row["new"]
        same = old and new and sides["old"][0][slice(*old)] == sides["new"][0][slice(*new)]
        plain = all(each[0] == "same" for each in row["pieces"])
        must(not same or plain, part, "a row shows as changed what is the same")
    return len(told["rows"])


def arrivals(rows: list[dict[str, Any]]) -> set[int]:
    """The rows to which a block came that has another row, from where it went: some row of the old text stands between."""
    part = "evidence/redline.json"
    places: dict[tuple[int, int], list[int]] = {}
    for number, row in enumerate(rows):
        if row["old"] is not None and row["old"][0] < row["old"][1]:
            places.setdefault(tuple(row["old"]), []).append(number)
    pairs = []
    for some in (each for each in places.values() if len(each) > 1):
        went = [each for each in some if rows[each]["new"] is None]
        must(len(some) == 2 and len(went) == 1, part, "its rows have words twice")
        pairs.append((went[0], some[0] if some[1] == went[0] else some[1]))
    came = {each for _, each in pairs}
    for one, other in pairs:
        between = range(min(one, other) + 1, max(one, other))
        crossed = any(rows[each]["old"] is not None and each not in came for each in between)
        must(crossed, part, "a row shows as moved what stayed")
    return came


def of_kind(leaves: dict[int, dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [leaves[number] for number in sorted(leaves) if leaves[number]["kind"] == kind]


def ordered(
    leaves: dict[int, dict[str, Any]], head: tuple[int, bytes], earlier: tuple[int, bytes] | None
) -> None:
    """Leaves after the earlier head and after the head that each names; no live capture later than its leaf."""
    seen: set[tuple[str, str]] = set()
    for number, leaf in leaves.items():
        said, part = leaf["said"], leaf["part"]
        after = said["after"]
        about = (leaf["kind"], said["capture" if leaf["kind"] == "capture" else "version"])
        must(about not in seen, part, "another leaf of the pack is about the same")
        seen.add(about)
        must(0 <= after["size"] <= number < head[0], part, "it says it came after a head that has it")
        if earlier is not None:
            inside = number >= earlier[0] and after["size"] >= earlier[0]
            must(inside, part, "it was in the log before the earlier head")
            other = after["size"] == earlier[0] and after["root"] != earlier[1].hex()
            must(not other, part, "it came after another log than the earlier head's")
        early = said["t0"] <= said["logged"] or said.get("kind") == "imported"
        must(early, part, "it was logged before it happened")


def strays(files: dict[str, bytes], leaves: dict[int, dict[str, Any]]) -> None:
    """No record, text or analysis without its leaf."""
    names: dict[str, tuple[tuple[str, str], ...]] = {"capture": (("record-", ".json"),)}
    names["version"] = (("text-", ".txt"),)
    names["analysis"] = (("report-", ".json"), ("said-", ".jsonl"))
    for kind, ends in names.items():
        about = {
            leaf["said"]["capture" if kind == "capture" else "version"] for leaf in of_kind(leaves, kind)
        }
        for start, end in ends:
            for name in files:
                plain = name.removeprefix("evidence/")
                if plain.startswith(start):
                    known = plain.removeprefix(start).removesuffix(end) in about
                    must(known, name, "no leaf in the pack is about it")


def verify(pack: bytes, keys: list[tuple[str, bytes, bytes]], roots: bytes = b"") -> dict[str, Any]:
    """What holds, what fails and what is not shown. `roots` are certificates (PEM) of time-stamping authorities. Nothing that a pack holds raises anything."""
    told: dict[str, Any] = {
        "verdict": "fails",
        "ok": False,
        "failures": [],
        "key": None,
        "trusted": False,
        "checkpoint": None,
        "counts": {},
        "stamps": [],
        "proved": [],
        "not_proved": [],
        "unauthenticated": [],
    }
    at = ["the pack"]
    try:
        steps(pack, (keys, roots), told, at)
    except Failure as error:
        told["failures"] = [{"part": error.part, "reason": error.why}]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        why = f"it is not what it should be ({type(error).__name__}: {error})"
        told["failures"] = [{"part": at[0], "reason": why[:300]}]
    else:
        told |= {"ok": True, "verdict": "holds" if told["trusted"] else "fits itself"}
    return told


def steps(
    pack: bytes,
    given: tuple[list[tuple[str, bytes, bytes]], bytes],
    told: dict[str, Any],
    at: list[str],
) -> None:
    """Everything that is checked, in order; `at` says what is being looked at."""
    keys, roots = given
    files = opened(pack)
    at[0] = "the manifest"
    listed(files)
    at[0] = "evidence/log-key.txt"
    key = parse_key(files[at[0]].decode().removesuffix("\n"))
    must(not keys or key in keys, at[0], f"it is {key[0]}, which is none of the keys that were given")
    told |= {"key": files[at[0]].decode().strip(), "trusted": bool(keys)}
    head, earlier = heads(files, key, at)
    told["checkpoint"] = {"origin": key[0], "size": head[0], "root": head[1].hex()}
    at[0] = "the leaves"
    names = (re.match(r"evidence/leaf-(\d+)\.", name) for name in files)
    leaves = {
        number: leaf_of(files, number, head) for number in sorted({int(each[1]) for each in names if each})
    }
    must(leaves, "the pack", "it has nothing that was logged")
    ordered(leaves, head, earlier)
    at[0] = "the time stamps"
    found, unknown = stamps(files, roots)
    bracketed(leaves, found)
    at[0] = "the captures"
    raw = records_of(files, leaves)
    strays(files, leaves)
    archive(files, raw)
    at[0] = "the texts"
    texts = texts_of(files, leaves, raw)
    counted = {"leaves": len(leaves), "captures": len(raw), "texts": len(texts)}
    at[0] = "evidence/quotes.jsonl"
    counted["quotations"], quoted = quotations(files, texts)
    at[0] = "evidence/change.json"
    change(files, texts, quoted)
    at[0] = "the analysis"
    counted["provisions_analysed"] = analyses(files, leaves, texts)
    at[0] = "evidence/redline.json"
    counted["redline_rows"] = redline(files, texts)
    at[0] = "evidence/comparison.json"
    counted["cells"] = comparison(files, leaves, texts, quoted)
    told["stamps"] = [{"head": each[0], "file": each[1], "at": each[2].isoformat()} for each in found]
    told["counts"] = counted
    told |= words(told, earlier, leaves, unknown)
    loose = [name for name in files if name.removeprefix("evidence/") in OWN or "/findings-" in name]
    held = {each[1] for each in found}
    loose += [name for name in files if name.endswith(".tsr") and name not in held]
    loose += ["evidence/sha256sums.txt", "datapackage.json", "datapackage-digest.json"]
    told["unauthenticated"] = sorted(loose)


def heads(
    files: dict[str, bytes], key: tuple[str, bytes, bytes], at: list[str]
) -> tuple[tuple[int, bytes], tuple[int, bytes] | None]:
    """The signed head, and the earlier one with which the log still begins."""
    at[0] = "evidence/checkpoint.txt"
    head = checkpoint(files[at[0]], key, at[0])
    at[0] = "evidence/prev-checkpoint.txt"
    path = "evidence/consistency.txt"
    must((at[0] in files) == (path in files), path, "an earlier head and the way from it go together")
    if at[0] not in files:
        return head, None
    earlier = checkpoint(files[at[0]], key, at[0])
    lines = files[path].decode()
    must(not lines or lines.endswith("\n"), path, "it is no list of hashes")
    held = extends(earlier, head, hashes(lines.removesuffix("\n"), path))
    must(held, path, "the log does not begin with the earlier one")
    return head, earlier


def words(
    told: dict[str, Any],
    earlier: tuple[int, bytes] | None,
    leaves: dict[int, dict[str, Any]],
    unknown: list[str],
) -> dict[str, list[str]]:
    count, head = told["counts"], told["checkpoint"]
    whose = (
        "one of those you gave"
        if told["trusted"]
        else "WHICH YOU MUST COMPARE with one you have from elsewhere"
    )
    proved = [
        f"The head of a log of {head['size']} leaves is signed by the key {told['key']}, {whose}.",
        f"{count['leaves']} leaves are in that log, among them {count['captures']} captures and {count['texts']} versions.",
        "The WARC records, their index and the list of pages are byte for byte what the logged captures give.",
        f"{count['texts']} texts are those that were logged, and {count['quotations']} quotations stand in them literally.",
    ]
    if earlier is not None:
        proved.append(
            f"All of it was logged after the log's first {earlier[0]} leaves, with which it still begins."
        )
    if count["provisions_analysed"]:
        proved.append(
            f"What said-*.jsonl tells of {count['provisions_analysed']} provisions is the analysis as logged."
        )
    if count["redline_rows"]:
        proved.append(
            f"The redline's {count['redline_rows']} rows put the one logged text into the other, and leave out nothing."
        )
    if count["cells"]:
        proved.append(
            f"Every clause in the comparison's {count['cells']} cells stands in a logged text of the platform it is shown for."
        )
    for each in told["stamps"]:
        which = "earlier head" if each["head"] == "prev-checkpoint" else "head"
        proved.append(
            f"The {which} existed at {each['at']}, says an authority that you trust ({each['file']})."
        )
    return {"proved": proved, "not_proved": unproved(told, earlier, leaves, unknown)}


def unproved(
    told: dict[str, Any],
    earlier: tuple[int, bytes] | None,
    leaves: dict[int, dict[str, Any]],
    unknown: list[str],
) -> list[str]:
    found = [] if told["trusted"] else ["Whose log this is: no key was given to compare with."]
    found += [
        "That the server sent these bytes: the log shows what the operator took down.",
        "That others saw the same page: place, login and tests may change it.",
        "That the text follows from the bytes: read them again with the release that extractor.json names, from elsewhere.",
        "That what is said of the text is right: an analysis is an interpretation.",
        "That nobody was shown another log: compare the head with one that others have.",
        "That the pack holds all that it could: a smaller one fits the same log.",
    ]
    if told["counts"]["redline_rows"]:
        found.append(
            "That blocks of the two texts belong together as the redline pairs them: that is a reading."
        )
    if told["counts"]["cells"]:
        found.append(
            "States and stances in the comparison, and that a platform is silent: these are readings."
        )
    if not any(each["head"] == "checkpoint" for each in told["stamps"]):
        found.append(
            "Before when, by a clock that is not the operator's: no time stamp of the head was checked."
        )
    if not any(each["head"] == "prev-checkpoint" for each in told["stamps"]):
        found.append(
            "After when, by a clock that is not the operator's: no time stamp of an earlier head was checked."
        )
    found += [f"What {each} says: it is by no authority that you trust." for each in unknown]
    if earlier is None:
        found.append("That the log was not begun after the fact: the pack has no earlier head.")
    imported = sum(leaf["said"].get("kind") == "imported" for leaf in leaves.values())
    if imported:
        found.append(
            f"When {imported} imported captures were taken: their leaves show when they came into this archive."
        )
    return found


def keys_given(key: str, trust: str) -> list[tuple[str, bytes, bytes]]:
    """The keys of `--key` (a key, or a file of them) and of every file in the folder of `--trust`."""
    texts = [
        Path(key).read_text(encoding="utf-8") if key and len(key) < 1_000 and Path(key).is_file() else key
    ]
    paths = [path for path in sorted(Path(trust).iterdir()) if path.is_file()] if trust else []
    texts += [path.read_bytes()[:100_000].decode("utf-8", "replace") for path in paths]
    lines = [line.strip() for text in texts for line in text.splitlines()]
    form = re.compile(r"[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+")
    found = [parse_key(line) for line in lines if form.fullmatch(line)]
    if (key or trust) and not found:
        raise ValueError("no verifier key was found in what was given")
    return found


def roots_given(trust: str) -> bytes:
    """The certificates in the folder of `--trust`. ValueError where one is none."""
    paths = [path for path in sorted(Path(trust).iterdir()) if path.is_file()] if trust else []
    found = [path.read_bytes()[:1_000_000] for path in paths]
    roots = b"\n".join(each for each in found if b"-----BEGIN CERTIFICATE-----" in each)
    if roots and not subjects(roots):
        raise ValueError("a certificate in it is cut short")
    return roots


TITLES = {
    "holds": "HOLDS under a key that you gave.",
    "fits itself": "FITS ITSELF, no more: no key was given, and whoever made the pack may have made the log.",
    "fails": "FAILS.",
}


def printed(told: dict[str, Any]) -> str:
    """The verdict as lines; what a pack says itself has no say in how they look."""
    lines = [TITLES[told["verdict"]]]
    lines += [f"FAILS {each['part']}: {each['reason']}" for each in told["failures"]]
    parts = [("Shown:", told["proved"]), ("NOT shown:", told["not_proved"])]
    parts.append(("Files that nothing logged vouches for:", told["unauthenticated"]))
    for title, some in parts if told["ok"] else ():
        lines += [title, *(f"  - {each}" for each in some)]
    plain = ("".join(one if one.isprintable() else "?" for one in each) for each in lines)
    return "".join(f"{each}\n" for each in plain)


def main(arguments: list[str] | None = None) -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("pack")
    asked.add_argument("--key", default="", help="the log's verifier key, or a file that has it")
    asked.add_argument(
        "--trust",
        default="",
        help="a folder of files with verifier keys, and with root certificates (PEM) of time-stamping authorities",
    )
    asked.add_argument("--json", action="store_true", help="one JSON object")
    given = asked.parse_args(arguments)
    try:
        keys, roots = keys_given(given.key, given.trust), roots_given(given.trust)
        with Path(given.pack).open("rb") as stream:
            pack = stream.read(MOST + 1)
    except (OSError, ValueError, LookupError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    told = verify(pack, keys, roots)
    sys.stdout.write(f"{json.dumps(told)}\n" if given.json else printed(told))
    return 0 if told["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
