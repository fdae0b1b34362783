"""Packs by an operator who logs and signs whatever he likes: leaves and records altered before the log is made of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.proof.pack_kit import NEW, OLD, make, signing

from clausewatch.nouns.identity import digest
from clausewatch.proof.checkpoint import TlogProof
from clausewatch.proof.pack import COMPARISON, Pack, Proven, Quoted, json_file
from clausewatch.proof.statement import canonical
from clausewatch.proof.tree import consistency_proof, inclusion_proof, leaf_hash, nodes_over, root
from clausewatch.proof.warc import Taken

Json = dict[str, Any]
_BEFORE, _BEHIND = 3, 4


def forged(
    leaf: Callable[[str, Json], bytes | None] | None = None,
    record: Callable[[Json], None] | None = None,
    *,
    base: Pack | None = None,
    twice: int | None = None,
) -> Pack:
    """The pack of the kit under a log of altered leaves. `record` alters a capture's record, which its leaf then names;
    `leaf` alters a leaf of a kind, or gives its bytes; the leaf of the place `twice` is logged two times."""
    pack, sign = base or make(), signing()
    first = [leaf_hash(bytes([each])) for each in range(_BEFORE)]
    after = {"size": _BEFORE, "root": root(_BEFORE, nodes_over(first)).hex()}
    taken: dict[str, Taken] = {}
    for each in pack.taken:
        said = dict(each.said)
        name = said["capture"]
        if record is not None:
            record(said)
        taken[name] = replace(each, record=json.dumps(said, sort_keys=True, separators=(",", ":")).encode())
    entries = []
    for one in pack.leaves:
        told = json.loads(one.entry)
        kind, said = told["predicateType"].split(":")[3], told["predicate"]
        said["after"] = after
        if kind == "capture":
            for subject in told["subject"]:
                if subject["name"] == "record":
                    subject["digest"]["sha256"] = digest(taken[said["capture"]].record)
        made = leaf(kind, told) if leaf else None
        entries.append(made if made is not None else canonical(told))
    if twice is not None:
        entries.append(entries[twice])
    hashes = [*first, *map(leaf_hash, entries), *(leaf_hash(bytes([9, each])) for each in range(_BEHIND))]
    size, nodes = len(hashes), nodes_over(hashes)
    note = sign.head(hashes, size)
    proven = (
        Proven(entry, TlogProof(at, inclusion_proof(at, size, nodes), note))
        for at, entry in enumerate(entries, _BEFORE)
    )
    return replace(
        pack,
        checkpoint=note,
        leaves=tuple(proven),
        taken=tuple(taken.values()),
        earlier=sign.head(hashes, _BEFORE),
        extends=consistency_proof(_BEFORE, size, nodes),
    )


def compared(change: Callable[[Json], None] | None = None) -> Pack:
    """A comparison of two platforms: the kit's second version and its captures are of another's terms."""
    alder = {json.loads(each.record)["capture"] for each in make().taken[2:4]}
    versions = list(make().texts)

    def of_alder(said: Json) -> None:
        if said["capture"] in alder:
            said["document"] = "alder/terms"

    def leaf(_kind: str, told: Json) -> None:
        said = told["predicate"]
        if said.get("capture") in alder or said.get("version") == versions[1]:
            said["document"] = "alder/terms"

    keep, sing = OLD.index("We keep"), OLD.index("You may") - 2
    told: Json = {
        "at": "2026-03-03T00:00:00.000000Z",
        "platforms": [{"id": "birchwood", "name": "Birchwood"}, {"id": "alder", "name": "Alder"}],
        "topics": [{"id": "SHARE.retention", "name": "Retention"}],
        "texts": {"birchwood/terms": versions[0], "alder/terms": versions[1]},
        "cells": [
            [
                _cell("birchwood/terms", versions[0], OLD[keep:sing]),
                _cell("alder/terms", versions[1], NEW[keep:sing]),
            ]
        ],
    }
    if change is not None:
        change(told)
    base = replace(
        make(), redline=None, quotes=(Quoted(versions[0], keep, sing), Quoted(versions[1], keep, sing))
    )
    other = {name: each for name, each in base.other.items() if name != "change.json"}
    base = replace(base, other={**other, COMPARISON: json_file(told)})
    return forged(leaf, of_alder, base=base)


def _cell(document: str, version: str, words: str) -> Json:
    clause = {
        "version": version,
        "document": document,
        "provision": "storage",
        "readers": "everyone",
        "stance": "states",
        "quotation": words,
        "clipped": False,
        "start": OLD.index("We keep"),
    }
    return {"state": "comparable", "clause": clause, "elsewhere": [], "more": 0, "near": None}
