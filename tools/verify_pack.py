"""Checks an evidence pack of Clausewatch: one file, Python 3.11 and the `openssl` program, no network.

    python verify_pack.py PACK.wacz --key 'NAME+HASH+KEY' [--json]
    python verify_pack.py PACK.wacz --trust FOLDER

Take this program and the key from elsewhere than the pack: a pack that brings its own key shows only that it fits itself.
Nothing in the pack is run. Exit code 0: nothing fails; 1: something does, and is named; 2: it was asked wrongly.

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
OWN = {"readme.md", "certificate.txt", "certificate.pdf", "verify-py.txt", "change.json"}
KNOWN = re.compile(
    r"evidence/(checkpoint\.txt|prev-checkpoint\.txt|consistency\.txt|log-key\.txt|sha256sums\.txt|extractor\.json|"
    r"quotes\.jsonl|redline\.json|change\.json|readme\.md|certificate\.(txt|pdf)|verify-py\.txt|"
    r"(prev-)?checkpoint\.[a-z0-9-]{1,40}\.tsr|leaf-(0|[1-9][0-9]{0,18})\.(json|tlog-proof)|record-[0-9a-f]{20}\.json|"
    r"text-[0-9a-f]{20}\.txt|report-[0-9a-f]{20}\.json|(said|findings)-[0-9a-f]{20}\.jsonl)"
)
FRAMING = {"connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"}
SAID = ("lineage", "text", "address", "path", "title", "number", "lead_in", "recipe", "said")
PRIME = 2**255 - 19
SLACK = timedelta(minutes=10)


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
    if not name or re.search(r"[\s+]", name):
        raise ValueError("its name is none")
    expected = hashlib.sha256(name.encode() + b"\n" + content).digest()[:4]
    if expected.hex() != hint:
        raise ValueError("its hint is not that of its key")
    return name, expected, content[1:]


def signed_by(message: bytes, signature: bytes, public: bytes) -> bool:
    """Whether openssl takes the signature for one of the key."""
    program = shutil.which("openssl")
    must(program, "openssl", "the program is not installed, and the signature cannot be checked without it")
    y = int.from_bytes(public, "little") & (2**255 - 1)
    must(len(signature) == 64 and y < PRIME, "the signature", "it or its key has another form")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "message").write_bytes(message)
        (place / "signature").write_bytes(signature)
        (place / "key").write_bytes(bytes.fromhex("302a300506032b6570032100") + public)
        command = [str(program), "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key", "-rawin"]
        command += ["-in", "message", "-sigfile", "signature"]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=60)  # noqa: S603
    return done.returncode == 0


def checkpoint(note: bytes, key: tuple[str, bytes, bytes], part: str) -> tuple[int, bytes]:
    """Size and root that the key signed."""
    name, hint, public = key
    must(len(note) < 100_000, part, "it is too long")
    text = note.decode()
    must(not re.search(r"[\x00-\x09\x0b-\x1f]", text), part, "it holds control characters")
    body, blank, tail = text.rpartition("\n\n")
    must(blank and tail.endswith("\n"), part, "it has no signatures")
    ours = []
    for line in tail[:-1].split("\n"):
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
"""Which head (`checkpoint` or `prev-checkpoint`), by which authority, and when."""


def stamps(files: dict[str, bytes], roots: bytes) -> list[Stamp]:
    """Every stamp that holds. Without roots none is looked at."""
    found = []
    for name in sorted(files) if roots else ():
        match = re.fullmatch(r"evidence/((?:prev-)?checkpoint)\.([a-z0-9-]{1,40})\.tsr", name)
        if match is None:
            continue
        must(f"evidence/{match[1]}.txt" in files, name, "there is no such head")
        found.append(
            (match[1], match[2], stamped_at(files[name], files[f"evidence/{match[1]}.txt"], roots, name))
        )
    return found


def stamped_at(response: bytes, note: bytes, roots: bytes, part: str) -> datetime:
    """When the authority stamped the note. Its certificates are checked as of then: they expire, what they showed does not."""
    program = str(shutil.which("openssl"))
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("response", response), ("note", note), ("roots", roots)):
            (Path(folder) / name).write_bytes(content)

        def ask(*arguments: str) -> subprocess.CompletedProcess[bytes]:
            command = [program, "ts", *arguments, "-in", "response"]
            return subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=60)  # noqa: S603

        told = re.search(
            rb"^Time stamp: (\w{3} +\d+ \d\d:\d\d:\d\d)(?:\.\d+)? (\d{4}) GMT$",
            ask("-reply", "-text").stdout,
            re.MULTILINE,
        )
        must(told, part, "it is no time stamp")
        assert told is not None
        at = datetime.strptime(f"{told[1].decode()} {told[2].decode()} +0000", "%b %d %H:%M:%S %Y %z")
        moment = str(int(at.timestamp()))
        done = ask("-verify", "-data", "note", "-CAfile", "roots", "-attime", moment)
    must(
        done.returncode == 0,
        part,
        "openssl does not take it for a stamp of this head under the roots that you gave",
    )
    return at


def bracketed(leaves: dict[int, dict[str, Any]], found: list[Stamp]) -> None:
    """No live capture before the earlier head's last stamp or after the head's first, but for the slack of clocks."""
    before = [at for head, _, at in found if head == "prev-checkpoint"]
    after = [at for head, _, at in found if head == "checkpoint"]
    for leaf in of_kind(leaves, "capture"):
        if leaf["said"]["kind"] == "imported":
            continue
        taken = datetime.fromisoformat(leaf["said"]["t0"])
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
    leaf = hashlib.sha256(b"\x00" + files[part]).digest()
    must(included(leaf, number, head[0], hashes(middle, part), head[1]), part, "it is not in the log")
    told = load(files[part])
    must(told["_type"] == "https://in-toto.io/Statement/v1", part, "it is no statement")
    kind = re.fullmatch(r"urn:clausewatch:leaf:(capture|version|analysis):v1", told["predicateType"])
    must(kind, part, "it is about nothing in the pack")
    assert kind is not None
    subjects = {each["name"]: each["digest"]["sha256"] for each in told["subject"]}
    return {"kind": kind[1], "subjects": subjects, "said": told["predicate"], "part": part}


# 4. The WARC file, made again from the records.


def unpacked(content: bytes) -> list[tuple[int, int, bytes]]:
    """Offset, packed length and bytes of each gzip member, never more than a pack may hold."""
    part, found, at, left = "archive/data.warc.gz", [], 0, MOST
    while at < len(content):
        begin, made, gz = at, bytearray(), zlib.decompressobj(31)
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
    found = unpacked(files[part])
    records = sorted(
        (load(each) for each in raw.values()), key=lambda each: (each["observed_at"], each["capture"])
    )
    first = records[0]["observed_at"] if records else "1970-01-01T00:00:00.000000Z"
    info = [("WARC-Type", "warcinfo"), ("WARC-Record-ID", name_of("warcinfo", first)), ("WARC-Date", first)]
    form = b"software: clausewatch\r\nformat: WARC File Format 1.1\r\nform: clausewatch warc 1\r\n"
    expected, cdx = [warc(info, "application/warc-fields", form)], []
    pages = [{"format": "json-pages-1.0", "id": "pages", "title": "Captures"}]

    def here() -> bytes:
        must(len(expected) < len(found), part, "it has fewer records than the captures give")
        return found[len(expected)][2]

    def index(url: str, mime: str, status: str, content: bytes, at: str) -> None:
        offset, length, _ = found[len(expected)]
        told = {"url": url, "mime": mime, "status": status, "digest": f"sha256:{sha256(content)}"}
        told |= {"filename": "data.warc.gz", "length": str(length), "offset": str(offset)}
        moment = re.sub(r"\D", "", at)[:14]
        cdx.append(f"{turned(url)} {moment} {json.dumps(told, sort_keys=True)}\n")

    bodies: dict[str, bytes] = {}
    for number, record in enumerate(records):
        capture, at, uri = record["capture"], record["observed_at"], address(record)
        beside, body = [("WARC-Concurrent-To", name_of("main", capture))], None
        if record["body"] is not None:
            same = [
                each
                for each in records[:number]
                if (each["source"], each["body"], each["not_modified"])
                == (record["source"], record["body"], False)
            ]
            original = same[-1] if same and record["not_modified"] else None
            member = here()
            body = bodies.get(record["body"]) if record["not_modified"] else None
            if body is None:
                length, end = record["body_bytes"], len(member) - 4
                must(
                    isinstance(length, int) and 0 <= length <= end, part, "a record is shorter than its body"
                )
                body = member[end - length : end]
            must(
                sha256(body) == record["body"],
                part,
                f"the body of capture {capture} is not the one that was logged",
            )
            bodies[record["body"]] = body
            content, mime, status = brought(record, body, original)
            index(uri, mime, status, body, at)
            if original is None:
                pages.append({"id": capture, "title": f"{uri} at {at}", "ts": at, "url": uri})
            expected.append(content)
        if record["screenshot"] is not None:
            picture = here().partition(b"\r\n\r\n")[2][:-4]
            must(
                sha256(picture) == record["screenshot"],
                part,
                f"the picture of capture {capture} is not the one logged",
            )
            index(f"urn:view:{uri}", "image/png", "200", picture, at)
            expected.append(
                warc(begun("resource", "picture", record, f"urn:view:{uri}"), "image/png", picture)
            )
        if body is not None and live(record):
            fields = begun("request", "request", record, uri) + beside
            expected.append(warc(fields, "application/http;msgtype=request", request_of(record)))
        fields = begun("metadata", "metadata", record, uri) + (beside if body is not None else [])
        expected.append(warc(fields, "application/json", raw[capture]))
    must(
        [each for _, _, each in found] == expected, part, "its records are not what the logged captures give"
    )
    must(
        "".join(sorted(cdx)).encode() == files["indexes/index.cdx"],
        "indexes/index.cdx",
        "its lines are not those of the records",
    )
    told = "".join(f"{json.dumps(each, sort_keys=True)}\n" for each in pages)
    must(
        told.encode() == files["pages/pages.jsonl"],
        "pages/pages.jsonl",
        "its lines are not those of the records",
    )


# 5. What is told: records, texts, quotations, analyses, redline.


def records_of(files: dict[str, bytes], leaves: dict[int, dict[str, Any]]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for leaf in of_kind(leaves, "capture"):
        said, subjects = leaf["said"], leaf["subjects"]
        part = f"evidence/record-{said['capture']}.json"
        must(part in files, part, "it is missing")
        must(sha256(files[part]) == subjects["record"], part, "it is not the record that was logged")
        record = load(files[part])
        told = [record[each] for each in ("capture", "observed_at", "body", "screenshot")]
        logged = [said["capture"], said["t0"], subjects.get("body"), subjects.get("screenshot")]
        must(told == logged, part, "it and its leaf tell of different things")
        found[said["capture"]] = files[part]
    return found


def texts_of(
    files: dict[str, bytes], leaves: dict[int, dict[str, Any]], raw: dict[str, bytes]
) -> dict[str, str]:
    found, extractors = {}, {}
    for leaf in of_kind(leaves, "version"):
        said = leaf["said"]
        part = f"evidence/text-{said['version']}.txt"
        must(part in files, part, "it is missing")
        must(sha256(files[part]) == leaf["subjects"]["text"], part, "it is not the text that was logged")
        bodies: list[str] = []
        for capture in said["captures"]:
            must(capture in raw, part, f"the capture {capture}, from which it was read, is not in the pack")
            body = load(raw[capture])["body"]
            bodies += [body] if body is not None and body not in bodies else []
        must(bodies == said["bodies"], part, "its captures brought other bodies than its leaf names")
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


def quotations(files: dict[str, bytes], texts: dict[str, str]) -> int:
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
        exact.add(text[start:end])
    same = "".join(one_line(each) for each in made).encode() == files.get(part, b"")
    must(same, part, "it is not in the one form that it has in a pack")
    if "evidence/change.json" in files:
        quoted = [
            each[side] for each in load(files["evidence/change.json"])["changes"] for side in ("old", "new")
        ]
        known = all(each is None or each in exact for each in quoted)
        must(known, "evidence/change.json", "it quotes words that are none of the quotations")
    return len(made)


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
    for side, (text, op) in sides.items():
        spans = set()
        for row in told["rows"]:
            must(
                all(each[0] in ("same", "deleted", "inserted") for each in row["pieces"]),
                part,
                "a row has other pieces",
            )
            words = "".join(piece for kind, piece in row["pieces"] if kind in ("same", op))
            start, end = row[side] or (0, 0)
            must(0 <= start <= end <= len(text), part, "a row stands outside its text")
            must(words == text[start:end], part, "a row is not what stands in the texts")
            spans |= {(start, end)} if row[side] else set()
        reached = 0
        for start, end in [*sorted(spans), (len(text), len(text))]:
            must(
                start >= reached and not text[reached:start].strip(),
                part,
                "its rows leave out words, or have them twice",
            )
            reached = end
    return len(told["rows"])


def of_kind(leaves: dict[int, dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [leaves[number] for number in sorted(leaves) if leaves[number]["kind"] == kind]


def ordered(
    leaves: dict[int, dict[str, Any]], head: tuple[int, bytes], earlier: tuple[int, bytes] | None
) -> None:
    """Leaves after the earlier head and after the head that each names; no live capture later than its leaf."""
    for number, leaf in leaves.items():
        said, part = leaf["said"], leaf["part"]
        after = said["after"]
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
        "ok": False,
        "failures": [],
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
        told["ok"] = True
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
    ordered(leaves, head, earlier)
    at[0] = "the time stamps"
    found = stamps(files, roots)
    bracketed(leaves, found)
    told["stamps"] = [{"head": each[0], "authority": each[1], "at": each[2].isoformat()} for each in found]
    at[0] = "the captures"
    raw = records_of(files, leaves)
    strays(files, leaves)
    archive(files, raw)
    at[0] = "the texts"
    texts = texts_of(files, leaves, raw)
    counts = {"leaves": len(leaves), "captures": len(raw), "texts": len(texts)}
    at[0] = "evidence/quotes.jsonl"
    counts["quotations"] = quotations(files, texts)
    at[0] = "the analysis"
    counts["provisions_analysed"] = analyses(files, leaves, texts)
    at[0] = "evidence/redline.json"
    counts["redline_rows"] = redline(files, texts)
    told["counts"] = counts
    told |= words(told, earlier, leaves)
    loose = [name for name in files if name.removeprefix("evidence/") in OWN or "/findings-" in name]
    loose += [name for name in files if name.endswith(".tsr") and not roots]
    told["unauthenticated"] = [
        *loose,
        "evidence/sha256sums.txt",
        "datapackage.json",
        "datapackage-digest.json",
    ]


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
    told: dict[str, Any], earlier: tuple[int, bytes] | None, leaves: dict[int, dict[str, Any]]
) -> dict[str, list[str]]:
    counts, head = told["counts"], told["checkpoint"]
    whose = (
        "one of the keys you gave"
        if told["trusted"]
        else "WHICH YOU MUST COMPARE with one you have from elsewhere"
    )
    proved = [
        f"The head of a log of {head['size']} leaves is signed by the key {told['key']}, {whose}.",
        f"{counts['leaves']} leaves are in that log, among them {counts['captures']} captures and {counts['texts']} versions.",
        "The WARC records, the index and the pages are byte for byte what the logged captures give.",
        f"{counts['texts']} texts are those that were logged, and {counts['quotations']} quotations stand in them literally.",
    ]
    if earlier is not None:
        proved.append(
            f"All of it was logged after the log's first {earlier[0]} leaves, with which the log still begins."
        )
    if counts["provisions_analysed"]:
        proved.append(
            f"What said-*.jsonl tells of {counts['provisions_analysed']} provisions is the analysis as logged."
        )
    if counts["redline_rows"]:
        proved.append(
            f"The redline's {counts['redline_rows']} rows put the one logged text into the other, and leave out nothing."
        )
    for each in told["stamps"]:
        which = "earlier head" if each["head"] == "prev-checkpoint" else "head"
        proved.append(
            f"The {which} existed at {each['at']}, says the authority {each['authority']} under your roots."
        )
    unproved = [] if told["trusted"] else ["Whose log this is: no key was given to compare with."]
    unproved += [
        "That the server sent these bytes: the log shows what the operator took down.",
        "That others saw the same page: place, login and tests may change it.",
        "That the text follows from the bytes: read them again with the release that extractor.json names.",
        "That what is said of the text is right: an analysis is an interpretation.",
        "That nobody was shown another log: compare the head with one that others have.",
        "That the pack holds all that it could: a smaller one fits the same log.",
    ]
    if not any(each["head"] == "checkpoint" for each in told["stamps"]):
        unproved.append(
            "Before when, by a clock that is not the operator's: no time stamp of the head was checked."
        )
    if not any(each["head"] == "prev-checkpoint" for each in told["stamps"]):
        unproved.append(
            "After when, by a clock that is not the operator's: no time stamp of an earlier head was checked."
        )
    if earlier is None:
        unproved.append("That the log was not begun after the fact: the pack has no earlier head.")
    imported = sum(leaf["said"].get("kind") == "imported" for leaf in leaves.values())
    if imported:
        unproved.append(
            f"When {imported} imported captures were taken: their leaves show when they came into this archive."
        )
    return {"proved": proved, "not_proved": unproved}


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
    """The certificates in the folder of `--trust`."""
    paths = [path for path in sorted(Path(trust).iterdir()) if path.is_file()] if trust else []
    found = [path.read_bytes()[:1_000_000] for path in paths]
    return b"\n".join(each for each in found if b"-----BEGIN CERTIFICATE-----" in each)


def printed(told: dict[str, Any]) -> str:
    if not told["ok"]:
        return "".join(f"FAILS {each['part']}: {each['reason']}\n" for each in told["failures"])
    parts = [("Shown:", told["proved"]), ("NOT shown:", told["not_proved"])]
    parts.append(("Files that nothing logged vouches for:", told["unauthenticated"]))
    return "".join(f"{title}\n" + "".join(f"  - {each}\n" for each in some) for title, some in parts)


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
    except (OSError, ValueError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    told = verify(pack, keys, roots)
    sys.stdout.write(f"{json.dumps(told)}\n" if given.json else printed(told))
    return 0 if told["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
