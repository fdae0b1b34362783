"""Leaves in a pack, each by itself and against the others: what an operator who signs anything could have logged is not yet
what Clausewatch logs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from clausewatch.proof.statement import Leaf, LeafKind

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_NAME = re.compile(r"[0-9a-f]{20}")
_HASH = re.compile(r"[0-9a-f]{64}")
_LONGEST_URL = 4_000
_RECORD = "clausewatch capture record 1"
_TEXTS = ("capture", "document", "source", "observed_at", "origin", "origin_ref", "media_type", "charset")
_MORE_TEXTS = ("url", "final_url", "renderer")


def instant_of(text: object) -> datetime:
    """The instant, which stands in the one form that leaves and records have. ValueError for any other."""
    if not isinstance(text, str) or not _INSTANT.fullmatch(text):
        raise ValueError(f"{str(text)[:40]!r} is no instant")
    return datetime.fromisoformat(text)


def check_form(leaf: Leaf) -> None:
    """ValueError for a leaf that is not formed as Clausewatch's are: instants, digests, names and counts."""
    said = leaf.said
    instant_of(said["t0"])
    instant_of(said["logged"])
    after = said["after"]
    _must(set(after) == {"size", "root"} and _is_count(after["size"]), "the head it came after is none")
    _must(_is_hash(after["root"]) and all(map(_is_hash, leaf.subjects.values())), "a digest in it is none")
    _must(_is_count(said["seq"]) and isinstance(said["document"], str), "its place is none")
    _must(not any(isinstance(each, float) for each in _values(said)), "it has a number with a fraction")
    if leaf.kind is LeafKind.CAPTURE:
        names = {"record"} | (leaf.subjects.keys() & {"body", "screenshot"})
        _must(leaf.subjects.keys() == names and _is_name(said["capture"]), "it names no capture")
        _must(said["kind"] in ("live", "imported"), "it is of no kind")
        return
    _must(_is_name(said["version"]), "it names no version")
    if leaf.kind is LeafKind.VERSION:
        bodies, captures = said["bodies"], said["captures"]
        _must(captures and bodies and all(map(_is_hash, bodies)), "it was read from nothing")
        _must(len(set(captures)) == len(captures), "it names a capture twice")


def check_record(said: Mapping[str, Any], leaf: Leaf) -> None:
    """ValueError for a record of another form, or of which the leaf tells something else."""
    texts = (*_TEXTS, *_MORE_TEXTS)
    _must(
        said["form"] == _RECORD and all(isinstance(said[each], str) for each in texts), "it has another form"
    )
    instant_of(said["observed_at"])
    status, size = said["status"], said["body_bytes"]
    _must(_is_count(size) and (status is None or _is_count(status)), "its status or size is no number")
    _must(type(said["not_modified"]) is bool, "it has another form")
    pairs = [*said["headers"], *said["request_headers"]]
    _must(
        all(len(each) == 2 and all(isinstance(one, str) for one in each) for each in pairs),
        "its headers are none",
    )
    problem = said["problem"]
    told = {
        "capture": said["capture"],
        "document": said["document"],
        "t0": said["observed_at"],
        "url": _short(said["url"]),
        "final_url": _short(said["final_url"]),
        "hops": len(said["hops"]),
        "status": status,
        "failure": None if problem is None else problem["failure"],
        "not_modified": said["not_modified"],
        "origin": said["origin"],
        "kind": "live" if said["origin"] == "live" else "imported",
    }
    brought = (said["body"], said["screenshot"])
    same = all(
        leaf.said[name] == value and type(leaf.said[name]) is type(value) for name, value in told.items()
    )
    same = same and brought == (leaf.subjects.get("body"), leaf.subjects.get("screenshot"))
    _must(same, "it and its leaf tell of different things")


def check_version(leaf: Leaf, captures: Mapping[str, Mapping[str, Any]]) -> None:
    """ValueError for a version whose captures are missing, of another document, of another time or of other bodies."""
    named = leaf.said["captures"]
    missing = [each for each in named if each not in captures]
    _must(not missing, f"the capture {''.join(missing[:1])}, from which it was read, is not in the pack")
    taken = [captures[each] for each in named]
    bodies = list(dict.fromkeys(each["body"] for each in taken if each["body"] is not None))
    _must(bodies == leaf.said["bodies"], "its captures brought other bodies than its leaf names")
    of_it = all(each["document"] == leaf.said["document"] for each in taken)
    _must(of_it, "it was read from captures of another document")
    # A better reading is of the time of what it replaces, and names the captures that showed that last.
    again, t0 = leaf.said["cause"] == "reread", leaf.said["t0"]
    seen = any(each["observed_at"] == t0 or (again and each["observed_at"] > t0) for each in taken)
    _must(seen, "none of its captures is of its time")


def check_once(leaves: Mapping[int, Leaf]) -> Iterator[tuple[int, str]]:
    """The leaves that are about what another leaf of the pack is about."""
    seen: set[tuple[LeafKind, str]] = set()
    for number, leaf in sorted(leaves.items()):
        about = leaf.kind, leaf.said["capture" if leaf.kind is LeafKind.CAPTURE else "version"]
        if about in seen:
            yield number, "another leaf of the pack is about the same"
        seen.add(about)


def _values(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _values(each)
    elif isinstance(value, list):
        for each in value:
            yield from _values(each)
    else:
        yield value


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def _is_name(value: object) -> bool:
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def _short(url: str) -> str | None:
    return url if len(url) <= _LONGEST_URL else None


def _must(holds: object, why: str) -> None:
    if not holds:
        raise ValueError(why)
