"""The comparison of a pack: every clause it shows is a quotation from a text of the platform under whose name it stands."""

from __future__ import annotations

from typing import Any

from clausewatch.nouns.identity import digest
from clausewatch.proof import pack
from clausewatch.proof.check_leaves import instant_of
from clausewatch.proof.parts import Parts
from clausewatch.proof.statement import Leaf, LeafKind

_CLAUSE = ("version", "document", "provision", "readers", "stance", "quotation", "clipped", "start")


def comparison(parts: Parts) -> None:
    """(1) the file has its one form, (2) every text of the pack is listed, of these platforms and from no later than the
    comparison, (3) there is a cell for every topic and platform, and every clause stands at its place."""
    if not parts.has(pack.COMPARISON):
        return
    with parts.telling(pack.COMPARISON):
        # (1):
        told = parts.object(f"{pack.FOLDER}{pack.COMPARISON}")
        named = set(told) == {"at", "platforms", "topics", "cells", "texts"}
        if not named or pack.json_file(told) != parts.bytes(pack.COMPARISON):
            raise ValueError("it is not in the one form that it has in a pack")
        # (2):
        owners = [each["id"] for each in told["platforms"]]
        leaves = {leaf.said["version"]: leaf for leaf in parts.of(LeafKind.VERSION).values()}
        if sorted(told["texts"].values()) != sorted(leaves):
            raise ValueError("it was made of other texts than the pack has")
        for document, version in told["texts"].items():
            _check_text(leaves[version], document, owners, told["at"])
        # (3):
        rows = told["cells"]
        if len(rows) != len(told["topics"]) or any(len(row) != len(owners) for row in rows):
            raise ValueError("it has not a cell for every topic and platform")
        for row in rows:
            for owner, cell in zip(owners, row, strict=True):
                _check_cell(parts, told["texts"], owner, cell)
                parts.cells += 1


def _check_text(leaf: Leaf, document: str, owners: list[str], at: str) -> None:
    if leaf.said["document"] != document or document.partition("/")[0] not in owners:
        raise ValueError("a text is of another document or platform")
    if instant_of(leaf.said["t0"]) > instant_of(at):
        raise ValueError("a text is later than the comparison")


def _check_cell(parts: Parts, texts: dict[str, str], owner: str, cell: dict[str, Any]) -> None:
    if set(cell) != {"state", "clause", "elsewhere", "more", "near"}:
        raise ValueError("a cell has other parts")
    clauses = [*([cell["clause"]] if cell["clause"] is not None else []), *cell["elsewhere"]]
    if bool(clauses) != (cell["state"] in ("comparable", "perhaps")):
        raise ValueError("a cell shows a clause in a state that has none, or none where it has one")
    for each in clauses:
        if set(each) != set(_CLAUSE) or type(each["start"]) is not int:
            raise ValueError("a clause has other parts")
        if texts.get(each["document"]) != each["version"] or each["document"].partition("/")[0] != owner:
            raise ValueError("a clause is of another document or platform than it is shown for")
        text, start = parts.texts[each["version"]], each["start"]
        stands = start >= 0 and text.startswith(each["quotation"], start)
        if not stands or (digest(text.encode()), each["quotation"]) not in parts.quoted:
            raise ValueError("it shows words that are none of the quotations, or stand elsewhere")
