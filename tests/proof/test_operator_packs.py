"""Whoever keeps the log may sign anything: both verifiers still refuse what Clausewatch would not have logged."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.proof.forging import Json, compared, forged
from tests.proof.pack_kit import OLD, both, files_of, make, rezipped, signing

from clausewatch.proof.moves import moves, settled
from clausewatch.proof.pack import Pack, Redlined, json_file, packed
from clausewatch.proof.statement import canonical
from clausewatch.proof.tree import EMPTY_ROOT

BACK = "2019-01-01T00:00:00.000000Z"


def _said(which: str, /, **other: Any) -> Callable[[str, Json], None]:
    def alter(found: str, told: Json) -> None:
        if found == which:
            told["predicate"].update(other)

    return alter


def _raw(change: Callable[[Json], bytes]) -> Callable[[str, Json], bytes | None]:
    return lambda kind, told: change(told) if kind == "version" else None


def _spaced(told: Json) -> bytes:
    return json.dumps(told, sort_keys=True, ensure_ascii=False).encode()


def _subject_twice(told: Json) -> bytes:
    told["subject"] = [{"name": "text", "digest": {"sha256": "00" * 32}}, *told["subject"]]
    return canonical(told)


def _name_twice(told: Json) -> bytes:
    return canonical(told).replace(b'{"_type":', b'{"_type":"x","_type":', 1)


def _more(told: Json) -> bytes:
    return canonical({**told, "zzz": 1})


def _number(text: bytes) -> Callable[[Json], bytes]:
    def change(told: Json) -> bytes:
        seq = told["predicate"]["seq"]
        return canonical(told).replace(b'"seq":%d' % seq, b'"odd":%s,"seq":%d' % (text, seq), 1)

    return change


LEAVES = {
    "a live capture is called imported": _said("capture", kind="imported"),
    "another address": _said("capture", final_url="https://evil.example/"),
    "another status": _said("capture", status=404),
    "a truth for a number": _said("capture", hops=True),
    "another document": _said("capture", document="alder/terms"),
    "no instant": _said("version", t0="yesterday"),
    "an instant of no calendar": _said("version", t0="2026-02-31T00:00:00.000000Z"),
    "an instant without a zone": _said("version", t0="2026-03-02T10:00:00.000000"),
    "a version back in time": _said("version", t0=BACK),
    "a version of another document": _said("version", document="alder/terms"),
    "read from nothing": _said("version", captures=[], bodies=[]),
    "logged never": _said("version", logged="~"),
    "after less than nothing": _said("version", after={"size": -1, "root": "00" * 32}),
    "after a truth": _said("version", after={"size": True, "root": "00" * 32}),
    "after half a hash": _said("version", after={"size": 3, "root": "00" * 16}),
    "spaces": _raw(_spaced),
    "a subject twice": _raw(_subject_twice),
    "a name twice": _raw(_name_twice),
    "a part more": _raw(_more),
    "a fraction": _raw(_number(b"0.5")),
    "a number beyond doubles": _raw(_number(b"9" * 30)),
    "a number without end": _raw(_number(b"9" * 5000)),
    "no number": _raw(_number(b"NaN")),
}


def test_a_log_made_anew_of_the_same_leaves_holds() -> None:
    """The forging kit itself makes good packs: what is refused below is refused for what was altered."""
    assert both(packed(forged()), signing().key) == (True, [])
    assert both(packed(compared()), signing().key) == (True, [])


@pytest.mark.parametrize("leaf", LEAVES.values(), ids=LEAVES)
def test_a_leaf_that_tells_otherwise_is_refused(leaf: Callable[[str, Json], bytes | None]) -> None:
    pack = forged(leaf)
    assert [each.entry for each in pack.leaves] != [each.entry for each in forged().leaves]
    # Leaves that are no statements of ours cannot be packed by our own program: their bytes are put in afterwards.
    held, parts = both(_packed(pack), signing().key)
    assert not held
    assert parts


def _packed(pack: Pack) -> bytes:
    """The pack as a file, also where our own program would not make one of it: its leaves and records are put into another."""
    try:
        return packed(pack)
    except (AttributeError, LookupError, TypeError, ValueError):
        files = files_of(packed(forged()))
    files |= {f"evidence/record-{each.said['capture']}.json": each.record for each in pack.taken}
    files |= {f"evidence/leaf-{each.proof.index}.json": each.entry for each in pack.leaves}
    files |= {
        f"evidence/leaf-{each.proof.index}.tlog-proof": str(each.proof).encode() for each in pack.leaves
    }
    files["evidence/checkpoint.txt"] = pack.checkpoint.encode()
    files["evidence/prev-checkpoint.txt"] = str(pack.earlier).encode()
    files["evidence/consistency.txt"] = b"".join(base64.b64encode(each) + b"\n" for each in pack.extends)
    return rezipped(files)


def _field(name: str, value: object) -> Callable[[Json], None]:
    return lambda said: said.update({name: value})


SMUGGLED = "2026-03-02T09:00:00.000000Z\r\nWARC-Target-URI: https://evil.example/"
RECORDS = {
    "a header in the time": _field("observed_at", SMUGGLED),
    "a header in the status": _field("status", "200 OK\r\nX-Evil: 1\r\n\r\n"),
    "another form": _field("form", "clausewatch capture record 2"),
    "a body of no length": _field("body_bytes", True),
    "headers of numbers": _field("headers", [[1, 2]]),
    "headers of one part": _field("headers", [["Date"]]),
    "an origin of no kind": _field("origin", "ota"),
    "a time before": _field("observed_at", BACK),
    "an address that is none": _field("final_url", None),
}


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_a_record_that_tells_otherwise_than_its_leaf_is_refused(record: Callable[[Json], None]) -> None:
    """The leaf names the altered record's hash: it is the record that was logged, and still not what the leaf tells."""
    whole, pack = forged(), forged(record=record)
    assert pack.taken != whole.taken
    held, parts = both(_packed(pack), signing().key)
    assert not held
    assert any("/record-" in each for each in parts), parts


def test_two_leaves_about_the_same_and_a_pack_of_nothing_are_refused() -> None:
    held, parts = both(packed(forged(twice=5)), signing().key)
    assert (held, any("/leaf-" in each for each in parts)) == (False, True)
    bare = replace(make(), leaves=(), taken=(), texts={}, quotes=(), reports=(), redline=None)
    bare = replace(bare, other={}, earlier=None, extends=())
    assert both(packed(bare), signing().key) == (False, ["the pack", "the pack"])


def test_a_head_of_no_leaves_is_no_earlier_head() -> None:
    assert len(EMPTY_ROOT) == 32
    empty = replace(make(), earlier=signing().head([], 0), extends=())
    held, parts = both(packed(empty), signing().key)
    assert (held, set(parts)) == (False, {"evidence/consistency.txt"})


def _rows(change: Callable[[list[Redlined]], None]) -> Pack:
    pack = make()
    assert pack.redline is not None
    old, new, rows = pack.redline
    made = list(rows)
    change(made)
    return replace(pack, redline=(old, new, tuple(made)))


def _gone(rows: list[Redlined]) -> Redlined:
    span = rows[0].old
    assert span is not None
    return Redlined(span, None, (("deleted", OLD[slice(*span)]),))


def _changed_to_itself(rows: list[Redlined]) -> None:
    words = rows[0].pieces[0][1]
    rows[0] = replace(rows[0], pieces=(("deleted", words), ("inserted", words)))


REDLINES: dict[str, Callable[[list[Redlined]], None]] = {
    "the same block shown deleted, too": lambda rows: rows.insert(0, _gone(rows)),
    "shown deleted after it": lambda rows: rows.insert(1, _gone(rows)),
    "shown deleted twice": lambda rows: rows.__setitem__(slice(0, 0), [_gone(rows), _gone(rows)]),
    "a row twice": lambda rows: rows.append(rows[-1]),
    "another order": lambda rows: rows.reverse(),
    "changed to itself": _changed_to_itself,
}


@pytest.mark.parametrize("change", REDLINES.values(), ids=REDLINES)
def test_a_redline_that_shows_what_did_not_happen_is_refused(
    change: Callable[[list[Redlined]], None],
) -> None:
    held, parts = both(packed(_rows(change)), signing().key)
    assert (held, set(parts)) == (False, {"evidence/redline.json"})


def test_a_block_that_moved_stands_in_two_rows_and_one_that_stayed_in_one() -> None:
    went, stays, came = ((0, 5), None), ((7, 11), (0, 4)), ((0, 5), (6, 11))
    assert [(each.went, each.came, each.crosses) for each in moves([went, stays, came])] == [(0, 2, True)]
    assert settled([went, stays, came]) == (0, 1, 2)
    assert settled([went, ((0, 5), (0, 5)), ((7, 11), (7, 11))]) == (1, 2)
    with pytest.raises(ValueError, match="twice"):
        moves([stays, stays])


def test_a_change_record_may_not_quote_one_side_as_the_other() -> None:
    told = {"id": "r", "changes": [{"old": "We keep it for 90 days.", "new": "We keep it for 30 days."}]}
    pack = make()
    held, parts = both(
        packed(replace(pack, other={**pack.other, "change.json": json_file(told)})), signing().key
    )
    assert (held, set(parts)) == (False, {"evidence/change.json"})


def _swap(told: Json) -> None:
    row = told["cells"][0]
    row[0], row[1] = row[1], row[0]


def _names_swapped(told: Json) -> None:
    told["platforms"].reverse()


def _earlier(told: Json) -> None:
    told["at"] = "2026-03-01T00:00:00.000000Z"


def _words(told: Json) -> None:
    told["cells"][0][0]["clause"]["quotation"] = "We keep it for 10 days."


def _shorter(told: Json) -> None:
    told["cells"][0][0]["clause"]["quotation"] = "We keep it"


def _silent(told: Json) -> None:
    told["cells"][0][0]["state"] = "silent"


def _hidden(told: Json) -> None:
    told["cells"][0][0]["clause"] = None


def _fewer(told: Json) -> None:
    told["cells"][0].pop()


def _left_out(told: Json) -> None:
    told["texts"].pop("alder/terms")


def _another_text(told: Json) -> None:
    told["texts"] = dict(zip(told["texts"], reversed(told["texts"].values()), strict=True))


def _moved(told: Json) -> None:
    told["cells"][0][0]["clause"]["start"] += 1


@pytest.mark.parametrize(
    "change",
    [
        *(_swap, _names_swapped, _earlier, _words, _shorter, _silent, _hidden),
        *(_fewer, _left_out, _another_text, _moved),
    ],
)
def test_a_comparison_that_shows_other_words_or_whose_they_are_not_is_refused(
    change: Callable[[Json], None],
) -> None:
    held, parts = both(packed(compared(change)), signing().key)
    assert (held, set(parts)) == (False, {"evidence/comparison.json"})
